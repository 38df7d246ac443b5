"""Reads of live chat: lines beyond a number, the queue, what a contact's home says of it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import connection
from django.db.models import Count, IntegerField, OuterRef, Q, QuerySet, Subquery

from accounts.access import MAX_ID, members_who_see
from accounts.models import Account, Contact
from core import clock
from core.tenancy import required_workspace_id
from portal import presence
from portal.choices.chat import Side
from portal.models.chat import ChatMessage, ChatParticipant, ChatRoom
from portal.rules.chat import ANSWERS_OF, usual_minutes
from workspaces.access import allowed
from workspaces.choices import Right
from workspaces.models import Member
from workspaces.selectors.teams import teams_of

AT_ONCE = 200  # lines in one answer; whoever has more to fetch asks again
MOST_ROOMS = 100  # of one part of the queue


@dataclass(frozen=True, slots=True)
class ChatState:
    """What a contact's home says of chat. `room_id`: the open one. `agent_here` None: nobody knows. `minutes`: the usual
    time to a first answer as measured, None where too few say so."""

    room_id: int | None
    unread: int
    agent_here: bool | None
    minutes: int | None


@dataclass(frozen=True, slots=True)
class Queue:
    """Open rooms: those that wait for the member or anybody, those that the member is in, and those of colleagues."""

    waiting: list[ChatRoom]
    mine: list[ChatRoom]
    others: list[ChatRoom]


def messages_after(room: ChatRoom, number: int, *, most: int = AT_ONCE) -> list[ChatMessage]:
    """The room's lines beyond a number, in their order, with their writers; the oldest first where there are more."""
    rows = ChatMessage.objects.filter(room_id=room.pk, number__gt=number)
    return list(rows.select_related("member__user", "file").order_by("number")[:most])


def last_messages(room: ChatRoom, *, most: int = AT_ONCE) -> list[ChatMessage]:
    """The newest lines of the room, in their order."""
    return messages_after(room, max(room.last_number - most, 0), most=most)


def message_with_file(room: ChatRoom, line_id: int) -> ChatMessage | None:
    """A line of the room that has a file."""
    rows = ChatMessage.objects.filter(room_id=room.pk, file__isnull=False).select_related("file")
    return rows.filter(pk=line_id).first() if 0 < line_id <= MAX_ID else None


def open_room_of(contact: Contact) -> ChatRoom | None:
    """The room of this contact that is open, at the account where the contact is."""
    return ChatRoom.objects.filter(contact=contact, account_id=contact.account_id, closed_at=None).first()


def closed_rooms_of(contact: Contact, *, most: int = 20) -> list[ChatRoom]:
    """A contact's earlier conversations at this account, the newest first."""
    rows = ChatRoom.objects.filter(contact=contact, account_id=contact.account_id, closed_at__isnull=False)
    return list(rows.select_related("agent__user").order_by("-pk")[:most])


def participants_of(room: ChatRoom) -> list[ChatParticipant]:
    """Colleagues who were asked into the room, in the order in which they were."""
    return list(
        ChatParticipant.objects.filter(room_id=room.pk)
        .select_related("member__user")
        .order_by("asked_at", "pk")
    )


def shown_in_queue(rooms: QuerySet[ChatRoom]) -> QuerySet[ChatRoom]:
    """Rooms with what a row of the queue says: `n_unread` lines of the customer, `said` the customer's last words."""
    own: QuerySet[Any] = ChatMessage.objects.filter(room_id=OuterRef("pk"), side=Side.CUSTOMER)
    unread = own.filter(number__gt=OuterRef("staff_read")).order_by().values("room_id")
    return rows_with_people(rooms).annotate(
        n_unread=Subquery(unread.annotate(n=Count("pk")).values("n"), output_field=IntegerField()),
        said=Subquery(own.order_by("-number").values("text")[:1]),
    )


def rows_with_people(rooms: QuerySet[ChatRoom]) -> QuerySet[ChatRoom]:
    """Rooms with who is in them."""
    return rooms.select_related("contact", "account", "agent__user", "team")


def waiting_rooms(rooms: QuerySet[ChatRoom], member: Member) -> QuerySet[ChatRoom]:
    """Of these, those that wait for anybody or for this member, the longest first; not those that were handed over to
    somebody else, nor to a team that the member is not in."""
    teams = teams_of(member).order_by().values("pk")
    mine = Q(agent=None, team=None) | Q(agent=member) | Q(team__in=teams)
    found = rooms.filter(mine, closed_at=None, waits_since__isnull=False)
    return found.order_by("waits_since", "pk")


def rooms_of(rooms: QuerySet[ChatRoom], member: Member) -> QuerySet[ChatRoom]:
    """Of these, the open ones that the member answers or has joined, the last spoken in first."""
    joined = ChatParticipant.objects.filter(member=member).values("room_id")
    mine = Q(agent=member, waits_since=None) | Q(pk__in=joined)
    waiting = waiting_rooms(rooms, member).order_by().values("pk")
    return rooms.filter(mine, closed_at=None).exclude(pk__in=waiting).order_by("-last_at", "-pk")


def other_rooms(rooms: QuerySet[ChatRoom], member: Member) -> QuerySet[ChatRoom]:
    """Of these, the open ones that colleagues answer."""
    joined = ChatParticipant.objects.filter(member=member).values("room_id")
    waiting = waiting_rooms(rooms, member).order_by().values("pk")
    found = rooms.filter(closed_at=None).exclude(Q(agent=member, agent__isnull=False) | Q(pk__in=joined))
    return found.exclude(pk__in=waiting).order_by("-last_at", "-pk")


def answerers(account: Account) -> list[Member]:
    """Colleagues who may answer this account's chats, by name; one query."""
    return [
        one
        for one in members_who_see(account)
        if allowed(
            one,
            Right.ANSWER_INQUIRIES,
            owns=one.__dict__["owns_it"],
            in_team=one.__dict__["team_owns_it"],
        )
    ]


def queue_of(rooms: QuerySet[ChatRoom], member: Member) -> Queue:
    """The queue as this member sees it: of the rooms that exist for the member. Three queries."""

    def part(found: QuerySet[ChatRoom]) -> list[ChatRoom]:
        return list(shown_in_queue(found)[:MOST_ROOMS])

    return Queue(
        waiting=part(waiting_rooms(rooms, member)),
        mine=part(rooms_of(rooms, member)),
        others=part(other_rooms(rooms, member)),
    )


def usual_wait(now: datetime | None = None, *, within: timedelta = ANSWERS_OF) -> int | None:
    """The median of whole minutes from opening a room to its first answer, of the rooms opened within the last thirty
    days; None where too few were answered."""
    since = (now or clock.now()) - within
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*), percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM first_answer_at - opened_at))"
            " FROM portal_chatroom WHERE workspace_id = %s AND opened_at >= %s AND first_answer_at IS NOT NULL",
            [required_workspace_id(), since],
        )
        answered, seconds = cursor.fetchone()
    return usual_minutes(float(seconds), answered) if answered else None


def unread_of(room: ChatRoom) -> int:
    """How many lines of staff a contact has not read."""
    rows = ChatMessage.objects.filter(room_id=room.pk, side=Side.STAFF, number__gt=room.contact_read)
    return rows.count()


def state_of(contact_id: int, *, now: datetime | None = None) -> ChatState:
    """What a contact's home says of chat."""
    contact = Contact.objects.select_related("account").get(pk=contact_id)
    room = open_room_of(contact)
    return ChatState(
        room_id=room.pk if room else None,
        unread=unread_of(room) if room else 0,
        agent_here=agent_here(contact.account),
        minutes=usual_wait(now),
    )


def agent_here(account: Account) -> bool | None:
    """Whether somebody who may answer this account's chats has a page of chat open; None where nobody knows."""
    here = presence.all_here()
    if here is None:
        return None
    return any(person.startswith("member:") for person in here) and any(
        presence.staff(one.pk) in here for one in answerers(account)
    )
