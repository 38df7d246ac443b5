"""The streams of chat: what they hear, how the line that a hint carries is drawn for each reader, and the lines that pages
send to their addresses. To hold one is to be here: the doors, which are asked again within a minute, note who comes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from django.utils import translation

from accounts.models import Contact
from core import clock
from core.links import href, link_scope
from core.live import ELSEWHERE, Admission, Admitted, Channels, Letter, LiveRequest, Reply
from portal import presence
from portal.access.chat import answered_by, visible_rooms
from portal.forms.chat import LineForm
from portal.identity import Customer
from portal.live import customer_door, customers_of_sessions
from portal.models.chat import ChatRoom
from portal.selectors.chat import rooms_of
from portal.services.chat import QUEUE, Said, channel_of, write_together
from portal.services.mailing import language_of
from portal.shown_chat import Reader, lines_html, lines_of, spoken_in
from workspaces.access import allowed_somewhere
from workspaces.choices import Right
from workspaces.live import members_of_sessions, received, staff_door
from workspaces.models import Member, Workspace

STAFF, CUSTOMER = "desk-chat", "chat"
OWN_ROOMS = 50  # that one stream follows besides the one that is open


@dataclass(frozen=True, slots=True)
class Seat:
    """At which page of a room somebody sits. `member` None: the customer."""

    room_id: int
    slug: str
    language: str
    zone: ZoneInfo
    member: Member | None = None


def heard_by_staff(member: Member, name: str) -> Channels | None:
    """The queue, the member's own rooms and, with its number as the name, one that the member may see."""
    if not allowed_somewhere(member, Right.READ_INQUIRIES):
        return None
    room_id = _number(name)
    rooms = visible_rooms(member)
    if name and (room_id is None or not rooms.filter(pk=room_id).exists()):
        return None
    own = rooms_of(rooms, member).values_list("pk", flat=True)[:OWN_ROOMS]
    if allowed_somewhere(member, Right.ANSWER_INQUIRIES):
        presence.note_here(presence.staff(member.pk))
    followed = sorted({*own, *([room_id] if room_id else [])})
    return Channels((QUEUE, *(channel_of(one) for one in followed)))


def heard_by_customer(customer: Customer, name: str) -> Channels | None:
    """The contact's own room."""
    room_id = _number(name)
    own = ChatRoom.objects.filter(contact=customer.contact, account=customer.account)
    if room_id is None or not own.filter(pk=room_id).exists():
        return None
    presence.note_here(presence.customer(customer.contact.pk))
    return Channels((channel_of(room_id),))


def draw(admitted: Admitted, channel: str, news: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """The line of the room that this page shows, and what it says of those before; other rooms' are but hints."""
    seat: Seat = admitted.reader
    if channel != channel_of(seat.room_id):
        return None
    page, where = (
        ("portal:chat_file", "staff_seen") if seat.member is None else ("desk:chat_file", "contact_seen")
    )
    got, read = news[where]
    with link_scope(seat.slug), translation.override(seat.language):
        reader = Reader(
            member=seat.member,
            zone=seat.zone,
            today=clock.now().astimezone(seat.zone).date(),
            file_url=lambda line_id: href(page, room_id=seat.room_id, line_id=line_id),
        )
        html = lines_html(lines_of([spoken_in(news)], (got, read), reader))
    return {"newest": news["number"], "html": html, "got": got, "read": read}


def _staff_seat(member: Member, request: LiveRequest, workspace: Workspace) -> Seat:
    zone = ZoneInfo(member.user.time_zone or workspace.time_zone)
    return Seat(_number(request.name) or 0, workspace.slug, request.language, zone, member)


def _customer_seat(customer: Customer, request: LiveRequest, workspace: Workspace) -> Seat:
    zone = ZoneInfo(workspace.time_zone)
    return Seat(_number(request.name) or 0, workspace.slug, language_of(customer.contact), zone)


def _said_by_staff(letters: Sequence[tuple[Member, Letter]]) -> list[Reply]:
    return _stored([_line(letter, member=member) for member, letter in letters])


def _said_by_customers(letters: Sequence[tuple[Customer, Letter]]) -> list[Reply]:
    return _stored([_line(letter, contact=customer.contact) for customer, letter in letters])


def _line(letter: Letter, *, member: Member | None = None, contact: Contact | None = None) -> Said | None:
    """What a letter says; None for what cannot be stored as it is, of which the page's own address tells why."""
    room_id, form = _number(letter.request.name), LineForm(dict(letter.body))
    if room_id is None or not form.is_valid() or (member and not answered_by(member, room_id)):
        return None
    given = form.cleaned_data
    if not given["text"].strip():
        return None
    return Said(
        room_id=room_id,
        text=given["text"],
        key=given["key"],
        contact=contact,
        member=member,
        read=given["read"] or 0,
    )


def _stored(lines: Sequence[Said | None]) -> list[Reply]:
    """Lines of people who are in their rooms are stored; for all else the page's own address has the answer."""
    said = [line for line in lines if line is not None]
    numbers = iter(write_together(said, now=clock.now()) if said else [])
    stored = [next(numbers) if line is not None else None for line in lines]
    return [Reply(200, {"number": number}) if number is not None else ELSEWHERE for number in stored]


def _number(name: str) -> int | None:
    return int(name) if name.isascii() and name.isdigit() and len(name) < 19 else None


STREAMS = (
    Admission(
        STAFF, staff_door(heard_by_staff, _staff_seat), draw, received(members_of_sessions, _said_by_staff)
    ),
    Admission(
        CUSTOMER,
        customer_door(heard_by_customer, _customer_seat),
        draw,
        received(customers_of_sessions, _said_by_customers),
    ),
)
