"""What each deed on an inquiry leaves: a line of the history, notices to colleagues, and the ticket that is counted."""

from collections.abc import Iterable
from datetime import date, datetime

from django.utils.translation import gettext as _

from accounts.services.tickets import TicketFacts, keep_ticket
from core import clock, live
from core.errors import Conflict, NotFound
from core.links import below_workspace
from core.tenancy import required_workspace_id
from notifications.services import notify
from portal.choices.inquiries import InquiryStepKind
from portal.models import Inquiry, InquiryStep
from portal.models.inquiries import WORDS
from workspaces.models import Member, Workspace

ASSIGNED, WROTE, ESCALATED, LATE = "inquiry", "inquiry_wrote", "inquiry_escalated", "inquiry_late"
MINUTE = 60
SOURCE = "portal-"  # what the keys of inquiries begin with, among tickets and surveys


def note_step(
    inquiry: Inquiry,
    kind: InquiryStepKind,
    *,
    now: datetime,
    by: Member | None = None,
    who: str = "",
    words: str = "",
) -> InquiryStep:
    """Add a line to the history."""
    return InquiryStep.objects.create(
        inquiry=inquiry, kind=kind, by=by, who=who[:200], at=now, words=words[:WORDS]
    )


def lock_inquiry(inquiry: Inquiry, version: int | None = None) -> Inquiry:
    """The inquiry, locked and as it is now. Raises NotFound when it is gone, Conflict when it is past `version`."""
    found = Inquiry.objects.select_for_update(of=("self",)).filter(pk=inquiry.pk)
    now = found.select_related("account", "assignee__user", "team", "opener").first()
    if now is None:
        raise NotFound(_("Not found."))
    if version is not None and now.version != version:
        raise Conflict(
            _("Somebody changed this inquiry meanwhile. Look at it again, then decide."),
            code="changed_meanwhile",
        )
    return now


def staff_channel(inquiry_id: int) -> str:
    """On which open pages of staff hear that an inquiry moved, notes included; numbers are versions of the row."""
    return f"inquiry/{inquiry_id}"


def customers_channel(inquiry_id: int) -> str:
    """On which the customer's pages hear of what they may see."""
    return f"inquiry/{inquiry_id}/customer"


def save(inquiry: Inquiry, *fields: str, now: datetime, for_customer: bool = True) -> None:
    """Write these fields, that the inquiry moved, and what is counted of it; open pages hear of it, the customer's unless it
    is nothing `for_customer`."""
    live.hint(staff_channel(inquiry.pk), inquiry.version)
    if for_customer:
        live.hint(customers_channel(inquiry.pk), live.ANEW)
    inquiry.version += 1
    inquiry.moved_at = now
    inquiry.save(update_fields=[*fields, "moved_at", "version"])
    keep_fact(inquiry, now=now)


def source_key(inquiry: Inquiry) -> str:
    """By which its ticket, and what surveys ask about it, are known."""
    return f"{SOURCE}{inquiry.number}"


def keep_fact(inquiry: Inquiry, *, now: datetime) -> None:
    """The inquiry as a ticket of its account: health, reviews and lists count it there."""
    facts = TicketFacts(
        subject=inquiry.subject,
        priority=inquiry.priority,
        opened_at=inquiry.opened_at,
        closed_at=inquiry.closed_at,
        first_response_minutes=_minutes(inquiry.opened_at, inquiry.responded_at),
        resolution_minutes=_minutes(inquiry.opened_at, inquiry.closed_at),
        satisfaction=inquiry.score,
        is_escalated=inquiry.escalated_at is not None,
    )
    keep_ticket(inquiry.account, source_key(inquiry), facts, today=today_of(now), now=now)


def today_of(now: datetime) -> date:
    """The day of the workspace in force at a moment."""
    zone = Workspace.objects.values_list("time_zone", flat=True).get(pk=required_workspace_id())
    return clock.today_in(zone, now)


def tell(
    inquiry: Inquiry,
    members: Iterable[Member | None],
    kind: str,
    title: str,
    *,
    key: str,
    now: datetime,
    by: Member | None = None,
    body: str = "",
) -> int:
    """Tell these members, without who did it and who left, of one step: `key` tells it from others."""
    return notify(
        members,
        kind=kind,
        title=title,
        body=body,
        path=below_workspace("desk:inquiry", inquiry_id=inquiry.pk),
        origin_key=f"{kind}:{inquiry.pk}:{key}",
        account_id=inquiry.account_id,
        by=by,
        now=now,
    )


def title_of(inquiry: Inquiry) -> str:
    """ "#2291 Night-shift supplements, Alpenrose"."""
    return _("#%(number)s %(subject)s, %(account)s") % {
        "number": inquiry.number, "subject": inquiry.subject, "account": inquiry.account.name
    }  # fmt: skip


def _minutes(start: datetime, end: datetime | None) -> int | None:
    return None if end is None else max(0, int((end - start).total_seconds() // MINUTE))
