"""Rows of a workbook's sheet as text: cached results of formulas, ISO dates, plain decimal points."""

import datetime as dt
import warnings
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import ParseError

from django.utils.translation import gettext_lazy as _
from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from integrations.errors import ImportFileError
from integrations.reading.archives import ArchiveReport, broken_workbook, inspect_workbook_archive
from integrations.reading.limits import ReadingLimits

_LAST_ROW = 1_048_576
_BROKEN = (
    AttributeError,
    EOFError,
    IndexError,
    InvalidFileException,
    KeyError,
    OSError,
    OverflowError,
    ParseError,
    TypeError,
    ValueError,
    zipfile.BadZipFile,
    zlib.error,
)


@dataclass(frozen=True, slots=True)
class WorkbookSource:
    """One sheet of a workbook. `other_sheets` hold values too and are not read."""

    path: Path
    sheet: str
    other_sheets: tuple[str, ...]
    report: ArchiveReport
    limits: ReadingLimits

    def records(self) -> Iterator[tuple[int, list[str], str]]:
        """(sheet row, cells, "") of every row that has a value."""
        for number, values in _sheet_rows(self.path, self.sheet):
            cells = [cell_text(value) for value in values]
            while cells and not cells[-1]:
                cells.pop()
            if cells:
                yield number, cells, ""


def open_workbook(path: Path, limits: ReadingLimits, *, sheet: str | None = None) -> WorkbookSource:
    """The named sheet, else the first visible one that has a value, else the first hidden one that has.

    Raises ImportFileError: unsafe or broken archive, unknown sheet, no value in any sheet.
    """
    report = inspect_workbook_archive(path, limits)
    filled = [name for name in _sheet_names(path) if _has_values(path, name)]
    if sheet is not None and sheet not in filled:
        raise ImportFileError(
            "unknown_sheet",
            _("The workbook has no filled sheet “%(sheet)s”. Choose one of: %(names)s.")
            % {"sheet": sheet, "names": ", ".join(filled) or "–"},
        )
    if not filled:
        raise ImportFileError(
            "empty_file", _("No sheet of the workbook holds a value. Save it again and upload the new file.")
        )
    chosen = sheet or filled[0]
    others = tuple(name for name in filled if name != chosen)
    return WorkbookSource(path, chosen, others, report, limits)


def cell_text(value: Any) -> str:
    """A cell's value as the text that the cell parsers read whatever format a person chose."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, dt.datetime):
        whole_day = value.time() == dt.time()
        return value.date().isoformat() if whole_day else value.isoformat(sep=" ", timespec="seconds")
    return str(value)


def _sheet_names(path: Path) -> list[str]:
    with _opened(path) as book:
        sheets = list(book.worksheets)
        visible = [sheet.title for sheet in sheets if sheet.sheet_state == "visible"]
        return visible + [sheet.title for sheet in sheets if sheet.sheet_state != "visible"]


def _has_values(path: Path, sheet: str) -> bool:
    return any(
        any(value is not None and value != "" for value in row) for _number, row in _sheet_rows(path, sheet)
    )


def _sheet_rows(path: Path, sheet: str) -> Iterator[tuple[int, tuple[Any, ...]]]:
    with _opened(path) as book:
        worksheet = book[sheet]
        worksheet.reset_dimensions()
        rows = worksheet.iter_rows(max_row=_LAST_ROW, values_only=True)
        for number in range(1, _LAST_ROW + 1):
            try:
                row = next(rows)
            except StopIteration:
                return
            except _BROKEN as error:
                raise broken_workbook() from error
            if row:
                yield number, row


@contextmanager
def _opened(path: Path) -> Iterator[Any]:
    """The workbook by its bytes: given a path, openpyxl would judge the name's ending."""
    with path.open("rb") as file:
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore", UserWarning)
                book = load_workbook(file, read_only=True, data_only=True, keep_links=False)
        except _BROKEN as error:
            raise broken_workbook() from error
        try:
            yield book
        finally:
            book.close()
