"""Conversations that have ended, a page at a time."""

from django.db.models import QuerySet

from portal.models.chat import ChatRoom
from portal.selectors.chat import rows_with_people
from workspaces.selectors.keyset import Slice, newest_first

SIZE = 30


def closed_rooms(rooms: QuerySet[ChatRoom], *, after: str = "", size: int = SIZE) -> Slice[ChatRoom]:
    """Of these rooms the closed ones, the last closed first."""
    return newest_first(
        rows_with_people(rooms.filter(closed_at__isnull=False)), "closed_at", after=after, size=size
    )
