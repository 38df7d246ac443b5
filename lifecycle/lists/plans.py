"""The list of success plans: what waits or runs first, by the day on which it ends."""

from collections.abc import Callable
from typing import Any

from django.db.models import BigIntegerField, Case, F, Func, IntegerField, Q, QuerySet, Value, When
from django.db.models.functions import Coalesce
from django.utils.html import escape
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from accounts.lists.cells import EMPTY, account_href, day, link, named, tag
from accounts.lists.lookups import account_named, account_names, member_names, members
from core import charts
from core.links import href
from core.lists import Column, ListContext, ListSpec
from core.lists.filters import (
    ChoiceFilter,
    DateFilter,
    Filter,
    FlagFilter,
    NumberFilter,
    ReferenceFilter,
    TextFilter,
)
from core.text import format_number, format_percent
from lifecycle.choices import RUNNING, PlanStatus
from lifecycle.models import PlanActivity, SuccessPlan

Cell = Callable[[Any, Any, ListContext], str]
TONES = {PlanStatus.SHARED: "warn", PlanStatus.SIGNED: "accent", PlanStatus.ACTIVE: "good"}
#: Steps of the order: running plans by their end, drafts, closed ones newest first.
FAR, DRAFTS, CLOSED = 1_000_000, 2_000_000, 2_000_000_000


class _Days(Func):
    """Days of a date since the turn of the century."""

    template = "(%(expressions)s - DATE '2000-01-01')"
    output_field = IntegerField()


def by_need(rows: QuerySet, context: ListContext) -> QuerySet:
    """Annotate `need`, by which the list is sorted."""
    ends = Coalesce(_Days(F("ends_on")), Value(FAR))
    return rows.annotate(
        need=Case(
            When(status__in=RUNNING, then=ends),
            When(status=PlanStatus.DRAFT, then=Value(DRAFTS) - F("pk")),
            default=Value(CLOSED) - F("pk"),
            output_field=BigIntegerField(),
        )
    )


def _name(row: SuccessPlan, loaded: Any, context: ListContext) -> str:
    return named(row.title, href("lifecycle:plan", plan_id=row.pk), row.account.name)


def _account(row: SuccessPlan, loaded: Any, context: ListContext) -> str:
    return link(row.account.name, account_href(row.account_id))


def _status(row: SuccessPlan, loaded: Any, context: ListContext) -> str:
    return tag(str(row.get_status_display()), TONES.get(PlanStatus(row.status), ""))


def _progress(row: SuccessPlan, loaded: Any, context: ListContext) -> str:
    if row.progress is None:
        return EMPTY
    words = escape(format_percent(row.progress))
    return mark_safe(
        f'<span class="cs-plan-cell">{charts.bar(row.progress, 100, "", width=72)}{words}</span>'
    )


def _reached(row: SuccessPlan, loaded: Any, context: ListContext) -> str:
    if not row.goals:
        return EMPTY
    named_ = {"reached": format_number(row.goals_reached), "goals": format_number(row.goals)}
    return say("%(reached)s of %(goals)s") % named_


def _signed(row: SuccessPlan, loaded: Any, context: ListContext) -> str:
    if row.signed_at is None:
        return EMPTY
    below: str = escape(row.signed_name)
    if row.is_changed_since_signed:
        below += f' · <span class="cs-warn">{escape(say("changed since"))}</span>'
    return mark_safe(f'{day(row.signed_at.date())}<span class="cs-cell-2">{below}</span>')


def _ends(row: SuccessPlan, loaded: Any, context: ListContext) -> str:
    if row.ends_on is not None and row.ends_on < context.today and not row.is_closed:
        return mark_safe(f'<span class="cs-bad">{day(row.ends_on)}</span>')
    return day(row.ends_on)


def _person(row: SuccessPlan, loaded: Any, context: ListContext) -> str:
    return str(row.owner or "") or EMPTY


def _words(field: str) -> Cell:
    return lambda row, loaded, context: str(getattr(row, field) or "")


def late_activities(context: ListContext) -> Q:
    """Plans with an activity that is overdue."""
    late = PlanActivity.objects.filter(done_on=None, due_on__lt=context.today)
    return Q(status__in=RUNNING, pk__in=late.values("plan_id"))


def changed_since(context: ListContext) -> Q:
    """Plans that are not any more what was signed."""
    return Q(signed_revision__isnull=False) & ~Q(signed_revision=F("revision"))


COLUMNS: tuple[Column, ...] = (
    Column(
        key="plan", label=_("Plan"), cell=_name, order=0, card="lead", value="title", select_related=("account",),
    ),
    Column(
        key="account", label=_("Account"), cell=_account, order=10, sort="account__name_key", default=False,
        select_related=("account",), card="none", value="account.name",
    ),
    Column(
        key="status", label=_("Status"), cell=_status, order=20, sort="need", sort_kind="number",
        sort_words=(_("running first"), _("closed first")), annotate=by_need,
        card="side", value="get_status_display",
    ),
    Column(
        key="progress", label=_("Progress"), cell=_progress, order=30, sort="progress", sort_kind="number",
        nullable=True, first="-", card="fact", value="progress",
    ),
    Column(key="goals", label=_("Goals reached"), cell=_reached, order=40, card="fact", value="goals_reached"),
    Column(
        key="ends", label=_("Ends"), cell=_ends, order=50, sort="ends_on", sort_kind="date", nullable=True, card="fact",
        value="ends_on",
    ),
    Column(
        key="signed", label=_("Signed off"), cell=_signed, order=60, sort="signed_at", sort_kind="moment",
        nullable=True, first="-", priority=2, card="none", value="signed_at",
    ),
    Column(
        key="owner", label=_("Owner"), cell=_person, order=70, select_related=("owner__user",), priority=2, card="fact",
        value=_words("owner"),
    ),
    Column(
        key="starts", label=_("Starts"), cell=lambda row, loaded, context: day(row.starts_on), order=80,
        sort="starts_on", sort_kind="date", nullable=True, default=False, card="none", value="starts_on",
    ),
)  # fmt: skip

FILTERS: tuple[Filter, ...] = (
    TextFilter(key="title", label=_("Plan"), field="title"),
    ReferenceFilter(key="account", label=_("Account"), field="account_id", find=account_named, labels=account_names),
    ChoiceFilter(key="status", label=_("Status"), field="status", choices=PlanStatus.choices),
    ReferenceFilter(
        key="owner", label=_("Owner"), field="owner_id", choices=members, labels=member_names, can_be_empty=True
    ),
    NumberFilter(key="progress", label=_("Progress, percent"), field="progress", can_be_empty=True),
    FlagFilter(key="late", label=_("Activities overdue"), match=late_activities),
    FlagFilter(key="changed", label=_("Changed since the sign-off"), match=changed_since),
    DateFilter(key="starts", label=_("Starts"), field="starts_on", can_be_empty=True),
    DateFilter(key="ends", label=_("Ends"), field="ends_on", can_be_empty=True),
)  # fmt: skip


def _counted(total: int) -> str:
    return ngettext("%(n)s plan", "%(n)s plans", total) % {"n": format_number(total)}


PLAN_LIST = ListSpec(
    key="plans",
    columns=COLUMNS,
    filters=FILTERS,
    default_sort="status",
    counted=_counted,
    search="title",
    search_hint=_("Find a plan"),
)
