"""A file as a table: its column names, how many rows, and the rows with their true place in the file."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from django.utils.translation import gettext as _

from integrations.errors import ImportFileError, Message
from integrations.reading.delimited import (
    DelimitedSource,
    field_too_long,
    open_delimited,
    too_many_columns,
)
from integrations.reading.dialects import DELIMITERS
from integrations.reading.headers import HeaderRow, find_header
from integrations.reading.kinds import FileKind, detect_file_kind
from integrations.reading.limits import DEFAULT_LIMITS, ReadingLimits
from integrations.reading.workbooks import WorkbookSource, open_workbook

_HEADER_RECORDS = 20


@dataclass(frozen=True, slots=True)
class Notice:
    """Something about the file that stops nothing but is told. `code` is stable."""

    code: str
    message: Message


class Row(NamedTuple):
    """`number` counts data rows from 1, `line` is where the row begins in the file or sheet, from 1.

    `cells` has one text per column whatever the file had. `problem` is a code, "" for a sound row:
    `too_few_cells`, `too_many_cells`, `bad_quote`.
    """

    number: int
    line: int
    cells: list[str]
    problem: str


@dataclass(frozen=True, slots=True)
class Table:
    """A file that was looked through and can be read. `rows` reads it anew each time, as a stream."""

    kind: FileKind
    source: DelimitedSource | WorkbookSource
    headers: tuple[str, ...]
    header_line: int
    total_rows: int
    warnings: tuple[Notice, ...]

    @property
    def encoding(self) -> str:
        return self.source.encoding.name if isinstance(self.source, DelimitedSource) else ""

    @property
    def delimiter(self) -> str:
        return self.source.dialect.delimiter if isinstance(self.source, DelimitedSource) else ""

    @property
    def sheet(self) -> str:
        return self.source.sheet if isinstance(self.source, WorkbookSource) else ""

    def rows(self) -> Iterator[Row]:
        """The rows below the header that hold anything, in the order of the file."""
        return _rows(self.source, self.headers, self.header_line, pad=self.kind is FileKind.WORKBOOK)

    def batches(self, size: int = 5_000) -> Iterator[list[Row]]:
        """The same rows, `size` at a time."""
        rows = self.rows()
        while batch := list(islice(rows, size)):
            yield batch


def open_table(
    path: Path,
    *,
    limits: ReadingLimits = DEFAULT_LIMITS,
    encoding: str | None = None,
    delimiter: str | None = None,
    sheet: str | None = None,
) -> Table:
    """Tell what the file is by its bytes, look it through once, and hand it back ready to read.

    `encoding`, `delimiter` and `sheet` overrule what was detected. Raises ImportFileError with the reason
    and the way out for everything that is no readable table; a broken row is no reason.
    """
    kind = detect_file_kind(path, limits)
    source: DelimitedSource | WorkbookSource
    if kind is FileKind.WORKBOOK:
        source = open_workbook(path, limits, sheet=sheet)
    else:
        source = open_delimited(path, limits, encoding=encoding, delimiter=delimiter)
    header = find_header(list(islice(source.records(), _HEADER_RECORDS)), most=limits.max_columns)
    if len(header.names) > limits.max_columns:
        raise too_many_columns(len(header.names), limits)
    total, ragged = _count(source, header, limits)
    warnings = (*_source_notices(source), *header_notices(header), *_row_notices(total, ragged))
    return Table(kind, source, header.names, header.line, total, warnings)


def problem_message(problem: str) -> str:
    """What a row's problem code means and how to mend it."""
    return {
        "too_few_cells": _("The row has fewer cells than the header. A delimiter is missing."),
        "too_many_cells": _(
            "The row has more cells than the header. Put quotes around text with a delimiter."
        ),
        "bad_quote": _(
            "A quote inside a cell is not doubled. Double it, or remove the quotes around the cell."
        ),
    }[problem]


def header_notices(header: HeaderRow) -> list[Notice]:
    notices = []
    if header.skipped_lines:
        text = _("The column names were found on line %(line)s; what stands above is not imported.")
        notices.append(Notice("preamble", text % {"line": header.line}))
    if header.unnamed:
        text = _("Columns without a name are called by their letter: %(names)s.")
        notices.append(Notice("unnamed_columns", text % {"names": ", ".join(header.unnamed)}))
    if header.repeated:
        text = _("Column names that occur twice were numbered: %(names)s.")
        notices.append(Notice("repeated_columns", text % {"names": ", ".join(header.repeated)}))
    if header.looks_like_data:
        text = _(
            "The first row looks like data. Column names are expected there: add them if they are missing."
        )
        notices.append(Notice("header_looks_like_data", text))
    return notices


def _rows(
    source: DelimitedSource | WorkbookSource, headers: tuple[str, ...], header_line: int, *, pad: bool
) -> Iterator[Row]:
    width, number = len(headers), 0
    for line, cells, problem in source.records():
        if line <= header_line or not any(cells):
            continue
        number += 1
        if len(cells) != width:
            problem = problem or _raggedness(cells, width, pad=pad)
            cells = [*cells[:width], *[""] * (width - len(cells))]
        yield Row(number, line, cells, problem)


def _raggedness(cells: list[str], width: int, *, pad: bool) -> str:
    """Empty cells beyond the last column are nothing lost; a sheet leaves empty cells out at the end."""
    if len(cells) < width:
        return "" if pad else "too_few_cells"
    return "too_many_cells" if any(cells[width:]) else ""


def _count(
    source: DelimitedSource | WorkbookSource, header: HeaderRow, limits: ReadingLimits
) -> tuple[int, int]:
    """Rows and broken rows below the header, by one pass that also meets every limit."""
    total = ragged = 0
    longest = limits.max_field_chars
    pad = isinstance(source, WorkbookSource)
    for line, cells, problem in source.records():
        if not any(cells):
            continue
        if max(map(len, cells)) > longest:
            raise field_too_long(line, limits)
        if len(cells) > limits.max_columns:
            raise too_many_columns(len(cells), limits)
        if line <= header.line:
            continue
        total += 1
        if problem or (len(cells) != len(header.names) and _raggedness(cells, len(header.names), pad=pad)):
            ragged += 1
        if total > limits.max_rows:
            raise ImportFileError("too_many_rows", _too_many_rows(limits))
    return total, ragged


def _too_many_rows(limits: ReadingLimits) -> str:
    return _("The file has more than %(limit)s rows. Split it into smaller files.") % {
        "limit": f"{limits.max_rows:,}"
    }


def _source_notices(source: DelimitedSource | WorkbookSource) -> list[Notice]:
    if isinstance(source, WorkbookSource):
        return _workbook_notices(source)
    notices = []
    if source.newlines.mixed:
        notices.append(Notice("mixed_newlines", _("The file mixes kinds of line ends; all are understood.")))
    if source.encoding.confidence != "high":
        text = _("The text is read as %(encoding)s: %(reason)s Look at names with accents before importing.")
        values = {"encoding": source.encoding.label, "reason": source.encoding.reason}
        notices.append(Notice("guessed_encoding", text % values))
    if source.dialect.delimiter != ",":
        text = _("Cells are parted by %(delimiter)s.")
        notices.append(Notice("delimiter", text % {"delimiter": DELIMITERS[source.dialect.delimiter]}))
    return notices


def _workbook_notices(source: WorkbookSource) -> list[Notice]:
    notices = []
    if source.other_sheets:
        text = _("Only the sheet “%(sheet)s” is read, not: %(others)s.")
        values = {"sheet": source.sheet, "others": ", ".join(source.other_sheets)}
        notices.append(Notice("other_sheets", text % values))
    if source.report.unstored_formulas:
        text = _(
            "%(count)s formulas have no stored result and read as empty. Save the workbook in its program."
        )
        notices.append(Notice("unstored_formulas", text % {"count": source.report.unstored_formulas}))
    return notices


def _row_notices(total: int, ragged: int) -> list[Notice]:
    notices = []
    if not total:
        notices.append(Notice("no_rows", _("The file has column names but no rows.")))
    if ragged:
        text = _("%(count)s rows do not fit the header and will be rejected.")
        notices.append(Notice("ragged_rows", text % {"count": ragged}))
    return notices
