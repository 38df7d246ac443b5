"""Invoices and payments written down by hand: as an import would have them, once, by those who may and see money."""

from datetime import timedelta

import pytest
from django.db import connections

from accounts.ingest import upsert_payments
from accounts.models import Invoice, Payment
from accounts.rules import settled_on
from accounts.services.invoices import (
    InvoiceFields,
    PaymentFields,
    create_invoice,
    record_payment,
    update_invoice,
)
from core.errors import Conflict, DomainErrors
from core.staging import staged
from health.models import Reading
from health.services.recompute import recompute
from tests.support.world import NOW, TODAY
from workspaces.choices import Right, Role, Scope
from workspaces.services.rights import set_role_rights

DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def still(time_machine):
    time_machine.move_to(NOW, tick=False)


@pytest.fixture
def finance(world):
    return world.client(world.acme.members[Role.FINANCE])


def make(world, **more):
    wanted = {
        "external_id": "R-1", "issued_on": TODAY - 40 * DAY, "due_on": TODAY - 10 * DAY, "amount": 500_00,
        "currency": "EUR", **more,
    }  # fmt: skip
    with world.acme.scope():
        by = world.acme.admin
        return create_invoice(world.acme.account, InvoiceFields(**wanted), by=by, now=NOW, today=TODAY)


def pay(world, invoice, **wanted):
    with world.acme.scope():
        fields = PaymentFields(**wanted)
        return record_payment(invoice, fields, by=world.acme.admin, now=NOW, today=TODAY)


def at(world, path=""):
    return f"{world.acme.url}/accounts/{world.acme.account.pk}/invoices/{path}"


def test_payments_settle_it_as_an_import_would(world):
    invoice = make(world)
    pay(world, invoice, amount=200_00, paid_on=TODAY - 5 * DAY)
    pay(world, invoice, amount=100_00, paid_on=TODAY - 4 * DAY, kind="credit_note")
    pay(world, invoice, amount=200_00, paid_on=TODAY - 2 * DAY)
    with world.acme.scope():
        invoice.refresh_from_db()
    assert (invoice.paid_amount, invoice.credited_amount, invoice.open_amount, invoice.settled_on) == (
        400_00, 100_00, 0, TODAY - 2 * DAY,
    )  # fmt: skip
    pay(world, invoice, amount=-50_00, paid_on=TODAY)
    with world.acme.scope():
        invoice.refresh_from_db()
    assert (invoice.open_amount, invoice.settled_on) == (50_00, None)
    assert settled_on(500_00, TODAY, []) is None


def test_the_same_payment_is_recorded_once_and_found_by_a_later_file(world):
    invoice = make(world)
    pay(world, invoice, amount=200_00, paid_on=TODAY)
    with pytest.raises(Conflict):
        pay(world, invoice, amount=200_00, paid_on=TODAY)
    pay(world, invoice, amount=200_00, paid_on=TODAY, external_id="second")
    columns = {"row_no": "integer", "invoice": "text", "paid_on": "date", "amount": "bigint"}
    with world.acme.scope():
        with staged(columns, [(2, "R-1", TODAY, 200_00)]) as waiting:
            outcome = upsert_payments(waiting, batch_id=None, today=TODAY, now=NOW)
        assert (outcome.created, outcome.unchanged) == (0, 1)
        assert Payment.objects.count() == 2


def test_what_the_file_said_of_the_payment_gives_way(world):
    invoice = make(world)
    with world.acme.scope():
        Payment.objects.create(invoice=invoice, paid_on=TODAY, amount=500_00, is_summary=True)
    pay(world, invoice, amount=100_00, paid_on=TODAY)
    with world.acme.scope():
        invoice.refresh_from_db()
        assert (Payment.objects.count(), invoice.open_amount) == (1, 400_00)


def test_financial_health_follows(world, redis):
    invoice = make(world)
    make(world, external_id="R-2", issued_on=TODAY, due_on=TODAY + 30 * DAY)
    with world.acme.scope():
        recompute(as_of=TODAY, today=TODAY, now=NOW)
        asked = Reading.objects.filter(account=world.acme.account, metric__key="financial_health")
        assert [one.rating for one in asked] == [1]
    pay(world, invoice, amount=500_00, paid_on=TODAY - 15 * DAY)
    with world.acme.scope():
        recompute(as_of=TODAY, today=TODAY, now=NOW, account_ids=[world.acme.account.pk])
        assert [one.rating for one in asked.all()] == [3]


def test_what_is_wrong_is_refused_at_its_field(world):
    with pytest.raises(DomainErrors) as refused:
        make(world, external_id=" ", due_on=TODAY - 50 * DAY, amount=-1, tax_amount=-2, currency="XXQ")
    assert {error.field for error in refused.value.errors} == {
        "external_id", "due_on", "amount", "tax_amount", "currency",
    }  # fmt: skip
    invoice = make(world)
    for wrong in (
        {"amount": 0},
        {"amount": -1, "kind": "credit_note"},
        {"paid_on": TODAY + DAY},
        {"kind": "gift"},
    ):
        with pytest.raises(DomainErrors):
            pay(world, invoice, **{"amount": 1, "paid_on": TODAY, **wrong})


def test_while_invoices_are_imported_nobody_is_kept_waiting(world):
    invoice = make(world)
    importing = connections.create_connection("default")
    lock, workspace = "hashtextextended('import.invoices', %s)", [world.acme.workspace.pk]
    try:
        with importing.cursor() as cursor:
            cursor.execute(f"SELECT pg_advisory_lock({lock})", workspace)
            with pytest.raises(Conflict) as refused:
                pay(world, invoice, amount=1, paid_on=TODAY)
            cursor.execute(f"SELECT pg_advisory_unlock({lock})", workspace)
    finally:
        importing.close()
    assert refused.value.code == "busy"
    pay(world, invoice, amount=1, paid_on=TODAY)


def test_two_people_editing_one_invoice(world, finance):
    invoice = make(world)
    with world.acme.scope():
        fields = InvoiceFields(
            external_id="R-1", issued_on=invoice.issued_on, due_on=TODAY, amount=600_00, currency="EUR"
        )
        update_invoice(invoice, by=world.acme.admin, version=1, fields=fields, now=NOW, today=TODAY)
    sent = {
        "external_id": "R-1", "issued_on": invoice.issued_on.isoformat(), "due_on": TODAY.isoformat(),
        "amount": "700", "currency": "EUR", "version": "1",
    }  # fmt: skip
    answer = finance.post(at(world, f"{invoice.pk}/edit/"), sent)
    assert answer.status_code == 409
    assert [(one.theirs, one.yours) for one in answer.context["differences"]] == [("€600", "€700")]
    answer = finance.post(at(world, f"{invoice.pk}/edit/"), {**sent, "version": "2", "take-amount": "mine"})
    assert answer.status_code == 303
    with world.acme.scope():
        assert Invoice.objects.get().amount == 700_00


def test_added_and_paid_by_the_forms_once_and_told_in_the_history(world, finance):
    key = finance.get(at(world, "new/")).context["form"]["key"].value()
    sent = {
        "external_id": "R-7", "issued_on": "2026-09-01", "due_on": "2026-09-30", "amount": "1,250.50",
        "tax_amount": "250.50", "currency": "eur", "contract_id": str(world.acme.contract.pk), "key": key,
    }  # fmt: skip
    first, second = (finance.post(at(world, "new/"), sent) for _twice in range(2))
    assert first["Location"] == second["Location"]
    with world.acme.scope():
        invoice = Invoice.objects.get()
    assert (invoice.amount, invoice.tax_amount, invoice.currency, invoice.contract_id) == (
        1250_50, 250_50, "EUR", world.acme.contract.pk,
    )  # fmt: skip
    page = finance.get(at(world, f"{invoice.pk}/payments/new/"))
    assert page.context["form"]["amount"].value() == "1250.50"
    paid = {
        "kind": "payment",
        "paid_on": "2026-09-17",
        "amount": "1250.50",
        "key": page.context["form"]["key"].value(),
    }
    for _twice in range(2):
        assert finance.post(at(world, f"{invoice.pk}/payments/new/"), paid).status_code == 303
    with world.acme.scope():
        assert (Payment.objects.count(), Invoice.objects.get().open_amount) == (1, 0)
    url = f"{world.acme.url}/accounts/{world.acme.account.pk}/history/"
    told = finance.get(url).content.decode()
    assert "added the invoice R-7" in told
    assert "recorded a payment of €1,250.50 on the invoice R-7, of 17 Sep 2026" in told
    with world.acme.scope():
        set_role_rights(Role.CSM, {Right.SEE_MONEY: Scope.NONE}, by=world.acme.admin, now=NOW)
    assert "R-7" not in world.client(world.acme.csm).get(url).content.decode()


def test_another_number_in_use_is_refused(world, finance):
    make(world)
    sent = {
        "external_id": "R-1", "issued_on": "2026-09-01", "due_on": "2026-09-30", "amount": "1", "currency": "EUR",
    }  # fmt: skip
    answer = finance.post(at(world, "new/"), sent)
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == ["external_id"]
    assert finance.post(at(world, "new/"), {**sent, "amount": "x", "currency": "?"}).status_code == 422


@pytest.mark.parametrize("role", [Role.CSM, Role.SUPPORT, Role.OBSERVER, Role.EXECUTIVE])
def test_without_the_right_there_is_no_form_and_no_button(world, role):
    invoice = make(world)
    browser = world.client(world.acme.members[role])
    for path in ("new/", f"{invoice.pk}/edit/", f"{invoice.pk}/payments/new/"):
        assert browser.post(at(world, path), {}).status_code == 403
    page = browser.get(at(world, f"{invoice.pk}/"))
    assert page.status_code == (403 if role in (Role.SUPPORT, Role.OBSERVER) else 200)
    assert "payments/new" not in page.content.decode()


def test_the_right_without_money_opens_nothing(world):
    invoice = make(world)
    given = {Right.EDIT_INVOICES: Scope.ALL, Right.SEE_MONEY: Scope.NONE}
    with world.acme.scope():
        set_role_rights(Role.CSM, given, by=world.acme.admin, now=NOW)
    browser = world.client(world.acme.csm)
    for path in ("new/", f"{invoice.pk}/edit/", f"{invoice.pk}/payments/new/"):
        assert browser.get(at(world, path)).status_code == 403
    outsider = world.client(world.outsider)
    assert outsider.post(at(world, f"{invoice.pk}/payments/new/"), {}).status_code == 404
