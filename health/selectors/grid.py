"""Readings in force of a page of accounts, for the grid in which people rate a book."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from health.models import Metric, Reading


@dataclass(frozen=True)
class GridCell:
    """The reading in force of one account and metric: `seen` tells its state, so that a change made meanwhile is
    noticed; a stale one counts no more, so it is offered anew. Empty where there never was one."""

    account_id: int
    metric_id: int
    rating: int | None = None
    age_days: int | None = None
    is_stale: bool = False
    seen: str = ""

    @property
    def name(self) -> str:
        return f"r_{self.account_id}_{self.metric_id}"

    @property
    def chosen(self) -> int | None:
        """What the field shows as chosen."""
        return None if self.is_stale else self.rating


def grid_cells(
    account_ids: Sequence[int], metrics: Sequence[Metric], day: date
) -> dict[tuple[int, int], GridCell]:
    """A cell for each account and metric as of a day; one query."""
    found = (
        Reading.objects.filter(account_id__in=account_ids, metric__in=metrics, measured_on__lte=day)
        .order_by("account_id", "metric_id", "-measured_on")
        .distinct("account_id", "metric_id")
    )
    lives = {metric.pk: metric.shelf_life_days for metric in metrics}
    known = {(one.account_id, one.metric_id): one for one in found}
    return {
        (account_id, metric_id): _cell(account_id, metric_id, known.get((account_id, metric_id)), life, day)
        for account_id in account_ids
        for metric_id, life in lives.items()
    }


def _cell(account_id: int, metric_id: int, reading: Reading | None, life: int, day: date) -> GridCell:
    if reading is None:
        return GridCell(account_id, metric_id)
    age = (day - min(reading.confirmed_on, day)).days
    seen = (
        f"{reading.pk}.{reading.rating}.{reading.measured_on.toordinal()}.{reading.recorded_at.timestamp()}"
    )
    return GridCell(account_id, metric_id, reading.rating, age, age > life, seen)
