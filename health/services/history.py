"""The weekly history: asked for in the transaction that brings facts in, computed back by a task."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.core.cache import cache

from core import jobs
from core.tenancy import required_workspace_id
from health.choices import RecomputeKind
from health.models import Recompute
from health.selectors.facts import first_fact_on
from health.services.recompute import Recomputed, recompute_history

TASK = "health.recompute_history"
LONGEST_WEEKS = 260
PROGRESS_SECONDS = 3600
WAITING = (0, 0)


@dataclass(frozen=True)
class Progress:
    """How many weeks of the history under way are done; no weeks at all while it waits for a worker."""

    done: int
    weeks: int


def request_history(*, today: date, now: datetime) -> None:
    """Ask for the weekly history of the workspace in force, after facts of the past came in or a card changed.

    Stored with the facts, so that it cannot be lost; several requests before it starts are one. To be called
    by imports of usage, tickets, contracts and readings at their end.
    """
    waiting = Recompute.objects.filter(kind=RecomputeKind.HISTORY, finished_at=None)
    # One that is being computed is locked and does not count: it may not see what is committed now.
    if not waiting.select_for_update(skip_locked=True).exists():
        Recompute.objects.create(kind=RecomputeKind.HISTORY, as_of=today, started_at=now)
    jobs.enqueue(TASK, required_workspace_id())


def compute_waiting_history(*, today: date, now: datetime) -> Recomputed | None:
    """Compute the history that was asked for over the span of the data, five years at most; None if none was.

    One transaction with the note that it is done: killed at any moment, it is either there or still asked for.
    """
    waiting = Recompute.objects.select_for_update().filter(kind=RecomputeKind.HISTORY, finished_at=None)
    ids = list(waiting.order_by("id").values_list("id", flat=True))
    if not ids:
        return None
    earliest = today - timedelta(weeks=LONGEST_WEEKS)
    first = max(first_fact_on(today) or today, earliest)
    key = _progress_key()
    done = recompute_history(first=first, last=today, today=today, now=now, tell=_teller(key))
    Recompute.objects.filter(id__in=ids).update(
        finished_at=now + timedelta(seconds=done.seconds),
        accounts=done.accounts,
        scored=done.scored,
        unknown=done.unknown,
        changed=done.changed,
    )
    cache.delete(key)
    return done


def history_progress() -> Progress | None:
    """The history under way, or asked for, in the workspace in force; None when none is.

    That there is one is told by its row, which ends in the same transaction as the scores come in: whoever sees
    none sees the scores. How far it has come is a hint, from the cache.
    """
    if not Recompute.objects.filter(kind=RecomputeKind.HISTORY, finished_at=None).exists():
        return None
    return Progress(*cache.get(_progress_key(), WAITING))


def _teller(key: str) -> Callable[[int, int], None]:
    def tell(done: int, weeks: int) -> None:
        cache.set(key, (done, weeks), PROGRESS_SECONDS)

    return tell


def _progress_key() -> str:
    return f"{required_workspace_id()}:health.history"
