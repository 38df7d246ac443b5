"""Versions of scorecards for people: what a draft still lacks, what differs between two versions, who is scored."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.choices import Segment, Stage
from accounts.models.bin import outside_bin
from core.text import format_number, format_percent, format_score, join_words
from health.choices import VersionStatus
from health.models import CurrentScore, Metric, Scorecard, ScorecardMetric, ScorecardVersion
from health.rules import PERCENT, TIMES, WHOLE, Claim, Scale, Threshold, Thresholds, in_order
from health.selectors.cards import (
    Card,
    CardMetric,
    cards_of_versions,
    metric_label,
    thresholds_of,
)


@dataclass(frozen=True)
class VersionShown:
    """One version in a list; `metrics` as words."""

    version: ScorecardVersion
    status: str
    by: str
    at: datetime | None
    words: str


@dataclass(frozen=True)
class CardShown:
    """One scorecard with its version in force and its draft; `accounts` have a present score from it."""

    card: Scorecard
    published: Card | None
    draft: ScorecardVersion | None
    scope: str
    accounts: int


def version_card(version: ScorecardVersion) -> Card:
    """A version as it would score, also a draft without any metric yet. One query."""
    return version_cards([version])[version.pk]


def version_cards(versions: Sequence[ScorecardVersion]) -> dict[int, Card]:
    """Several versions by their ids, in one query."""
    found = cards_of_versions([version.pk for version in versions])
    return {version.pk: found.get(version.pk) or _empty_card(version) for version in versions}


def _empty_card(version: ScorecardVersion) -> Card:
    claim = _claim(version)
    named = version.product.name if version.product else ""
    limits = Thresholds(version.healthy_from, version.monitor_from)
    scale = Scale(version.scale_min, version.scale_max)
    name = version.scorecard.name
    return Card(version.pk, name, version.number, scale, limits, version.min_coverage_bp, (), claim, named)


def scope_words(claim: Claim, product_name: str) -> str:
    """Whom a card scores, in words."""
    parts = []
    if claim.segment:
        parts.append(_("segment %(segment)s") % {"segment": Segment(claim.segment).label})
    if claim.stage:
        parts.append(_("stage %(stage)s") % {"stage": Stage(claim.stage).label})
    if claim.product_id is not None:
        parts.append(_("product %(product)s") % {"product": product_name})
    return join_words(parts) if parts else _("every account that no other scorecard names")


def claim_words(card: Card) -> str:
    """Why this card scores an account, for the account's page."""
    if card.claim.conditions == 0:
        return _("%(card)s scores it, since no other scorecard names its segment, stage or products.") % {
            "card": card.title
        }
    return _("%(card)s scores it, the most specific that fits: %(scope)s.") % {
        "card": card.title,
        "scope": scope_words(card.claim, card.product_name),
    }


def cards_shown(cards: Sequence[Card]) -> list[CardShown]:
    """All scorecards, the default first; `cards` are those in force. Two queries."""
    published = {card.claim.card_id: card for card in cards}
    open_drafts = ScorecardVersion.objects.filter(status=VersionStatus.DRAFT).select_related("product")
    drafts = {draft.scorecard_id: draft for draft in open_drafts}
    scored = (
        outside_bin(CurrentScore.objects.filter(version__scorecard=OuterRef("pk")))
        .order_by()
        .values("version__scorecard")
        .annotate(n=Count("pk"))
        .values("n")
    )
    every = Scorecard.objects.annotate(accounts=Coalesce(Subquery(scored), 0)).order_by("-is_default", "id")
    return [_card_shown(card, published.get(card.pk), drafts.get(card.pk)) for card in every]


def _card_shown(card: Scorecard, live: Card | None, draft: ScorecardVersion | None) -> CardShown:
    if live is not None:
        words = scope_words(live.claim, live.product_name)
    elif draft is not None:
        words = scope_words(_claim(draft), draft.product.name if draft.product else "")
    else:
        words = _("nobody any more")
    return CardShown(card, live, draft, words, card.__dict__["accounts"])


def versions_of(card: Scorecard) -> list[VersionShown]:
    """All versions of a card but the draft, newest first, with their weights. One query."""
    weighed = (
        ScorecardMetric.objects.filter(version__scorecard=card)
        .exclude(version__status=VersionStatus.DRAFT)
        .select_related("metric", "version__scorecard", "version__published_by__user")
        .order_by("-version__number", "position")
    )
    return [_version_shown(list(rows)) for _number, rows in groupby(weighed, lambda row: row.version.number)]


def _version_shown(weighed: list[ScorecardMetric]) -> VersionShown:
    version = weighed[0].version
    words = " · ".join(
        f"{metric_label(row.metric)} {format_percent(row.weight_bp / 100, 1)}" for row in weighed
    )
    by = str(version.published_by) if version.published_by else ""
    return VersionShown(version, str(version.get_status_display()), by, version.published_at, words)


def draft_problems(
    draft: Card, metrics: dict[int, Metric], *, is_default: bool, cards: Sequence[Card]
) -> list[str]:
    """Why a draft cannot be published yet beside the `cards` in force, as sentences; empty when it can. No query."""
    if not draft.metrics:
        return [_("Give at least one metric a weight.")]
    problems = []
    total = sum(draft.weights.values())
    if total != WHOLE:
        missing = format_percent(abs(WHOLE - total) / 100, 2 if total % 100 else 0)
        said = (
            _("The weights sum to %(total)s: %(missing)s is missing.")
            if total < WHOLE
            else _("The weights sum to %(total)s: that is %(missing)s too much.")
        )
        problems.append(
            said % {"total": format_percent(total / 100, 2 if total % 100 else 0), "missing": missing}
        )
    problems += [
        _("%(metric)s is archived. Take its weight away or bring it back.") % {"metric": metric.label}
        for metric in draft.metrics
        if metrics[metric.metric_id].archived_at is not None
    ]
    problems += [
        _("The thresholds of %(metric)s must run one way, from rating to rating.") % {"metric": metric.label}
        for metric in draft.metrics
        if not all(in_order(cutoffs, lower=metric.lower_is_better) for _measure, cutoffs in metric.cutoffs)
    ]
    if not is_default and draft.claim.conditions == 0:
        problems.append(_("Say whom it scores: choose a segment, a stage or a product."))
    if is_default:
        return problems
    twin = next(
        (card for card in cards if card.claim.card_id != draft.claim.card_id
         and card.claim.same_ground(draft.claim)), None,
    )  # fmt: skip
    if twin is not None and draft.claim.conditions:
        problems.append(_("%(card)s scores exactly these accounts already.") % {"card": twin.title})
    return problems


def differences(before: Card, after: Card, metrics: dict[int, Metric]) -> list[str]:
    """What changed from one version to another, as sentences; empty when they score alike."""
    said: list[str] = []
    if not before.claim.same_ground(after.claim):
        words = {
            "before": scope_words(before.claim, before.product_name),
            "after": scope_words(after.claim, after.product_name),
        }
        said.append(_("Scores: %(before)s → %(after)s.") % words)
    earlier = {metric.metric_id: metric for metric in before.metrics}
    later = {metric.metric_id: metric for metric in after.metrics}
    said += [
        _("%(metric)s is new, with %(weight)s.")
        % {"metric": metric.label, "weight": format_percent(metric.weight / 100, 1)}
        for metric in after.metrics
        if metric.metric_id not in earlier
    ]
    said += [
        _("%(metric)s is gone; it had %(weight)s.")
        % {"metric": metric.label, "weight": format_percent(metric.weight / 100, 1)}
        for metric in before.metrics
        if metric.metric_id not in later
    ]
    for metric in after.metrics:
        if metric.metric_id in earlier:
            said += _metric_differences(earlier[metric.metric_id], metric, metrics[metric.metric_id])
    return [*said, *_limit_differences(before, after)]


def _metric_differences(before: CardMetric, after: CardMetric, metric: Metric) -> Iterable[str]:
    name = {"metric": after.label}
    if before.weight != after.weight:
        yield _("%(metric)s: weight %(before)s → %(after)s.") % {
            **name,
            "before": format_percent(before.weight / 100, 1),
            "after": format_percent(after.weight / 100, 1),
        }
    if before.shelf_life_days != after.shelf_life_days:
        yield _("%(metric)s: counts for %(before)s → %(after)s days.") % {
            **name,
            "before": format_number(before.shelf_life_days),
            "after": format_number(after.shelf_life_days),
        }
    if (before.cutoffs, before.lower_is_better) != (after.cutoffs, after.lower_is_better):
        yield _("%(metric)s: thresholds %(before)s → %(after)s.") % {
            **name,
            "before": threshold_words(before, metric),
            "after": threshold_words(after, metric),
        }


def threshold_words(chosen: CardMetric, metric: Metric) -> str:
    """The thresholds of a metric on a card: "3 from 80 %, 2 from 50 %", or that its own rule rates it."""
    own = dict(chosen.cutoffs)
    parts = []
    for threshold in thresholds_of(metric):
        cutoffs = own.get(threshold.measures[0])
        lower = chosen.lower_is_better if cutoffs else threshold.lower
        if cutoffs or threshold.standard:
            parts.append(cutoff_words(cutoffs or threshold.standard, threshold, lower=lower))
    return "; ".join(parts) or _("as rated")


def cutoff_words(cutoffs: Sequence[int], threshold: Threshold, *, lower: bool) -> str:
    """Cutoffs from rating 2 up, in thousandths, as people read them: the best rating first."""
    said = _("%(rating)s up to %(figure)s") if lower else _("%(rating)s from %(figure)s")
    rated = [
        said % {"rating": rating, "figure": figure_words(cutoff, threshold.unit)}
        for rating, cutoff in enumerate(cutoffs, start=2)
    ]
    return ", ".join(reversed(rated))


def figure_words(thousandths: int, unit: str) -> str:
    """A figure with its unit: "80 %", "1.25 times", "5"."""
    digits = 0 if thousandths % 1000 == 0 else 1 if thousandths % 100 == 0 else 2
    if unit == PERCENT:
        return format_percent(thousandths / 1000, digits)
    number = format_number(thousandths / 1000, digits)
    return _("%(number)s times") % {"number": number} if unit == TIMES else number


def _limit_differences(before: Card, after: Card) -> Iterable[str]:
    old, new = before.thresholds, after.thresholds
    if old.healthy != new.healthy:
        yield _("Healthy starts at %(after)s, not %(before)s.") % {
            "before": format_score(old.healthy), "after": format_score(new.healthy),
        }  # fmt: skip
    if old.monitor != new.monitor:
        yield _("Monitor starts at %(after)s, not %(before)s.") % {
            "before": format_score(old.monitor), "after": format_score(new.monitor),
        }  # fmt: skip
    if before.min_coverage != after.min_coverage:
        yield _("A score is known from %(after)s coverage, not %(before)s.") % {
            "before": format_percent(before.min_coverage / 100), "after": format_percent(after.min_coverage / 100),
        }  # fmt: skip


def _claim(version: ScorecardVersion) -> Claim:
    return Claim(version.scorecard_id, version.segment, version.stage, version.product_id)


def scored_by(card: Scorecard) -> str:
    """How many accounts have a present score from a card, in words."""
    count = outside_bin(CurrentScore.objects.filter(version__scorecard=card)).count()
    return ngettext("%(n)s account", "%(n)s accounts", count) % {"n": format_number(count)}
