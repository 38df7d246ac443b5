"""The list of support tickets, which other systems keep: read only."""

from collections.abc import Callable, Sequence
from typing import Any

from django.db.models import Q
from django.utils import timezone
from django.utils.html import escape
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from accounts.choices import TicketPriority, TicketStatus
from accounts.lists.cells import EMPTY, account_href, day, link, number, tag
from accounts.lists.lookups import account_named, account_names, member_names, members, owned_in, unowned_in
from accounts.lists.origin import batch_names, batches
from accounts.models import Ticket
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
from core.text import format_number

Cell = Callable[[Ticket, Any, ListContext], str]


def _subject(ticket: Ticket, loaded: Any, context: ListContext) -> str:
    below = f'<span class="cs-cell-2">{escape(ticket.external_id)}</span>' if ticket.subject else ""
    return mark_safe(f"<span>{escape(ticket.subject or ticket.external_id)}{below}</span>")


def _account(ticket: Ticket, loaded: Any, context: ListContext) -> str:
    return link(ticket.account.name, account_href(ticket.account_id))


def _status(ticket: Ticket, loaded: Any, context: ListContext) -> str:
    return str(TicketStatus.CLOSED.label) if ticket.closed_at else tag(str(TicketStatus.OPEN.label), "accent")


def _named(ticket: Ticket, loaded: Any, context: ListContext) -> str:
    """Subject and number, as the cell has them on two lines."""
    return f"{ticket.external_id}: {ticket.subject}" if ticket.subject else ticket.external_id


def _state(ticket: Ticket, loaded: Any, context: ListContext) -> str:
    return str((TicketStatus.CLOSED if ticket.closed_at else TicketStatus.OPEN).label)


def _priority(ticket: Ticket, loaded: Any, context: ListContext) -> str:
    label = str(ticket.get_priority_display())
    return tag(label, "bad") if ticket.priority == TicketPriority.URGENT else label


def _moment(field: str) -> Cell:
    def cell(ticket: Ticket, loaded: Any, context: ListContext) -> str:
        at = getattr(ticket, field)
        return day(timezone.localtime(at).date()) if at else EMPTY

    return cell


def _hours(field: str) -> Cell:
    def cell(ticket: Ticket, loaded: Any, context: ListContext) -> str:
        minutes = getattr(ticket, field)
        return EMPTY if minutes is None else say("%(hours)s h") % {"hours": format_number(minutes / 60, 1)}

    return cell


def _satisfaction(ticket: Ticket, loaded: Any, context: ListContext) -> str:
    return number(ticket.satisfaction)


def _escalated(ticket: Ticket, loaded: Any, context: ListContext) -> str:
    return tag(say("escalated"), "warn") if ticket.is_escalated else EMPTY


def _in_status(values: Sequence[str], context: ListContext) -> Q:
    found = Q(pk__in=())
    if TicketStatus.OPEN in values:
        found |= Q(closed_at__isnull=True)
    if TicketStatus.CLOSED in values:
        found |= Q(closed_at__isnull=False)
    return found


COLUMNS: tuple[Column, ...] = (
    Column(key="subject", label=_("Ticket"), cell=_subject, sort="external_id", card="lead", value=_named),
    Column(
        key="account", label=_("Account"), cell=_account, sort="account__name_key", select_related=("account",),
        card="line", value="account.name",
    ),
    Column(key="status", label=_("Status"), cell=_status, card="side", value=_state),
    Column(
        key="priority", label=_("Priority"), cell=_priority, sort="priority", card="line", value="get_priority_display"
    ),
    Column(
        key="escalated", label=_("Escalated"), cell=_escalated, sort="is_escalated", sort_kind="flag", priority=2,
        value="is_escalated",
    ),
    Column(
        key="opened", label=_("Opened"), cell=_moment("opened_at"), sort="opened_at", sort_kind="moment", first="-",
        value="opened_at",
    ),
    Column(
        key="closed", label=_("Closed"), cell=_moment("closed_at"), sort="closed_at", sort_kind="moment", nullable=True,
        first="-", priority=2, value="closed_at",
    ),
    Column(
        key="response", label=_("First response"), cell=_hours("first_response_minutes"), sort="first_response_minutes",
        sort_kind="number", nullable=True, first="-", align="end", priority=3, card="none",
        value="first_response_minutes", file_label=_("First response, minutes"),
    ),
    Column(
        key="resolution", label=_("Resolution"), cell=_hours("resolution_minutes"), sort="resolution_minutes",
        sort_kind="number", nullable=True, first="-", align="end", priority=3, card="none",
        value="resolution_minutes", file_label=_("Resolution, minutes"),
    ),
    Column(
        key="satisfaction", label=_("Satisfaction"), cell=_satisfaction, sort="satisfaction", sort_kind="number",
        nullable=True, align="end", priority=3, card="none", value="satisfaction",
    ),
)  # fmt: skip

FILTERS: tuple[Filter, ...] = (
    TextFilter(key="number", label=_("Number"), field="external_id"),
    TextFilter(key="subject", label=_("Subject"), field="subject", can_be_empty=True),
    ReferenceFilter(
        key="account", label=_("Account"), field="account_id", find=account_named, labels=account_names
    ),
    ReferenceFilter(
        key="owner", label=_("Owner"), choices=members, labels=member_names, match=owned_in(None, "account_id"),
        missing=unowned_in(None, "account_id"), can_be_empty=True,
    ),
    ChoiceFilter(key="status", label=_("Status"), choices=TicketStatus.choices, match=_in_status),
    ChoiceFilter(key="priority", label=_("Priority"), field="priority", choices=TicketPriority.choices),
    FlagFilter(key="escalated", label=_("Escalated"), field="is_escalated"),
    DateFilter(key="opened", label=_("Opened"), field="opened_at", is_moment=True),
    DateFilter(key="closed", label=_("Closed"), field="closed_at", is_moment=True, can_be_empty=True),
    NumberFilter(
        key="response", label=_("First response, minutes"), field="first_response_minutes", can_be_empty=True
    ),
    NumberFilter(
        key="resolution", label=_("Resolution, minutes"), field="resolution_minutes", can_be_empty=True
    ),
    NumberFilter(key="satisfaction", label=_("Satisfaction"), field="satisfaction", can_be_empty=True),
    ReferenceFilter(
        key="origin", label=_("Imported from"), field="origin_batch_id", choices=batches, mine=None, labels=batch_names,
        can_be_empty=True,
    ),
)  # fmt: skip


def counted(total: int) -> str:
    return ngettext("%(n)s ticket", "%(n)s tickets", total) % {"n": format_number(total)}


TICKET_LIST = ListSpec(
    key="tickets",
    columns=COLUMNS,
    filters=FILTERS,
    default_sort="-opened",
    counted=counted,
    search="number",
    search_hint=_("Find by number"),
)
