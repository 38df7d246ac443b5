"""Rows of a file as typed values, and the five files of a real-shaped book."""

import datetime as dt
from collections import Counter
from decimal import Decimal
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from integrations.errors import MappingError
from integrations.reading.guesses import guess_kind, guess_mapping
from integrations.reading.mappings import Mapping
from integrations.reading.parsing import ParsedRow, RowParser
from integrations.reading.profiles import profile
from integrations.reading.tables import open_table
from tests.support.ravenstack import needs_ravenstack, ravenstack_file

UTC = ZoneInfo("UTC")


def parsed(folder: Path, mapping: Mapping, text: str, currency: str = "EUR") -> list[ParsedRow]:
    path = folder / "table.csv"
    path.write_text(text)
    table = open_table(path)
    return list(RowParser(mapping, table.headers, zone=UTC, currency=currency).parse(table.rows()))


def test_values_are_typed_and_empty_cells_are_none(tmp_path: Path) -> None:
    columns = {
        "external_id": "id",
        "account": "acc",
        "starts_on": "s",
        "ends_on": "e",
        "arr_amount": "a",
        "currency": "c",
    }
    rows = parsed(
        tmp_path,
        Mapping("contracts", columns, decimal="."),
        "id,acc,s,e,a,c\n1,A,2024-01-31,,10.5,jpy\n2,A,2024-02-01,-,10.5,\n",
    )
    assert [row.problems for row in rows] == [(), ()]
    assert rows[0].values == {
        "external_id": "1",
        "account": "A",
        "starts_on": dt.date(2024, 1, 31),
        "ends_on": None,
        "currency": "JPY",
        "arr_amount": 11,
    }
    assert rows[1].values["arr_amount"] == 1_050


def test_each_bad_cell_is_named_with_its_reason(tmp_path: Path) -> None:
    columns = {"external_id": "id", "account": "acc", "starts_on": "start", "seats": "seats"}
    text = "id,acc,start,seats\n,A,31.02.2027,-1\n2,A\n"
    bad, short = parsed(tmp_path, Mapping("contracts", columns, date_order="dmy"), text)  # type: ignore[arg-type]
    assert [(one.field, one.column, one.value, one.message) for one in bad.problems] == [
        ("external_id", "id", "", "Contract's id is empty. Fill it in."),
        ("seats", "seats", "-1", "“-1” is too low; Seats is at least 0."),
        ("starts_on", "start", "31.02.2027", "February 2027 has 28 days."),
    ]
    assert (short.line, [one.code for one in short.problems]) == (3, ["too_few_cells"])


def test_one_of_two_required_fields_is_enough(tmp_path: Path) -> None:
    columns = {"contract": "c", "account": "a", "occurred_at": "d"}
    rows = parsed(tmp_path, Mapping("usage", columns), "c,a,d\nS,,2024-01-01\n,A,2024-01-01\n,,2024-01-01\n")
    assert [len(row.problems) for row in rows] == [0, 0, 1]
    assert rows[2].problems[0].message == "One of these is needed: Contract's id, Account's id."


def test_constants_and_chosen_words_stand_in(tmp_path: Path) -> None:
    mapping = Mapping(
        "accounts",
        {"external_id": "id", "name": "n", "segment": "seg"},
        constants={"country": "Suomi"},
        choices={"segment": {"midmarket": "mid_market", "vip": "enterprise"}},
    )
    rows = parsed(tmp_path, mapping, "id,n,seg\n1,A,VIP\n2,B,Midmarket+\n3,C,SMB\n4,D,zzz\n")
    assert [row.values.get("segment") for row in rows] == ["enterprise", "mid_market", "smb", None]
    assert rows[0].values["country"] == "FI"
    assert rows[3].problems[0].message == "“zzz” is none of: Enterprise, Mid-Market, SMB."


def test_a_constant_that_cannot_be_read_is_refused_at_once() -> None:
    mapping = Mapping("accounts", {"external_id": "id", "name": "n"}, constants={"country": "Atlantis"})
    with pytest.raises(MappingError) as caught:
        RowParser(mapping, ["id", "n"], zone=UTC, currency="EUR")
    assert (caught.value.code, caught.value.field) == ("unusable_constant", "country")


def test_metrics_go_by_key_and_by_name_and_unknown_ones_pass(tmp_path: Path) -> None:
    columns = {"account": "a", "metric": "m", "value": "v", "measured_on": "d"}
    text = "a,m,v,d\nA,growth,1.5,2024-01-01\nA,Customer sentiment,2,2024-01-01\nA,own_metric,3,2024-01-01\n"
    rows = parsed(tmp_path, Mapping("readings", columns), text)
    assert [row.values["metric"] for row in rows] == ["growth", "sentiment", "own_metric"]
    assert rows[0].values["value"] == Decimal("1.5")


def test_staging_learns_the_columns_and_their_types() -> None:
    mapping = Mapping(
        "churn", {"external_id": "i", "account": "a", "churned_on": "d"}, constants={"currency": "USD"}
    )
    parser = RowParser(mapping, ["i", "a", "d"], zone=UTC, currency="EUR")
    assert parser.column_types() == {
        "external_id": "text",
        "account": "text",
        "churned_on": "date",
        "currency": "text",
    }


@needs_ravenstack
@pytest.mark.parametrize(
    ("kind", "rows", "fields"),
    [
        ("accounts", 500, 10),
        ("contracts", 5_000, 14),
        ("usage", 25_000, 8),
        ("tickets", 2_000, 9),
        ("churn", 600, 9),
    ],
)
def test_every_ravenstack_file_maps_fully_by_guess_alone(kind: str, rows: int, fields: int) -> None:
    table = open_table(ravenstack_file(kind))
    mapping = guess_mapping(kind, table, profile(table))
    assert guess_kind(table.headers).kind == kind
    assert (mapping.unmapped, mapping.missing, mapping.ambiguous) == ((), (), {})
    assert (len(mapping.columns), mapping.date_order) == (fields, "dmy")
    parser = RowParser(mapping, table.headers, zone=UTC, currency="USD")
    assert [len(row.problems) for row in parser.parse(table.rows())] == [0] * rows


@needs_ravenstack
def test_ravenstack_values_are_read_rightly() -> None:
    found = {}
    for kind in ("accounts", "contracts", "tickets", "churn"):
        table = open_table(ravenstack_file(kind))
        mapping = guess_mapping(kind, table, profile(table))
        found[kind] = list(RowParser(mapping, table.headers, zone=UTC, currency="USD").parse(table.rows()))
    assert found["accounts"][0].values["customer_since_on"] == dt.date(2024, 10, 16)
    assert sum(row.values["churned_flag"] for row in found["accounts"]) == 110
    assert Counter(row.values["country"] for row in found["accounts"])["GB"] == 58
    assert found["contracts"][0].values["arr_amount"] == 3_343_200
    assert sum(row.values["ends_on"] is None for row in found["contracts"]) == 4_514
    assert found["tickets"][0].values["closed_at"] == dt.datetime(2023, 7, 28, 3, tzinfo=dt.UTC)
    assert sum(row.values["satisfaction_score"] is None for row in found["tickets"]) == 825
    assert sum(row.values["is_reactivation"] for row in found["churn"]) == 61
    assert Counter(row.values["reason"] for row in found["churn"]) == {
        "missing_features": 114,
        "support": 104,
        "price": 195,
        "unknown": 95,
        "competitor": 92,
    }
    assert found["churn"][0].values["refund_amount"] == 403
