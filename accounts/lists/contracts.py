"""The list of contracts. Amounts stand in each contract's own currency and are added up only where the list
shows one currency, that of the workspace."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from django.db.models import Q
from django.utils.html import escape
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, pgettext_lazy

from accounts.choices import BillingFrequency
from accounts.lists.cells import EMPTY, account_href, day, link, number, tag, words
from accounts.lists.lookups import account_named, account_names, member_names, members, owned_in, unowned_in
from accounts.lists.origin import batch_names, batches
from accounts.models import Contract
from accounts.rules import Term, current_term
from core.links import href
from core.lists import Column, ListContext, ListSpec
from core.lists.filters import (
    ChoiceFilter,
    DateFilter,
    Filter,
    FlagFilter,
    MoneyFilter,
    NumberFilter,
    ReferenceFilter,
    TextFilter,
)
from core.text import format_date, format_money, format_number

Cell = Callable[[Contract, Any, ListContext], str]
STATES = (
    ("open", pgettext_lazy("contract", "Open")),
    ("ahead", pgettext_lazy("contract", "Not started")),
    ("ended", pgettext_lazy("contract", "Ended")),
    ("cancelled", pgettext_lazy("contract", "Cancelled")),
)


def contract_name(contract: Contract) -> str:
    """What people call a contract: its name, else its number, else its start."""
    return (
        contract.name
        or contract.external_id
        or say("Contract of %(day)s") % {"day": format_date(contract.starts_on)}
    )


def state_of_contract(contract: Contract, context: ListContext) -> str:
    """open, ahead, ended or cancelled, on the reader's day."""
    if contract.cancelled_on and contract.cancelled_on <= context.today:
        return "cancelled"
    if contract.starts_on > context.today:
        return "ahead"
    return "ended" if contract.ends_on and contract.ends_on < context.today else "open"


def contracts_in(states: Sequence[str], context: ListContext) -> Q:
    """The contracts in one of these states on the reader's day."""
    today = context.today
    cancelled = Q(cancelled_on__isnull=False, cancelled_on__lte=today)
    ended = Q(ends_on__isnull=False, ends_on__lt=today)
    parts = {
        "cancelled": cancelled,
        "ahead": ~cancelled & Q(starts_on__gt=today),
        "ended": ~cancelled & Q(starts_on__lte=today) & ended,
        "open": ~cancelled & Q(starts_on__lte=today) & ~ended,
    }
    found = Q(pk__in=())
    for state in states:
        found |= parts[state]
    return found


def _href(contract: Contract) -> str:
    return href("accounts:contract", account_id=contract.account_id, contract_id=contract.pk)


def _name(contract: Contract, loaded: Any, context: ListContext) -> str:
    below = contract.external_id if contract.name and contract.external_id else ""
    second = f'<span class="cs-cell-2">{escape(below)}</span>' if below else ""
    return mark_safe(f"<span>{link(contract_name(contract), _href(contract))}{second}</span>")


def _account(contract: Contract, loaded: Any, context: ListContext) -> str:
    return link(contract.account.name, account_href(contract.account_id))


def _state(contract: Contract, loaded: Any, context: ListContext) -> str:
    state = state_of_contract(contract, context)
    label = str(dict(STATES)[state])
    return label if state == "open" else tag(label)


def _named(contract: Contract, loaded: Any, context: ListContext) -> str:
    """Number and name, as the cell has them on two lines."""
    parts = (contract.external_id, contract.name)
    return ": ".join(part for part in parts if part) or contract_name(contract)


def _state_name(contract: Contract, loaded: Any, context: ListContext) -> str:
    return str(dict(STATES)[state_of_contract(contract, context)])


def _amount(field: str) -> Cell:
    return lambda contract, loaded, context: format_money(getattr(contract, field), contract.currency)


def _end(contract: Contract, loaded: Any, context: ListContext) -> str:
    return day(contract.ends_on) if contract.ends_on else say("open-ended")


def _term_of(contract: Contract, context: ListContext) -> Term | None:
    if state_of_contract(contract, context) in ("ended", "cancelled"):
        return None
    return current_term(
        starts_on=contract.starts_on,
        ends_on=contract.ends_on,
        term_months=contract.term_months,
        billing_frequency=contract.billing_frequency,
        auto_renew=contract.auto_renew,
        today=context.today,
    )


def _term_end(contract: Contract, loaded: Any, context: ListContext) -> date | None:
    term = _term_of(contract, context)
    return term.ends_on if term else None


def _term(contract: Contract, loaded: Any, context: ListContext) -> str:
    term = _term_of(contract, context)
    if term is None:
        return EMPTY
    needs = term.needs_decision and term.ends_on != contract.settled_ends_on
    decide = f'<span class="cs-cell-2">{say("needs a decision")}</span>' if needs else ""
    return mark_safe(f"<span>{format_date(term.ends_on)}{decide}</span>")


def _text(field: str) -> Cell:
    return lambda contract, loaded, context: words(getattr(contract, field))


def _day(field: str) -> Cell:
    return lambda contract, loaded, context: day(getattr(contract, field))


def _number(field: str) -> Cell:
    return lambda contract, loaded, context: number(getattr(contract, field))


def _billing(contract: Contract, loaded: Any, context: ListContext) -> str:
    return str(contract.get_billing_frequency_display())


def _yes(field: str) -> Cell:
    return lambda contract, loaded, context: say("yes") if getattr(contract, field) else EMPTY


COLUMNS: tuple[Column, ...] = (
    Column(key="name", label=_("Contract"), cell=_name, sort="external_id", nullable=True, card="lead", value=_named),
    Column(
        key="account", label=_("Account"), cell=_account, sort="account__name_key", select_related=("account",),
        card="line", value="account.name",
    ),
    Column(key="state", label=_("State"), cell=_state, card="side", value=_state_name),
    Column(
        key="arr", label=_("ARR"), cell=_amount("arr_amount"), sort="arr_amount", sort_kind="number", first="-",
        align="end", needs_money=True, card="line", value="arr_amount", money="row",
    ),
    Column(
        key="mrr", label=_("MRR"), cell=_amount("mrr_amount"), sort="mrr_amount", sort_kind="number", first="-",
        align="end", needs_money=True, default=False, value="mrr_amount", money="row",
    ),
    Column(
        key="seats", label=_("Seats"), cell=_number("seats"), sort="seats", sort_kind="number", first="-", align="end",
        priority=3, card="none", value="seats",
    ),
    Column(
        key="starts", label=_("Start"), cell=_day("starts_on"), sort="starts_on", sort_kind="date", priority=2,
        value="starts_on",
    ),
    Column(
        key="ends", label=_("End"), cell=_end, sort="ends_on", sort_kind="date", nullable=True, priority=2,
        value="ends_on",
    ),
    Column(key="term", label=_("Current term ends"), cell=_term, value=_term_end),
    Column(
        key="billing", label=_("Billing"), cell=_billing, sort="billing_frequency", priority=3, card="none",
        value="get_billing_frequency_display",
    ),
    Column(
        key="renews", label=_("Renews itself"), cell=_yes("auto_renew"), sort="auto_renew", sort_kind="flag",
        priority=3, card="none", value="auto_renew",
    ),
    Column(
        key="notice", label=_("Notice, days"), cell=_number("notice_days"), sort="notice_days", sort_kind="number",
        nullable=True, align="end", default=False, value="notice_days",
    ),
    Column(key="currency", label=_("Currency"), cell=_text("currency"), sort="currency", default=False, value="currency"),
    Column(
        key="trial", label=_("Trial"), cell=_yes("is_trial"), sort="is_trial", sort_kind="flag", default=False,
        value="is_trial",
    ),
    Column(
        key="cancelled", label=_("Cancelled on"), cell=_day("cancelled_on"), sort="cancelled_on", sort_kind="date",
        nullable=True, default=False, value="cancelled_on",
    ),
)  # fmt: skip

FILTERS: tuple[Filter, ...] = (
    TextFilter(key="number", label=_("Number"), field="external_id", nullable=True, can_be_empty=True),
    TextFilter(key="name", label=_("Name"), field="name", can_be_empty=True),
    ReferenceFilter(
        key="account", label=_("Account"), field="account_id", find=account_named, labels=account_names
    ),
    ReferenceFilter(
        key="owner", label=_("Owner"), choices=members, labels=member_names, match=owned_in(None, "account_id"),
        missing=unowned_in(None, "account_id"), can_be_empty=True,
    ),
    ChoiceFilter(key="state", label=_("State"), choices=STATES, match=contracts_in),
    MoneyFilter(key="arr", label=_("ARR"), field="arr_amount"),
    MoneyFilter(key="mrr", label=_("MRR"), field="mrr_amount"),
    NumberFilter(key="seats", label=_("Seats"), field="seats"),
    DateFilter(key="starts", label=_("Start"), field="starts_on"),
    DateFilter(key="ends", label=_("End"), field="ends_on", can_be_empty=True),
    ChoiceFilter(
        key="billing", label=_("Billing"), field="billing_frequency", choices=BillingFrequency.choices
    ),
    NumberFilter(key="term", label=_("Term, months"), field="term_months", can_be_empty=True),
    NumberFilter(key="notice", label=_("Notice, days"), field="notice_days", can_be_empty=True),
    FlagFilter(key="renews", label=_("Renews itself"), field="auto_renew"),
    FlagFilter(key="trial", label=_("Trial"), field="is_trial"),
    TextFilter(key="currency", label=_("Currency"), field="currency"),
    DateFilter(key="cancelled", label=_("Cancelled on"), field="cancelled_on", can_be_empty=True),
    FlagFilter(key="declared_churned", label=_("Churned in the source file"), field="declared_churned"),
    ReferenceFilter(
        key="origin", label=_("Imported from"), field="origin_batch_id", choices=batches, mine=None, labels=batch_names,
        can_be_empty=True,
    ),
)  # fmt: skip


def counted(total: int) -> str:
    return ngettext("%(n)s contract", "%(n)s contracts", total) % {"n": format_number(total)}


CONTRACT_LIST = ListSpec(
    key="contracts",
    columns=COLUMNS,
    filters=FILTERS,
    default_sort="-starts",
    counted=counted,
    search="number",
    search_hint=_("Find by number"),
)
