"""Who has an import in hand, and how it ends: done, refused, cancelled or interrupted; never half.

A person asks (a conditional update, so that a double click asks once), a worker takes in hand, works inside one
transaction under a lock of the import, and ends it in that same transaction. A lock that nobody holds while the
import is in hand means that its worker died: the sweep then says so.
"""

from datetime import datetime, timedelta

from django.db import connection, transaction
from django.utils.translation import gettext as _

from core import jobs
from core.tenancy import required_workspace_id
from integrations.choices import BUSY, OPEN, READY, ImportState
from integrations.models import Import
from integrations.reading.mappings import Mapping
from integrations.services.uploads import WORK
from workspaces.models import Member

GRACE = timedelta(seconds=20)  # between taking in hand and holding the lock lie milliseconds
LOST = timedelta(minutes=2)
LOCK = "SELECT pg_advisory_xact_lock(hashtextextended('integrations.import', %s))"
TRY_LOCK = "SELECT pg_try_advisory_xact_lock(hashtextextended('integrations.import', %s))"
INTERRUPT = """
SELECT pg_cancel_backend(pid) FROM pg_locks
WHERE locktype = 'advisory' AND granted AND objsubid = 1 AND pid <> pg_backend_pid()
  AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
  AND (classid::bigint << 32) | objid::bigint = hashtextextended('integrations.import', %s)
"""


def match_columns(found: Import, mapping: Mapping, *, by: Member, now: datetime) -> bool:
    """Keep how the columns are read and ask a worker to check the file; False if it is in hand or in."""
    return _ask(found, OPEN, ImportState.CHECKING, by, now, mapping=mapping.to_json(), report={})


def run_import(found: Import, *, by: Member, now: datetime) -> bool:
    """Ask a worker to go on with an import: to take it in, or to repeat the step that was interrupted.

    False when it is already in hand or in: any number of calls at once ask once.
    """
    return _ask(found, READY, next_step(found), by, now)


def next_step(found: Import) -> ImportState:
    """What a worker would do with this import now."""
    if "columns" not in found.profile:
        return ImportState.READING
    return ImportState.RUNNING if found.report else ImportState.CHECKING


def cancel_import(found: Import, *, now: datetime) -> bool:
    """Stop the worker that has the import in hand; nothing of it stays. False when it is no longer in hand."""
    mine = Import.objects.filter(pk=found.pk, state__in=BUSY)
    if not mine.update(cancel_asked_at=now):
        return False
    if mine.filter(started_at=None).exists():
        give_up(found.pk)
    else:
        transaction.on_commit(lambda: _interrupt(found.pk))
    return True


def mend_imports(*, now: datetime) -> int:
    """Say of imports whose worker died that they were interrupted, and ask again for workers never heard of.

    For the workspace in force; returns how many imports were touched.
    """
    dead = [
        pk
        for pk in Import.objects.filter(state__in=BUSY, started_at__lt=now - GRACE).values_list(
            "pk", flat=True
        )
        if _is_free(pk)
    ]
    Import.objects.filter(pk__in=dead, state__in=BUSY).update(
        state=ImportState.INTERRUPTED,
        error=_("The worker stopped before the end. Nothing was saved."),
        finished_at=now,
        cancel_asked_at=None,
    )
    lost = Import.objects.filter(state__in=BUSY, started_at=None, queued_at__lt=now - LOST)
    again = list(lost.values_list("pk", flat=True))
    lost.update(queued_at=now)
    for pk in again:
        jobs.enqueue(WORK, required_workspace_id(), pk)
    return len(dead) + len(again)


def _ask(
    found: Import,
    states: tuple[ImportState, ...],
    step: ImportState,
    by: Member,
    now: datetime,
    **values: object,
) -> bool:
    mine = Import.objects.filter(pk=found.pk, state__in=states)
    asked = mine.update(
        state=step, run_by=by, queued_at=now, started_at=None, finished_at=None, cancel_asked_at=None,
        error="", **values,
    )  # fmt: skip
    if asked:
        jobs.enqueue(WORK, required_workspace_id(), found.pk)
    return bool(asked)


def give_up(import_id: int) -> None:
    """What a cancelled step leaves behind: a check goes back to the matching, the rest is cancelled."""
    asked = Import.objects.filter(pk=import_id, state__in=BUSY, cancel_asked_at__isnull=False)
    for found in asked:
        checking = found.state == ImportState.CHECKING
        state = ImportState.UPLOADED if checking else ImportState.CANCELLED
        asked.update(state=state, finished_at=found.cancel_asked_at, cancel_asked_at=None, error="")


def _is_free(import_id: int) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(TRY_LOCK, [import_id])
        return bool(cursor.fetchone()[0])


def _interrupt(import_id: int) -> None:
    """Let the statement end in which the holder of this import's lock is; without one nothing happens."""
    with connection.cursor() as cursor:
        cursor.execute(INTERRUPT, [import_id])
