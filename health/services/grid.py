"""Readings of a whole grid by hand, in one deed: what is right is kept, what is not is told cell by cell."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import connection, transaction
from django.utils.translation import gettext as _

from core import jobs
from core.tenancy import required_workspace_id
from health.choices import Measure, ReadingSource
from health.models import Metric, Reading
from health.rules import DEFAULT_SCALE
from health.selectors.cards import published_card
from health.selectors.grid import GridCell, grid_cells
from health.services.readings import RESCORE
from workspaces.models import Member

MOST_CELLS = 2000
WRITTEN = (
    "source",
    "confirmed_on",
    "rating",
    "value",
    "basis",
    "measure",
    "note",
    "recorded_by",
    "recorded_at",
)


@dataclass(frozen=True)
class CellChange:
    """A rating for one account and metric; `seen` is what the person saw there (health.selectors.grid.GridCell)."""

    account_id: int
    metric_id: int
    rating: str
    seen: str


@dataclass(frozen=True)
class GridSaved:
    """How many readings were recorded, and the sentence of each cell that was not, by account and metric."""

    recorded: int
    problems: dict[tuple[int, int], str]


def record_grid(
    changes: Sequence[CellChange],
    *,
    accounts: Collection[int],
    metrics: Sequence[Metric],
    note: str,
    by: Member,
    today: date,
    now: datetime,
) -> GridSaved:
    """Record the changed cells as readings of today; their accounts are rescored within seconds.

    `accounts` and `metrics`: those that the person may rate; other cells are refused. A cell that another person or a
    source changed since it was seen is refused with what stands there now. The same cells sent twice record once: the
    second time they stand there already. Three statements, however many cells.
    """
    by_id = {metric.pk: metric for metric in metrics}
    kept = [one for one in changes[:MOST_CELLS] if one.account_id in accounts and one.metric_id in by_id]
    problems = {
        (one.account_id, one.metric_id): _("You may not rate this.") for one in changes if one not in kept
    }
    with transaction.atomic():
        _one_grid_at_a_time()
        cells = grid_cells([one.account_id for one in kept], metrics, today)
        card = published_card()
        scale = card.scale if card else DEFAULT_SCALE
        readings = []
        for one in kept:
            place = (one.account_id, one.metric_id)
            rating = (
                int(one.rating)
                if one.rating.isascii() and one.rating.isdigit() and len(one.rating) < 4
                else None
            )
            if rating is None or not scale.low <= rating <= scale.high:
                words = _("Choose a rating from %(low)s to %(high)s.") % {
                    "low": scale.low,
                    "high": scale.high,
                }
                problems[place] = words
            elif not _stands(cells[place], rating):
                if cells[place].seen != one.seen:
                    problems[place] = _("Changed meanwhile to %(rating)s. Choose again.") % {
                        "rating": cells[place].rating
                    }
                else:
                    readings.append(_reading(one, rating, note, by, today, now))
        Reading.objects.bulk_create(
            readings,
            update_conflicts=True,
            unique_fields=["workspace", "account", "metric", "measured_on"],
            update_fields=list(WRITTEN),
        )
        if readings:
            ids = sorted({reading.account_id for reading in readings})
            jobs.enqueue(RESCORE, required_workspace_id(), ids)
    return GridSaved(len(readings), problems)


def _stands(cell: GridCell, rating: int) -> bool:
    """Whether this rating is in force and was measured today: sent twice, or chosen by two people alike."""
    return cell.chosen == rating and cell.age_days == 0


def _reading(change: CellChange, rating: int, note: str, by: Member, today: date, now: datetime) -> Reading:
    return Reading(
        account_id=change.account_id,
        metric_id=change.metric_id,
        source=ReadingSource.MANUAL,
        measured_on=today,
        confirmed_on=today,
        rating=rating,
        measure=Measure.HAND,
        note=note[:500],
        recorded_by=by,
        recorded_at=now,
    )


def _one_grid_at_a_time() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtextextended('health.grid', %s))", [required_workspace_id()]
        )
