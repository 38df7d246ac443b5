"""Invoices and payments come in once each, and their invoices follow as the rule says."""

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.ingest import upsert_invoices, upsert_payments
from accounts.lists import list_context
from accounts.lists.invoices import invoices_in, state_of
from accounts.models import Invoice, Payment
from accounts.rules import Settlement, settled_on
from tests.support.files import counts, take_in, told
from tests.support.world import NOW, TODAY

pytestmark = pytest.mark.django_db

INVOICE = {
    "external_id": "I-1",
    "account": "A-1",
    "issued_on": date(2026, 7, 1),
    "due_on": date(2026, 7, 31),
    "amount": 124_00,
    "tax_amount": 24_00,
}
PAYMENT = {"external_id": "P-1", "invoice": "I-1", "paid_on": date(2026, 7, 30), "amount": 124_00}
DATES = {
    "due_on": "date",
    "paid_on": "date",
    "issued_on": "date",
    "tax_amount": "bigint",
    "paid_amount": "bigint",
}


@pytest.fixture
def acme(world):
    with world.acme.scope():
        yield world.acme


def invoices(*rows):
    return take_in(upsert_invoices, rows, types=DATES)


def payments(*rows):
    return take_in(upsert_payments, rows, types={**DATES, "external_id": "text"})


def test_an_invoice_comes_in_and_again_changes_nothing(acme):
    assert counts(invoices(INVOICE)) == (1, 0, 0, 0)
    assert counts(invoices(INVOICE)) == (0, 0, 1, 0)
    made = Invoice.objects.get()
    assert (made.amount, made.tax_amount, made.currency, made.open_amount) == (124_00, 24_00, "EUR", 124_00)
    assert counts(invoices(INVOICE | {"amount": 100_00})) == (0, 1, 0, 0)
    assert Invoice.objects.get().open_amount == 100_00


def test_days_to_pay_give_the_due_date(acme):
    invoices({**INVOICE, "due_on": None, "payment_days": 14})
    assert Invoice.objects.get().due_on == date(2026, 7, 15)


def test_invoices_that_cannot_be_are_refused(acme):
    outcome = invoices(
        INVOICE | {"external_id": None},
        INVOICE | {"external_id": "2", "account": "A-9"},
        INVOICE | {"external_id": "3", "issued_on": None},
        INVOICE | {"external_id": "4", "due_on": None},
        INVOICE | {"external_id": "5", "amount": None},
        INVOICE | {"external_id": "6", "amount": -1},
        INVOICE | {"external_id": "7", "paid_on": TODAY + timedelta(days=1)},
    )
    assert told(outcome.rejections) == [
        (2, "id_missing"),
        (3, "account_unknown"),
        (4, "issued_missing"),
        (5, "due_missing"),
        (6, "amount_missing"),
        (7, "amount_below_zero"),
        (8, "paid_ahead"),
    ]
    assert Invoice.objects.count() == 0


def test_contradictions_are_kept_and_told(acme):
    outcome = invoices(
        INVOICE | {"external_id": "1", "due_on": date(2026, 6, 1), "status": "overdue"},
        INVOICE | {"external_id": "2", "contract": "none", "status": "paid"},
        INVOICE | {"external_id": "3", "currency": "USD", "paid_on": date(2026, 7, 5), "status": "open"},
        INVOICE | {"external_id": "4", "tax_amount": 200_00},
    )
    assert told(outcome.warnings) == [
        (2, "due_before_issue"),
        (3, "contract_unknown"),
        (3, "called_paid"),
        (4, "other_currency"),
        (4, "called_open"),
        (5, "tax_above_amount"),
    ]
    assert Invoice.objects.count() == 4


def test_what_the_invoices_file_says_of_paying_gives_way_to_payments(acme):
    row = INVOICE | {"paid_on": date(2026, 8, 5), "paid_amount": None}
    assert counts(invoices(row)) == (1, 0, 0, 0)
    assert counts(invoices(row)) == (0, 0, 1, 0)
    assert Invoice.objects.get().settled_on == date(2026, 8, 5)

    assert counts(payments(PAYMENT)) == (1, 0, 0, 0)
    assert Invoice.objects.get().settled_on == date(2026, 7, 30)
    assert counts(invoices(row)) == (0, 0, 1, 0)
    assert [payment.external_id for payment in Payment.objects.all()] == ["P-1"]


def test_a_payment_that_the_file_takes_back_is_gone(acme):
    invoices(INVOICE | {"paid_on": date(2026, 8, 5)})
    assert counts(invoices(INVOICE | {"paid_on": None})) == (0, 1, 0, 0)
    assert Invoice.objects.get().settled_on is None
    assert not Payment.objects.exists()


def test_a_payment_comes_in_once_also_without_an_id(acme):
    invoices(INVOICE)
    nameless = {key: value for key, value in PAYMENT.items() if key != "external_id"}
    for row in (PAYMENT, nameless | {"amount": 1_00, "kind": "credit_note"}):
        assert counts(payments(row)) == (1, 0, 0, 0)
        assert counts(payments(row)) == (0, 0, 1, 0)
    assert Invoice.objects.get().credited_amount == 1_00


def test_payments_that_cannot_be_are_refused_and_too_many_told(acme):
    invoices(INVOICE)
    outcome = payments(
        PAYMENT | {"external_id": "1", "invoice": None},
        PAYMENT | {"external_id": "2", "invoice": "I-9"},
        PAYMENT | {"external_id": "3", "paid_on": None},
        PAYMENT | {"external_id": "4", "paid_on": TODAY + timedelta(days=1)},
        PAYMENT | {"external_id": "5", "amount": None},
        PAYMENT | {"external_id": "6", "amount": 0},
        PAYMENT | {"external_id": "7", "currency": "USD", "paid_on": date(2026, 6, 1), "amount": 200_00},
    )
    assert told(outcome.rejections) == [
        (2, "invoice_missing"),
        (3, "invoice_unknown"),
        (4, "paid_missing"),
        (5, "paid_ahead"),
        (6, "amount_missing"),
        (7, "amount_zero"),
    ]
    assert told(outcome.warnings) == [(8, "paid_before_issue"), (8, "currency_differs"), (8, "overpaid")]


def test_a_payment_that_moves_to_another_invoice_leaves_the_first_open(acme):
    invoices(INVOICE, INVOICE | {"external_id": "I-2"})
    payments(PAYMENT)
    payments(PAYMENT | {"invoice": "I-2"})
    assert {one.external_id: one.settled_on for one in Invoice.objects.all()} == {
        "I-1": None,
        "I-2": date(2026, 7, 30),
    }


def test_touched_accounts_are_told_so_that_they_are_scored_anew(acme):
    assert invoices(INVOICE).touched_account_ids == {acme.account.pk}
    assert payments(PAYMENT).touched_account_ids == {acme.account.pk}
    assert payments(PAYMENT).touched_account_ids == set()


DAYS = st.integers(-40, 40).map(lambda n: TODAY + timedelta(days=n))
SETTLEMENTS = st.lists(
    st.tuples(
        st.integers(-60, 0).map(lambda n: TODAY + timedelta(days=n)),
        st.integers(-150, 150).filter(bool),
        st.booleans(),
    ),
    max_size=5,
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(amount=st.integers(0, 200), due=DAYS, found=SETTLEMENTS)
def test_the_database_settles_as_the_rule_does(acme, amount, due, found):
    Payment.objects.all().delete()
    Invoice.objects.all().delete()
    invoices(INVOICE | {"amount": amount, "due_on": due})
    rows = [
        {
            "external_id": f"P-{number}",
            "invoice": "I-1",
            "paid_on": on,
            "amount": size,
            "kind": "credit_note" if is_credit else "payment",
        }
        for number, (on, size, is_credit) in enumerate(found)
    ]
    if rows:
        payments(*rows)
    wanted = [Settlement(on, abs(size) if is_credit else size, is_credit) for on, size, is_credit in found]
    made = Invoice.objects.get()
    assert made.settled_on == settled_on(amount, INVOICE["issued_on"], wanted)
    context = list_context(acme.workspace, acme.admin, NOW)
    in_state = [
        state for state in ("open", "overdue", "paid", "credited")
        if Invoice.objects.filter(invoices_in([state], context)).exists()
    ]  # fmt: skip
    assert in_state == [state_of(made, context).value]
