"""Lines of chat as their templates draw them: finished words, days, marks."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.template.loader import render_to_string
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
class Spoken:
    """A line as it was said, whoever reads it. `name` is the writer's, empty where a member has none."""

    id: int
    number: int
    side: str
    member_id: int | None
    name: str
    key: str
    text: str
    at: datetime
    event: str = ""
    note: str = ""
    file_name: str = ""
    file_bytes: int = 0

    @property
    def author(self) -> str:
        """Tells writers of one room apart."""
        return f"{self.side}{self.member_id or ''}"

    @property
    def signature(self) -> str:
        """Who wrote it, as both sides read it."""
        return self.name or _("Support")


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


def spoken(messages: Iterable[ChatMessage], room: ChatRoom) -> list[Spoken]:
    """Lines of portal.selectors.chat.messages_after, as they were said in this room."""
    return [
        Spoken(
            id=one.pk,
            number=one.number,
            side=one.side,
            member_id=one.member_id,
            name=room.contact.name
            if one.side == Side.CUSTOMER
            else one.member.user.name
            if one.member
            else "",
            key=str(one.key),
            text=one.text,
            at=one.at,
            event=one.event,
            note=one.note,
            file_name=one.file.name if one.file else "",
            file_bytes=one.file.size if one.file else 0,
        )
        for one in messages
    ]


def spoken_in(news: Mapping[str, Any]) -> Spoken:
    """The line that a hint carries (portal.services.chat.news_of)."""
    name, size = news["file"] or ("", 0)
    return Spoken(
        id=news["id"], number=news["number"], side=news["side"], member_id=news["member"], name=news["name"],
        key=news["key"], text=news["text"], at=datetime.fromisoformat(news["at"]), file_name=name, file_bytes=size,
    )  # fmt: skip


def lines_of(said: Sequence[Spoken], marks: tuple[int, int], reader: Reader) -> list[Line]:
    """The lines for this reader, oldest first, with how far the other side has fetched and read. A heading stands before
    the first line of each day of the batch; a page that has the day already drops it."""
    shown: list[Line] = []
    day = ""
    for place, one in enumerate(said):
        at = one.at.astimezone(reader.zone)
        after = said[place + 1] if place + 1 < len(said) else None
        heading = "" if at.date().isoformat() == day else day_words(at.date(), reader.today)
        day = at.date().isoformat()
        shown.append(_line(one, marks, reader, at, heading, after))
    return shown


def lines_html(lines: Sequence[Line]) -> str:
    """Lines as they are added to a page."""
    return render_to_string("portal/chat/_lines.html", {"lines": lines})


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


def _line(
    one: Spoken, marks: tuple[int, int], reader: Reader, at: datetime, heading: str, after: Spoken | None
) -> Line:
    given: dict[str, Any] = {
        "number": one.number,
        "key": one.key,
        "day": at.date().isoformat(),
        "heading": heading,
    }
    if one.side == Side.PLATFORM:
        said = event_words(one.event, one.text)
        return Line(
            place="platform",
            text=said,
            meta=format_time(at),
            group="",
            note=one.note if reader.member else "",
            **given,
        )
    own = one.side == reader.side
    mine = own and (reader.member is None or one.member_id == reader.member.pk)
    mark = mark_of(one.number, *marks) if own else ""
    name = one.signature
    return Line(
        place="own" if own else "other",
        text=one.text,
        meta=format_time(at) if mine else f"{name.split()[0] if name.split() else name}, {format_time(at)}",
        group=f"{one.author}-{at:%Y%m%d%H%M}",
        mark=mark,
        mark_words=mark_words().get(mark, ""),
        file_name=one.file_name,
        file_size=format_bytes(one.file_bytes) if one.file_name else "",
        file_url=reader.file_url(one.id) if one.file_name else "",
        is_joined=after is not None and stands_with((one.author, one.at), (after.author, after.at)),
        **given,
    )
