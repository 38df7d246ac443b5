"""The list of promises: open ones by their day, so that none is forgotten."""

from typing import Any

from django.db.models import BigIntegerField, Case, F, Func, IntegerField, Q, QuerySet, Value, When
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from accounts.lists.cells import EMPTY, account_href, day, link, tag
from accounts.lists.lookups import account_named, account_names, member_names, members
from core.links import href
from core.lists import Column, ListContext, ListSpec
from core.lists.filters import (
    ChoiceFilter,
    DateFilter,
    Filter,
    FlagFilter,
    ReferenceFilter,
    TextFilter,
)
from core.text import format_number
from lifecycle.choices import PromiseState
from lifecycle.models import Promise

#: Beyond the days of all open ones.
ENDED = 2_000_000_000
TONES = {PromiseState.KEPT: "good", PromiseState.BROKEN: "bad"}


class _Days(Func):
    """Days of a date since the turn of the century."""

    template = "(%(expressions)s - DATE '2000-01-01')"
    output_field = IntegerField()


def by_need(rows: QuerySet, context: ListContext) -> QuerySet:
    """Annotate `need`, by which the list is sorted: open ones by their day, then those that ended, newest first."""
    days = Coalesce(_Days(F("due_on")), Value(ENDED // 2))
    return rows.annotate(
        need=Case(
            When(state=PromiseState.OPEN, then=days),
            default=Value(ENDED) - F("pk"),
            output_field=BigIntegerField(),
        )
    )


def _text(row: Promise, loaded: Any, context: ListContext) -> str:
    return link(row.text, href("lifecycle:promise", promise_id=row.pk))


def _account(row: Promise, loaded: Any, context: ListContext) -> str:
    return link(row.account.name, account_href(row.account_id))


def _state(row: Promise, loaded: Any, context: ListContext) -> str:
    if row.state == PromiseState.OPEN and row.due_on is not None and row.due_on < context.today:
        return tag(say("Overdue"), "bad")
    return tag(str(row.get_state_display()), TONES.get(PromiseState(row.state), "accent"))


def _due(row: Promise, loaded: Any, context: ListContext) -> str:
    return day(row.due_on)


def _made_on(row: Promise, loaded: Any, context: ListContext) -> str:
    return day(row.made_on)


def _to(row: Promise, loaded: Any, context: ListContext) -> str:
    return row.made_to.name if row.made_to else EMPTY


def _person(field: str) -> Any:
    return lambda row, loaded, context: str(getattr(row, field) or "") or EMPTY


def _words(field: str) -> Any:
    return lambda row, loaded, context: str(getattr(row, field) or "")


def is_overdue(context: ListContext) -> Q:
    return Q(state=PromiseState.OPEN, due_on__lt=context.today)


COLUMNS: tuple[Column, ...] = (
    Column(key="text", label=_("Promise"), cell=_text, order=0, card="lead", value="text"),
    Column(
        key="account", label=_("Account"), cell=_account, order=10, sort="account__name_key",
        select_related=("account",), card="foot", value="account.name",
    ),
    Column(
        key="state", label=_("State"), cell=_state, order=20, sort="need", sort_kind="number", annotate=by_need,
        card="side", value="get_state_display",
    ),
    Column(
        key="due", label=_("By"), cell=_due, order=30, sort="due_on", sort_kind="date", nullable=True, card="fact",
        value="due_on",
    ),
    Column(
        key="owner", label=_("Owner"), cell=_person("owner"), order=40, select_related=("owner__user",), card="fact",
        value=_words("owner"),
    ),
    Column(
        key="made_to", label=_("To whom"), cell=_to, order=50, select_related=("made_to",), priority=2, card="none",
        value=_words("made_to"),
    ),
    Column(
        key="made_by", label=_("Made by"), cell=_person("made_by"), order=60, select_related=("made_by__user",),
        priority=3, card="none", value=_words("made_by"),
    ),
    Column(
        key="made_on", label=_("Made on"), cell=_made_on, order=70, sort="made_on", sort_kind="date", first="-",
        default=False, card="none", value="made_on",
    ),
)  # fmt: skip

FILTERS: tuple[Filter, ...] = (
    TextFilter(key="text", label=_("Promise"), field="text"),
    ReferenceFilter(key="account", label=_("Account"), field="account_id", find=account_named, labels=account_names),
    ChoiceFilter(key="state", label=_("State"), field="state", choices=PromiseState.choices),
    FlagFilter(key="overdue", label=_("Overdue"), match=is_overdue),
    DateFilter(key="due", label=_("By"), field="due_on", can_be_empty=True),
    ReferenceFilter(
        key="owner", label=_("Owner"), field="owner_id", choices=members, labels=member_names, can_be_empty=True
    ),
    ReferenceFilter(
        key="maker", label=_("Made by"), field="made_by_id", choices=members, labels=member_names, can_be_empty=True
    ),
    DateFilter(key="made_on", label=_("Made on"), field="made_on"),
)  # fmt: skip


def _counted(total: int) -> str:
    return ngettext("%(n)s promise", "%(n)s promises", total) % {"n": format_number(total)}


PROMISE_LIST = ListSpec(
    key="promises",
    columns=COLUMNS,
    filters=FILTERS,
    default_sort="state",
    counted=_counted,
    search="text",
    search_hint=_("Find a promise"),
)
