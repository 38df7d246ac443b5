"""The list of invoices, which other systems keep: read only, and only for who may see money. Amounts stand in each
invoice's own currency."""

from collections.abc import Callable, Sequence
from typing import Any

from django.db.models import F, Q
from django.utils.html import escape
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from accounts.choices import InvoiceState
from accounts.lists.cells import EMPTY, account_href, day, link, tag, words
from accounts.lists.lookups import account_named, account_names, member_names, members, owned_in, unowned_in
from accounts.lists.origin import batch_names, batches
from accounts.models import Invoice
from accounts.rules import days_late, invoice_state
from core.links import href
from core.lists import Column, ListContext, ListSpec
from core.lists.filters import (
    ChoiceFilter,
    DateFilter,
    Filter,
    MoneyFilter,
    ReferenceFilter,
    TextFilter,
)
from core.text import format_money, format_number

Cell = Callable[[Invoice, Any, ListContext], str]
TONES = {InvoiceState.OVERDUE: "bad", InvoiceState.OPEN: "accent"}


def state_of(invoice: Invoice, context: ListContext) -> InvoiceState:
    """accounts.rules.invoice_state on the reader's day."""
    return invoice_state(
        amount=invoice.amount,
        credited=invoice.credited_amount,
        settled_on=invoice.settled_on,
        due_on=invoice.due_on,
        today=context.today,
    )


def invoices_in(states: Sequence[str], context: ListContext) -> Q:
    """The invoices in one of these states on the reader's day: accounts.rules.invoice_state as a condition."""
    credited = Q(settled_on__isnull=False, amount__gt=0, credited_amount__gte=F("amount"))
    parts = {
        InvoiceState.CREDITED: credited,
        InvoiceState.PAID: Q(settled_on__isnull=False) & ~credited,
        InvoiceState.OVERDUE: Q(settled_on__isnull=True, due_on__lt=context.today),
        InvoiceState.OPEN: Q(settled_on__isnull=True, due_on__gte=context.today),
    }
    found = Q(pk__in=())
    for state in states:
        found |= parts[InvoiceState(state)]
    return found


def _number(invoice: Invoice, loaded: Any, context: ListContext) -> str:
    url = href("accounts:invoice", account_id=invoice.account_id, invoice_id=invoice.pk)
    return link(invoice.external_id, url)


def _account(invoice: Invoice, loaded: Any, context: ListContext) -> str:
    return mark_safe(
        f'<a href="{escape(account_href(invoice.account_id))}">{escape(invoice.account.name)}</a>'
    )


def _state(invoice: Invoice, loaded: Any, context: ListContext) -> str:
    state = state_of(invoice, context)
    tone = TONES.get(state)
    return tag(str(state.label), tone) if tone else str(state.label)


def _state_name(invoice: Invoice, loaded: Any, context: ListContext) -> str:
    return str(state_of(invoice, context).label)


def _amount(field: str) -> Cell:
    return lambda invoice, loaded, context: format_money(getattr(invoice, field), invoice.currency)


def _open(invoice: Invoice, loaded: Any, context: ListContext) -> str:
    return EMPTY if invoice.settled_on else format_money(invoice.open_amount, invoice.currency)


def _day(field: str) -> Cell:
    return lambda invoice, loaded, context: day(getattr(invoice, field))


def _contract(invoice: Invoice, loaded: Any, context: ListContext) -> str:
    return words(str(invoice.contract) if invoice.contract else "")


def _contract_name(invoice: Invoice, loaded: Any, context: ListContext) -> str:
    return str(invoice.contract) if invoice.contract else ""


def _late(invoice: Invoice, loaded: Any, context: ListContext) -> str:
    late = _days(invoice, loaded, context)
    return format_number(late) if late else EMPTY


def _days(invoice: Invoice, loaded: Any, context: ListContext) -> int:
    return days_late(invoice.due_on, invoice.settled_on, context.today)


COLUMNS: tuple[Column, ...] = (
    Column(key="number", label=_("Invoice"), cell=_number, sort="external_id", card="lead", value="external_id"),
    Column(
        key="account", label=_("Account"), cell=_account, sort="account__name_key", select_related=("account",),
        card="line", value="account.name",
    ),
    Column(key="state", label=_("State"), cell=_state, card="side", value=_state_name),
    Column(
        key="amount", label=_("Amount"), cell=_amount("amount"), sort="amount", sort_kind="number", first="-",
        align="end", needs_money=True, card="line", value="amount", money="row",
    ),
    Column(
        key="open", label=_("Still open"), cell=_open, sort="open_amount", sort_kind="number", first="-", align="end",
        needs_money=True, card="line", value="open_amount", money="row",
    ),
    Column(
        key="issued", label=_("Issued"), cell=_day("issued_on"), sort="issued_on", sort_kind="date", first="-",
        priority=2, card="none", value="issued_on",
    ),
    Column(key="due", label=_("Due"), cell=_day("due_on"), sort="due_on", sort_kind="date", first="-", value="due_on"),
    Column(
        key="settled", label=_("Settled"), cell=_day("settled_on"), sort="settled_on", sort_kind="date", nullable=True,
        first="-", priority=2, value="settled_on",
    ),
    Column(
        key="late", label=_("Days late"), cell=_late, align="end", priority=3, card="none", value=_days,
    ),
    Column(
        key="contract", label=_("Contract"), cell=_contract, select_related=("contract",), default=False,
        value=_contract_name,
    ),
    Column(
        key="tax", label=_("Tax"), cell=_amount("tax_amount"), sort="tax_amount", sort_kind="number", nullable=True,
        first="-", align="end", needs_money=True, default=False, value="tax_amount", money="row",
    ),
    Column(
        key="paid", label=_("Paid"), cell=_amount("paid_amount"), sort="paid_amount", sort_kind="number", first="-",
        align="end", needs_money=True, default=False, value="paid_amount", money="row",
    ),
    Column(
        key="credited", label=_("Credited"), cell=_amount("credited_amount"), sort="credited_amount",
        sort_kind="number", first="-", align="end", needs_money=True, default=False, value="credited_amount",
        money="row",
    ),
    Column(key="currency", label=_("Currency"), cell=lambda row, loaded, context: row.currency, sort="currency",
           default=False, value="currency"),
)  # fmt: skip

FILTERS: tuple[Filter, ...] = (
    TextFilter(key="number", label=_("Number"), field="external_id"),
    ReferenceFilter(
        key="account", label=_("Account"), field="account_id", find=account_named, labels=account_names
    ),
    ReferenceFilter(
        key="owner", label=_("Owner"), choices=members, labels=member_names, match=owned_in(None, "account_id"),
        missing=unowned_in(None, "account_id"), can_be_empty=True,
    ),
    ChoiceFilter(key="state", label=_("State"), choices=InvoiceState.choices, match=invoices_in),
    MoneyFilter(key="amount", label=_("Amount"), field="amount"),
    MoneyFilter(key="open", label=_("Still open"), field="open_amount"),
    DateFilter(key="issued", label=_("Issued"), field="issued_on"),
    DateFilter(key="due", label=_("Due"), field="due_on"),
    DateFilter(key="settled", label=_("Settled"), field="settled_on", can_be_empty=True),
    TextFilter(key="currency", label=_("Currency"), field="currency"),
    ReferenceFilter(
        key="origin", label=_("Imported from"), field="origin_batch_id", choices=batches, mine=None, labels=batch_names,
        can_be_empty=True,
    ),
)  # fmt: skip


def counted(total: int) -> str:
    return ngettext("%(n)s invoice", "%(n)s invoices", total) % {"n": format_number(total)}


INVOICE_LIST = ListSpec(
    key="invoices",
    columns=COLUMNS,
    filters=FILTERS,
    default_sort="-due",
    counted=counted,
    search="number",
    search_hint=_("Find by number"),
)
