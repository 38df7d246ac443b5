"""Drafts: one per scorecard, begun from a version, changed by whoever may, in force for nobody until published."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.translation import gettext as _

from core.errors import Conflict, DomainError
from health.choices import VersionStatus
from health.models import Metric, Scorecard, ScorecardMetric, ScorecardVersion
from health.rules import in_order
from health.selectors.cards import thresholds_of
from health.selectors.offer import scorecard_offer
from workspaces.models import Member

CARRIED = (
    "scale_min",
    "scale_max",
    "healthy_from",
    "monitor_from",
    "min_coverage_bp",
    "segment",
    "stage",
    "product_id",
)
LONGEST_LIFE_DAYS = 3650


@dataclass(frozen=True)
class DraftMetric:
    """One metric of a draft: weight in basis points, shelf life in days (None: the metric's own), the version's own
    thresholds in thousandths by their key (health.rules.THRESHOLDS), empty for the metric's own."""

    metric_id: int
    weight_bp: int
    shelf_life_days: int | None = None
    cutoffs: dict[str, list[int]] = field(default_factory=dict)
    lower_is_better: bool = False


@dataclass(frozen=True)
class DraftFields:
    """All that a person may set in a draft. Limits in thousandths of 0-100, coverage in basis points."""

    healthy_from: int
    monitor_from: int
    min_coverage_bp: int
    metrics: tuple[DraftMetric, ...]
    segment: str = ""
    stage: str = ""
    product_id: int | None = None


def create_card(name: str, *, by: Member, now: datetime) -> ScorecardVersion:
    """A new scorecard with a draft that begins as the default card stands. Raises Conflict for a name in use."""
    cleaned = _clean_name(name)
    like = _in_force(Scorecard.objects.get(is_default=True))
    try:
        with transaction.atomic():
            card = Scorecard.objects.create(name=cleaned)
    except IntegrityError as error:
        raise _name_taken(cleaned) from error
    with transaction.atomic():
        return _copy(like, card, by=by, now=now, based_on=None)


def rename_card(card: Scorecard, name: str) -> None:
    """Another name, at once, for all versions. Raises Conflict for a name in use, DomainError for none."""
    cleaned = _clean_name(name)
    try:
        with transaction.atomic():
            Scorecard.objects.filter(pk=card.pk).update(name=cleaned)
    except IntegrityError as error:
        raise _name_taken(cleaned) from error


def open_draft(card: Scorecard, *, by: Member, now: datetime) -> ScorecardVersion:
    """The card's draft; begun from the version in force, or else the last one, where there is none yet."""
    found = ScorecardVersion.objects.filter(scorecard=card, status=VersionStatus.DRAFT).first()
    if found is not None:
        return found
    live = _in_force(card)
    return _begin(live, card, by=by, now=now, based_on=live)


def restore_version(version: ScorecardVersion, *, by: Member, now: datetime) -> ScorecardVersion:
    """Begin the card's draft from an older version. Raises Conflict while another draft is open."""
    card = version.scorecard
    if ScorecardVersion.objects.filter(scorecard=card, status=VersionStatus.DRAFT).exists():
        raise Conflict(_("%(card)s has a draft already. Publish or discard it first.") % {"card": card.name})
    return _begin(version, card, by=by, now=now, based_on=_in_force(card))


def draft_from_offer(*, by: Member, today: date, now: datetime) -> ScorecardVersion:
    """Begin the default card's draft with the metrics and weights offered from the data.

    Raises Conflict while another draft is open, DomainError where nothing is offered.
    """
    offer = scorecard_offer(today=today)
    if not offer.is_news:
        raise DomainError(_("Nothing is offered now. Import more data to be offered a scorecard."))
    card = Scorecard.objects.get(is_default=True)
    with transaction.atomic():
        draft = restore_version(_in_force(card), by=by, now=now)
        kept = {row.metric.key: row for row in draft.metrics.select_related("metric")}
        ids = dict(Metric.objects.values_list("key", "pk"))
        draft.metrics.all().delete()
        ScorecardMetric.objects.bulk_create(
            _weighed_like(kept.get(key), draft, ids[key], place, weight)
            for place, (key, weight) in enumerate(offer.weights.items())
        )
    return draft


def save_draft(draft: ScorecardVersion, fields: DraftFields, *, expected_edits: int) -> int:
    """Write a draft; answers its new count of edits. The weights need not sum to 100 % yet.

    Raises Conflict when somebody saved or published it meanwhile, DomainError with the field at fault.
    """
    metrics = {
        metric.pk: metric for metric in Metric.objects.filter(pk__in=[m.metric_id for m in fields.metrics])
    }
    _check(fields, metrics)
    is_default = draft.scorecard.is_default
    with transaction.atomic():
        written = ScorecardVersion.objects.filter(
            pk=draft.pk, status=VersionStatus.DRAFT, edits=expected_edits
        ).update(
            healthy_from=fields.healthy_from,
            monitor_from=fields.monitor_from,
            min_coverage_bp=fields.min_coverage_bp,
            segment="" if is_default else fields.segment,
            stage="" if is_default else fields.stage,
            product_id=None if is_default else fields.product_id,
            edits=F("edits") + 1,
        )
        if not written:
            raise Conflict(_("Somebody else changed this draft meanwhile. Look at it again before you save."))
        ScorecardMetric.objects.filter(version=draft).delete()
        ScorecardMetric.objects.bulk_create(_rows(draft, fields.metrics))
    return expected_edits + 1


def discard_draft(draft: ScorecardVersion, *, expected_edits: int) -> bool:
    """Throw a draft away, and its card where nothing else was ever published of it; whether the card went too.

    Raises Conflict when somebody changed the draft meanwhile.
    """
    with transaction.atomic():
        gone, _rows_gone = ScorecardVersion.objects.filter(
            pk=draft.pk, status=VersionStatus.DRAFT, edits=expected_edits
        ).delete()
        if not gone:
            raise Conflict(
                _("Somebody else changed this draft meanwhile. Look at it again before you discard it.")
            )
        left = ScorecardVersion.objects.filter(scorecard=draft.scorecard).exists()
        if left or draft.scorecard.is_default:
            return False
        draft.scorecard.delete()
        return True


def next_number(card: Scorecard) -> int:
    """The number after the card's highest."""
    last = (
        ScorecardVersion.objects.filter(scorecard=card).order_by("-number").values_list("number", flat=True)
    )
    return (last.first() or 0) + 1


def _in_force(card: Scorecard) -> ScorecardVersion:
    """The published version, else the last one."""
    versions = ScorecardVersion.objects.filter(scorecard=card).exclude(status=VersionStatus.DRAFT)
    found = versions.filter(status=VersionStatus.PUBLISHED).first() or versions.order_by("-number").first()
    if found is None:
        raise DomainError(_("This scorecard has no version to begin from."))
    return found


def _begin(
    like: ScorecardVersion, card: Scorecard, *, by: Member, now: datetime, based_on: ScorecardVersion
) -> ScorecardVersion:
    try:
        with transaction.atomic():
            return _copy(like, card, by=by, now=now, based_on=based_on)
    except IntegrityError:
        # Somebody else began it at the same moment: that draft is the one.
        return ScorecardVersion.objects.get(scorecard=card, status=VersionStatus.DRAFT)


def _copy(
    like: ScorecardVersion, card: Scorecard, *, by: Member, now: datetime, based_on: ScorecardVersion | None
) -> ScorecardVersion:
    carried = {name: getattr(like, name) for name in CARRIED}
    if like.scorecard_id != card.pk or card.is_default:
        carried |= {"segment": "", "stage": "", "product_id": None}
    draft = ScorecardVersion.objects.create(
        scorecard=card, number=next_number(card), created_at=now, created_by=by, based_on=based_on, **carried
    )
    ScorecardMetric.objects.bulk_create(
        _weighed_like(row, draft, row.metric_id, row.position, row.weight_bp) for row in like.metrics.all()
    )
    return draft


def _weighed_like(
    row: ScorecardMetric | None, draft: ScorecardVersion, metric_id: int, position: int, weight: int
) -> ScorecardMetric:
    made = ScorecardMetric(version=draft, metric_id=metric_id, position=position, weight_bp=weight)
    if row is not None:
        made.shelf_life_days, made.cutoffs, made.lower_is_better = (
            row.shelf_life_days,
            row.cutoffs,
            row.lower_is_better,
        )
    return made


def _rows(draft: ScorecardVersion, metrics: Iterable[DraftMetric]) -> list[ScorecardMetric]:
    return [
        ScorecardMetric(
            version=draft,
            metric_id=metric.metric_id,
            position=place,
            weight_bp=metric.weight_bp,
            shelf_life_days=metric.shelf_life_days,
            cutoffs=metric.cutoffs,
            lower_is_better=metric.lower_is_better,
        )
        for place, metric in enumerate(metrics)
    ]


def _check(fields: DraftFields, metrics: dict[int, Metric]) -> None:
    if not 0 <= fields.monitor_from <= fields.healthy_from <= 100_000:
        raise DomainError(_("Monitor must start at or below where healthy starts."), field="monitor_from")
    if not 0 <= fields.min_coverage_bp <= 10_000:
        raise DomainError(_("Coverage runs from 0 to 100 %."), field="min_coverage")
    for chosen in fields.metrics:
        metric = metrics.get(chosen.metric_id)
        if metric is None:
            raise DomainError(_("A metric is gone meanwhile. Load the page again."))
        if not 0 < chosen.weight_bp <= 10_000:
            raise DomainError(_("A weight lies above 0 and at 100 % at most."), field=f"weight_{metric.pk}")
        if chosen.shelf_life_days is not None and not 1 <= chosen.shelf_life_days <= LONGEST_LIFE_DAYS:
            raise DomainError(_("A reading counts for 1 to 3650 days."), field=f"life_{metric.pk}")
        _check_cutoffs(chosen, metric)


def _check_cutoffs(chosen: DraftMetric, metric: Metric) -> None:
    known = {threshold.key for threshold in thresholds_of(metric)}
    for key, cutoffs in chosen.cutoffs.items():
        if key not in known:
            raise DomainError(_("This metric has no such threshold. Load the page again."))
        if not in_order(cutoffs, lower=chosen.lower_is_better):
            said = (
                _("Lower is better here, so the figure for 3 must lie below that for 2.")
                if chosen.lower_is_better
                else _("The figure for 3 must lie above that for 2.")
            )
            raise DomainError(said, field=f"cut_{metric.pk}_{key}_3")


def _clean_name(name: str) -> str:
    cleaned = " ".join(name.split())
    if not 1 <= len(cleaned) <= 80:
        raise DomainError(_("Give the scorecard a name of 1 to 80 characters."), field="name")
    return cleaned


def _name_taken(name: str) -> Conflict:
    return Conflict(_("Another scorecard is called %(name)s.") % {"name": name}, field="name")
