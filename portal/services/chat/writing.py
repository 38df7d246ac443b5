"""Lines of chat: stored first, numbered under the lock of their room; open pages are only told that there is more."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, BinaryIO
from uuid import UUID, uuid4

from django.db import DatabaseError, transaction
from django.utils.translation import gettext as _

from core import live
from core.errors import Conflict, DomainError
from portal import presence
from portal.choices.chat import Event, RoomState, Side
from portal.models.chat import NOTE, TEXT, ChatMessage, ChatParticipant, ChatRoom
from portal.rules.chat import advanced
from workspaces.models import Member, StoredFile
from workspaces.services.files import forget_bytes, keep_upload

QUEUE = "chats"  # the channel of whoever looks at the queue


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as it was sent; `size` in bytes."""

    content: BinaryIO
    name: str
    size: int


def channel_of(room_id: int) -> str:
    """The channel on which a room's pages hear of news."""
    return f"chat/{room_id}"


def lock_room(room_id: int) -> ChatRoom:
    """The room as it stands, for the rest of the transaction."""
    return ChatRoom.objects.select_for_update().get(pk=room_id)


def write(
    room: ChatRoom,
    *,
    side: Side,
    text: str,
    key: UUID,
    member: Member | None = None,
    upload: Upload | None = None,
    read: int = 0,
    now: datetime,
) -> ChatMessage:
    """Store one line of a customer (`member` None) or of staff. `read` is the last line that the writer has seen.

    Idempotent by `key` within the room: the line that stands is returned, whatever the second one says. A first answer
    takes a room that waits. Raises DomainError for a line that is empty or too long and for a file that is refused
    (workspaces.services.files.keep_upload), Conflict where the room is closed.
    """
    words = text.strip()
    _check(words, upload)
    kept: StoredFile | None = None
    try:
        with transaction.atomic():
            locked = lock_room(room.pk)
            known = ChatMessage.objects.filter(room_id=locked.pk, key=key).first()
            if known is not None:
                return known
            if not locked.is_open:
                raise Conflict(_("This chat was closed meanwhile."), code="chat_closed")
            if member is not None:
                _come_in(locked, member, now)
            if upload is not None:
                kept = keep_upload(upload.content, name=upload.name, size=upload.size, by=member, now=now)
            if side == Side.CUSTOMER:
                _see(locked, "contact", read)
            else:
                _see(locked, "staff", read)
                locked.first_answer_at = locked.first_answer_at or now
            written = add_line(locked, side=side, text=words, key=key, member=member, file=kept, now=now)
            save_room(locked)
    except (DomainError, DatabaseError):
        forget_bytes([kept] if kept else [])
        raise
    presence.stop_typing(room.pk, presence.staff(member.pk) if member else presence.customer(room.contact_id))
    return written


def add_line(
    locked: ChatRoom,
    *,
    side: Side,
    text: str = "",
    event: Event = Event.NONE,
    note: str = "",
    key: UUID | None = None,
    member: Member | None = None,
    file: StoredFile | None = None,
    now: datetime,
) -> ChatMessage:
    """The next line of a room that the caller has locked and will save with `save_room`."""
    number = locked.last_number + 1
    written = ChatMessage.objects.create(
        room=locked, number=number, side=side, event=event, member=member, key=key or uuid4(), text=text[:TEXT],
        note=note[:NOTE], file=file, at=now,
    )  # fmt: skip
    locked.last_number, locked.last_at = number, now
    live.hint(channel_of(locked.pk), number - 1)
    return written


def save_room(locked: ChatRoom) -> None:
    """Write what changed on a locked room."""
    locked.save(
        update_fields=[
            "state", "agent", "team", "inquiry", "waits_since", "first_answer_at", "escalated_at", "closed_at", "closed_by",
            "last_number", "last_at", "contact_got", "contact_read", "staff_got", "staff_read",
        ]
    )  # fmt: skip


def mark_seen(room: ChatRoom, side: Side, *, got: int, read: int) -> bool:
    """Note up to which line one side has fetched and read; neither goes back. Returns whether that was news, of which
    the other side's pages are told."""
    names = ("contact_got", "contact_read") if side == Side.CUSTOMER else ("staff_got", "staff_read")
    with transaction.atomic():
        locked = lock_room(room.pk)
        before = tuple(getattr(locked, name) for name in names)
        seen = advanced(before[1], read, locked.last_number)
        after = (max(advanced(before[0], got, locked.last_number), seen), seen)
        if after == before:
            return False
        ChatRoom.objects.filter(pk=locked.pk).update(**dict(zip(names, after, strict=True)))
        live.hint(channel_of(locked.pk), live.ANEW)
    return True


def note_writing(room: ChatRoom, person: str, name: str) -> None:
    """Let the other side's pages show that somebody writes; nothing is stored."""
    presence.note_typing(room.pk, person, name)
    live.hint(channel_of(room.pk), live.ANEW)


def tell_queue() -> None:
    """Rooms began or stopped to wait: let whoever looks at the queue look again."""
    live.hint(QUEUE, live.ANEW)


def take_over(locked: ChatRoom, member: Member, *, now: datetime) -> None:
    """Let the member answer a room that waits; the caller has locked it."""
    locked.agent, locked.team = member, None
    locked.state, locked.waits_since = RoomState.TAKEN, None
    add_line(locked, side=Side.PLATFORM, event=Event.TAKEN, text=public_name(member), member=member, now=now)
    tell_queue()


def public_name(member: Member) -> str:
    """What a customer reads for a member: the name, never the address."""
    return member.user.name or str(_("Support"))


def _come_in(locked: ChatRoom, member: Member, now: datetime) -> None:
    """Whoever of staff writes is in the room: as its agent where nobody is, else beside the agent."""
    if locked.waits_since is not None and locked.agent_id in (None, member.pk):
        take_over(locked, member, now=now)
    elif locked.agent_id != member.pk:
        join(locked, member, now=now)


def join(locked: ChatRoom, member: Member, *, now: datetime) -> None:
    """Come into a locked room beside its agent; who is in already is no error."""
    place, _made = ChatParticipant.objects.get_or_create(
        room=locked, member=member, defaults={"asked_at": now}
    )
    if place.joined_at is None:
        ChatParticipant.objects.filter(pk=place.pk).update(joined_at=now)
        add_line(
            locked, side=Side.PLATFORM, event=Event.JOINED, text=public_name(member), member=member, now=now
        )


def _see(locked: ChatRoom, who: str, read: int) -> None:
    """Whoever writes has seen what stood on the page."""
    for name in (f"{who}_got", f"{who}_read"):
        setattr(locked, name, advanced(getattr(locked, name), read, locked.last_number))


def _check(words: str, upload: Any) -> None:
    if not words and upload is None:
        raise DomainError(_("Write something, or add a file."), field="text", code="empty")
    if len(words) > TEXT:
        said = _("A message has at most %(most)s characters.") % {"most": TEXT}
        raise DomainError(said, field="text", code="too_long")
