"""Chats of somebody who left wait again, so that a customer does not write to nobody."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q

from accounts.models.bin import outside_bin
from portal.choices.chat import RoomState
from portal.models.chat import ChatRoom
from portal.services.chat.rooms import tell_of_waiting
from portal.services.chat.writing import lock_room, save_room, tell_queue

GONE = (
    Q(agent__left_at__isnull=False)
    | Q(agent__user__is_active=False)
    | Q(team__isnull=False, team__closed_at__isnull=False)
)
AT_ONCE = 100


def release_chats(*, now: datetime) -> int:
    """Let the open rooms whose agent left, or whose team was closed, wait for anybody who may answer, and tell them; returns
    how many. For the sweep."""
    found = outside_bin(ChatRoom.objects.filter(GONE, closed_at=None))
    return sum(
        _release(number, now) for number in found.order_by("pk").values_list("pk", flat=True)[:AT_ONCE]
    )


def _release(room_id: int, now: datetime) -> bool:
    with transaction.atomic():
        locked = lock_room(room_id)
        if not locked.is_open or not ChatRoom.objects.filter(GONE, pk=room_id).exists():
            return False  # taken or closed by somebody else meanwhile
        locked.agent, locked.team = None, None
        locked.state, locked.waits_since = RoomState.WAITING, now
        save_room(locked)
        tell_of_waiting(locked, key=f"chat-waiting:{locked.pk}:{now:%Y%m%d%H%M%S}", now=now)
        tell_queue()
    return True
