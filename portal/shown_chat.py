"""Lines of chat as their templates draw them: finished words, days, marks."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from core.text import format_bytes, format_date, format_time
from portal.choices.chat import Event, Side
from portal.models.chat import ChatMessage, ChatRoom
from portal.rules.chat import DELIVERED, READ, SENT, mark_of, stands_with
from workspaces.models import Member

FileUrl = Callable[[int], str]


@dataclass(frozen=True, slots=True)
class Line:
    """One line, finished. `place`: "own" to the right, "other" to the left, "platform" between. `heading`: of the day that
    begins with it. `meta` is its signature; `is_joined` leaves that to the next line. `mark` only on own lines."""

    number: int
    key: str
    place: str
    text: str
    meta: str
    group: str
    day: str
    heading: str = ""
    mark: str = ""
    mark_words: str = ""
    note: str = ""
    file_name: str = ""
    file_size: str = ""
    file_url: str = ""
    is_joined: bool = False


@dataclass(frozen=True, slots=True)
class Reader:
    """For whom lines are drawn. `member` None: the customer."""

    member: Member | None
    zone: ZoneInfo
    today: date
    file_url: FileUrl

    @property
    def side(self) -> Side:
        return Side.STAFF if self.member else Side.CUSTOMER


def lines_of(messages: Sequence[ChatMessage], room: ChatRoom, reader: Reader) -> list[Line]:
    """The lines for this reader, oldest first. A heading stands before the first line of each day of the batch; a page
    that has the day already drops it."""
    shown: list[Line] = []
    day = ""
    for place, message in enumerate(messages):
        at = message.at.astimezone(reader.zone)
        after = messages[place + 1] if place + 1 < len(messages) else None
        heading = "" if at.date().isoformat() == day else day_words(at.date(), reader.today)
        day = at.date().isoformat()
        shown.append(_line(message, room, reader, at, heading, after))
    return shown


def marks_of(room: ChatRoom, side: Side) -> tuple[int, int]:
    """Up to which line the other side has fetched and read, as whoever stands on `side` is told."""
    if side == Side.CUSTOMER:
        return room.staff_got, room.staff_read
    return room.contact_got, room.contact_read


def mark_words() -> dict[str, str]:
    """The marks in words, for the page's script too."""
    return {SENT: _("Sent"), DELIVERED: _("Delivered"), READ: _("Read")}


def day_words(day: date, today: date) -> str:
    """ "Today", "Yesterday", else the date."""
    ago = (today - day).days
    if ago == 0:
        return _("Today")
    return _("Yesterday") if ago == 1 else format_date(day, "full" if day.year != today.year else "title")


def event_words(event: str, name: str) -> str:
    """What a line of the platform says."""
    words = {
        Event.TAKEN: _("%(name)s takes care of this chat"),
        Event.HANDED: _("Handed over to %(name)s"),
        Event.ASKED: _("%(name)s was asked to join"),
        Event.JOINED: _("%(name)s joined"),
        Event.ESCALATED: _("%(name)s escalated this chat. Those who lead were told."),
        Event.INQUIRY: _("Inquiry #%(name)s was opened from this chat"),
        Event.CLOSED: _("%(name)s closed this chat"),
    }
    return words[Event(event)] % {"name": name}


def writer_of(message: ChatMessage, room: ChatRoom) -> str:
    """Who wrote a line, as both sides read it."""
    if message.side == Side.CUSTOMER:
        return room.contact.name
    name = message.member.user.name if message.member else ""
    return name or _("Support")


def _line(
    message: ChatMessage,
    room: ChatRoom,
    reader: Reader,
    at: datetime,
    heading: str,
    after: ChatMessage | None,
) -> Line:
    given: dict[str, Any] = {
        "number": message.number,
        "key": str(message.key),
        "day": at.date().isoformat(),
        "heading": heading,
    }
    if message.side == Side.PLATFORM:
        said = event_words(message.event, message.text)
        return Line(
            place="platform", text=said, meta=format_time(at), group="", note=message.note if reader.member else "",
            **given,
        )  # fmt: skip
    own = message.side == reader.side
    mine = own and (reader.member is None or message.member_id == reader.member.pk)
    got, read = marks_of(room, reader.side)
    mark = mark_of(message.number, got, read) if own else ""
    name = writer_of(message, room)
    signed = format_time(at) if mine else f"{name.split()[0] if name else name}, {format_time(at)}"
    return Line(
        place="own" if own else "other",
        text=message.text,
        meta=signed,
        group=f"{_author(message)}-{at:%Y%m%d%H%M}",
        mark=mark,
        mark_words=mark_words().get(mark, ""),
        file_name=message.file.name if message.file else "",
        file_size=format_bytes(message.file.size) if message.file else "",
        file_url=reader.file_url(message.pk) if message.file_id else "",
        is_joined=after is not None
        and stands_with((_author(message), message.at), (_author(after), after.at)),
        **given,
    )


def _author(message: ChatMessage) -> str:
    return f"{message.side}{message.member_id or ''}"
