"""Lines of chat: stored first, numbered under the lock of their room; open pages are only told that there is more."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, BinaryIO
from uuid import UUID, uuid4

from django.db import DatabaseError, connection, transaction
from django.utils.translation import gettext as _

from accounts.models import Contact
from accounts.models.bin import outside_bin
from core import live
from core.errors import Conflict, DomainError
from core.tenancy import required_workspace_id
from portal import presence
from portal.choices.chat import Event, RoomState, Side
from portal.models.chat import NOTE, TEXT, ChatMessage, ChatParticipant, ChatRoom
from portal.rules.chat import advanced
from workspaces.models import Member, StoredFile
from workspaces.services.files import forget_bytes, keep_upload

NUMBERS = (
    ("id", "bigint"), ("last_number", "int"), ("last_at", "timestamptz"), ("first_answer_at", "timestamptz"),
    ("contact_got", "int"), ("contact_read", "int"), ("staff_got", "int"), ("staff_read", "int"),
)  # fmt: skip
SAVE_NUMBERS = f"""
UPDATE portal_chatroom r SET {", ".join(f"{name} = v.{name}" for name, _kind in NUMBERS[1:])}
FROM unnest({", ".join(f"%s::{kind}[]" for _name, kind in NUMBERS)}) AS v ({", ".join(name for name, _kind in NUMBERS)})
WHERE r.workspace_id = %s AND r.id = v.id
"""  # noqa: S608  put together from this module's constants

QUEUE = "chats"  # the channel of whoever looks at the queue


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as it was sent; `size` in bytes."""

    content: BinaryIO
    name: str
    size: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """A line of words alone, of a contact or of a member. `read` is the last line that the writer has seen."""

    room_id: int
    text: str
    key: UUID
    contact: Contact | None = None
    member: Member | None = None
    read: int = 0

    @property
    def name(self) -> str:
        """The writer's name, empty where a member has none."""
        return self.member.user.name if self.member else self.contact.name if self.contact else ""


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
    _check_words(words, beside=upload)
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
            _look_and_answer(locked, side, read, now)
            written = _next_line(locked, side=side, text=words, key=key, member=member, file=kept, now=now)
            written.save()
            save_room(locked)
            name = member.user.name if member else room.contact.name
            live.hint(channel_of(locked.pk), written.number - 1, news_of(written, locked, name))
    except (DomainError, DatabaseError):
        forget_bytes([kept] if kept else [])
        raise
    presence.stop_typing([(room.pk, _person(member, room.contact_id))])
    return written


def write_together(lines: Sequence[Said], *, now: datetime) -> list[int | None]:
    """Store lines of open rooms by writers who are in them, all in one transaction; their numbers, each at its place.

    Idempotent by key as `write`. None is for a line that has to go by `write`, which says what there is to say: its room is
    closed, waits, or is another's, its writer has not come in yet. Raises DomainError for a line without words or with too
    many; then none is stored.
    """
    for line in lines:
        _check_words(line.text)
    with transaction.atomic(savepoint=False):
        rooms = _locked_together({line.room_id for line in lines})
        known = _known({line.key for line in lines}, rooms)
        inside = _inside(lines, rooms)
        numbers, made = list[int | None](), list[tuple[ChatMessage, ChatRoom, str]]()
        for line in lines:
            room = rooms.get(line.room_id)
            if room is None or not _is_in(room, line, inside):
                numbers.append(None)
                continue
            number = known.get((room.pk, line.key))
            if number is None:
                side = Side.STAFF if line.member else Side.CUSTOMER
                _look_and_answer(room, side, line.read, now)
                fresh = _next_line(
                    room, side=side, text=line.text.strip(), key=line.key, member=line.member, now=now
                )
                made.append((fresh, room, line.name))
                number = known[room.pk, line.key] = fresh.number
            numbers.append(number)
        ChatMessage.objects.bulk_create(message for message, _room, _name in made)
        _save_numbers({room.pk: room for _message, room, _name in made}.values())
        live.hints(
            (channel_of(room.pk), message.number - 1, news_of(message, room, name))
            for message, room, name in made
        )
    presence.stop_typing((room.pk, _person(message.member, room.contact_id)) for message, room, _name in made)
    return numbers


def news_of(message: ChatMessage, room: ChatRoom, name: str) -> dict[str, Any]:
    """What a hint carries of a line that a page may add to those before: the line, and how far each side has come."""
    return {
        "id": message.pk, "number": message.number, "side": message.side, "member": message.member_id, "name": name,
        "key": str(message.key), "text": message.text, "at": message.at.isoformat(),
        "file": [message.file.name, message.file.size] if message.file else None,
        "contact_seen": [room.contact_got, room.contact_read], "staff_seen": [room.staff_got, room.staff_read],
    }  # fmt: skip


def add_line(
    locked: ChatRoom,
    *,
    side: Side,
    event: Event,
    text: str = "",
    note: str = "",
    member: Member | None = None,
    now: datetime,
) -> ChatMessage:
    """That something happened to a room that the caller has locked and will save with `save_room`; its pages ask for it."""
    written = _next_line(locked, side=side, event=event, member=member, text=text, note=note, now=now)
    written.save()
    live.hint(channel_of(locked.pk), written.number - 1)
    return written


def save_room(locked: ChatRoom) -> None:
    """Write what changed on a locked room."""
    locked.save(
        update_fields=[
            "state", "agent", "team", "inquiry", "waits_since", "first_answer_at", "escalated_at", "closed_at", "closed_by",
            "last_number", "last_at", "contact_got", "contact_read", "staff_got", "staff_read",
        ]
    )  # fmt: skip


def _save_numbers(locked: Collection[ChatRoom]) -> None:
    """What a plain line changes on locked rooms, in one statement."""
    values = [[getattr(room, name) for room in locked] for name, _kind in NUMBERS]
    with connection.cursor() as cursor:
        cursor.execute(SAVE_NUMBERS, [*values, required_workspace_id()])


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


def _locked_together(room_ids: Collection[int]) -> dict[int, ChatRoom]:
    """Those of the rooms that are open, locked in the order of their ids so that two batches never wait for each other."""
    found = outside_bin(ChatRoom.objects.filter(pk__in=room_ids, closed_at=None)).order_by("pk")
    return {room.pk: room for room in found.select_for_update(of=("self",))}


def _known(keys: Collection[UUID], rooms: Collection[int]) -> dict[tuple[int, UUID], int]:
    """The numbers of lines that stand already, by room and key."""
    rows = ChatMessage.objects.filter(room_id__in=rooms, key__in=keys)
    return {(room_id, key): number for room_id, key, number in rows.values_list("room_id", "key", "number")}


def _inside(lines: Sequence[Said], rooms: dict[int, ChatRoom]) -> set[tuple[int, int]]:
    """Which members who are not their room's agent have joined it."""
    asked = {
        (line.room_id, line.member.pk)
        for line in lines
        if line.member and line.room_id in rooms and rooms[line.room_id].agent_id != line.member.pk
    }
    if not asked:
        return set()
    rows = ChatParticipant.objects.filter(
        room_id__in={room_id for room_id, _member in asked}, joined_at__isnull=False
    )
    return asked & set(rows.values_list("room_id", "member_id"))


def _is_in(room: ChatRoom, line: Said, inside: set[tuple[int, int]]) -> bool:
    if line.member is None:
        who = line.contact
        return who is not None and (room.contact_id, room.account_id) == (who.pk, who.account_id)
    if (room.pk, line.member.pk) in inside:
        return True
    return room.waits_since is None and room.agent_id == line.member.pk


def _next_line(
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
    """The next line of a locked room, numbered and not saved yet."""
    locked.last_number, locked.last_at = locked.last_number + 1, now
    return ChatMessage(
        room=locked, number=locked.last_number, side=side, event=event, member=member, key=key or uuid4(),
        text=text[:TEXT], note=note[:NOTE], file=file, at=now,
    )  # fmt: skip


def _person(member: Member | None, contact_id: int) -> str:
    return presence.staff(member.pk) if member else presence.customer(contact_id)


def _look_and_answer(locked: ChatRoom, side: Side, read: int, now: datetime) -> None:
    """Whoever writes has seen what stood on the page; the first line of staff is the first answer."""
    who = "contact" if side == Side.CUSTOMER else "staff"
    for name in (f"{who}_got", f"{who}_read"):
        setattr(locked, name, advanced(getattr(locked, name), read, locked.last_number))
    if side == Side.STAFF:
        locked.first_answer_at = locked.first_answer_at or now


def _check_words(text: str, *, beside: Any = None) -> None:
    """Raise DomainError for a line without words (and nothing `beside` it) or with too many."""
    words = text.strip()
    if not words and beside is None:
        raise DomainError(_("Write something, or add a file."), field="text", code="empty")
    if len(words) > TEXT:
        said = _("A message has at most %(most)s characters.") % {"most": TEXT}
        raise DomainError(said, field="text", code="too_long")
