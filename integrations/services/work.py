"""A worker's part of an import: one step, inside one transaction under the import's lock, ended in it too."""

import time
from collections.abc import Callable
from datetime import datetime, timedelta

from django.core.cache import cache
from django.db import OperationalError, connection
from psycopg2.errors import QueryCanceled

from core import clock
from core.errors import DomainError
from core.tenancy import required_workspace_id, workspace_scope
from integrations.choices import BUSY, ImportState
from integrations.models import Import
from integrations.reading.mappings import mapping_from_json
from integrations.selectors.progress import progress_key
from integrations.services import reports
from integrations.services.files import Report, Tell, import_file
from integrations.services.runs import LOCK, give_up
from integrations.services.uploads import save_profile
from workspaces.models import Workspace
from workspaces.services.files import place_of

PROGRESS_SECONDS = 3600
TOLD_EVERY_SECONDS = 0.4


class Stopped(Exception):
    """The work is given up; its transaction is rolled back."""


def work_on(workspace_id: int, import_id: int, *, now: datetime) -> None:
    """A worker's part: the step that was asked for, in a transaction of its own. Repeating it is harmless."""
    with workspace_scope(workspace_id):
        waiting = Import.objects.filter(pk=import_id, state__in=BUSY, started_at=None)
        if not waiting.update(started_at=now):
            return
    try:
        with workspace_scope(workspace_id):
            _step(import_id, now)
    except Stopped:
        _after(workspace_id, give_up, import_id)
    except OperationalError as error:
        if not isinstance(error.__cause__, QueryCanceled):
            raise
        _after(workspace_id, give_up, import_id)
    except DomainError as refusal:
        message = str(refusal.message)[:500]
        _after(workspace_id, lambda pk: _fail(pk, message), import_id)


def _step(import_id: int, now: datetime) -> None:
    with connection.cursor() as cursor:
        cursor.execute(LOCK, [import_id])
    found = (
        Import.objects.select_related("file", "rejected_file").filter(pk=import_id, state__in=BUSY).first()
    )
    if found is None or found.cancel_asked_at:
        raise Stopped
    _STEPS[ImportState(found.state)](found, now)
    cache.delete(progress_key(import_id))


def _read(found: Import, now: datetime) -> None:
    _teller(found.pk)("profile", 0, 0)
    save_profile(found, place_of(found.file), found.profile.get("chosen", {}))
    _finish(found, ImportState.UPLOADED)


def _check(found: Import, now: datetime) -> None:
    _keep(found, _take_in(found, now, dry_run=True), ImportState.CHECKED, now)


def _run(found: Import, now: datetime) -> None:
    _keep(found, _take_in(found, now, dry_run=False), ImportState.DONE, now)


_STEPS: dict[ImportState, Callable[[Import, datetime], None]] = {
    ImportState.READING: _read,
    ImportState.CHECKING: _check,
    ImportState.RUNNING: _run,
}


def _take_in(found: Import, now: datetime, *, dry_run: bool) -> Report:
    workspace = Workspace.objects.get(pk=required_workspace_id())
    mapping = mapping_from_json(_without_told(found.mapping), kind=found.kind)
    return import_file(
        place_of(found.file),
        kind=found.kind,
        workspace=workspace,
        now=now,
        today=clock.today_in(workspace.time_zone, now),
        by=found.run_by or found.created_by,
        mapping=mapping,
        name=found.file.name,
        dry_run=dry_run,
        tell=_teller(found.pk),
    )


def _without_told(mapping: dict[str, object]) -> dict[str, object]:
    return {key: value for key, value in mapping.items() if key not in ("unmapped", "missing", "ambiguous")}


def _keep(found: Import, report: Report, state: ImportState, now: datetime) -> None:
    """Problems, counts and the new state, in the transaction of the rows themselves."""
    reports.keep_problems(found, report)
    rejected = reports.write_rejected(found, report, now=now)
    try:
        reports.replace_rejected(found, rejected)
        values = reports.counts_of(report)
        _finish(
            found, state, batch_id=report.batch_id, rows_done=report.rows,
            finished_at=now + timedelta(seconds=report.seconds), **values,
        )  # fmt: skip
    except Stopped:
        if rejected is not None:
            place_of(rejected).unlink(missing_ok=True)
        raise


def _finish(found: Import, state: ImportState, **values: object) -> None:
    """The last statement before the commit: whoever cancelled before it is obeyed."""
    step = ImportState.READING if state == ImportState.UPLOADED else ImportState(found.state)
    held = Import.objects.filter(pk=found.pk, cancel_asked_at=None, state__in=(step, state))
    if not held.update(state=state, **values):
        raise Stopped


def _after(workspace_id: int, deed: Callable[[int], None], import_id: int) -> None:
    with workspace_scope(workspace_id):
        deed(import_id)
        cache.delete(progress_key(import_id))


def _fail(import_id: int, message: str) -> None:
    Import.objects.filter(pk=import_id, state__in=BUSY).update(
        state=ImportState.FAILED, error=message, cancel_asked_at=None
    )


def _teller(import_id: int) -> Tell:
    """Tells Redis how far it is, a few times a second at most."""
    key, told, last = progress_key(import_id), [0.0], [""]

    def tell(step: str, done: int, total: int) -> None:
        at = time.monotonic()
        if step != last[0] or at - told[0] >= TOLD_EVERY_SECONDS:
            cache.set(key, (step, done, total), PROGRESS_SECONDS)
            told[0], last[0] = at, step

    return tell
