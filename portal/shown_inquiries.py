"""Inquiries finished for templates: the clock, the conversation, the history, in the words of whichever side reads."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from core.text import format_bytes, format_date, format_number, format_time, relative_time
from portal.choices.inquiries import InquirySource, InquiryStatus, InquiryStepKind, face_of
from portal.models import Inquiry, InquiryMessage, InquiryStep

MINUTE, HOUR, DAY = 60, 3600, 86400
SOON = 2 * HOUR
QUOTED = (InquiryStepKind.ESCALATED,)


@dataclass(frozen=True, slots=True)
class FileShown:
    name: str
    size: str
    url: str


@dataclass(frozen=True, slots=True)
class MessageShown:
    """One message; `side` is "us", "them" or "note"."""

    number: int
    side: str
    who: str
    when: str
    at: datetime
    body: str
    by_mail: bool
    left_out: tuple[str, ...]
    files: tuple[FileShown, ...]


@dataclass(frozen=True, slots=True)
class StepShown:
    words: str
    quote: str
    when: str
    at: datetime


def clock_words(inquiry: Inquiry, now: datetime) -> str:
    """How the first answer stands: "3 h left", "20 min late", "answered in 2 h"; "" where none will come."""
    if inquiry.responded_at is not None:
        return _("answered in %(time)s") % {"time": span_words(inquiry.responded_at - inquiry.opened_at)}
    if not inquiry.is_open:
        return ""
    left = inquiry.response_due_at - now
    if left.total_seconds() < 0:
        return _("%(time)s late") % {"time": span_words(-left)}
    return _("%(time)s left") % {"time": span_words(left)}


def clock_tone(inquiry: Inquiry, now: datetime) -> str:
    """Red once it is late, amber in the last two hours."""
    if inquiry.responded_at is not None or not inquiry.is_open:
        return ""
    left = (inquiry.response_due_at - now).total_seconds()
    return "bad" if left < 0 else "warn" if left <= SOON else ""


def span_words(span: timedelta) -> str:
    """A length of time: minutes below an hour, hours below two days, then days."""
    seconds = int(span.total_seconds())
    if seconds < HOUR:
        return pgettext("time", "%(n)s min") % {"n": format_number(max(0, seconds // MINUTE))}
    if seconds < 2 * DAY:
        return pgettext("time", "%(n)s h") % {"n": format_number(seconds // HOUR)}
    return pgettext("time", "%(n)s d") % {"n": format_number(seconds // DAY)}


def due_words(inquiry: Inquiry, zone: ZoneInfo) -> str:
    """ "Tue 15 Sep 2026, 14:20"."""
    due = inquiry.response_due_at.astimezone(zone)
    return f"{format_date(due.date())}, {format_time(due)}"


def face_words(score: int | None) -> str:
    """The word of a rating."""
    return "" if score is None else face_of(score)


def messages_shown(
    messages: Sequence[InquiryMessage], zone: ZoneInfo, now: datetime, file_urls: dict[int, str]
) -> list[MessageShown]:
    """The conversation; `file_urls` are the addresses of its files for this reader, by id."""
    return [_message(one, zone, now, file_urls) for one in messages]


def _message(one: InquiryMessage, zone: ZoneInfo, now: datetime, file_urls: dict[int, str]) -> MessageShown:
    return MessageShown(
        number=one.pk,
        side="note" if one.is_internal else "us" if one.is_of_staff else "them",
        who=one.author_name,
        when=relative_time(one.written_at.astimezone(zone), now.astimezone(zone)),
        at=one.written_at.astimezone(zone),
        body=one.body,
        by_mail=one.source == InquirySource.MAIL,
        left_out=tuple(one.left_out.splitlines()),
        files=tuple(
            FileShown(held.file.name, format_bytes(held.file.size), file_urls.get(held.pk, ""))
            for held in one.files.all()
        ),
    )


def steps_shown(
    steps: Sequence[InquiryStep], zone: ZoneInfo, *, for_customer: bool = False
) -> list[StepShown]:
    """The history in words. A customer reads names of people, and of the rest that the vendor did it."""
    return [_step(one, zone, for_customer) for one in steps]


def _step(step: InquiryStep, zone: ZoneInfo, for_customer: bool) -> StepShown:
    nobody = pgettext("inquiry", "We") if for_customer else _("The platform")
    who = step.who or (str(step.by) if step.by else nobody)
    if step.who and step.by and not for_customer:
        who = _("%(member)s for %(contact)s") % {"member": step.by, "contact": step.who}
    kind = InquiryStepKind(step.kind)
    quoted = kind in QUOTED
    words = " ".join(part for part in (who, str(kind.label), "" if quoted else step.words) if part)
    at = step.at.astimezone(zone)
    # why a colleague or the platform escalated is for staff; the customer's own words are the customer's
    quote = step.words if quoted and (step.who or not for_customer) else ""
    return StepShown(words, quote, f"{format_date(at.date(), 'tight')} {format_time(at)}", at)


def customer_status(inquiry: Inquiry, reader_id: int) -> tuple[str, str]:
    """What a customer reads of its status, with a tone; `reader_id` is the contact: of who asked an answer is waited for."""
    if inquiry.status == InquiryStatus.CLOSED:
        return _("Solved"), "good"
    if inquiry.status == InquiryStatus.WAITING:
        if inquiry.opener_id != reader_id:
            return _("Waiting for %(name)s") % {"name": inquiry.opener_name}, ""
        return _("Waiting for your answer"), "warn"
    name = str(inquiry.assignee or inquiry.team or "")
    return (_("%(name)s works on it") % {"name": name}, "accent") if name else (_("Received"), "accent")


def customer_state(inquiry: Inquiry, reader_id: int) -> tuple[str, str]:
    """The same in a word or two, where who works on it stands already."""
    if inquiry.status in (InquiryStatus.CLOSED, InquiryStatus.WAITING):
        return customer_status(inquiry, reader_id)
    return str(inquiry.get_status_display()), "accent"


def customer_when(inquiry: Inquiry, zone: ZoneInfo, now: datetime) -> str:
    """The right end of a line: by when the customer hears, or since when it stands so."""
    if inquiry.is_our_turn and inquiry.responded_at is None and inquiry.response_due_at > now:
        due = inquiry.response_due_at.astimezone(zone)
        return _("Answer by %(day)s") % {"day": format_date(due.date(), "title")}
    return relative_time(inquiry.moved_at.astimezone(zone), now.astimezone(zone))
