"""Failed work settled by an admin; who did it stands in the security log."""

from datetime import datetime

from django.db import transaction

from core import failures
from workspaces.choices import SecurityActKind
from workspaces.models import Member
from workspaces.services import record_act


@transaction.atomic
def retry_work(failed_id: int, *, by: Member, now: datetime) -> None:
    """Let a failed task run again. Raises NotFound when it was settled meanwhile, Conflict when it runs again."""
    row = failures.retry_task(failed_id, now=now)
    _note(SecurityActKind.WORK_RETRIED, row.name, row.attempts, by=by, now=now)


@transaction.atomic
def drop_task(failed_id: int, *, by: Member, now: datetime) -> None:
    """Forget a failed task. Raises NotFound when it was settled meanwhile."""
    row = failures.discard_task(failed_id)
    _note(SecurityActKind.WORK_DISCARDED, row.name, row.attempts, by=by, now=now)


@transaction.atomic
def retry_news(event_id: int, *, by: Member, now: datetime) -> None:
    """Pass parked news on once more. Raises NotFound when it is not parked."""
    row = failures.retry_event(event_id, now=now)
    _note(SecurityActKind.WORK_RETRIED, row.name, row.attempts, by=by, now=now)


@transaction.atomic
def drop_news(event_id: int, *, by: Member, now: datetime) -> None:
    """Forget parked news. Raises NotFound when it is not parked."""
    row = failures.discard_event(event_id)
    _note(SecurityActKind.WORK_DISCARDED, row.name, row.attempts, by=by, now=now)


def _note(kind: SecurityActKind, name: str, attempts: int, *, by: Member, now: datetime) -> None:
    record_act(kind, by=by, now=now, subject=name, detail={"attempts": attempts})
