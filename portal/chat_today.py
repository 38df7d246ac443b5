"""What of chat waits for a member today: rooms handed over to the member, and those of the own accounts that nobody has
taken. Support answers for all accounts."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.access import MINE, of_book
from core.links import href
from playbooks.ports import TodayItem, TodaySource
from portal.access.chat import visible_rooms
from portal.models.chat import ChatRoom
from portal.selectors.chat import rows_with_people, waiting_rooms
from workspaces.choices import Right, Role
from workspaces.models import Member


def rooms_for_me(member: Member) -> QuerySet[ChatRoom]:
    """The rooms that wait for this member, the longest first."""
    rows = waiting_rooms(visible_rooms(member, Right.ANSWER_INQUIRIES), member)
    if member.role == Role.SUPPORT:
        return rows
    own: QuerySet[Any] = of_book(member, ChatRoom.objects.filter(closed_at=None), MINE)
    return rows.filter(Q(agent=member) | Q(team__isnull=False) | Q(pk__in=own.values("pk")))


def items(member: Member, *, today: date, limit: int) -> Sequence[TodayItem]:
    """One item for each room."""
    return [_item(one) for one in rows_with_people(rooms_for_me(member))[:limit]]


def _item(room: ChatRoom) -> TodayItem:
    return TodayItem(
        key=f"chat-{room.pk}",
        title=_("%(who)s waits in chat") % {"who": room.contact.name},
        url=href("desk:chat_room", room_id=room.pk),
        account_id=room.account_id,
        account_name=room.account.name,
        kind_label=_("Chat"),
        waits_since=room.waits_since,
    )


WAITING = TodaySource("chats", gettext_lazy("Chats"), items, order=15, url_name="desk:chat")
