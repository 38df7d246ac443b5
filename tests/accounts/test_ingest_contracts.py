"""Contracts come in with their line; contradictions are kept and told."""

from datetime import date

import pytest

from accounts.ingest import upsert_contracts
from accounts.models import Account, Contract, ContractLine, Product
from tests.support.files import counts, take_in, told

pytestmark = pytest.mark.django_db

ROW = {
    "external_id": "S-1",
    "account": "A-1",
    "starts_on": date(2026, 2, 1),
    "ends_on": None,
    "plan": "Pro",
    "seats": 17,
    "mrr_amount": 83_300,
    "arr_amount": 999_600,
    "billing_frequency": "monthly",
    "auto_renew": True,
    "is_trial": False,
}
TYPES = {"ends_on": "date"}


@pytest.fixture
def acme(world):
    with world.acme.scope():
        yield world.acme


def load(*rows):
    return take_in(upsert_contracts, rows, types=TYPES)


def contract(external_id="S-1"):
    return Contract.objects.get(external_id=external_id)


def test_a_contract_comes_in_with_its_line_and_again_changes_nothing(acme):
    product = Product.objects.create(name="Pro", name_key="pro")
    outcome = load(ROW)
    assert counts(outcome) == (1, 0, 0, 0)
    assert outcome.warnings == []
    made = contract()
    assert (made.currency, made.seats, made.mrr_amount, made.arr_amount) == ("EUR", 17, 83_300, 999_600)
    assert (made.length_months, made.origin_row, made.version) == (1, 2, 1)
    line = made.lines.get()
    assert (line.position, line.kind, line.label, line.product) == (1, "recurring", "Pro", product)
    assert (line.seats, line.mrr_amount, line.arr_amount, line.one_off_amount) == (17, 83_300, 999_600, 0)
    assert outcome.touched_account_ids == {acme.account.pk}
    assert counts(load(ROW)) == (0, 0, 1, 0)


def test_a_change_of_the_line_alone_is_an_update(acme):
    load(ROW)
    assert counts(load(ROW | {"seats": 18})) == (0, 1, 0, 0)
    assert (contract().seats, contract().version) == (18, 2)


def test_the_missing_one_of_mrr_and_arr_follows_from_the_other(acme):
    load(
        {
            "external_id": "m",
            "account": "A-1",
            "starts_on": date(2026, 2, 1),
            "mrr_amount": 10,
            "arr_amount": None,
        },
        {
            "external_id": "a",
            "account": "A-1",
            "starts_on": date(2026, 2, 1),
            "mrr_amount": None,
            "arr_amount": 126,
        },
    )
    assert (contract("m").mrr_amount, contract("m").arr_amount) == (10, 120)
    assert (contract("a").mrr_amount, contract("a").arr_amount) == (11, 126)


def test_a_file_without_amounts_leaves_them(acme):
    load(ROW)
    outcome = load({"external_id": "S-1", "account": "A-1", "starts_on": date(2026, 2, 2)})
    assert counts(outcome) == (0, 1, 0, 0)
    assert (contract().arr_amount, contract().seats, contract().auto_renew) == (999_600, 17, True)
    assert contract().lines.get().label == "Pro"


def test_one_off_amounts_never_reach_arr(acme):
    load(ROW | {"line_kind": "one_off", "mrr_amount": None, "arr_amount": 5_000})
    made = contract()
    line = made.lines.get()
    assert (made.arr_amount, made.mrr_amount, made.seats) == (0, 0, 0)
    assert (line.kind, line.one_off_amount, line.arr_amount) == ("one_off", 5_000, 0)
    load(ROW | {"line_kind": "recurring"})
    assert contract().arr_amount == 999_600


def test_lines_added_by_hand_stay_and_count(acme):
    load(ROW)
    ContractLine.objects.create(contract=contract(), position=2, seats=3, mrr_amount=100, arr_amount=1_200)
    load(ROW | {"seats": 20})
    assert (contract().seats, contract().arr_amount) == (23, 1_000_800)


def test_rows_that_cannot_be_used_are_refused(acme):
    Account.objects.create(name="Twin", name_key="twin")
    Account.objects.create(name="Twin", name_key="twin")
    outcome = load(
        ROW | {"external_id": "1", "account": "Nobody"},
        ROW | {"external_id": "2", "account": "Twin"},
        ROW | {"external_id": "3", "account": None},
        ROW | {"external_id": "4", "ends_on": date(2026, 1, 31)},
        ROW | {"external_id": "5", "starts_on": None},
        ROW | {"external_id": "6", "seats": -1},
        ROW | {"external_id": "7", "billing_frequency": "weekly"},
        ROW | {"external_id": None},
        ROW | {"external_id": "9", "account": "Customer of Acme"},
    )
    assert counts(outcome) == (1, 0, 0, 8)
    assert told(outcome.rejections) == [
        (2, "account_unknown"),
        (3, "account_ambiguous"),
        (4, "account_missing"),
        (5, "ends_before_start"),
        (6, "start_missing"),
        (7, "negative"),
        (8, "unknown_word"),
        (9, "id_missing"),
    ]
    assert contract("9").account == acme.account


def test_contradictions_are_told_and_the_rows_kept(acme):
    Account.objects.filter(pk=acme.account.pk).update(declared_churned=True)
    outcome = load(
        ROW | {"external_id": "1", "starts_on": date(2023, 12, 31)},
        ROW | {"external_id": "2", "is_trial": True},
        ROW | {"external_id": "3", "mrr_amount": 0, "arr_amount": 0},
        ROW | {"external_id": "4", "arr_amount": 999_607},
        ROW | {"external_id": "5", "churned_flag": True, "currency": "USD"},
        ROW | {"external_id": "6", "is_trial": True, "mrr_amount": 0, "arr_amount": 0},
    )
    assert counts(outcome) == (6, 0, 0, 0)
    assert sorted(told(outcome.warnings)) == [
        (2, "account_flagged_churned"),
        (2, "before_customer_since"),
        (3, "trial_with_amount"),
        (4, "contract_at_zero"),
        (5, "arr_is_not_twelve_mrr"),
        (6, "churned_but_open"),
        (6, "other_currency"),
    ]


def test_a_contract_that_moves_touches_both_accounts(acme):
    load(ROW)
    new = Account.objects.create(name="New home", name_key="new home", external_id="A-2")
    outcome = load(ROW | {"account": "A-2"})
    assert outcome.touched_account_ids == {acme.account.pk, new.pk}
    assert contract().account == new


def test_the_last_row_of_an_id_wins(acme):
    outcome = load(ROW | {"seats": 1}, ROW | {"seats": 2})
    assert counts(outcome) == (1, 0, 1, 0)
    assert told(outcome.warnings) == [(2, "replaced")]
    assert contract().seats == 2
