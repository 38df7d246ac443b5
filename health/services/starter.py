"""What a new workspace starts with: the seven default metrics and the default scorecard, published."""

from datetime import datetime

from health.choices import VersionStatus
from health.models import Metric, Scorecard, ScorecardMetric, ScorecardVersion
from health.rules import DEFAULT_METRICS, DEFAULT_WEIGHTS
from workspaces.models import Workspace

DEFAULT_CARD = "Default"


def start_health(workspace: Workspace, now: datetime) -> None:
    """Make the default metrics, and the default scorecard as version 1; what is there already is left alone."""
    Metric.objects.bulk_create(
        [
            Metric(
                key=metric.key.value,
                position=position,
                is_automatic=metric.measured,
                shelf_life_days=metric.shelf_life_days,
                heading=metric.group,
            )
            for position, metric in enumerate(DEFAULT_METRICS)
        ],
        ignore_conflicts=True,
    )
    card, is_new = Scorecard.objects.get_or_create(is_default=True, defaults={"name": DEFAULT_CARD})
    if not is_new:
        return
    version = ScorecardVersion.objects.create(
        scorecard=card, number=1, status=VersionStatus.PUBLISHED, created_at=now, published_at=now
    )
    metrics = {metric.key: metric for metric in Metric.objects.all()}
    ScorecardMetric.objects.bulk_create(
        ScorecardMetric(
            version=version,
            metric=metrics[key],
            position=position,
            weight_bp=weight,
            shelf_life_days=metrics[key].shelf_life_days,
        )
        for position, (key, weight) in enumerate(DEFAULT_WEIGHTS.items())
    )
