"""The list of renewals: contracts of lifecycle.selectors (terms.renewals, renewals.with_amount), by the month in which
their term ends. Amounts stand in each contract's currency; sums are of those in the workspace's own."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from accounts.access import those_allowed
from accounts.choices import BillingFrequency, OwnerRole, Segment, Stage
from accounts.lists.cells import account_href, day, named, number, tag
from accounts.lists.contracts import contract_name
from accounts.lists.lookups import (
    account_named,
    account_names,
    member_names,
    members,
    owned_in,
    unowned_in,
)
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
from core.text import format_money, format_month, format_number
from health.lists.accounts import health_columns, health_filters
from lifecycle.lists.cells import (
    agenda_cell,
    agenda_words,
    milestone_marks,
    milestone_words,
    owner_cell,
    renewal_cell,
)
from lifecycle.lists.filters import RENEWAL_WINDOW, MonthFilter
from lifecycle.rules import step_in_hand
from lifecycle.selectors.page import Decisions, decisions_of_page, renewing_owners_of_page, steps_of
from lifecycle.selectors.renewals import Month, milestone_within_week, with_health
from workspaces.choices import Right

WITH_MILESTONES = ("milestones", "agenda")
HEALTH = ("health", "score")
_NONE = Month(date.min)


def _account(contract: Any, loaded: Any, context: ListContext) -> str:
    return named(contract.account.name, account_href(contract.account_id), contract_name(contract))


def _arr(contract: Any, loaded: Any, context: ListContext) -> str:
    return format_money(contract.arr_amount, contract.currency)


def _renewal(contract: Any, loaded: Any, context: ListContext) -> str:
    return renewal_cell(contract.term_ends_on, context.today)


def _end(contract: Any, loaded: Any, context: ListContext) -> str:
    return day(contract.term_ends_on)


def _milestones(contract: Any, loaded: Decisions | None, context: ListContext) -> str:
    return milestone_marks(steps_of(contract, loaded or {}, context.today))


def _agenda(contract: Any, loaded: Decisions | None, context: ListContext) -> str:
    return agenda_cell(step_in_hand(steps_of(contract, loaded or {}, context.today)))


def _milestone_words(contract: Any, loaded: Decisions | None, context: ListContext) -> str:
    return milestone_words(steps_of(contract, loaded or {}, context.today))


def _agenda_words(contract: Any, loaded: Decisions | None, context: ListContext) -> str:
    return agenda_words(step_in_hand(steps_of(contract, loaded or {}, context.today)))


def _contract(contract: Any, loaded: Any, context: ListContext) -> str:
    return contract_name(contract)


def _owner(contract: Any, loaded: Any, context: ListContext) -> str:
    return owner_cell((loaded or {}).get(contract.account_id))


def owner_words(contract: Any, loaded: Any, context: ListContext) -> str:
    """Who renews, as plain words."""
    role, name = (loaded or {}).get(contract.account_id) or ("", "")
    return f"{name} ({role.upper()})" if name else ""


def _closable(rows: Sequence[Any], context: ListContext) -> set[int]:
    """Of the accounts of this page, those whose renewals the reader may close."""
    return those_allowed(context.reader, {row.account_id for row in rows}, Right.EDIT_RENEWALS)


def _end_words(contract: Any, loaded: Any, context: ListContext) -> str:
    return say("Renews itself") if contract.auto_renew else say("Needs a decision")


def _at_the_end(contract: Any, loaded: set[int] | None, context: ListContext) -> str:
    """What happens by itself, and the way to say what did."""
    words = say("Renews itself") if contract.auto_renew else tag(say("Needs a decision"), "warn")
    if contract.account_id not in (loaded or ()) or contract.term_starts_on > context.today:
        return words
    url = href("lifecycle:close_renewal", account_id=contract.account_id, contract_id=contract.pk)
    return mark_safe(
        f'<span>{words}<span class="cs-cell-2"><a class="cs-cell-deed" href="{escape(url)}">'
        f'{escape(say("Close renewal"))}<span class="cs-sr">, {escape(contract.account.name)}</span></a></span></span>'
    )


def _number(field: str) -> Callable[[Any, Any, ListContext], str]:
    return lambda contract, loaded, context: number(getattr(contract, field))


def _billing(contract: Any, loaded: Any, context: ListContext) -> str:
    return str(contract.get_billing_frequency_display())


def _start(contract: Any, loaded: Any, context: ListContext) -> str:
    return day(contract.term_starts_on)


def _health() -> list[Column]:
    found = {column.key: column for column in health_columns(with_health)}
    return [found[key] for key in HEALTH]


COLUMNS: tuple[Column, ...] = (
    Column(
        key="account", label=_("Account"), cell=_account, order=0, sort="account__name_key", card="lead",
        select_related=("account",), value="account.name",
    ),
    Column(
        key="contract", label=_("Contract"), cell=_contract, order=5, default=False, card="none", value=_contract,
    ),
    *_health(),
    Column(
        key="arr", label=_("ARR"), cell=_arr, order=30, sort="home_amount", sort_kind="number", first="-", align="end",
        needs_money=True, sum="home_amount", card="foot", value="arr_amount", money="row",
    ),
    Column(
        key="renewal", label=_("Renewal in"), cell=_renewal, order=40, sort="term_ends_on", sort_kind="date", card="foot",
        value="term_ends_on", file_label=_("Renewal on"),
    ),
    Column(
        key="milestones", label=_("Days before end"), cell=_milestones, order=50, load=decisions_of_page, priority=3,
        card="none", value=_milestone_words,
    ),
    Column(
        key="agenda", label=_("Next milestone"), cell=_agenda, order=60, load=decisions_of_page, value=_agenda_words,
    ),
    Column(
        key="end", label=_("At the end"), cell=_at_the_end, order=70, sort="auto_renew", sort_kind="flag", priority=3,
        card="none", value=_end_words, load=_closable,
    ),
    Column(
        key="owner", label=_("Owner"), cell=_owner, order=80, load=renewing_owners_of_page, priority=2, card="line",
        value=owner_words,
    ),
    Column(
        key="starts", label=_("Term began"), cell=_start, order=85, sort="term_starts_on", sort_kind="date",
        default=False, card="none", value="term_starts_on",
    ),
    Column(
        key="seats", label=_("Seats"), cell=_number("seats"), order=86, sort="seats", sort_kind="number", first="-",
        align="end", default=False, card="none", value="seats",
    ),
    Column(
        key="notice", label=_("Notice, days"), cell=_number("notice_days"), order=87, sort="notice_days",
        sort_kind="number", nullable=True, align="end", default=False, card="none", value="notice_days",
    ),
    Column(
        key="billing", label=_("Billing"), cell=_billing, order=88, sort="billing_frequency", default=False, card="none",
        value="get_billing_frequency_display",
    ),
)  # fmt: skip

FILTERS: tuple[Filter, ...] = (
    TextFilter(key="name", label=_("Account name"), field="account__name_key", folded=True),
    MonthFilter(key="month", label=_("Month"), field="term_ends_on"),
    DateFilter(key="term_end", label=_("Term ends"), field="term_ends_on"),
    *health_filters(with_health),
    MoneyFilter(key="arr", label=_("ARR"), field="home_amount"),
    ReferenceFilter(
        key="account", label=_("Account"), field="account_id", find=account_named, labels=account_names
    ),
    ReferenceFilter(
        key="owner", label=_("Owner"), choices=members, labels=member_names, match=owned_in(None, "account_id"),
        missing=unowned_in(None, "account_id"), can_be_empty=True,
    ),
    *(
        ReferenceFilter(
            key=f"owner_{role.value}", label=role.label, choices=members, labels=member_names,
            match=owned_in(role.value, "account_id"), missing=unowned_in(role.value, "account_id"), can_be_empty=True,
        )
        for role in (OwnerRole.RM, OwnerRole.CSM)
    ),
    FlagFilter(key="renews", label=_("Renews itself"), field="auto_renew"),
    ChoiceFilter(
        key="segment", label=_("Segment"), field="account__segment", choices=Segment.choices, can_be_empty=True
    ),
    ChoiceFilter(key="stage", label=_("Stage"), field="account__stage", choices=Stage.choices),
    ChoiceFilter(
        key="billing", label=_("Billing"), field="billing_frequency", choices=BillingFrequency.choices
    ),
    NumberFilter(key="seats", label=_("Seats"), field="seats"),
    FlagFilter(key="trial", label=_("Trial"), field="is_trial"),
    TextFilter(key="currency", label=_("Currency"), field="currency"),
)  # fmt: skip


THIS_WEEK = FlagFilter(
    key="milestone_week",
    label=_("Milestone this week"),
    match=lambda context: milestone_within_week(context.today),
)


def counted(total: int) -> str:
    return ngettext("%(n)s contract", "%(n)s contracts", total) % {"n": format_number(total)}


RENEWAL_LIST = ListSpec(
    key="renewals",
    columns=COLUMNS,
    filters=[*FILTERS[:3], RENEWAL_WINDOW, THIS_WEEK, *FILTERS[3:]],
    default_sort="renewal",
    counted=counted,
    search="name",
    search_hint=_("Find by account"),
    grouped_by="renewal",
)

SHORT_TERM_LIST = replace(
    RENEWAL_LIST,
    key="short-terms",
    columns=[
        replace(column, label=_("Term ends"), cell=_end, file_label="") if column.key == "renewal" else column
        for column in COLUMNS
        if column.key not in WITH_MILESTONES
    ],
    filters=FILTERS,
)


def by_month(spec: ListSpec, months: Mapping[date, Month]) -> ListSpec:
    """The list with the sums of its months above their rows."""

    def heading(contract: Any, context: ListContext) -> str:
        first = contract.term_ends_on.replace(day=1)
        return month_heading(first, months.get(first, _NONE), context)

    return replace(spec, heading=heading)


def month_heading(first: date, month: Month, context: ListContext) -> SafeString:
    """ "December 2026 · €1,016,000 in 9 contracts"; without the right to see money the contracts alone."""
    words = counted(month.contracts)
    if context.sees_money:
        words = say("%(amount)s in %(contracts)s") % {
            "amount": format_money(month.amount, context.currency),
            "contracts": words,
        }
        if month.foreign:
            words += " · " + foreign_words(month.foreign)
    return mark_safe(f"{escape(format_month(first))} <span>{escape(words)}</span>")


def foreign_words(contracts: int) -> str:
    """That the sum leaves contracts in other currencies out."""
    return ngettext("%(n)s in another currency", "%(n)s in other currencies", contracts) % {
        "n": format_number(contracts)
    }
