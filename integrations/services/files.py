"""One file, one transaction: read, staged, moved in by the app that owns the kind, and told.

The dry run is the very same work inside a savepoint that is rolled back.
"""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.ingest.merges import follow_merges
from accounts.services import tell_facts
from core.history import note_actor
from core.staging import Outcome, RowProblem, staged
from core.statistics import refresh_statistics
from health.selectors.cards import metrics_in_use
from health.services import request_history
from integrations.errors import MappingError
from integrations.fields import kind_spec
from integrations.fields.readings import metrics_by_word
from integrations.reading.guesses import guess_mapping
from integrations.reading.mappings import Mapping, missing_fields
from integrations.reading.parsing import ParsedRow, RowParser
from integrations.reading.profiles import profile
from integrations.reading.tables import Row, Table, open_table
from integrations.services.writers import WRITERS
from workspaces.choices import SecurityActKind
from workspaces.models import Batch, Member, Workspace
from workspaces.services import record_act

MANY_ROWS = 1_000
TOLD_EVERY = 500

#: Hears how far an import is: the step in hand ("rows", then "writing"), rows done, rows in all. What it raises
#: ends the import, and nothing of it stays.
Tell = Callable[[str, int, int], None]


@dataclass(slots=True)
class Report:
    """What came of a file: created + updated + unchanged + rejected = rows; problems by their line in it.

    `bad_rows` are those that could not be read, the other rejected ones were refused by what is here already.
    """

    table: Table  # the file as it was looked through, whose rows may be read again
    rows: int
    created: int
    updated: int
    unchanged: int
    rejections: list[RowProblem]
    warnings: list[RowProblem]
    seconds: float
    notices: list[str] = field(default_factory=list)
    bad_rows: int = 0
    batch_id: int | None = None  # None after a dry run

    @property
    def rejected(self) -> int:
        """Rows that were not taken in, each counted once however many cells are at fault."""
        return len({problem.row_no for problem in self.rejections})


def suggest_mapping(path: Path, *, kind: str) -> Mapping:
    """The guessed mapping of a file's columns to the fields of a kind. Raises ImportFileError."""
    table = open_table(path)
    return guess_mapping(kind, table, profile(table))


def import_file(
    path: Path,
    *,
    kind: str,
    workspace: Workspace,
    now: datetime,
    today: date,
    by: Member | None = None,
    mapping: Mapping | None = None,
    name: str = "",
    dry_run: bool = False,
    tell: Tell | None = None,
) -> Report:
    """Take a CSV or XLSX file in, whole or not at all, inside the workspace's scope.

    Without a mapping the guessed one is used, and what reads both ways is told among the notices; with one, the
    file is read by the encoding, delimiter and sheet that it names. Idempotent by the kind's external id (usage: by message id).
    Raises ImportFileError for a file that is no table, MappingError where required fields are not fed.
    """
    began = time.perf_counter()
    table = open_as(path, mapping)
    chosen = _with_own_metrics(mapping or guess_mapping(kind, table, profile(table)))
    _refuse_missing(chosen)
    parser = RowParser(chosen, table.headers, zone=ZoneInfo(workspace.time_zone), currency=workspace.currency)
    unreadable: list[RowProblem] = []
    with transaction.atomic():
        batch = Batch.objects.create(kind=kind, source=name or path.name, created_at=now, created_by=by)
        note_actor(member_id=by.pk if by else None, batch=batch.pk)
        columns = parser.column_types()
        rows = _typed(parser.parse(_counted(table, tell)), tuple(columns), unreadable)
        with staged({"row_no": "integer", **columns}, rows) as waiting:
            if tell:
                tell("writing", table.total_rows, table.total_rows)
            follow_merges(waiting, of_accounts=kind == "accounts")
            outcome = WRITERS[kind].write(waiting, batch.id, today, now)
        if dry_run:
            transaction.set_rollback(True)
        else:
            _follow_up(kind, outcome, batch, by=by, today=today, now=now)
    report = _report(table, outcome, unreadable, time.perf_counter() - began)
    report.notices += [f"{column}: {question}" for column, question in chosen.ambiguous.items()]
    report.batch_id = None if dry_run else batch.pk
    return report


def open_as(path: Path, mapping: Mapping | None) -> Table:
    """The file, read as the mapping says where it says so. Raises ImportFileError."""
    if mapping is None:
        return open_table(path)
    return open_table(
        path,
        encoding=mapping.encoding or None,
        delimiter=mapping.delimiter or None,
        sheet=mapping.sheet or None,
    )


def _with_own_metrics(mapping: Mapping) -> Mapping:
    """The mapping with the workspace's metrics by name: its own “NPS” goes before a common spelling of a default one,
    and what the person matched before both."""
    if kind_spec(mapping.kind).field("metric") is None:
        return mapping
    named = metrics_by_word(metrics_in_use()) | mapping.choices.get("metric", {})
    return replace(mapping, choices=mapping.choices | {"metric": named})


def _counted(table: Table, tell: Tell | None) -> Iterator[Row]:
    for count, row in enumerate(table.rows()):
        if tell and count % TOLD_EVERY == 0:
            tell("rows", count, table.total_rows)
        yield row


def _refuse_missing(mapping: Mapping) -> None:
    missing = missing_fields(kind_spec(mapping.kind), {*mapping.columns, *mapping.constants})
    if missing:
        raise MappingError(
            "field_missing",
            _("No column was matched to: %(fields)s. Match them, or hand in a mapping that does.")
            % {"fields": ", ".join(missing)},
        )


def _typed(
    parsed: Iterator[ParsedRow], keys: tuple[str, ...], unreadable: list[RowProblem]
) -> Iterator[tuple[Any, ...]]:
    for row in parsed:
        if row.problems:
            unreadable.extend(
                RowProblem(row.line, problem.field, problem.code, problem.message, problem.value)
                for problem in row.problems
            )
            continue
        yield (row.line, *[row.values.get(key) for key in keys])


def _follow_up(
    kind: str, outcome: Outcome, batch: Batch, *, by: Member | None, today: date, now: datetime
) -> None:
    """Figures, scores and their history follow the facts; the log keeps who brought them."""
    record_act(
        SecurityActKind.IMPORTED,
        by=by,
        now=now,
        subject=batch.source,
        detail={"kind": kind, "created": outcome.created, "updated": outcome.updated},
    )
    if not outcome.created and not outcome.updated:
        return
    if outcome.created + outcome.updated >= MANY_ROWS:  # before the jobs that read these tables are sent
        tables = WRITERS[kind].tables
        transaction.on_commit(lambda: refresh_statistics(tables), robust=True)
    tell_facts(outcome.touched_account_ids, today=today, now=now)
    if WRITERS[kind].rewrites_history:
        request_history(today=today, now=now)


def _report(table: Table, outcome: Outcome, unreadable: list[RowProblem], seconds: float) -> Report:
    return Report(
        table=table,
        rows=table.total_rows,
        created=outcome.created,
        updated=outcome.updated,
        unchanged=outcome.unchanged,
        rejections=sorted([*unreadable, *outcome.rejections], key=lambda problem: problem.row_no),
        warnings=sorted(outcome.warnings, key=lambda problem: problem.row_no),
        seconds=round(seconds, 3),
        notices=[str(notice.message) for notice in table.warnings],
        bad_rows=len({problem.row_no for problem in unreadable}),
    )
