"""A chat that becomes an inquiry: by an agent, by escalating, and while nobody is here."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from core.errors import DomainError
from portal.choices.chat import Event, Side
from portal.choices.inquiries import InquirySource
from portal.models import Inquiry
from portal.models.chat import ChatMessage, ChatRoom
from portal.models.inquiries import BODY, SUBJECT
from portal.services.chat.rooms import open_and_locked
from portal.services.chat.writing import add_line, lock_room, save_room, tell_queue
from portal.services.inquiries import escalate, open_inquiry
from workspaces.models import Member


def make_inquiry(room: ChatRoom, *, by: Member | None, now: datetime) -> Inquiry:
    """Open an inquiry of what the customer wrote in the room, so that it has a number and a clock; the room is tied to it.

    Idempotent: a room has one inquiry. `by` None: the customer did. Raises as `open_inquiry`.
    """
    with transaction.atomic():
        locked = lock_room(room.pk)
        if locked.inquiry is not None:
            return locked.inquiry
        said = _words(locked)
        made = open_inquiry(
            locked.account, contact=locked.contact, subject=_subject(said), text=said[:BODY], by=by, now=now,
            source=InquirySource.CHAT,
        )  # fmt: skip
        locked.inquiry = made
        add_line(locked, side=Side.PLATFORM, event=Event.INQUIRY, text=str(made.number), member=by, now=now)
        save_room(locked)
    return made


def escalate_room(room: ChatRoom, *, reason: str, now: datetime) -> ChatRoom:
    """The customer wants somebody who decides: the room's inquiry, made where there is none, is escalated with the
    reason, which tells those who lead. Once per room."""
    said = reason.strip()
    if not said:
        raise DomainError(_("Say what is wrong, so that it reaches the right person."), field="reason")
    with transaction.atomic():
        locked = open_and_locked(room)
        if locked.escalated_at is not None:
            return locked
        made = make_inquiry(locked, by=None, now=now)
        if made.is_open:
            escalate(made, by_contact=locked.contact, reason=said, now=now)
        locked = lock_room(room.pk)
        locked.escalated_at = now
        add_line(
            locked, side=Side.PLATFORM, event=Event.ESCALATED, text=locked.contact.name, note=said, now=now
        )
        save_room(locked)
        tell_queue()
    return locked


def _words(room: ChatRoom) -> str:
    rows = ChatMessage.objects.filter(room_id=room.pk, side=Side.CUSTOMER).exclude(text="")
    return "\n".join(rows.order_by("number").values_list("text", flat=True)) or str(_("A chat"))


def _subject(said: str) -> str:
    """The first line, cut where it is long."""
    first = " ".join(said.splitlines()[0].split())
    most = min(SUBJECT, 120)
    return first if len(first) <= most else f"{first[: most - 1]}…"
