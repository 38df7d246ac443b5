"""What columns hold, proven or asked."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from integrations.reading.profiles import ColumnProfile, profile
from integrations.reading.shapes import shape_of
from integrations.reading.tables import open_table


def profiles(folder: Path, columns: dict[str, list[str]]) -> dict[str, ColumnProfile]:
    path = folder / "table.txt"
    rows = zip(*columns.values(), strict=True)
    path.write_text("\n".join(["|".join(columns), *("|".join(row) for row in rows)]) + "\n")
    return {one.name: one for one in profile(open_table(path, delimiter="|"))}


@pytest.mark.parametrize(
    ("values", "type_"),
    [
        (["1", "2", "30"], "integer"),
        (["1.5", "2", ""], "decimal"),
        (["79 %", "80 %"], "decimal"),
        (["€1,200.50", "€90.00"], "decimal"),
        (["TRUE", "FALSE", ""], "boolean"),
        (["kyllä", "ei"], "boolean"),
        (["0", "1", "1"], "boolean"),
        (["2024-10-16", "2024-01-02"], "date"),
        (["16 Oct 2024", "2 Jan 2024"], "date"),
        (["16-10-2024 03:00", "01-02-2024"], "datetime"),
        (["2024-10-16T03:00:00Z", "2024-10-17T03:00:00Z"], "datetime"),
        (["a@x.fi", "b@y.fi"], "email"),
        (["0012", "0013"], "text"),
        (["A-1", "A-2"], "text"),
        (["", ""], "empty"),
    ],
)
def test_the_type_of_a_column(tmp_path: Path, values: list[str], type_: str) -> None:
    found = profiles(tmp_path, {"column": values, "other": ["x"] * len(values)})
    assert found["column"].type == type_


@pytest.mark.parametrize(
    ("values", "order", "ambiguous"),
    [
        (["01-02-2024", "13-02-2024"], "dmy", False),
        (["01/02/2024", "02/13/2024"], "mdy", False),
        (["2024-01-02"], "iso", False),
        (["01.02.2024", "03.04.2024"], "dmy", True),
        (["13-02-2024", "14-02-2024", "02-13-2024"], "dmy", True),
    ],
)
def test_a_day_above_twelve_proves_the_order(
    tmp_path: Path, values: list[str], order: str, ambiguous: bool
) -> None:
    found = profiles(tmp_path, {"date": values, "other": ["x"] * len(values)})["date"]
    assert (found.date_order, found.ambiguous, bool(found.message)) == (order, ambiguous, ambiguous)


def test_an_ambiguous_column_takes_the_order_that_the_file_proves_and_says_so(tmp_path: Path) -> None:
    found = profiles(tmp_path, {"start": ["01/02/2024", "03/04/2024"], "end": ["02/13/2024", "03/01/2024"]})
    assert (found["start"].date_order, found["start"].ambiguous) == ("mdy", True)
    assert found["start"].message == (
        "Every date reads both ways; other columns of this file are month-day-year, so this one is too."
    )
    assert (found["end"].date_order, found["end"].ambiguous) == ("mdy", False)


def test_one_proof_far_down_the_file_counts(tmp_path: Path) -> None:
    values = [f"{1 + n % 12:02d}-{1 + n % 11:02d}-{1950 + n % 140}" for n in range(12_000)] + ["13-01-2024"]
    found = profiles(tmp_path, {"date": values, "other": [str(n) for n in range(len(values))]})["date"]
    assert (found.date_order, found.ambiguous) == ("dmy", False)


@pytest.mark.parametrize(
    ("values", "decimal", "proven", "asked"),
    [
        (["1,5", "2,25"], ",", True, False),
        (["1.5", "1,234"], ".", True, False),
        (["1.234.567", "12"], ",", True, False),
        (["1,234.50"], ".", True, False),
        (["1,234", "5,678"], ".", False, True),
        (["1,5", "2.5"], ".", False, True),
        (["12", "13"], ".", False, False),
    ],
)
def test_the_decimal_mark_is_proven_or_asked(
    tmp_path: Path, values: list[str], decimal: str, proven: bool, asked: bool
) -> None:
    found = profiles(tmp_path, {"n": values, "other": ["x"] * len(values)})["n"]
    assert (found.decimal, found.decimal_proven, found.decimal_ambiguous) == (decimal, proven, asked)


def test_one_currency_in_all_amounts_is_told(tmp_path: Path) -> None:
    found = profiles(tmp_path, {"a": ["€1.50", "€2.50"], "b": ["$1.50", "€2.50"], "c": ["1.50", "€2.50"]})
    assert [found[name].currency for name in "abc"] == ["EUR", "", ""]


@given(st.text(min_size=1, max_size=200))
def test_every_text_has_a_shape(text: str) -> None:
    if text.strip():
        assert shape_of(text)
