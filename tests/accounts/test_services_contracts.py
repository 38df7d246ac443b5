"""Contracts with their lines: sums, terms, refusals, conflicts, cancellation."""

from datetime import date

import pytest

from accounts.choices import AccountStatus, LineKind
from accounts.errors import ChangedMeanwhile
from accounts.models import Account, Contract
from accounts.services import (
    ContractFields,
    LineFields,
    cancel_contract,
    create_contract,
    create_product,
    delete_product,
    update_contract,
)
from core.errors import Conflict, DomainError, DomainErrors
from tests.support.world import NOW, TODAY, add_account

START = date(2026, 1, 1)


@pytest.fixture
def acme(world):
    with world.acme.scope():
        yield world.acme


@pytest.fixture
def account(acme):
    return add_account("Havu")


def contract_of(account, acme, *lines, **values):
    fields = ContractFields(**{"starts_on": START, "currency": "EUR", **values})
    return create_contract(account, fields, by=acme.admin, lines=lines, now=NOW, today=TODAY)


def test_recurring_lines_add_up_and_one_off_amounts_stay_out(acme, account):
    contract = contract_of(
        account, acme,
        LineFields(kind=LineKind.RECURRING, amount=120_000, per="year", seats=10),
        LineFields(kind=LineKind.RECURRING, amount=5_000, per="month", seats=2),
        LineFields(kind=LineKind.ONE_OFF, amount=99_900, seats=7),
    )  # fmt: skip

    found = Contract.objects.get(pk=contract.pk)
    assert (found.seats, found.mrr_amount, found.arr_amount) == (12, 15_000, 180_000)
    assert list(found.lines.order_by("position").values_list("mrr_amount", "arr_amount", "one_off_amount")) == [
        (10_000, 120_000, 0), (5_000, 60_000, 0), (0, 0, 99_900),
    ]  # fmt: skip


def test_the_account_has_the_figures_at_once(acme, account):
    contract_of(account, acme, LineFields(kind=LineKind.RECURRING, amount=120_000, seats=10))

    found = Account.objects.get(pk=account.pk)
    assert (found.status, found.arr_amount, found.mrr_amount, found.seats, found.open_contracts) == (
        AccountStatus.ACTIVE, 120_000, 10_000, 10, 1,
    )  # fmt: skip
    assert found.term_ends_on == date(2026, 12, 31)


def test_every_fault_is_named_at_its_field_and_nothing_is_written(acme, account):
    with pytest.raises(DomainErrors) as refused:
        contract_of(
            account, acme,
            LineFields(kind=LineKind.RECURRING, seats=-1, product_id=10**9),
            ends_on=date(2025, 1, 1), term_months=0, notice_days=9999, currency="XXX", billing_frequency="never",
        )  # fmt: skip

    assert [error.field for error in refused.value.errors] == [
        "ends_on", "term_months", "notice_days", "currency", "billing_frequency", "lines-0-seats", "lines-0-product",
    ]  # fmt: skip
    assert not Contract.objects.filter(account=account).exists()


def test_an_imported_amount_that_nobody_touched_keeps_its_mrr(acme, account):
    contract = contract_of(account, acme, LineFields(kind=LineKind.RECURRING, amount=100_000))
    line = contract.lines.get()
    line.mrr_amount = 8_300  # as a source rounded it
    line.save()

    update_contract(
        contract, by=acme.admin, version=1, now=NOW, today=TODAY,
        fields=ContractFields(starts_on=START, currency="EUR", name="Main"),
        lines=[LineFields(id=line.pk, kind=LineKind.RECURRING, amount=100_000)],
    )  # fmt: skip

    assert contract.lines.get().mrr_amount == 8_300
    assert Contract.objects.get(pk=contract.pk).name == "Main"


def test_two_editors_of_lines_meet_in_a_conflict(acme, account):
    contract = contract_of(account, acme, LineFields(kind=LineKind.RECURRING, amount=100))
    fields = ContractFields(starts_on=START, currency="EUR")

    def write(amount):
        lines = [LineFields(kind=LineKind.RECURRING, amount=amount)]
        return update_contract(
            contract, by=acme.admin, version=1, fields=fields, lines=lines, now=NOW, today=TODAY
        )

    write(200)
    write(200)  # the same once more is no conflict
    with pytest.raises(ChangedMeanwhile):
        write(300)
    assert contract.lines.get().arr_amount == 200


def test_without_lines_they_stay_as_they_are(acme, account):
    contract = contract_of(account, acme, LineFields(kind=LineKind.RECURRING, amount=100))

    update_contract(
        contract, by=acme.admin, version=1, lines=None, now=NOW, today=TODAY,
        fields=ContractFields(starts_on=START, currency="EUR", auto_renew=True),
    )  # fmt: skip

    found = Contract.objects.get(pk=contract.pk)
    assert (found.auto_renew, found.arr_amount, found.lines.count()) == (True, 100, 1)


def test_a_cancelled_contract_counts_no_more_and_can_come_back(acme, account):
    contract = contract_of(account, acme, LineFields(kind=LineKind.RECURRING, amount=100))

    def cancel(version, day):
        return cancel_contract(
            contract, by=acme.admin, version=version, cancelled_on=day, now=NOW, today=TODAY
        )

    with pytest.raises(DomainError, match="before it starts"):
        cancel(1, date(2025, 12, 31))
    cancel(1, TODAY)
    assert Account.objects.get(pk=account.pk).open_contracts == 0
    cancel(2, None)
    assert Account.objects.get(pk=account.pk).open_contracts == 1


def test_a_product_in_use_is_not_deleted(acme, account):
    product = create_product(name="Payroll", by=acme.admin)
    contract_of(account, acme, LineFields(kind=LineKind.RECURRING, product_id=product.pk))

    with pytest.raises(Conflict, match="1 contract"):
        delete_product(product, by=acme.admin)
