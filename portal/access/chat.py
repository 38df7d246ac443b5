"""The doors to chats: staff by the right "inquiries and chat" within the accounts that they see, a contact to the own
rooms and nobody else's."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from accounts.access import ALL, MAX_ID, MINE, TEAM, of_book, require_for, seen_by
from accounts.models import Contact
from accounts.models.bin import outside_bin
from core.errors import NotFound
from portal.models.chat import ChatRoom
from workspaces.access import allowed, visibility
from workspaces.choices import Right, Visibility
from workspaces.models import Member


def visible_rooms(member: Member, right: Right = Right.READ_INQUIRIES) -> QuerySet[ChatRoom]:
    """The rooms that exist for this member; with ANSWER_INQUIRIES, those that the member may answer."""
    return within(member, right, seen_by(member, outside_bin(ChatRoom.objects.all())))


def within(member: Member, right: Right, rows: QuerySet[Any]) -> QuerySet[Any]:
    """Of rows that hang on accounts, those to which the member's right reaches."""
    if allowed(member, right, owns=False):
        return of_book(member, rows, ALL)
    if allowed(member, right, in_team=True):
        return of_book(member, rows, TEAM)
    return of_book(member, rows, MINE) if allowed(member, right, owns=True) else rows.none()


def room_or_404(member: Member, room_id: int) -> ChatRoom:
    """The room, if it exists for the member; a hidden one and a missing one are the same."""
    return _one(visible_rooms(member), room_id)


def room_to_answer(member: Member, room_id: int) -> ChatRoom:
    """The room, if the member may answer it. Raises Forbidden where it may only be read."""
    found = room_or_404(member, room_id)
    require_for(member, found.account, Right.ANSWER_INQUIRIES)
    return found


def answered_by(member: Member, room_id: int) -> bool:
    """Whether the member may answer this room; no query for those who may answer all."""
    if allowed(member, Right.ANSWER_INQUIRIES) and visibility(member) == Visibility.ALL:
        return True
    return visible_rooms(member, Right.ANSWER_INQUIRIES).filter(pk=room_id).exists()


def room_of_contact(contact: Contact, room_id: int) -> ChatRoom:
    """A contact's own room at the account where the contact is; anybody else's does not exist."""
    return _one(ChatRoom.objects.filter(contact=contact, account_id=contact.account_id), room_id)


def _one(rows: QuerySet[ChatRoom], room_id: int) -> ChatRoom:
    wanted = rows.select_related("contact", "account", "agent__user", "team", "inquiry")
    found = wanted.filter(pk=room_id).first() if 0 < room_id <= MAX_ID else None
    if found is None:
        raise NotFound(_("Not found."))
    return found
