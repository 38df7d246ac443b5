"""Scorecards as they score: the published version of a card with its metrics, weights and shelf lives."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from django.db.models import QuerySet

from health.choices import MetricKey, VersionStatus
from health.models import Metric, ScorecardMetric, ScorecardVersion
from health.rules import Scale, Thresholds


@dataclass(frozen=True)
class CardMetric:
    """One metric of a card; weight in basis points, shelf life in days."""

    metric_id: int
    key: str
    label: str
    weight: int
    shelf_life_days: int


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

    @property
    def weights(self) -> dict[str, int]:
        return {metric.key: metric.weight for metric in self.metrics}

    @property
    def title(self) -> str:
        return f"{self.name} v{self.number}"

    def ratings(self, stored: list[int | None]) -> dict[str, int | None]:
        """Stored ratings, which stand in the metrics' order, by key."""
        return {metric.key: rating for metric, rating in zip(self.metrics, stored, strict=True)}


@dataclass(frozen=True)
class VersionRow:
    """One version for people; weights in percent by metric."""

    title: str
    status: str
    is_published: bool
    published_at: datetime | None
    published_by: str
    weights: list[tuple[str, float]]


def published_card() -> Card | None:
    """The published version of the default scorecard; None before one is published. One query."""
    rows = _weighed(
        ScorecardMetric.objects.filter(
            version__scorecard__is_default=True, version__status=VersionStatus.PUBLISHED
        )
    )
    return _card_of(rows) if rows else None


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


def metric_label(metric: Metric) -> str:
    """The workspace's own name of a metric, else the default's."""
    if metric.label:
        return metric.label
    return str(MetricKey(metric.key).label) if metric.key in MetricKey.values else metric.key


def _weighed(found: QuerySet[ScorecardMetric]) -> list[ScorecardMetric]:
    return list(found.select_related("metric", "version__scorecard").order_by("version_id", "position"))


def _card_of(rows: Sequence[ScorecardMetric]) -> Card:
    version = rows[0].version
    metrics = tuple(
        CardMetric(
            row.metric_id, row.metric.key, metric_label(row.metric), row.weight_bp, row.metric.shelf_life_days
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
    )


def versions() -> list[VersionRow]:
    """All versions of the default card, newest first, with what was weighed and who published it. One query."""
    weighed = (
        ScorecardMetric.objects.filter(version__scorecard__is_default=True)
        .select_related("metric", "version__scorecard", "version__published_by__user")
        .order_by("-version__number", "position")
    )
    return [_version_row(list(rows)) for _number, rows in groupby(weighed, lambda row: row.version.number)]


def _version_row(weighed: list[ScorecardMetric]) -> VersionRow:
    version = weighed[0].version
    return VersionRow(
        f"{version.scorecard.name} v{version.number}",
        str(version.get_status_display()),
        version.status == VersionStatus.PUBLISHED,
        version.published_at,
        str(version.published_by) if version.published_by else "",
        [(metric_label(row.metric), row.weight_bp / 100) for row in weighed],
    )
