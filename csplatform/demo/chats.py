"""Conversations by chat in an invented company: a month of them that ended, some that go on, two that wait."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from uuid import UUID

from accounts.choices import AccountStatus, OwnerRole
from accounts.models import AccountOwner, Contact
from portal.choices.chat import Event, RoomState, Side
from portal.models.chat import ChatMessage, ChatRoom
from workspaces.models import Member

ENDED, GOING_ON, WAITING = 24, 3, 2
CUSTOMER, STAFF = Side.CUSTOMER.value, Side.STAFF.value

TALKS: tuple[tuple[tuple[str, str], ...], ...] = (
    (
        (CUSTOMER, "Good morning. The export drops a few lines since the last update."),
        (STAFF, "Good morning. I see it: lines that cross midnight on the last day of the month."),
        (CUSTOMER, "That fits. Will the fix correct last month too?"),
        (STAFF, "Yes. We run last month again on Tuesday, and you check the file before it goes on."),
        (CUSTOMER, "Perfect. I’ll send the new codes today."),
    ),
    (
        (CUSTOMER, "Can two of us have the right to approve?"),
        (STAFF, "Yes, under Settings, People. Shall I do it for you?"),
        (CUSTOMER, "Found it, thank you."),
    ),
    (
        (CUSTOMER, "The report for the works council does not open for me."),
        (STAFF, "Your role does not include it yet. I asked your admin to add it."),
        (CUSTOMER, "It opens now."),
        (STAFF, "Good. I close this chat then, the transcript stays here."),
    ),
    (
        (CUSTOMER, "When is the next course for new team leads?"),
        (STAFF, "On the first Thursday of next month, online, 09:00 to 11:30."),
        (CUSTOMER, "Please put four of us down. I mail you the names."),
    ),
    (
        (CUSTOMER, "We plan twelve more seats from January. Who do I talk to?"),
        (STAFF, "Your account manager. I ask her to join us here."),
        (CUSTOMER, "Good, I wait."),
    ),
)


@dataclass(frozen=True, slots=True)
class _Talk:
    room: ChatRoom
    lines: tuple[tuple[str, str], ...]


def make_chats(*, seed: int, now: datetime) -> int:
    """Rooms with their lines in the workspace in force, written at once; returns how many rooms."""
    dice = Random(seed)  # noqa: S311 - an invented company, no secret
    wanted = ENDED + GOING_ON + WAITING
    owners = AccountOwner.objects.filter(
        role=OwnerRole.CSM, member__isnull=False, account__status=AccountStatus.ACTIVE
    )
    agents = dict(owners.values_list("account_id", "member_id"))
    contacts: dict[int, Contact] = {}
    for contact in Contact.objects.filter(account_id__in=agents, left_on=None).order_by("pk"):
        contacts.setdefault(contact.account_id, contact)
    chosen = dice.sample(sorted(contacts), min(wanted, len(contacts)))
    talks = [
        _talk(place, contacts[account_id], agents[account_id], dice, now)
        for place, account_id in enumerate(chosen)
    ]
    names = dict(Member.objects.filter(pk__in=agents.values()).values_list("pk", "user__name"))
    lines = [line for talk in talks for line in _lines(talk, names, dice)]
    rooms = ChatRoom.objects.bulk_create(talk.room for talk in talks)
    ChatMessage.objects.bulk_create(lines)
    return len(rooms)


def _talk(place: int, contact: Contact, agent_id: int, dice: Random, now: datetime) -> _Talk:
    lines = dice.choice(TALKS)
    if place < WAITING:
        lines, ago = lines[:1], timedelta(minutes=3 + 8 * place)
    elif place < WAITING + GOING_ON:
        lines, ago = lines[:2], timedelta(minutes=40 + 11 * place)
    else:
        ago = timedelta(days=dice.randint(1, 29), minutes=dice.randint(0, 300))
    opened = now - ago
    room = ChatRoom(account_id=contact.account_id, contact=contact, opened_at=opened, last_at=opened)
    room.last_number = len(lines) + (place >= WAITING) + (place >= WAITING + GOING_ON)
    if place < WAITING:
        room.waits_since = opened
        return _Talk(room, lines)
    room.agent_id, room.state = agent_id, RoomState.TAKEN
    room.first_answer_at = opened + timedelta(minutes=dice.randint(1, 7), seconds=dice.randint(0, 59))
    room.staff_got = room.staff_read = room.last_number
    if place >= WAITING + GOING_ON:
        room.state, room.closed_by_id = RoomState.CLOSED, agent_id
        room.contact_got = room.contact_read = room.last_number
        room.closed_at = room.first_answer_at + timedelta(minutes=3 * len(lines) + 2)
    return _Talk(room, lines)


def _lines(talk: _Talk, names: Mapping[int, str], dice: Random) -> list[ChatMessage]:
    room = talk.room
    at = room.opened_at
    made: list[ChatMessage] = []

    def add(side: str, text: str, event: str = "", moment: datetime | None = None) -> None:
        made.append(
            ChatMessage(
                room=room, number=len(made) + 1, side=side, event=event, text=text, at=moment or at,
                member_id=None if side == CUSTOMER else room.agent_id, key=UUID(int=dice.getrandbits(128), version=4),
            )
        )  # fmt: skip

    name = names.get(room.agent_id or 0, "")
    for place, (side, text) in enumerate(talk.lines):
        if side == STAFF and room.first_answer_at and place == 1:
            at = room.first_answer_at
            add(Side.PLATFORM, name, Event.TAKEN, at - timedelta(seconds=20))
        add(side, text)
        at += timedelta(seconds=dice.randint(40, 170))
    if room.closed_at:
        add(Side.PLATFORM, name, Event.CLOSED, room.closed_at)
    room.last_at = made[-1].at
    return made
