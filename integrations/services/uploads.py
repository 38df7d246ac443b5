"""A file comes in: kept, looked through, and its columns guessed. Small files at once, large ones by a worker."""

from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db import transaction

from core import jobs
from core.errors import DomainError
from core.tenancy import required_workspace_id
from integrations.choices import ImportState
from integrations.fields import kind_spec
from integrations.models import Import
from integrations.reading.encodings import LABELS
from integrations.reading.guesses import guess_mapping, kind_notice
from integrations.reading.kinds import FileKind, detect_file_kind
from integrations.reading.limits import DEFAULT_LIMITS
from integrations.reading.mappings import Mapping
from integrations.reading.profiles import ColumnProfile, profile
from integrations.reading.tables import Table, open_table
from integrations.reading.workbooks import WorkbookSource
from workspaces.models import Member
from workspaces.services.files import discard_file, place_of, store_file

WORK = "integrations.work_on_import"
# Larger ones would keep a page waiting: unpacking a workbook takes far longer than reading text.
AT_ONCE_BYTES = {FileKind.DELIMITED: 4 * 1024 * 1024, FileKind.WORKBOOK: 128 * 1024}


def start_import(
    chunks: Iterable[bytes], *, kind: str, name: str, content_type: str, by: Member, now: datetime
) -> Import:
    """Keep the file and look it through, or ask a worker to. Raises ImportFileError; then nothing is kept."""
    kind_spec(kind)
    file = store_file(chunks, name=name, content_type=content_type, by=by, now=now)
    try:
        with transaction.atomic():
            found = Import.objects.create(kind=kind, file=file, created_at=now, created_by=by)
            look_through(found, now=now)
    except DomainError:
        discard_file(file)
        raise
    return found


def look_through(
    found: Import, *, now: datetime, encoding: str = "", delimiter: str = "", sheet: str = ""
) -> None:
    """Tell what the file holds, read as chosen ("" lets the file tell), at once or by a worker.

    The matching of columns begins anew. Raises ImportFileError; then the import is as before.
    """
    place = place_of(found.file)
    kind = detect_file_kind(place, DEFAULT_LIMITS)
    chosen = {"encoding": encoding, "delimiter": delimiter, "sheet": sheet}
    if found.file.size <= AT_ONCE_BYTES[kind]:
        save_profile(found, place, chosen)
        return
    found.state, found.profile = ImportState.READING, {"chosen": chosen}
    found.queued_at, found.started_at, found.error = now, None, ""
    found.save(update_fields=["state", "profile", "queued_at", "started_at", "error"])
    jobs.enqueue(WORK, required_workspace_id(), found.pk)


def save_profile(found: Import, place: Path, chosen: dict[str, str]) -> None:
    """Look the file through now and keep what was found, with the guessed mapping. Raises ImportFileError."""
    table = open_table(
        place,
        encoding=chosen.get("encoding") or None,
        delimiter=chosen.get("delimiter") or None,
        sheet=chosen.get("sheet") or None,
    )
    columns = profile(table)
    guess = guess_mapping(found.kind, table, columns)
    earlier = _as_last_time(found, table)
    found.profile = _told(found.kind, table, columns) | {
        "guess": guess.to_json(),
        "matched_as": earlier.created_at.isoformat() if earlier else "",
    }
    found.mapping = _merged(guess, earlier)
    found.rows_total = table.total_rows
    found.state, found.error, found.report = ImportState.UPLOADED, "", {}
    found.save(update_fields=["profile", "mapping", "rows_total", "state", "error", "report"])


def _told(kind: str, table: Table, columns: tuple[ColumnProfile, ...]) -> dict[str, Any]:
    source = table.source
    notice = kind_notice(kind, table.headers)
    notices = [*table.warnings, *([notice] if notice else [])]
    sheets = [source.sheet, *source.other_sheets] if isinstance(source, WorkbookSource) else []
    return {
        "headers": list(table.headers),
        "rows": table.total_rows,
        "encoding": table.encoding,
        "encoding_label": LABELS.get(table.encoding, table.encoding),
        "delimiter": table.delimiter,
        "sheet": table.sheet,
        "sheets": sheets,
        "notices": [str(one.message) for one in notices],
        "columns": [_column(one, with_words=kind_spec(kind).field("metric") is not None) for one in columns],
    }


def _column(one: ColumnProfile, *, with_words: bool) -> dict[str, Any]:
    """What is kept of a column; its words only where the matching asks what they mean, since they may be names."""
    return {
        "name": one.name,
        "type": one.type.value,
        "examples": list(one.examples),
        "filled": one.filled,
        "date_order": one.date_order.value if one.date_order else "",
        "decimal": one.decimal,
        "ambiguous": one.ambiguous or one.decimal_ambiguous,
        "message": str(one.message),
        "words": list(one.words) if with_words else [],
    }


def _as_last_time(found: Import, table: Table) -> Import | None:
    """The last import of this kind that went in, where its file had the very same columns."""
    last = (
        Import.objects.filter(kind=found.kind, state=ImportState.DONE)
        .exclude(pk=found.pk)
        .order_by("-created_at", "-pk")
        .first()
    )
    return last if last is not None and last.profile.get("headers") == list(table.headers) else None


def _merged(guess: Mapping, earlier: Import | None) -> dict[str, Any]:
    """The guess; columns, constants and choices as a person chose them last time. Formats are this file's own."""
    found = guess.to_json()
    if earlier is not None:
        found |= {key: earlier.mapping.get(key, found[key]) for key in ("columns", "constants", "choices")}
    return found
