"""Books of accounts and readings for the tests of health."""

from datetime import UTC, date, datetime

from accounts.models import Account
from health.choices import Measure, ReadingSource
from health.models import Metric, Reading, Scorecard, ScorecardMetric, ScorecardVersion
from tests.support.world import NOW


def metric(key):
    return Metric.objects.get(key=key)


def read(account, key, rating, on, *, confirmed=None, source=ReadingSource.MANUAL, value=None, basis=None):
    return Reading.objects.create(
        account=account,
        metric=metric(key),
        source=source,
        measured_on=on,
        confirmed_on=confirmed or on,
        rating=rating,
        value=value,
        basis=basis,
        measure=Measure.HAND,
        recorded_at=NOW,
    )


def rate_all(account, ratings, on):
    """Readings in the order of the default metrics; None leaves one out."""
    for place, rating in enumerate(ratings):
        if rating is not None:
            read(account, Metric.objects.order_by("position")[place].key, rating, on)


def accounts(count, **values):
    return [
        Account.objects.create(name=f"Customer {n}", name_key=f"customer {n}", external_id=f"X-{n}", **values)
        for n in range(count)
    ]


def publish(weights, *, scale=(1, 3), limits=(60_000, 40_000), min_coverage=5_000):
    """A new published version of the default card with these weights, straight into the tables."""
    card = Scorecard.objects.get(is_default=True)
    ScorecardVersion.objects.filter(scorecard=card, status="published").update(status="retired")
    version = ScorecardVersion.objects.create(
        scorecard=card,
        number=card.versions.count() + 1,
        status="published",
        scale_min=scale[0],
        scale_max=scale[1],
        healthy_from=limits[0],
        monitor_from=limits[1],
        min_coverage_bp=min_coverage,
        created_at=NOW,
        published_at=NOW,
    )
    for position, (key, weight) in enumerate(weights.items()):
        ScorecardMetric.objects.create(
            version=version, metric=metric(key), position=position, weight_bp=weight
        )
    return version


def at(day, hour=6):
    return datetime(day.year, day.month, day.day, hour, tzinfo=UTC)


def day(text):
    return date.fromisoformat(text)
