"""What came of a file, kept: counts, problems by kind, a thousand of them by row, and the rejected rows as a file."""

import csv
import io
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from core.exports import safe_cell
from core.staging import RowProblem
from integrations.fields import kind_spec
from integrations.models import Import, ImportProblem
from integrations.services.files import Report
from workspaces.models import StoredFile
from workspaces.services.files import place_of, store_file

KEPT = 1_000
MAX_GROUPS = 100
_CHUNK_ROWS = 1_000


def keep_problems(found: Import, report: Report) -> None:
    """Replace the problems of an import by those of this report: a thousand refusals and as many warnings.

    The first of every kind are kept, so that twenty of one kind are told by row among thousands of another.
    """
    ImportProblem.objects.filter(batch_import=found).delete()
    rows = [*_rows(found, report.rejections, False), *_rows(found, report.warnings, True)]
    ImportProblem.objects.bulk_create(rows, batch_size=_CHUNK_ROWS)


def counts_of(report: Report) -> dict[str, Any]:
    """The columns of an Import that tell a report."""
    return {
        "rows_total": report.rows,
        "created": report.created,
        "updated": report.updated,
        "unchanged": report.unchanged,
        "rejected": report.rejected,
        "warnings": len(report.warnings),
        "report": {
            "bad_cells": report.bad_rows,
            "conflicts": report.rejected - report.bad_rows,
            "seconds": report.seconds,
            "notices": report.notices,
            "groups": [*problem_groups(report.rejections, False), *problem_groups(report.warnings, True)],
        },
    }


def write_rejected(found: Import, report: Report, *, now: datetime) -> StoredFile | None:
    """The rejected rows as CSV: their columns as they stood, their line in the file, and why; None without any.

    Cells that a spreadsheet would take for formulas are made safe.
    """
    if not report.rejections:
        return None
    table, reasons = report.table, _reasons(found.kind, report.rejections)
    head = [*table.headers, _("Line in the file"), _("Why it was rejected")]
    rows = ([*row.cells, str(row.line), reasons[row.line]] for row in table.rows() if row.line in reasons)
    stem = found.file.name.rsplit(".", 1)[0]
    return store_file(
        _csv([head], rows, delimiter=table.delimiter or ","),
        name=_("%(name)s rejected.csv") % {"name": stem[:200]},
        content_type="text/csv; charset=utf-8",
        by=found.run_by or found.created_by,
        now=now,
    )


def replace_rejected(found: Import, file: StoredFile | None) -> None:
    """Put this file in the place of the one before, whose bytes go once the transaction has committed."""
    before = found.rejected_file
    Import.objects.filter(pk=found.pk).update(rejected_file=file)
    if before is not None:
        place = place_of(before)
        before.delete()
        transaction.on_commit(lambda: place.unlink(missing_ok=True))


def _rows(found: Import, problems: Sequence[RowProblem], is_warning: bool) -> Iterator[ImportProblem]:
    for problem in first_of_every_kind(problems, KEPT):
        yield ImportProblem(
            batch_import=found,
            row=problem.row_no,
            field=problem.field[:60],
            code=problem.code[:40],
            is_warning=is_warning,
            message=str(problem.message)[:400],
            value=problem.value[:200],
        )


def first_of_every_kind(problems: Sequence[RowProblem], most: int) -> Iterator[RowProblem]:
    """At most `most` problems in their order; what a rare kind does not need goes to the frequent ones."""
    counts = Counter((problem.field, problem.code) for problem in problems)
    quotas, left = {}, most
    for waiting, (kind, count) in enumerate(reversed(counts.most_common())):
        quotas[kind] = min(count, left // (len(counts) - waiting))
        left -= quotas[kind]
    for problem in problems:
        kind = (problem.field, problem.code)
        if quotas[kind]:
            quotas[kind] -= 1
            yield problem


def problem_groups(problems: Sequence[RowProblem], is_warning: bool) -> list[dict[str, Any]]:
    """How often each kind of problem occurs, the most frequent first, with the first row as an example."""
    found: dict[tuple[str, str], dict[str, Any]] = {}
    for problem in problems:
        group = found.setdefault(
            (problem.field, problem.code),
            {
                "is_warning": is_warning,
                "field": problem.field,
                "code": problem.code,
                "count": 0,
                "row": problem.row_no,
                "message": str(problem.message)[:400],
            },
        )
        group["count"] += 1
    return sorted(found.values(), key=lambda group: (-group["count"], group["row"]))[:MAX_GROUPS]


def _reasons(kind: str, problems: Sequence[RowProblem]) -> dict[int, str]:
    spec = kind_spec(kind)
    said: dict[int, list[str]] = {}
    for problem in problems:
        one = spec.field(problem.field)
        message = str(problem.message)
        said.setdefault(problem.row_no, []).append(
            message if one is None or str(one.label) in message else f"{one.label}: {message}"
        )
    return {row: " ".join(dict.fromkeys(messages)) for row, messages in said.items()}


def _csv(head: list[list[str]], rows: Iterator[list[str]], *, delimiter: str) -> Iterator[bytes]:
    """The file in pieces; the byte order mark lets spreadsheets read it as UTF-8."""
    yield b"\xef\xbb\xbf"
    text = io.StringIO()
    writer = csv.writer(text, delimiter=delimiter)
    writer.writerows([[safe_cell(cell) for cell in row] for row in head])
    for count, row in enumerate(rows, 1):
        writer.writerow([safe_cell(cell) for cell in row])
        if count % _CHUNK_ROWS == 0:
            yield text.getvalue().encode()
            text.seek(0)
            text.truncate()
    yield text.getvalue().encode()
