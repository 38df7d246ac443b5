"""The whole of a conversation as plain text."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from core.text import format_date, format_time
from portal.choices.chat import Side
from portal.models.chat import ChatRoom
from portal.selectors.chat import AT_ONCE, messages_after
from portal.shown_chat import Reader, Spoken, event_words, spoken


def transcript_of(room: ChatRoom, reader: Reader) -> str:
    """All lines in their order, with their moment in the reader's zone; notes of staff only for staff."""
    opened = room.opened_at.astimezone(reader.zone)
    head = _("Chat with %(name)s, %(account)s, %(day)s") % {
        "name": room.contact.name,
        "account": room.account.name,
        "day": format_date(opened.date()),
    }
    return "\n".join([head, "", *(_said(one, reader) for one in _all(room))]) + "\n"


def _all(room: ChatRoom) -> Iterator[Spoken]:
    after = 0
    while found := messages_after(room, after, most=AT_ONCE):
        yield from spoken(found, room)
        after = found[-1].number


def _said(one: Spoken, reader: Reader) -> str:
    at = one.at.astimezone(reader.zone)
    moment = f"{format_date(at.date())} {format_time(at)}"
    if one.side == Side.PLATFORM:
        note = f" ({one.note})" if one.note and reader.member else ""
        return f"{moment}  {event_words(one.event, one.text)}{note}"
    attached = f" [{one.file_name}]" if one.file_name else ""
    return f"{moment}  {one.signature}: {one.text}{attached}"
