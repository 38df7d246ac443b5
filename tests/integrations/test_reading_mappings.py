"""Mappings: guessed, written down, handed back, refused with the key at fault."""

import json
from pathlib import Path

import pytest

from integrations.errors import MappingError
from integrations.fields import KINDS
from integrations.reading.guesses import guess_kind, guess_mapping, header_key, kind_notice
from integrations.reading.mappings import Mapping, check_mapping, mapping_from_json, mapping_from_text
from integrations.reading.profiles import profile
from integrations.reading.tables import open_table


def guessed(folder: Path, kind: str, text: str) -> Mapping:
    path = folder / "table.csv"
    path.write_text(text)
    table = open_table(path)
    return guess_mapping(kind, table, profile(table))


@pytest.mark.parametrize("header", ["account_id", "Account ID", "accountId", "ACCOUNT-ID", " account  id "])
def test_one_header_in_many_spellings(header: str) -> None:
    assert header_key(header) == "account_id"


@pytest.mark.parametrize(
    ("kind", "header", "columns"),
    [
        ("accounts", "account_id,account_name", {"external_id": "account_id", "name": "account_name"}),
        (
            "contacts",
            "account_id,account_name,name,email",
            {"account": "account_id", "name": "name", "email": "email"},
        ),
        (
            "contracts",
            "subscription_id,account_id,start_date,end_date,seats,arr_amount",
            {
                "external_id": "subscription_id",
                "account": "account_id",
                "seats": "seats",
                "arr_amount": "arr_amount",
                "starts_on": "start_date",
                "ends_on": "end_date",
            },
        ),
        (
            "invoices",
            "Invoice No,customer_id,invoice_date,due_date,total,vat,status",
            {
                "external_id": "Invoice No",
                "account": "customer_id",
                "issued_on": "invoice_date",
                "due_on": "due_date",
                "amount": "total",
                "tax_amount": "vat",
                "status": "status",
            },
        ),
        (
            "payments",
            "payment_id,invoice_number,date,amount,type",
            {
                "external_id": "payment_id",
                "invoice": "invoice_number",
                "paid_on": "date",
                "amount": "amount",
                "kind": "type",
            },
        ),
        ("usage", "account_id,date", {"account": "account_id", "occurred_at": "date"}),
        (
            "readings",
            "account_id,metric,rating,date",
            {"account": "account_id", "metric": "metric", "rating": "rating", "measured_on": "date"},
        ),
        (
            "readings",
            "account,kpi,value,pvm",
            {"account": "account", "metric": "kpi", "value": "value", "measured_on": "pvm"},
        ),
        (
            "accounts",
            "asiakasnumero,asiakas,maa",
            {"external_id": "asiakasnumero", "name": "asiakas", "country": "maa"},
        ),
        (
            "accounts",
            "Код клієнта,Назва,Країна",
            {"external_id": "Код клієнта", "name": "Назва", "country": "Країна"},
        ),
        (
            "accounts",
            "Код клиента,Название,Страна",
            {"external_id": "Код клиента", "name": "Название", "country": "Страна"},
        ),
        ("accounts", "acount_id,acount_name", {"external_id": "acount_id", "name": "acount_name"}),
    ],
)
def test_headers_guess_themselves(tmp_path: Path, kind: str, header: str, columns: dict[str, str]) -> None:
    assert guessed(tmp_path, kind, header + "\n").columns == columns


@pytest.mark.parametrize(
    ("header", "kind"),
    [
        ("account_id,account_name,segment", "accounts"),
        ("account_id,name,email,phone", "contacts"),
        ("subscription_id,account_id,start_date,end_date,arr_amount", "contracts"),
        ("usage_id,subscription_id,date,feature,count", "usage"),
        ("ticket_id,account_id,priority,submitted_at", "tickets"),
        ("account_id,metric,rating,date", "readings"),
        ("churn_event_id,account_id,churn_date,reason_code", "churn"),
    ],
)
def test_the_kind_is_told_by_the_headers(header: str, kind: str) -> None:
    headers = header.split(",")
    assert guess_kind(headers).kind == kind
    assert kind_notice(kind, headers) is None
    wrong = "tickets" if kind != "tickets" else "readings"
    notice = kind_notice(wrong, headers)
    assert notice is not None
    assert notice.code == "other_kind"


def test_formats_are_of_the_file_and_exceptions_of_the_field(tmp_path: Path) -> None:
    text = (
        "id;account_id;start_date;end_date;mrr;arr_eur\n"
        "1;A;13.01.2024;01/31/2025;1,50;1.200,00\n"
        "2;A;14.01.2024;01/30/2025;2,50;30,00\n"
    )
    mapping = guessed(tmp_path, "contracts", text)
    assert (mapping.decimal, mapping.delimiter, mapping.constants) == (",", ";", {"currency": "EUR"})
    assert (mapping.order_of("starts_on"), mapping.order_of("ends_on")) == ("dmy", "mdy")


def test_what_could_not_be_told_is_said(tmp_path: Path) -> None:
    mapping = guessed(tmp_path, "churn", "account_id,churn_date,weather\nA,01-02-2024,rain\n")
    assert mapping.missing == ("external_id",)
    assert mapping.unmapped == ("weather",)
    assert mapping.ambiguous == {
        "churn_date": "Every date reads both ways: is “01-02-2024” day-month or month-day? Choose."
    }


def test_a_mapping_survives_its_json(tmp_path: Path) -> None:
    mapping = guessed(tmp_path, "contracts", "id,account_id,start_date\n1,A,13-01-2024\n")
    back = mapping_from_text(json.dumps(mapping.to_json()), kind="contracts")
    assert (back.columns, back.date_order, back.encoding) == (mapping.columns, "dmy", "utf-8")


@pytest.mark.parametrize("kind", list(KINDS))
def test_an_empty_mapping_of_every_kind_survives_its_json(kind: str) -> None:
    empty = Mapping(kind=kind, columns={})
    assert mapping_from_json(json.loads(json.dumps(empty.to_json())), kind=kind) == empty


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("{", "mapping_no_json"),
        ("[1]", "mapping_no_object"),
        ('{"columns": NaN}', "mapping_no_json"),
        ("9" * 5_000, "mapping_no_json"),
        ("[" * 100_000, "mapping_too_deep"),
        (" " * 300_000, "mapping_too_long"),
        ('{"colums": {}}', "mapping_unknown_key"),
        ('{"kind": "usage"}', "mapping_other_kind"),
        ('{"columns": []}', "mapping_wrong_type"),
        ('{"columns": {"name": 1e309}}', "mapping_wrong_type"),
        ('{"columns": {"nam\\ud800e": "x"}}', "mapping_unknown_field"),
        ('{"date_order": "dym"}', "mapping_wrong_value"),
        ('{"date_orders": {"customer_since_on": "x"}}', "mapping_wrong_value"),
        ('{"decimal": ";"}', "mapping_wrong_value"),
        ('{"encoding": {}}', ""),
        ('{"encoding": 7}', "mapping_wrong_type"),
        ('{"choices": {"name": {"a": "b"}}}', "mapping_no_choices"),
        ('{"choices": {"segment": {"a": "b"}}}', "mapping_wrong_value"),
        ('{"choices": {"segment": "smb"}}', "mapping_wrong_type"),
    ],
)
def test_a_mapping_that_does_not_fit_is_refused(text: str, code: str) -> None:
    if not code:
        assert mapping_from_text(text, kind="accounts").encoding == ""
        return
    with pytest.raises(MappingError) as caught:
        mapping_from_text(text, kind="accounts")
    assert caught.value.code == code
    str(caught.value.message).encode()


def test_columns_that_are_not_there_and_fields_without_a_source_are_named() -> None:
    with pytest.raises(MappingError) as unknown:
        check_mapping(Mapping("accounts", {"external_id": "id", "name": "nam"}), ["id", "name"])
    with pytest.raises(MappingError) as missing:
        check_mapping(Mapping("usage", {"feature": "f"}), ["f"])
    assert (unknown.value.code, unknown.value.field) == ("unknown_column", "name")
    assert (missing.value.code, missing.value.field) == ("missing_columns", "contract")
    assert "contract|account, occurred_at" in str(missing.value.message)


def test_an_unknown_kind_names_the_nine() -> None:
    with pytest.raises(MappingError) as caught:
        mapping_from_json({}, kind="users")
    assert "accounts, contacts, contracts, usage, tickets, invoices, payments, readings, churn" in str(
        caught.value.message
    )
