"""Live chat: rooms are opened by customers and taken, handed over and closed by staff; lines are stored once each."""

from portal.services.chat.inquiring import escalate_room, make_inquiry
from portal.services.chat.rooms import (
    FOR_ME,
    WAITS,
    ask_to_join,
    close_room,
    hand_over,
    join_room,
    open_room,
    take_room,
)
from portal.services.chat.writing import (
    QUEUE,
    Said,
    Upload,
    channel_of,
    mark_seen,
    note_writing,
    write,
    write_together,
)

__all__ = [
    "FOR_ME",
    "QUEUE",
    "WAITS",
    "Said",
    "Upload",
    "ask_to_join",
    "channel_of",
    "close_room",
    "escalate_room",
    "hand_over",
    "join_room",
    "make_inquiry",
    "mark_seen",
    "note_writing",
    "open_room",
    "take_room",
    "write",
    "write_together",
]
