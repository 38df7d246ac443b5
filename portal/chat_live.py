"""The streams of chat. To hold one is to be here: the doors, which are asked again within a minute, note who comes."""

from core.live import Admission, Channels
from portal import presence
from portal.access.chat import visible_rooms
from portal.identity import Customer
from portal.live import customer_door
from portal.models.chat import ChatRoom
from portal.selectors.chat import rooms_of
from portal.services.chat import QUEUE, channel_of
from workspaces.access import allowed_somewhere
from workspaces.choices import Right
from workspaces.live import staff_door
from workspaces.models import Member

STAFF, CUSTOMER = "desk-chat", "chat"
OWN_ROOMS = 50  # that one stream follows besides the one that is open


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


def _number(name: str) -> int | None:
    return int(name) if name.isascii() and name.isdigit() and len(name) < 19 else None


STREAMS = (
    Admission(STAFF, staff_door(heard_by_staff)),
    Admission(CUSTOMER, customer_door(heard_by_customer)),
)
