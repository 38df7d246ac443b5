"""Tasks that raise: counted by what they are, tried again after a growing pause, parked after MAX_ATTEMPTS.

A parked one blocks nothing: its queue goes on, and a sweep that asks for the same work may still settle it.
Callers open the scope; the clock is handed in.
"""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db.models import F
from django.utils.translation import gettext as _

from core import jobs
from core.errors import Conflict, NotFound
from core.events import DELIVER
from core.models import FailedTask, StoredEvent

MAX_ATTEMPTS = 5


@dataclass(frozen=True)
class Failure:
    """How often this task failed in a row, and whether it waits for a person now."""

    attempts: int
    is_parked: bool

    @property
    def pause_seconds(self) -> float:
        """Until the next try: 2, 4, 8, 16 seconds."""
        return float(settings.TASK_RETRY_SECONDS * 2 ** (self.attempts - 1))


def fingerprint(name: str, arguments: Sequence[Any]) -> str:
    """The key under which a task and its arguments (without the workspace) are counted."""
    return hashlib.sha256(json.dumps([name, *arguments], sort_keys=True, default=str).encode()).hexdigest()


def note_failure(name: str, arguments: Sequence[Any], *, error: str, now: datetime) -> Failure:
    """Count one failure in the workspace in force; parked with the MAX_ATTEMPTS-th."""
    row, is_new = FailedTask.objects.get_or_create(
        fingerprint=fingerprint(name, arguments),
        defaults={
            "name": name[:80],
            "arguments": json.loads(json.dumps(list(arguments), default=str)),
            "attempts": 1,
            "first_failed_at": now,
            "last_failed_at": now,
            "error": error[:500],
        },
    )
    if not is_new:
        FailedTask.objects.filter(pk=row.pk).update(
            attempts=F("attempts") + 1, last_failed_at=now, error=error[:500]
        )
        row.refresh_from_db()
    if row.attempts >= MAX_ATTEMPTS and row.parked_at is None:
        FailedTask.objects.filter(pk=row.pk).update(parked_at=now)
    return Failure(row.attempts, row.attempts >= MAX_ATTEMPTS)


def is_parked(name: str, arguments: Sequence[Any]) -> bool:
    """Whether this very work waits for a person."""
    found = FailedTask.objects.filter(fingerprint=fingerprint(name, arguments))
    return found.exclude(parked_at=None).exists()


def settle(name: str, arguments: Sequence[Any]) -> bool:
    """Forget the failures of a task that succeeded; True when there were some."""
    deleted, _by_model = FailedTask.objects.filter(fingerprint=fingerprint(name, arguments)).delete()
    return bool(deleted)


def retry_task(failed_id: int, *, now: datetime) -> FailedTask:
    """Let a failed task run again, with all its tries. Raises NotFound when it was settled meanwhile, Conflict
    when it was asked for already."""
    row = _failed(failed_id)
    if row.attempts == 0:
        raise Conflict(_("It runs again already."))
    FailedTask.objects.filter(pk=row.pk).update(attempts=0, parked_at=None, last_failed_at=now)
    jobs.enqueue(row.name, row.workspace_id, *row.arguments)
    return row


def discard_task(failed_id: int) -> FailedTask:
    """Forget a failed task. What a sweep finds due is done all the same. Raises NotFound."""
    row = _failed(failed_id)
    FailedTask.objects.filter(pk=row.pk).delete()
    return row


def retry_event(event_id: int, *, now: datetime) -> StoredEvent:
    """Tell the subscribers of parked news once more. Raises NotFound when it is not parked."""
    row = _parked_event(event_id)
    StoredEvent.objects.filter(pk=row.pk).update(parked_at=None, attempts=0, next_attempt_at=now)
    jobs.enqueue(DELIVER, row.workspace_id)
    return row


def discard_event(event_id: int) -> StoredEvent:
    """Forget parked news: its subscribers never hear of it. Raises NotFound when it is not parked."""
    row = _parked_event(event_id)
    StoredEvent.objects.filter(pk=row.pk).delete()
    return row


def _failed(failed_id: int) -> FailedTask:
    row = FailedTask.objects.select_for_update().filter(pk=failed_id).first()
    if row is None:
        raise NotFound(_("This task was settled meanwhile."))
    return row


def _parked_event(event_id: int) -> StoredEvent:
    row = StoredEvent.objects.select_for_update().filter(pk=event_id, delivered_at=None).first()
    if row is None or row.parked_at is None:
        raise NotFound(_("This news was settled meanwhile."))
    return row
