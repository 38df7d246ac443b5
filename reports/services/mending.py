"""What a worker that died, or a lost task, leaves behind: asked for again, or ended with a reason."""

from datetime import datetime, timedelta
from typing import Any

from django.db.models import QuerySet

from core import jobs
from core.pdf import SECONDS, Reason
from core.tenancy import required_workspace_id
from reports.choices import PrintState
from reports.models import QbrSnapshot
from reports.services.qbr import RENDER
from reports.services.taking import TAKE

LOST = timedelta(minutes=2)
GIVEN_UP = timedelta(minutes=20)
KEPT = timedelta(days=1)
NOT_TAKEN = "not_taken"


def mend_prints(*, now: datetime) -> int:
    """Of the workspace in force: fail what was in hand longer than printing or taking may last, ask again for what was
    lost, clear away rows that only asked. Answers how many it failed or asked for again."""
    every = QbrSnapshot.objects.all()
    dead = every.filter(state=PrintState.RENDERING, started_at__lt=now - 2 * timedelta(seconds=SECONDS))
    failed = dead.update(state=PrintState.FAILED, error=Reason.TOO_LONG.value, finished_at=now)
    taking = every.filter(state=PrintState.TAKING)
    failed += taking.filter(taken_at__lt=now - GIVEN_UP).update(
        state=PrintState.FAILED, error=NOT_TAKEN, finished_at=now
    )
    every.filter(
        fingerprint="", state__in=(PrintState.NONE, PrintState.FAILED), taken_at__lt=now - KEPT
    ).delete()
    waiting = every.filter(state=PrintState.WAITING)
    return failed + _again(waiting, RENDER, now) + _again(taking, TAKE, now)


def _again(waiting: QuerySet[QbrSnapshot], task: str, now: datetime) -> int:
    lost: list[Any] = list(waiting.filter(queued_at__lt=now - LOST).values_list("pk", flat=True))
    waiting.filter(pk__in=lost).update(queued_at=now)
    for pk in lost:
        jobs.enqueue(task, required_workspace_id(), pk)
    return len(lost)
