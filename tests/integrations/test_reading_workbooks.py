"""Sheets as text rows: what a person sees in the cell, in one plain form."""

import datetime as dt
from pathlib import Path

import openpyxl
import pytest

from integrations.errors import ImportFileError
from integrations.reading.limits import ReadingLimits
from integrations.reading.tables import open_table


def saved(folder: Path, sheets: dict[str, list[list[object]]], hidden: tuple[str, ...] = ()) -> Path:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
        sheet.sheet_state = "hidden" if name in hidden else "visible"
    book.save(folder / "book.csv")  # the name says nothing that counts
    return folder / "book.csv"


def test_values_become_plain_text(tmp_path: Path) -> None:
    moment = dt.datetime(2024, 10, 17, 19, 30)
    row = ["A-1", 9, 9.5, 12.0, True, dt.date(2024, 10, 16), moment, None, "Ähtäri"]
    table = open_table(saved(tmp_path, {"Data": [["a", "b", "c", "d", "e", "f", "g", "h", "i"], row]}))
    assert (table.kind.value, table.sheet, table.total_rows) == ("xlsx", "Data", 1)
    assert next(table.rows()).cells == [
        "A-1",
        "9",
        "9.5",
        "12",
        "TRUE",
        "2024-10-16",
        "2024-10-17 19:30:00",
        "",
        "Ähtäri",
    ]


def test_the_first_filled_visible_sheet_is_read_and_the_others_are_told(tmp_path: Path) -> None:
    data = [["id", "name"], [1, "A"]]
    path = saved(tmp_path, {"Old": data, "Blank": [], "Now": data, "More": data}, hidden=("Old",))
    table = open_table(path)
    assert table.sheet == "Now"
    assert [notice.code for notice in table.warnings] == ["other_sheets"]
    assert table.warnings[0].message == "Only the sheet “Now” is read, not: More, Old."


def test_another_sheet_can_be_chosen_and_a_missing_one_is_refused(tmp_path: Path) -> None:
    path = saved(tmp_path, {"One": [["id"], [1]], "Two": [["id"], [2]]})
    assert [row.cells for row in open_table(path, sheet="Two").rows()] == [["2"]]
    with pytest.raises(ImportFileError) as caught:
        open_table(path, sheet="Three")
    assert (caught.value.code, "One, Two" in str(caught.value.message)) == ("unknown_sheet", True)


def test_a_workbook_without_values_is_empty(tmp_path: Path) -> None:
    with pytest.raises(ImportFileError) as caught:
        open_table(saved(tmp_path, {"One": [], "Two": [[None, None]]}))
    assert caught.value.code == "empty_file"


def test_rows_know_their_sheet_row_and_short_rows_are_sound(tmp_path: Path) -> None:
    rows: list[list[object]] = [["Report"], [], ["id", "name", "seats"], [1, "A"], [], [2, "B", 5]]
    table = open_table(saved(tmp_path, {"S": rows}))
    assert table.header_line == 3
    assert [(row.number, row.line, row.problem, row.cells) for row in table.rows()] == [
        (1, 4, "", ["1", "A", ""]),
        (2, 6, "", ["2", "B", "5"]),
    ]


def test_formulas_without_a_stored_result_are_told(tmp_path: Path) -> None:
    table = open_table(saved(tmp_path, {"S": [["id", "sum"], [1, "=1+1"], [2, "=2+2"]]}))
    assert [row.cells for row in table.rows()] == [["1", ""], ["2", ""]]
    assert [notice.code for notice in table.warnings] == ["unstored_formulas"]
    assert "2 formulas" in table.warnings[0].message


def test_a_sheet_wider_than_the_limit_is_refused(tmp_path: Path) -> None:
    path = saved(tmp_path, {"S": [[f"c{number}" for number in range(21)], list(range(21))]})
    with pytest.raises(ImportFileError) as caught:
        open_table(path, limits=ReadingLimits(max_columns=20))
    assert caught.value.code == "too_many_columns"
