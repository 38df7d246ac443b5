"""Scorecards as they score: the published version of a card with its metrics, weights and shelf lives."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby

from django.db.models import QuerySet

from accounts.models import Account
from core.text import format_percent
from health.choices import Measure, MetricKey, VersionStatus
from health.models import Metric, Reading, ScorecardMetric, ScorecardVersion
from health.rules import NUMBER, THRESHOLDS, Claim, Scale, Threshold, Thresholds, claiming, rating_by
from health.selectors.claims import products_of


@dataclass(frozen=True)
class CardMetric:
    """One metric of a card; weight in basis points, shelf life in days. `cutoffs`: the card's own thresholds by the
    measure that they rate; where there are none, the rating stands as it was read."""

    metric_id: int
    key: str
    label: str
    weight: int
    shelf_life_days: int
    cutoffs: tuple[tuple[str, tuple[int, ...]], ...] = ()
    lower_is_better: bool = False
    is_counted: bool = False  # a usage metric of the workspace's own

    @property
    def weight_percent(self) -> float:
        return self.weight / 100

    def rating_of(self, reading: Reading, scale: Scale) -> int:
        """The rating of a reading under this card."""
        own = dict(self.cutoffs).get(reading.measure)
        if own is None:
            return reading.rating
        lower = self.lower_is_better
        rated = rating_by(own, reading.measure, reading.value, reading.basis, lower=lower, scale=scale)
        return reading.rating if rated is None else rated


@dataclass(frozen=True)
class Card:
    """One version of a scorecard, in its metrics' order. `min_coverage` in basis points."""

    version_id: int
    name: str
    number: int
    scale: Scale
    thresholds: Thresholds
    min_coverage: int
    metrics: tuple[CardMetric, ...]
    claim: Claim = field(default_factory=Claim)
    product_name: str = ""  # of the claim's product

    @property
    def weights(self) -> dict[str, int]:
        return {metric.key: metric.weight for metric in self.metrics}

    @property
    def coverage_percent(self) -> float:
        return self.min_coverage / 100

    @property
    def title(self) -> str:
        return f"{self.name} v{self.number}"

    def ratings(self, stored: list[int | None]) -> dict[str, int | None]:
        """Stored ratings, which stand in the metrics' order, by key."""
        return {metric.key: rating for metric, rating in zip(self.metrics, stored, strict=True)}


def published_card() -> Card | None:
    """The published version of the default scorecard; None before one is published. One query."""
    rows = _weighed(
        ScorecardMetric.objects.filter(
            version__scorecard__is_default=True, version__status=VersionStatus.PUBLISHED
        )
    )
    return _card_of(rows) if rows else None


def published_cards() -> tuple[Card, ...]:
    """The published versions of all cards in the order in which they are asked, most specific first. One query."""
    rows = _weighed(ScorecardMetric.objects.filter(version__status=VersionStatus.PUBLISHED))
    cards = [_card_of(list(weighed)) for _id, weighed in groupby(rows, lambda row: row.version_id)]
    return tuple(sorted(cards, key=lambda card: card.claim.order))


def card_for(account: Account, day: date, cards: Sequence[Card] | None = None) -> Card | None:
    """The published card that scores an account, by its segment, stage and products under contract on the day.

    Two queries at most; None where no published card fits. The same rule as in SQL (health.selectors.claims).
    """
    known = published_cards() if cards is None else cards
    asks_products = any(card.claim.product_id is not None for card in known)
    claim = claiming(
        [card.claim for card in known],
        segment=account.segment,
        stage=account.stage,
        product_ids=products_of(account, day) if asks_products else (),
    )
    return next((card for card in known if card.claim == claim), None)


def card_of_version(version_id: int) -> Card:
    """The card of one version, published or not; one query. Raises ScorecardVersion.DoesNotExist."""
    card = cards_of_versions([version_id]).get(version_id)
    if card is None:
        raise ScorecardVersion.DoesNotExist(f"Version {version_id} has no metrics.")
    return card


def cards_of_versions(version_ids: Collection[int]) -> dict[int, Card]:
    """The cards of several versions by version; one query, none for none."""
    if not version_ids:
        return {}
    rows = _weighed(ScorecardMetric.objects.filter(version_id__in=version_ids))
    return {
        version_id: _card_of(list(weighed))
        for version_id, weighed in groupby(rows, lambda row: row.version_id)
    }


def weights_in_words(card: Card) -> dict[str, str]:
    """The weights of a card for the security log, by the metrics' names as they were then."""
    return {metric.label: str(format_percent(metric.weight_percent, 1)) for metric in card.metrics}


def metric_label(metric: Metric) -> str:
    """The workspace's own name of a metric, else the default's."""
    if metric.label:
        return metric.label
    return str(MetricKey(metric.key).label) if metric.key in MetricKey.values else metric.key


def metrics_in_use() -> list[Metric]:
    """The metrics of the workspace that are not archived, the default ones and its own, in their order; one query."""
    return list(Metric.objects.filter(archived_at=None).order_by("position", "id"))


def thresholds_of(metric: Metric) -> tuple[Threshold, ...]:
    """The thresholds that a card may set for a metric; none for one that people rate."""
    if metric.figure:
        key = Measure.USAGE_PER_SEAT if metric.per_seat else Measure.USAGE
        return (Threshold(key.value, (key.value,), NUMBER, tuple(metric.cutoffs), metric.lower_is_better),)
    return THRESHOLDS.get(metric.key, ()) if metric.is_automatic else ()


def cutoffs_by_measure(
    metric: Metric, chosen: dict[str, list[int]]
) -> tuple[tuple[str, tuple[int, ...]], ...]:
    """A version's own thresholds, as CardMetric has them: by measure instead of by threshold."""
    return tuple(
        (measure, tuple(chosen[threshold.key]))
        for threshold in thresholds_of(metric)
        if chosen.get(threshold.key)
        for measure in threshold.measures
    )


def _weighed(found: QuerySet[ScorecardMetric]) -> list[ScorecardMetric]:
    return list(
        found.select_related("metric", "version__scorecard", "version__product").order_by(
            "version_id", "position"
        )
    )


def _card_of(rows: Sequence[ScorecardMetric]) -> Card:
    version = rows[0].version
    metrics = tuple(
        CardMetric(
            row.metric_id,
            row.metric.key,
            metric_label(row.metric),
            row.weight_bp,
            row.shelf_life_days or row.metric.shelf_life_days,
            cutoffs_by_measure(row.metric, row.cutoffs),
            row.lower_is_better,
            bool(row.metric.figure),
        )
        for row in rows
    )
    return Card(
        version.pk,
        version.scorecard.name,
        version.number,
        Scale(version.scale_min, version.scale_max),
        Thresholds(version.healthy_from, version.monitor_from),
        version.min_coverage_bp,
        metrics,
        Claim(version.scorecard_id, version.segment, version.stage, version.product_id),
        version.product.name if version.product else "",
    )
