"""Exports asked for, sent again, and thrown away: small ones are written at once, larger ones by a worker.

A worker writes under a lock of the export, and ends it in the same transaction. A lock that nobody holds while
the export is in hand means that its worker died: the sweep then says so.
"""

from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial

from django.db import connection, transaction
from django.http import QueryDict
from django.utils.translation import gettext as _

from core import jobs
from core.errors import Conflict, NotFound
from core.lists import LIST_SOURCES
from core.sheets import MAX_XLSX_ROWS
from core.tenancy import required_workspace_id
from integrations.access import may_export
from integrations.choices import ExportState, FileFormat
from integrations.models import Export
from integrations.services.export_files import write_file
from workspaces.models import Member, Workspace
from workspaces.services.files import place_of

WRITE = "integrations.write_export"
AT_ONCE = 5_000  # rows, which take a second or two
KEPT = timedelta(days=7)
GRACE = timedelta(seconds=20)  # between taking in hand and holding the lock lie milliseconds
LOST = timedelta(minutes=2)
MAX_QUERY = 20_000
LOCK = "SELECT pg_advisory_xact_lock(hashtextextended('integrations.export', %s))"
TRY_LOCK = "SELECT pg_try_advisory_xact_lock(hashtextextended('integrations.export', %s))"


def start_export(
    list_key: str, query: str, file_format: str, *, workspace: Workspace, by: Member, now: datetime
) -> Export:
    """A list as `by` sees it under this address: its columns, filters and order, and the book chosen in `by`.

    Up to AT_ONCE rows are written here; of more a worker is asked, and the export is still queued. Raises
    Forbidden without the right, NotFound for a list that is none, Conflict where the kind of file cannot hold it.
    """
    may_export(by)
    source = LIST_SOURCES.get(list_key)
    if source is None or file_format not in FileFormat:
        raise NotFound(_("There is no such list."))
    asked = QueryDict(query[:MAX_QUERY].removeprefix("?"))
    opened = source.open(workspace, by, asked, now)
    state = replace(opened.spec.state(asked, opened.context, opened.passed).at(), notices=())
    total = opened.spec.filtered(opened.rows, state, opened.context).count()
    if file_format == FileFormat.XLSX and total > MAX_XLSX_ROWS:
        raise Conflict(
            _("Excel holds a million rows at most. Take CSV, or narrow the list."), code="too_many_rows"
        )
    export = Export.objects.create(
        list_key=list_key,
        query=state.to_query(),
        book=by.book,
        file_format=file_format,
        rows_total=total,
        created_at=now,
        created_by=by,
        queued_at=now,
    )
    if total <= AT_ONCE:
        write_file(export, workspace=workspace, by=by, now=now)
    else:
        jobs.enqueue(WRITE, required_workspace_id(), export.pk)
    return export


def mend_exports(*, now: datetime) -> int:
    """Fail exports whose worker died, ask again for workers never heard of, and throw away what is past KEPT.

    For the workspace in force; returns how many exports were touched.
    """
    dead = [pk for pk in _running(now) if _is_free(pk)]
    Export.objects.filter(pk__in=dead, state=ExportState.RUNNING).update(
        state=ExportState.FAILED, error=_("The worker stopped before the end."), finished_at=now
    )
    lost = Export.objects.filter(state=ExportState.QUEUED, queued_at__lt=now - LOST)
    again = list(lost.values_list("pk", flat=True))
    lost.update(queued_at=now)
    for pk in again:
        jobs.enqueue(WRITE, required_workspace_id(), pk)
    return len(dead) + len(again) + _discard(now)


def _running(now: datetime) -> list[int]:
    running = Export.objects.filter(state=ExportState.RUNNING, started_at__lt=now - GRACE)
    return list(running.values_list("pk", flat=True))


def _is_free(export_id: int) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(TRY_LOCK, [export_id])
        return bool(cursor.fetchone()[0])


def _discard(now: datetime) -> int:
    """The log keeps that they were made; the files go with their rows, the bytes once that is committed."""
    old = list(Export.objects.select_related("file").filter(created_at__lt=now - KEPT)[:100])
    for export in old:
        export.delete()
        if export.file is not None:
            place = place_of(export.file)
            export.file.delete()
            transaction.on_commit(partial(place.unlink, missing_ok=True))
    return len(old)
