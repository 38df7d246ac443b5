"""The file of an export: the list read as its maker may see it now, written, kept, and noted in the security log."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import datetime
from typing import Any

from django.http import QueryDict

from core import clock
from core.lists import LIST_SOURCES
from core.lists.plain import PlainTable, plain_table
from core.sheets import CSV_TYPE, XLSX_TYPE, csv_chunks, xlsx_chunks
from integrations.access import may_export, seen_under
from integrations.choices import ExportState, FileFormat
from integrations.models import Export
from workspaces.choices import SecurityActKind
from workspaces.models import Member, Workspace
from workspaces.services import record_act
from workspaces.services.files import place_of, store_file

Tell = Callable[[int], None]


def write_file(
    export: Export, *, workspace: Workspace, by: Member, now: datetime, tell: Tell | None = None
) -> Export:
    """Write the list into a private file and end the export; `tell` hears how many rows are written.

    `by` is the maker, whose rights of this moment bound the file. Raises Forbidden once the right is gone.
    """
    may_export(by)
    by.book = export.book
    source, query = LIST_SOURCES.get(export.list_key), QueryDict(export.query.removeprefix("?"))
    opened = source.open(workspace, by, query, export.created_at)
    state = opened.spec.state(query, opened.context, opened.passed)
    table = plain_table(opened.spec, opened.rows, state, opened.context)
    counted = _Counted(table, tell)
    label = str(source.label)
    day = clock.today_in(workspace.time_zone, export.created_at)
    is_csv = export.file_format == FileFormat.CSV
    file = store_file(
        csv_chunks(table.heads, counted) if is_csv else xlsx_chunks(table.heads, counted, title=label),
        name=f"{label} {day.isoformat()}.{export.file_format}",
        content_type=CSV_TYPE if is_csv else XLSX_TYPE,
        by=by,
        now=now,
    )
    with ExitStack() as undoing:
        undoing.callback(place_of(file).unlink, missing_ok=True)
        export.file, export.state, export.finished_at = file, ExportState.DONE, now
        export.rows_total, export.seen_under = counted.rows, seen_under(by)
        export.save(update_fields=["file", "state", "finished_at", "rows_total", "seen_under"])
        record_act(
            SecurityActKind.EXPORTED,
            by=by,
            now=now,
            subject=label,
            detail={
                "list": export.list_key,
                "rows": counted.rows,
                "format": export.file_format,
                "query": export.query[:1000],
                "book": export.book,
                "sha256": file.sha256,
            },
        )
        undoing.pop_all()
    return export


class _Counted:
    """The rows of a table, counted while they pass."""

    def __init__(self, table: PlainTable, tell: Tell | None) -> None:
        self.table, self.tell, self.rows = table, tell, 0

    def __iter__(self) -> Iterator[list[Any]]:
        for row in self.table.rows:
            self.rows += 1
            if self.tell is not None:
                self.tell(self.rows)
            yield row
