"""Tables as files for spreadsheets, in pieces: CSV in UTF-8 with its mark, XLSX with typed cells.

Words that a spreadsheet would take for a formula are made safe in both; numbers, negative ones too, stay numbers.
"""

import csv
import io
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from core.exports import safe_cell

CSV_TYPE = "text/csv; charset=utf-8"
XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MAX_XLSX_ROWS = 1_048_575  # besides the names
MAX_CELL = 32_767  # characters; more is no file for Excel
_CHUNK_ROWS = 1_000
_CHUNK_BYTES = 1 << 18
_WIDEST = 48


def csv_chunks(heads: Sequence[str], rows: Iterable[Sequence[Any]]) -> Iterator[bytes]:
    """The table as CSV with commas; all words in quotes, so that another separator splits none of them."""
    text = io.StringIO()
    writer = csv.writer(text, quoting=csv.QUOTE_NONNUMERIC)
    text.write("\ufeff")
    writer.writerow([safe_cell(head) for head in heads])
    for count, row in enumerate(rows, 1):
        writer.writerow([_written(value) for value in row])
        if count % _CHUNK_ROWS == 0:
            yield text.getvalue().encode()
            text.seek(0)
            text.truncate()
    yield text.getvalue().encode()


def xlsx_chunks(heads: Sequence[str], rows: Iterable[Sequence[Any]], *, title: str) -> Iterator[bytes]:
    """The table as one sheet: the names bold and fixed, days and numbers as such. Memory does not grow with rows."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(_sheet_name(title))
    sheet.freeze_panes = "B2"
    for number, head in enumerate(heads, 1):
        letter = get_column_letter(number)
        sheet.column_dimensions[letter].width = min(_WIDEST, max(12, len(head) + 3))
    sheet.append([_head(sheet, head) for head in heads])
    for row in rows:
        sheet.append([_typed(sheet, value) for value in row])
    with tempfile.TemporaryFile() as target:
        book.save(target)
        target.seek(0)
        while chunk := target.read(_CHUNK_BYTES):
            yield chunk


def _written(value: Any) -> Any:
    if value is None:
        return ""
    if isinstance(value, int | Decimal):
        return value
    if isinstance(value, datetime):
        return value.isoformat(" ")
    return value.isoformat() if isinstance(value, date) else safe_cell(str(value))


def _head(sheet: Any, head: str) -> Any:
    cell = _text(sheet, head)
    cell.font = Font(bold=True)
    return cell


def _typed(sheet: Any, value: Any) -> Any:
    if value is None:
        return None
    if isinstance(value, str):
        return _text(sheet, value)
    cell = WriteOnlyCell(sheet, value)
    if isinstance(value, Decimal):
        places = max(0, -int(value.as_tuple().exponent))
        cell.number_format = "#,##0" + ("." + "0" * places if places else "")
    elif isinstance(value, datetime):
        cell.number_format = "yyyy-mm-dd hh:mm"
    elif isinstance(value, date):
        cell.number_format = "yyyy-mm-dd"
    return cell


def _text(sheet: Any, words: str) -> Any:
    """Words, whatever they begin with: never a formula, never an error, nothing that XML cannot hold."""
    cell = WriteOnlyCell(sheet, "")
    cell.value = ILLEGAL_CHARACTERS_RE.sub("", safe_cell(words))[:MAX_CELL]
    cell.data_type = "s"
    return cell


def _sheet_name(title: str) -> str:
    return "".join(" " if one in "[]:*?/\\" else one for one in title)[:31] or "1"
