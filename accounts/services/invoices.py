"""Invoices and payments written down by hand. Imports write whole files through accounts.ingest instead."""

from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, connection, transaction
from django.utils.translation import gettext as _

from accounts.choices import PaymentKind
from accounts.models import Account, Contract, Invoice, Payment
from accounts.rules import Settlement, settled_on
from accounts.services.editing import apply, lock_version, taken, tell_facts
from core.errors import Conflict, DomainError, DomainErrors, NotFound
from core.money import is_currency
from core.tenancy import required_workspace_id
from core.text import format_money
from workspaces.models import Member

FIRST_DAY, LAST_DAY = date(1950, 1, 1), date(2200, 12, 31)
MOST = 2**62
NUMBER = 100
# The lock of the imports of invoices and payments, which settle many at once.
TRY_LOCK = "SELECT pg_try_advisory_xact_lock(hashtextextended('import.invoices', %s))"


@dataclass(frozen=True, kw_only=True)
class InvoiceFields:
    """What people write about an invoice; `amount` and `tax_amount` are minor units of `currency`, tax included in the
    amount. `contract_id`: one of the account's, or None."""

    external_id: str
    issued_on: date
    due_on: date
    amount: int
    currency: str
    tax_amount: int | None = None
    contract_id: int | None = None


@dataclass(frozen=True, kw_only=True)
class PaymentFields:
    """A payment or a credit note; minor units of the invoice's currency. A payment below zero takes an earlier one back."""

    amount: int
    paid_on: date
    kind: str = PaymentKind.PAYMENT
    external_id: str = ""


def create_invoice(
    account: Account, fields: InvoiceFields, *, by: Member, now: datetime, today: date
) -> Invoice:
    """Add an invoice. Raises DomainErrors with every field at fault, and for a number that another one has."""
    invoice = Invoice(account=account, **_clean(account.pk, fields))
    with transaction.atomic():
        _save(invoice, None)
        _settle(invoice)
        tell_facts([account.pk], today=today, now=now)
    return invoice


def update_invoice(
    invoice: Invoice, *, by: Member, version: int, fields: InvoiceFields, now: datetime, today: date
) -> Invoice:
    """Write an invoice's fields as a whole, if it is still of `version`; what its payments settle follows.

    The currency stays once something was paid. Raises ChangedMeanwhile with both values, DomainErrors with every field
    at fault.
    """
    wanted = _clean(invoice.account_id, fields)
    with transaction.atomic():
        _wait_for_no_import()
        shown = {name: lambda value: _money(value, invoice.currency) for name in ("amount", "tax_amount")}
        current = lock_version(invoice, version, wanted, {**shown, "contract_id": _named})
        if wanted["currency"] != current.currency and current.payments.exists():
            raise DomainError(
                _("Payments are recorded in %(currency)s. The currency stays.")
                % {"currency": current.currency},
                field="currency",
            )
        changed = apply(current, wanted)
        if changed:
            current.version += 1
            _save(current, [*changed, "version"])
            _settle(current)
            tell_facts([current.account_id], today=today, now=now)
    return current


def record_payment(
    invoice: Invoice, fields: PaymentFields, *, by: Member, now: datetime, today: date
) -> Payment:
    """Write down that something was paid or credited; the invoice and the account's financial health follow.

    Without a number of its own it gets the one that an import would give it, so that the same payment in a file later is
    this one. What the invoice's own file said of its payment gives way. Raises DomainErrors, and Conflict for a payment
    that is recorded already.
    """
    _check(invoice, fields, today)
    number = fields.external_id.strip() or "/".join(
        (invoice.external_id, fields.paid_on.isoformat(), str(fields.amount), fields.kind)
    )
    with transaction.atomic():
        _wait_for_no_import()
        locked = Invoice.objects.select_for_update().filter(pk=invoice.pk).first()
        if locked is None:
            raise NotFound(_("Not found."))
        if fields.kind == PaymentKind.PAYMENT:
            Payment.objects.filter(invoice=locked, is_summary=True).delete()
        payment = Payment(
            invoice=locked, external_id=number, kind=fields.kind, paid_on=fields.paid_on, amount=fields.amount
        )
        try:
            with transaction.atomic():
                payment.save()
        except IntegrityError as error:
            raise Conflict(
                _(
                    "A payment of this number, or of this day and amount, is recorded already. Give this one a number."
                ),
                field="external_id",
            ) from error
        _settle(locked)
        tell_facts([locked.account_id], today=today, now=now)
    return payment


def _settle(invoice: Invoice) -> None:
    """accounts.ingest.settling for one invoice."""
    payments = list(Payment.objects.filter(invoice=invoice))
    credited = sum(one.amount for one in payments if one.kind == PaymentKind.CREDIT_NOTE)
    told = [Settlement(one.paid_on, one.amount, one.kind == PaymentKind.CREDIT_NOTE) for one in payments]
    Invoice.objects.filter(pk=invoice.pk).update(
        paid_amount=sum(one.amount for one in payments) - credited,
        credited_amount=credited,
        settled_on=settled_on(invoice.amount, invoice.issued_on, told),
    )
    invoice.refresh_from_db()


def _wait_for_no_import() -> None:
    """Nobody is kept waiting for an import, which may take a minute."""
    with connection.cursor() as cursor:
        cursor.execute(TRY_LOCK, [required_workspace_id()])
        if not cursor.fetchone()[0]:
            raise Conflict(
                _("Invoices are being imported at this moment. Save again in a minute."), code="busy"
            )


def _clean(account_id: int, fields: InvoiceFields) -> dict[str, Any]:
    wanted = asdict(fields)
    wanted["external_id"] = fields.external_id.strip()
    errors = [
        DomainError(message, field=field) for field, wrong, message in _faults(account_id, wanted) if wrong
    ]
    if errors:
        raise DomainErrors(errors)
    return wanted


def _faults(account_id: int, wanted: dict[str, Any]) -> list[tuple[str, bool, str]]:
    issued, due, amount, tax = (wanted[name] for name in ("issued_on", "due_on", "amount", "tax_amount"))
    contract = wanted["contract_id"]
    theirs = (
        contract is not None and not Contract.with_bin.filter(pk=contract, account_id=account_id).exists()
    )
    return [
        ("external_id", not 1 <= len(wanted["external_id"]) <= NUMBER, _("Write the invoice's number, 100 characters at most.")),
        ("issued_on", not FIRST_DAY <= issued <= LAST_DAY, _("The day lies outside 1950 to 2200. Look at the year.")),
        ("due_on", not issued <= due <= LAST_DAY, _("An invoice is due on the day it is issued, or later.")),
        ("amount", not 0 <= amount <= MOST, _("Write an amount from zero up.")),
        ("tax_amount", tax is not None and not 0 <= tax <= amount, _("The tax is part of the amount: from zero up to it.")),
        ("currency", not is_currency(wanted["currency"]), _("Write a currency by its three letters, such as EUR.")),
        ("contract_id", theirs, _("Choose one of the account's contracts.")),
    ]  # fmt: skip


def _check(invoice: Invoice, fields: PaymentFields, today: date) -> None:
    credit = fields.kind == PaymentKind.CREDIT_NOTE
    faults = [
        ("kind", fields.kind not in PaymentKind.values, _("Choose one of the list.")),
        ("amount", fields.amount == 0, _("A payment of nothing is none. Write what was paid.")),
        ("amount", credit and fields.amount < 0, _("Write what the credit note takes off, without a minus.")),
        ("amount", abs(fields.amount) > MOST, _("The amount is too large.")),
        ("paid_on", not FIRST_DAY <= fields.paid_on <= today, _("A payment counts when it is made. Choose today or an earlier day.")),
        ("external_id", len(fields.external_id) > NUMBER, _("At most 100 characters.")),
    ]  # fmt: skip
    errors = [DomainError(message, field=field) for field, wrong, message in faults if wrong]
    if errors:
        raise DomainErrors(errors)


def _money(value: int | None, currency: str) -> str:
    return str(format_money(value, currency))


def _named(contract_id: int | None) -> str:
    found = Contract.with_bin.filter(pk=contract_id).first() if contract_id else None
    return (found.name or found.external_id or _("a contract")) if found else _("none")


def _save(invoice: Invoice, changed: list[str] | None) -> None:
    try:
        with transaction.atomic():
            invoice.save(update_fields=changed)
    except IntegrityError as error:
        raise taken(
            invoice, _("Another invoice has the number “%(id)s”. Numbers are unique; change one of the two.")
        ) from error
