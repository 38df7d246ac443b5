"""What a delimited file is, and every row with its true place."""

import codecs
from pathlib import Path

import pytest

from integrations.reading.tables import Table, open_table

CYRILLIC = "ід;назва;країна\nК-1;Промислова компанія;Україна\nК-2;Ластівка;Фінляндія\n"
FINNISH = "id;nimi\n1;Hämeen Sähkö\n2;Jyväskylän Työ\n"


def write(folder: Path, content: bytes | str, encoding: str = "utf-8") -> Path:
    path = folder / "file.bin"
    path.write_bytes(content if isinstance(content, bytes) else content.encode(encoding))
    return path


def cells(table: Table) -> list[list[str]]:
    return [row.cells for row in table.rows()]


@pytest.mark.parametrize(
    ("encoding", "mark", "told"),
    [
        ("utf-8", b"", "utf-8"),
        ("utf-8", codecs.BOM_UTF8, "utf-8-sig"),
        ("utf-16-le", codecs.BOM_UTF16_LE, "utf-16"),
        ("utf-16-be", codecs.BOM_UTF16_BE, "utf-16"),
        ("utf-16-le", b"", "utf-16-le"),
        ("utf-16-be", b"", "utf-16-be"),
        ("cp1251", b"", "cp1251"),
    ],
)
def test_cyrillic_reads_the_same_in_every_encoding(
    tmp_path: Path, encoding: str, mark: bytes, told: str
) -> None:
    table = open_table(write(tmp_path, mark + CYRILLIC.encode(encoding)))
    assert table.encoding == told
    assert table.headers == ("ід", "назва", "країна")
    assert cells(table) == [["К-1", "Промислова компанія", "Україна"], ["К-2", "Ластівка", "Фінляндія"]]


def test_accented_latin_without_utf8_is_windows_1252_and_says_so(tmp_path: Path) -> None:
    table = open_table(write(tmp_path, FINNISH, "cp1252"))
    assert table.encoding == "cp1252"
    assert cells(table) == [["1", "Hämeen Sähkö"], ["2", "Jyväskylän Työ"]]
    assert [notice.code for notice in table.warnings] == ["guessed_encoding", "delimiter"]
    assert "Windows-1252" in table.warnings[0].message


def test_a_chosen_encoding_and_delimiter_overrule_the_guess(tmp_path: Path) -> None:
    table = open_table(write(tmp_path, b"a|b,c\n\xe9|1,2\n"), encoding="latin-1", delimiter=",")
    assert table.encoding == "latin-1"
    assert table.headers == ("a|b", "c")
    assert cells(table) == [["é|1", "2"]]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_the_one_that_cuts_evenly(tmp_path: Path, delimiter: str) -> None:
    lines = [["id", "name", "note"], ["1", "Fjord", "a, b; c"], ["2", "Kestrel", "d"]]
    quoted = [[f'"{cell}"' if set(cell) & {",", ";"} else cell for cell in line] for line in lines]
    table = open_table(write(tmp_path, "\n".join(delimiter.join(line) for line in quoted)))
    assert table.delimiter == delimiter
    assert [table.headers and list(table.headers), *cells(table)] == lines


def test_a_leading_sep_line_names_the_delimiter(tmp_path: Path) -> None:
    table = open_table(write(tmp_path, "sep=;\r\nid;name\r\n1;Fjord\r\n"))
    assert (table.headers, table.header_line) == (("id", "name"), 2)
    assert [(row.number, row.line) for row in table.rows()] == [(1, 3)]


def test_apostrophes_quote_where_they_wrap_cells(tmp_path: Path) -> None:
    table = open_table(write(tmp_path, "'id','name'\n'1','A, B'\n'2','C'\n"))
    assert cells(table) == [["1", "A, B"], ["2", "C"]]


def test_rows_know_their_line_across_quoted_and_empty_lines(tmp_path: Path) -> None:
    text = 'id,note\n1,"two\nlines"\n\n,\n2,"say ""yes"""\n'
    table = open_table(write(tmp_path, text))
    assert table.total_rows == 2
    assert [(row.number, row.line, row.cells) for row in table.rows()] == [
        (1, 2, ["1", "two\nlines"]),
        (2, 6, ["2", 'say "yes"']),
    ]


def test_mixed_newlines_are_understood_and_told(tmp_path: Path) -> None:
    table = open_table(write(tmp_path, b"id,name\r\n1,A\n2,B\r3,C\r\n"))
    assert [notice.code for notice in table.warnings] == ["mixed_newlines"]
    assert [(row.line, row.cells[1]) for row in table.rows()] == [(2, "A"), (3, "B"), (4, "C")]


def test_ragged_rows_are_problems_of_those_rows_alone(tmp_path: Path) -> None:
    table = open_table(write(tmp_path, 'a,b,c\n1,2\n1,2,3,4\n1,2,3,,\n1,"x"y,3\n1,2,3\n'))
    assert [(row.line, row.problem) for row in table.rows()] == [
        (2, "too_few_cells"),
        (3, "too_many_cells"),
        (4, ""),
        (5, "bad_quote"),
        (6, ""),
    ]
    assert [len(row.cells) for row in table.rows()] == [3, 3, 3, 3, 3]
    assert [notice.code for notice in table.warnings] == ["ragged_rows"]
    assert "3 rows" in table.warnings[0].message


def test_blank_and_repeated_names_become_unique_names(tmp_path: Path) -> None:
    table = open_table(write(tmp_path, "id,,date,Date,\n1,x,2,3,y\n"))
    assert table.headers == ("id", "Column B", "date", "Date (2)", "Column E")
    assert [notice.code for notice in table.warnings] == ["unnamed_columns", "repeated_columns"]


def test_titles_above_the_table_are_passed_over_and_told(tmp_path: Path) -> None:
    table = open_table(write(tmp_path, "Customers 2024,,\n,,\nid,name,seats\n1,A,5\n2,B,6\n"))
    assert (table.headers, table.header_line, table.total_rows) == (("id", "name", "seats"), 3, 2)
    assert [notice.code for notice in table.warnings] == ["preamble"]


def test_a_first_row_of_data_is_asked_about(tmp_path: Path) -> None:
    table = open_table(write(tmp_path, "A-1,Fjord,16-10-2024\nA-2,Kestrel,17-10-2024\n"))
    assert [notice.code for notice in table.warnings] == ["header_looks_like_data"]


def test_a_file_of_names_alone_has_no_rows(tmp_path: Path) -> None:
    table = open_table(write(tmp_path, "id,name\n"))
    assert (table.total_rows, cells(table)) == (0, [])
    assert [notice.code for notice in table.warnings] == ["no_rows"]


def test_batches_hold_the_same_rows(tmp_path: Path) -> None:
    table = open_table(write(tmp_path, "id,name\n" + "".join(f"{n},x\n" for n in range(7))))
    assert [len(batch) for batch in table.batches(3)] == [3, 3, 1]
