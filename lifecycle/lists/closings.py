"""The list of closed renewals: how each came out, when, at which amounts. Amounts stand in each contract's currency;
sums are of those in the workspace's own."""

from typing import Any

from django.db.models import Q
from django.utils.html import escape
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from accounts.choices import OwnerRole, Segment
from accounts.lists.cells import EMPTY, day, named, tag
from accounts.lists.contracts import contract_name
from accounts.lists.lookups import (
    account_named,
    account_names,
    member_names,
    members,
    owned_in,
    unowned_in,
)
from accounts.rules import growth
from core.links import href
from core.lists import Column, ListContext, ListSpec
from core.lists.filters import (
    ChoiceFilter,
    DateFilter,
    Filter,
    FlagFilter,
    MoneyFilter,
    ReferenceFilter,
    TextFilter,
)
from core.text import format_date, format_money, format_number, format_percent
from lifecycle.choices import ChurnReason, RenewalOutcome
from lifecycle.lists.cells import owner_cell
from lifecycle.lists.renewals import owner_words
from lifecycle.models import RenewalClosing
from lifecycle.rules import renewed_on_time
from lifecycle.selectors.closing_figures import IN_TIME
from lifecycle.selectors.page import renewing_owners_of_page
from lifecycle.words import when_words

TONES = {
    RenewalOutcome.RENEWED_SAME: "good",
    RenewalOutcome.RENEWED_UP: "good",
    RenewalOutcome.RENEWED_DOWN: "warn",
    RenewalOutcome.CHURNED: "bad",
    RenewalOutcome.POSTPONED: "accent",
}


#: Short enough for a cell.
OUTCOMES = (
    (RenewalOutcome.RENEWED_SAME.value, _("Renewed, same")),
    (RenewalOutcome.RENEWED_UP.value, _("Renewed, higher")),
    (RenewalOutcome.RENEWED_DOWN.value, _("Renewed, lower")),
    (RenewalOutcome.CHURNED.value, _("Not renewed")),
    (RenewalOutcome.POSTPONED.value, _("Postponed")),
)


def change_words(closing: RenewalClosing) -> str:
    """ "+12 %": the renewed amount against the one that was due; empty where there is no difference."""
    if closing.renewed_amount is None:
        return ""
    changed = growth(closing.renewed_amount, closing.due_amount)
    return "" if not changed else format_percent(changed / 100, 1 if changed % 100 else 0, signed=True)


def _account(row: RenewalClosing, loaded: Any, context: ListContext) -> str:
    return named(row.account.name, href("lifecycle:closing", closing_id=row.pk), contract_name(row.contract))


def _contract(row: RenewalClosing, loaded: Any, context: ListContext) -> str:
    return contract_name(row.contract)


def _outcome(row: RenewalClosing, loaded: Any, context: ListContext) -> str:
    """The outcome, and the reason under it."""
    told = tag(_outcome_words(row, loaded, context), TONES[RenewalOutcome(row.outcome)])
    if not row.reason:
        return told
    return mark_safe(f'<span>{told}<span class="cs-cell-2">{escape(row.get_reason_display())}</span></span>')


def _outcome_words(row: RenewalClosing, loaded: Any, context: ListContext) -> str:
    return str(dict(OUTCOMES)[row.outcome])


def _term_end(row: RenewalClosing, loaded: Any, context: ListContext) -> str:
    return day(row.term_ends_on)


def _closed(row: RenewalClosing, loaded: Any, context: ListContext) -> str:
    when = escape(when_words(row.closed_on, row.term_ends_on))
    return mark_safe(f'<span>{format_date(row.closed_on)}<span class="cs-cell-2">{when}</span></span>')


def _in_time(row: RenewalClosing, loaded: Any, context: ListContext) -> str:
    return say("In time") if renewed_on_time(row.closed_on, row.term_ends_on) else tag(say("Late"), "warn")


def _in_time_words(row: RenewalClosing, loaded: Any, context: ListContext) -> str:
    return say("In time") if renewed_on_time(row.closed_on, row.term_ends_on) else say("Late")


def _due(row: RenewalClosing, loaded: Any, context: ListContext) -> str:
    return format_money(row.due_amount, row.currency)


def _renewed(row: RenewalClosing, loaded: Any, context: ListContext) -> str:
    if row.renewed_amount is None:
        return EMPTY
    changed = change_words(row)
    second = f'<span class="cs-cell-2">{escape(changed)}</span>' if changed else ""
    return mark_safe(f"<span>{escape(format_money(row.renewed_amount, row.currency))}{second}</span>")


def _until(row: RenewalClosing, loaded: Any, context: ListContext) -> str:
    return day(row.renewed_until or row.postponed_to)


def _until_value(row: RenewalClosing, loaded: Any, context: ListContext) -> Any:
    return row.renewed_until or row.postponed_to


def _reason(row: RenewalClosing, loaded: Any, context: ListContext) -> str:
    return str(row.get_reason_display()) if row.reason else EMPTY


def _reason_words(row: RenewalClosing, loaded: Any, context: ListContext) -> str:
    return str(row.get_reason_display()) if row.reason else ""


def _owner(row: RenewalClosing, loaded: Any, context: ListContext) -> str:
    return owner_cell((loaded or {}).get(row.account_id))


def _by(row: RenewalClosing, loaded: Any, context: ListContext) -> str:
    return str(row.closed_by) if row.closed_by else EMPTY


def _by_words(row: RenewalClosing, loaded: Any, context: ListContext) -> str:
    return str(row.closed_by or "")


def _comment(row: RenewalClosing, loaded: Any, context: ListContext) -> str:
    return row.comment or EMPTY


def _in_time_filter(context: ListContext) -> Q:
    return IN_TIME


COLUMNS: tuple[Column, ...] = (
    Column(
        key="account", label=_("Account"), cell=_account, order=0, sort="account__name_key", card="lead",
        select_related=("account", "contract"), value="account.name",
    ),
    Column(
        key="contract", label=_("Contract"), cell=_contract, order=5, default=False, card="none", value=_contract,
        select_related=("contract",),
    ),
    Column(key="outcome", label=_("Outcome"), cell=_outcome, order=10, card="side", value=_outcome_words),
    Column(
        key="term_end", label=_("Term end"), cell=_term_end, order=20, sort="term_ends_on", sort_kind="date", first="-",
        card="none", value="term_ends_on",
    ),
    Column(
        key="closed", label=_("Closed"), cell=_closed, order=30, sort="closed_on", sort_kind="date", first="-",
        card="foot", value="closed_on",
    ),
    Column(
        key="in_time", label=_("On time"), cell=_in_time, order=40, priority=3, card="none", value=_in_time_words,
    ),
    Column(
        key="due", label=_("ARR due"), cell=_due, order=50, sort="home_due", sort_kind="number", first="-", align="end",
        needs_money=True, sum="home_due", priority=2, card="none", value="due_amount", money="row",
    ),
    Column(
        key="renewed", label=_("ARR renewed"), cell=_renewed, order=60, sort="home_renewed", sort_kind="number",
        first="-", align="end", needs_money=True, sum="home_renewed", card="foot", value="renewed_amount", money="row",
    ),
    Column(
        key="until", label=_("Until"), cell=_until, order=70, sort="renewed_until", sort_kind="date", nullable=True,
        card="fact", value=_until_value,
    ),
    Column(
        key="reason", label=_("Reason"), cell=_reason, order=80, default=False, card="none", value=_reason_words
    ),
    Column(
        key="owner", label=_("Owner"), cell=_owner, order=90, load=renewing_owners_of_page, priority=3, card="none",
        value=owner_words,
    ),
    Column(
        key="by", label=_("Closed by"), cell=_by, order=95, select_related=("closed_by__user",), default=False,
        card="none", value=_by_words,
    ),
    Column(key="comment", label=_("Comment"), cell=_comment, order=96, default=False, card="none", value="comment"),
)  # fmt: skip

FILTERS: tuple[Filter, ...] = (
    TextFilter(key="name", label=_("Account name"), field="account__name_key", folded=True),
    ChoiceFilter(key="outcome", label=_("Outcome"), field="outcome", choices=OUTCOMES),
    FlagFilter(key="in_time", label=_("On time"), match=_in_time_filter),
    DateFilter(key="term_end", label=_("Term end"), field="term_ends_on"),
    DateFilter(key="closed", label=_("Closed"), field="closed_on"),
    MoneyFilter(key="due", label=_("ARR due"), field="home_due"),
    MoneyFilter(key="renewed", label=_("ARR renewed"), field="home_renewed"),
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
    ReferenceFilter(
        key="by", label=_("Closed by"), field="closed_by_id", choices=members, labels=member_names, can_be_empty=True
    ),
    ChoiceFilter(key="reason", label=_("Reason"), field="reason", choices=ChurnReason.choices, can_be_empty=True),
    DateFilter(key="until", label=_("Renewed until"), field="renewed_until", can_be_empty=True),
    ChoiceFilter(
        key="segment", label=_("Segment"), field="account__segment", choices=Segment.choices, can_be_empty=True
    ),
    TextFilter(key="currency", label=_("Currency"), field="currency"),
    TextFilter(key="comment", label=_("Comment"), field="comment", can_be_empty=True),
)  # fmt: skip


def counted(total: int) -> str:
    return ngettext("%(n)s closed renewal", "%(n)s closed renewals", total) % {"n": format_number(total)}


CLOSING_LIST = ListSpec(
    key="closed-renewals",
    columns=COLUMNS,
    filters=FILTERS,
    default_sort="-closed",
    counted=counted,
    search="name",
    search_hint=_("Find by account"),
)
