"""The queue of inquiries: what nobody has answered first, by the time that is left; then what is ours, what waits for the
customer, and what is solved."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import BigIntegerField, Case, Count, F, Q, QuerySet, Value, When
from django.db.models.functions import Cast, Extract
from django.utils import timezone
from django.utils.html import escape
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, pgettext_lazy

from accounts.choices import Segment, TicketPriority
from accounts.lists.cells import EMPTY, account_href, day, link, named, tag
from accounts.lists.lookups import account_named, account_names, member_names, members, team_names, teams
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
from core.shell import Choice
from core.text import format_number
from playbooks.selectors.owners import team_ids_of
from portal.choices.inquiries import (
    OPEN_STATUSES,
    OUR_TURN,
    InquiryKind,
    InquirySource,
    InquiryStatus,
)
from portal.models import Inquiry
from portal.selectors.inquiry_people import holder_words
from portal.shown_inquiries import clock_tone, clock_words, face_words

TONES = {InquiryStatus.NEW: "accent", InquiryStatus.WAITING: "warn", InquiryStatus.CLOSED: "good"}
PRIORITY_TONES = {TicketPriority.URGENT: "bad", TicketPriority.HIGH: "warn"}
#: Steps of the order, each beyond every moment of the one before, in seconds.
STEP = 10_000_000_000


def by_pressure(rows: QuerySet, context: ListContext) -> QuerySet:
    """Annotate `pressure`, by which the queue is sorted: seconds of a moment, behind the step of how it stands."""
    due, last = (
        Cast(Extract(F(name), "epoch"), BigIntegerField()) for name in ("response_due_at", "moved_at")
    )
    return rows.annotate(
        pressure=Case(
            When(status__in=OUR_TURN, responded_at=None, then=due),
            When(status__in=OUR_TURN, then=last + Value(STEP)),
            When(status=InquiryStatus.WAITING, then=last + Value(2 * STEP)),
            default=Value(4 * STEP) - last,
            output_field=BigIntegerField(),
        )
    )


def is_mine(context: ListContext) -> Q:
    """Those that the reader works on, alone or in a team."""
    teams = team_ids_of(context.reader) if context.reader is not None else ()
    return Q(assignee_id=context.me or 0) | Q(team_id__in=list(teams))


def is_late(context: ListContext) -> Q:
    return Q(status__in=OPEN_STATUSES, responded_at=None, response_due_at__lt=context.now)


def is_escalated(context: ListContext) -> Q:
    return Q(escalated_at__isnull=False, calmed_at=None)


def _subject(row: Inquiry, loaded: Any, context: ListContext) -> str:
    url = href("desk:inquiry", inquiry_id=row.pk)
    return named(row.subject, url, f"#{row.number} · {row.opener_name}", tile=False)


def _subject_words(row: Inquiry, loaded: Any, context: ListContext) -> str:
    return f"#{row.number} {row.subject}"


def _account(row: Inquiry, loaded: Any, context: ListContext) -> str:
    return link(row.account.name, account_href(row.account_id))


def _status(row: Inquiry, loaded: Any, context: ListContext) -> str:
    flag = tag(say("Escalated"), "bad") if row.is_escalated else ""
    return mark_safe(tag(str(row.get_status_display()), TONES.get(InquiryStatus(row.status), "")) + flag)


def _priority(row: Inquiry, loaded: Any, context: ListContext) -> str:
    label = str(row.get_priority_display())
    tone = PRIORITY_TONES.get(TicketPriority(row.priority), "")
    return tag(label, tone) if tone else label


def _holder(row: Inquiry, loaded: Any, context: ListContext) -> str:
    if row.assignee_id is not None and row.assignee_id == context.me:
        return say("You")
    name = holder_words(row)
    if name:
        return name
    return tag(say("Nobody"), "warn") if row.is_open else EMPTY


def _holder_words(row: Inquiry, loaded: Any, context: ListContext) -> str:
    return holder_words(row)


def _due(row: Inquiry, loaded: Any, context: ListContext) -> str:
    words = clock_words(row, context.now)
    if not words:
        return EMPTY
    tone = clock_tone(row, context.now)
    return mark_safe(f'<span class="cs-{tone}">{escape(words)}</span>') if tone else words


def _moment(field: str) -> Any:
    def cell(row: Inquiry, loaded: Any, context: ListContext) -> str:
        at = getattr(row, field)
        return day(timezone.localtime(at).date()) if at else EMPTY

    return cell


def _rating(row: Inquiry, loaded: Any, context: ListContext) -> str:
    return face_words(row.score) or EMPTY


COLUMNS: tuple[Column, ...] = (
    Column(key="subject", label=_("Inquiry"), cell=_subject, order=0, sort="number", sort_kind="number", first="-",
           card="lead", value=_subject_words),
    Column(key="account", label=_("Account"), cell=_account, order=10, sort="account__name_key",
           select_related=("account",), card="foot", value="account.name"),
    Column(key="due", label=_("First answer"), cell=_due, order=20, sort="pressure", sort_kind="number",
           sort_words=(_("most urgent first"), _("least urgent first")), annotate=by_pressure, card="foot", value="response_due_at"),
    Column(key="status", label=_("Status"), cell=_status, order=30, sort="status", card="side",
           value="get_status_display"),
    Column(key="priority", label=_("Priority"), cell=_priority, order=40, sort="priority", card="fact",
           value="get_priority_display"),
    Column(key="holder", label=_("Works on it"), cell=_holder, order=50, select_related=("assignee__user", "team"),
           card="fact", value=_holder_words),
    Column(key="kind", label=_("Type"), cell=lambda row, loaded, context: str(row.get_kind_display()), order=60,
           sort="kind", default=False, card="none", value="get_kind_display"),
    Column(key="opened", label=_("Opened"), cell=_moment("opened_at"), order=70, sort="opened_at", sort_kind="moment",
           first="-", priority=2, card="none", value="opened_at"),
    Column(key="moved", label=_("Last moved"), cell=_moment("moved_at"), order=80, sort="moved_at", sort_kind="moment",
           first="-", default=False, card="none", value="moved_at"),
    Column(key="closed", label=_("Closed"), cell=_moment("closed_at"), order=90, sort="closed_at", sort_kind="moment",
           nullable=True, first="-", default=False, card="none", value="closed_at"),
    Column(key="source", label=_("Came by"), cell=lambda row, loaded, context: str(row.get_source_display()), order=100,
           default=False, card="none", value="get_source_display"),
    Column(key="rating", label=_("Rating"), cell=_rating, order=110, sort="score", sort_kind="number", nullable=True,
           default=False, card="none", value="score"),
)  # fmt: skip

FILTERS: tuple[Filter, ...] = (
    TextFilter(key="subject", label=_("Subject"), field="subject_key", folded=True),
    NumberFilter(key="number", label=_("Number"), field="number"),
    ReferenceFilter(key="account", label=_("Account"), field="account_id", find=account_named, labels=account_names),
    FlagFilter(key="mine", label=_("I work on it"), match=is_mine),
    FlagFilter(key="late", label=_("First answer late"), match=is_late),
    FlagFilter(key="escalated", label=_("Escalated"), match=is_escalated),
    ChoiceFilter(key="status", label=_("Status"), field="status", choices=InquiryStatus.choices),
    ChoiceFilter(key="kind", label=_("Type"), field="kind", choices=InquiryKind.choices),
    ChoiceFilter(key="priority", label=_("Priority"), field="priority", choices=TicketPriority.choices),
    ChoiceFilter(key="segment", label=_("Segment"), field="account__segment", choices=Segment.choices),
    ChoiceFilter(key="source", label=_("Came by"), field="source", choices=InquirySource.choices),
    ReferenceFilter(key="holder", label=_("Works on it"), field="assignee_id", choices=members, labels=member_names,
                    can_be_empty=True),
    ReferenceFilter(key="team", label=_("Team"), field="team_id", choices=teams, labels=team_names, can_be_empty=True,
                    mine=lambda context: list(team_ids_of(context.reader)), my_label=_("my teams")),
    DateFilter(key="opened", label=_("Opened"), field="opened_at", is_moment=True),
    DateFilter(key="due", label=_("First answer due"), field="response_due_at", is_moment=True),
    DateFilter(key="closed", label=_("Closed"), field="closed_at", is_moment=True, can_be_empty=True),
    NumberFilter(key="rating", label=_("Rating of five"), field="score", can_be_empty=True),
)  # fmt: skip


def _counted(total: int) -> str:
    return ngettext("%(n)s inquiry", "%(n)s inquiries", total) % {"n": format_number(total)}


INQUIRY_LIST = ListSpec(
    key="inquiries",
    columns=COLUMNS,
    filters=FILTERS,
    default_sort="due",
    counted=_counted,
    search="subject",
    search_hint=_("Find by subject"),
)


@dataclass(frozen=True)
class View:
    """A tab above the list: its words, its filters as the address has them, and the same as a condition."""

    key: str
    label: Any
    query: str
    where: Callable[[ListContext], Q]


_OPEN = "f.status=is:new,open,waiting"
VIEWS: tuple[View, ...] = (
    View("open", pgettext_lazy("inquiries", "Open"), _OPEN, lambda context: Q(status__in=OPEN_STATUSES)),
    View("mine", pgettext_lazy("inquiries", "Mine"), f"f.mine=is:yes&{_OPEN}",
         lambda context: is_mine(context) & Q(status__in=OPEN_STATUSES)),
    View("nobody", pgettext_lazy("inquiries", "Nobody’s"), f"f.holder=empty&f.team=empty&{_OPEN}",
         lambda context: Q(assignee=None, team=None, status__in=OPEN_STATUSES)),
    View("late", pgettext_lazy("inquiries", "Late"), "f.late=is:yes", is_late),
    View("escalated", pgettext_lazy("inquiries", "Escalated"), "f.escalated=is:yes", is_escalated),
    View("solved", pgettext_lazy("inquiries", "Solved"), "f.status=is:closed",
         lambda context: Q(status=InquiryStatus.CLOSED)),
    View("all", pgettext_lazy("inquiries", "All"), "", lambda context: Q()),
)  # fmt: skip


def tabs(rows: QuerySet, context: ListContext, query: str, path: str) -> list[Choice]:
    """The views with their counts, in one query; the one whose filters are in force is current."""
    counted = rows.order_by().aggregate(
        **{view.key: Count("pk", filter=view.where(context) or None) for view in VIEWS}
    )
    return [
        Choice(
            view.label,
            f"{path}?{view.query}" if view.query else path,
            _is(view, query),
            view.key,
            counted[view.key],
        )
        for view in VIEWS
    ]


def _is(view: View, query: str) -> bool:
    kept = [one for one in query.lstrip("?").split("&") if one.startswith("f.")]
    return sorted(kept) == sorted(one for one in view.query.split("&") if one)
