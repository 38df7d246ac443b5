"""The list of CTAs."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from accounts.choices import Segment, Stage
from accounts.lists.cells import EMPTY, day, named, words
from accounts.lists.lookups import (
    account_named,
    account_names,
    member_names,
    members,
    owned_in,
    team_names,
    teams,
    unowned_in,
)
from core.links import href
from core.lists import Column, ListContext, ListSpec
from core.lists.filters import ChoiceFilter, DateFilter, Filter, MoneyFilter, ReferenceFilter, TextFilter
from core.text import format_money, format_number
from playbooks.choices import CtaKind, Outcome, Priority
from playbooks.lists.cells import (
    account_cell,
    due_cell,
    mark_cell,
    marks_of_page,
    owner_cell,
    owner_value,
    priority_cell,
)
from playbooks.lists.lookups import rule_names, rules

PRIORITIES = tuple((str(value), label) for value, label in Priority.choices)
OWNER = ("account", "owner__user", "team")


def _reason(cta: Any, loaded: Any, context: ListContext) -> str:
    below = str(cta.get_kind_display())
    return named(
        cta.reason, href("playbooks:cta", cta_id=cta.pk), below, tile=False, on_phone=cta.account.name
    )


def _kind(cta: Any, loaded: Any, context: ListContext) -> str:
    return str(cta.get_kind_display())


def _snoozed(cta: Any, loaded: Any, context: ListContext) -> str:
    return day(cta.snoozed_until)


def _opened(cta: Any, loaded: Any, context: ListContext) -> str:
    return day(timezone.localtime(cta.opened_at).date())


def _closed(cta: Any, loaded: Any, context: ListContext) -> str:
    return day(timezone.localtime(cta.closed_at).date()) if cta.closed_at else EMPTY


def _outcome(cta: Any, loaded: Any, context: ListContext) -> str:
    return words(cta.get_outcome_display())


def _arr(cta: Any, loaded: Any, context: ListContext) -> str:
    return format_money(cta.account.arr_amount, context.currency)


COLUMNS: tuple[Column, ...] = (
    Column(
        key="reason", label=_("CTA"), cell=_reason, sort="reason", card="lead", select_related=OWNER, value="reason",
    ),
    Column(
        key="account", label=_("Account"), cell=account_cell, sort="account__name_key", select_related=("account",),
        card="none", value="account.name",
    ),
    Column(
        key="health", label=_("Health"), cell=mark_cell, load=marks_of_page, align="end", card="foot", in_files=False,
        priority=2,
    ),
    Column(key="kind", label=_("Kind"), cell=_kind, sort="kind", card="none", default=False, value="get_kind_display"),
    Column(
        key="priority", label=_("Priority"), cell=priority_cell, sort="priority", sort_kind="number", card="foot",
        value="get_priority_display",
    ),
    Column(
        key="owner", label=_("Owner"), cell=owner_cell, sort="owner__user__name", nullable=True, card="line",
        select_related=OWNER, priority=2, value=owner_value,
    ),
    Column(
        key="arr", label=_("ARR"), cell=_arr, sort="account__arr_amount", sort_kind="number", first="-", align="end",
        needs_money=True, card="foot", priority=3, select_related=("account",), value="account.arr_amount", money="home",
    ),
    Column(
        key="due", label=_("Due"), cell=due_cell, sort="due_on", sort_kind="date", nullable=True, card="side",
        value="due_on",
    ),
    Column(
        key="snoozed", label=_("Snoozed until"), cell=_snoozed, sort="snoozed_until", sort_kind="date", nullable=True,
        card="none", default=False, value="snoozed_until",
    ),
    Column(
        key="opened", label=_("Opened"), cell=_opened, sort="opened_at", sort_kind="moment", first="-", card="none",
        priority=3, value="opened_at",
    ),
    Column(
        key="closed", label=_("Closed"), cell=_closed, sort="closed_at", sort_kind="moment", nullable=True, first="-",
        card="none", default=False, value="closed_at",
    ),
    Column(
        key="outcome", label=_("Outcome"), cell=_outcome, sort="outcome", card="none", default=False,
        value="get_outcome_display",
    ),
)  # fmt: skip

FILTERS: tuple[Filter, ...] = (
    TextFilter(key="reason", label=_("Reason"), field="reason"),
    ReferenceFilter(
        key="account", label=_("Account"), field="account_id", find=account_named, labels=account_names
    ),
    ReferenceFilter(
        key="owner", label=_("Owner"), field="owner_id", choices=members, labels=member_names, can_be_empty=True
    ),
    ReferenceFilter(
        key="team", label=_("Team"), field="team_id", choices=teams, labels=team_names, can_be_empty=True
    ),
    ReferenceFilter(
        key="owner_account", label=_("Account owner"), choices=members, labels=member_names,
        match=owned_in(None, "account_id"), missing=unowned_in(None, "account_id"), can_be_empty=True,
    ),
    ChoiceFilter(key="kind", label=_("Kind"), field="kind", choices=CtaKind.choices),
    ChoiceFilter(key="priority", label=_("Priority"), field="priority", choices=PRIORITIES),
    DateFilter(key="due", label=_("Due"), field="due_on", can_be_empty=True),
    DateFilter(key="snoozed", label=_("Snoozed until"), field="snoozed_until", can_be_empty=True),
    DateFilter(key="opened", label=_("Opened"), field="opened_at", is_moment=True),
    DateFilter(key="closed", label=_("Closed"), field="closed_at", is_moment=True, can_be_empty=True),
    ChoiceFilter(key="outcome", label=_("Outcome"), field="outcome", choices=Outcome.choices, can_be_empty=True),
    ReferenceFilter(
        key="rule", label=_("Rule"), field="rule_id", choices=rules, labels=rule_names, can_be_empty=True
    ),
    ChoiceFilter(
        key="segment", label=_("Segment"), field="account__segment", choices=Segment.choices, can_be_empty=True
    ),
    ChoiceFilter(key="stage", label=_("Stage"), field="account__stage", choices=Stage.choices),
    MoneyFilter(key="arr", label=_("ARR"), field="account__arr_amount"),
)  # fmt: skip


def counted(total: int) -> str:
    return ngettext("%(n)s CTA", "%(n)s CTAs", total) % {"n": format_number(total)}


CTA_LIST = ListSpec(
    key="ctas",
    columns=COLUMNS,
    filters=FILTERS,
    default_sort="due",
    counted=counted,
    search="reason",
    search_hint=_("Find by reason"),
)
