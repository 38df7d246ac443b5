"""The timeline as its templates draw it: days, finished words, addresses of the filter."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from accounts.access import may_change
from accounts.choices import EntryKind
from accounts.models import Account, TimelineEntry
from accounts.ports import TIMELINE_SOURCES, Happening
from accounts.selectors.timeline import Story, mark_of
from accounts.written import as_html
from core.links import href
from core.text import format_date, format_number, format_time
from workspaces.models import Member

if TYPE_CHECKING:
    from workspaces.http import StaffRequest

ICONS = {
    EntryKind.NOTE: "note",
    EntryKind.CALL: "phone",
    EntryKind.MEETING: "users",
    EntryKind.EMAIL: "mail",
}


@dataclass(frozen=True, slots=True)
class Row:
    """One item, finished. `entry` and the addresses only where the reader may change it."""

    ident: str
    icon: str
    who: str
    deed: str
    time: str
    body: SafeString | str
    tone: str = ""
    url: str = ""
    link: str = ""
    tags: tuple[str, ...] = ()
    entry: TimelineEntry | None = None
    files: tuple[tuple[str, str], ...] = ()  # name and address


@dataclass(frozen=True, slots=True)
class Day:
    """Rows of one day under their heading; no heading where the page before ended within the day."""

    heading: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Days:
    pinned: tuple[Row, ...]
    days: tuple[Day, ...]


@dataclass(frozen=True, slots=True)
class Link:
    """A choice of a menu: `url` answers the panel, `page` is the address that the browser shows for it."""

    label: str
    url: str
    page: str
    current: bool


@dataclass(frozen=True, slots=True)
class Filter:
    """The two menus, the words in force, and where the page goes on. Addresses of the panel answer fragments; those
    of the page carry the same query, for the address bar."""

    kinds: tuple[Link, ...]
    authors: tuple[Link, ...]
    kind: str
    author: str
    is_set: bool
    query: str
    older: str
    count: str


def reader_zone(request: "StaffRequest") -> ZoneInfo:
    """The zone in which this person reads times: the own one, else the workspace's."""
    return ZoneInfo(request.user.time_zone or request.workspace.time_zone)


def days_of(
    story: Story, member: Member, account: Account, *, zone: ZoneInfo, now: datetime, before: str
) -> Days:
    """The rows by day of the reader's zone."""
    today = now.astimezone(zone).date()
    mark = mark_of(before)
    last = mark.at.astimezone(zone).date() if mark else None
    days: list[tuple[date, list[Row]]] = []
    for one in story.rows:
        at = one.at if isinstance(one, Happening) else one.happened_at
        day = at.astimezone(zone).date()
        if not days or days[-1][0] != day:
            days.append((day, []))
        days[-1][1].append(_row(one, member, account, zone))
    return Days(
        pinned=tuple(_row(one, member, account, zone, pinned=True) for one in story.pinned),
        days=tuple(Day("" if day == last else _heading(day, today), tuple(rows)) for day, rows in days),
    )


def filters_of(story: Story, account: Account, *, kind: str, author_id: int | None) -> Filter:
    """The menus and the foot of the timeline."""
    url = href("accounts:timeline", account_id=account.pk)
    page = href("accounts:detail", account_id=account.pk)

    def choice(label: str, current: bool, **asked: str | int | None) -> Link:
        state = {"kind": kind, "author": author_id, **asked}
        query = urlencode({key: value for key, value in state.items() if value})
        asks = f"?{query}" if query else ""
        return Link(label, url + asks, page + asks, current)

    sources = [(source.key, str(source.label)) for source in TIMELINE_SOURCES]
    kinds = [("", _("All kinds")), *((key, str(label)) for key, label in EntryKind.choices), *sources]
    authors = [(None, _("Everyone")), *((one.member_id, one.name) for one in story.authors)]
    query = urlencode({key: value for key, value in (("kind", kind), ("author", author_id)) if value})
    older = "&".join(part for part in (query, urlencode({"before": story.next_mark})) if part)
    return Filter(
        kinds=tuple(choice(label, key == kind, kind=key) for key, label in kinds),
        authors=tuple(choice(label, number == author_id, author=number) for number, label in authors),
        kind=dict(kinds)[kind],
        author=dict(authors).get(author_id, _("Nobody here")),
        is_set=bool(kind or author_id),
        query=query,
        older=f"{url}?{older}" if story.next_mark else "",
        count=_count(story),
    )


def _count(story: Story) -> str:
    if story.first_at is None:
        return ""
    words = ngettext("%(n)s entry since %(day)s", "%(n)s entries since %(day)s", story.total)
    return words % {"n": format_number(story.total), "day": format_date(story.first_at.date())}


def _heading(day: date, today: date) -> str:
    if day == today:
        return pgettext("a day", "Today")
    if (today - day).days == 1:
        return pgettext("a day", "Yesterday")
    return format_date(day, "title" if day.year == today.year else "full")


def _row(
    one: TimelineEntry | Happening, member: Member, account: Account, zone: ZoneInfo, *, pinned: bool = False
) -> Row:
    if isinstance(one, Happening):
        time = format_time(one.at.astimezone(zone)) if one.timed else ""
        return Row(
            ident=f"{one.source}-{one.number}", icon=one.icon, who=one.who, deed=one.deed, time=time,
            body=as_html(one.body), tone=one.tone, url=one.url, link=one.link,
        )  # fmt: skip
    at = one.happened_at.astimezone(zone)
    return Row(
        ident=f"{'pinned' if pinned else 'entry'}-{one.pk}",
        icon=ICONS[EntryKind(one.kind)],
        who=str(one.author),
        deed=_deed(one.kind),
        time=" · ".join(_times(one, at, pinned)),
        body=as_html(one.body, one.__dict__.get("named", ())),
        tags=tuple(_tags(one, pinned)),
        entry=one if may_change(member, account, one) else None,
        files=tuple(_files(one, account)),
    )


def _times(entry: TimelineEntry, at: datetime, pinned: bool) -> Iterable[str]:
    if pinned:
        yield format_date(at.date())
    yield format_time(at)
    if entry.duration_minutes:
        yield _("%(n)s min") % {"n": format_number(entry.duration_minutes)}


def _tags(entry: TimelineEntry, pinned: bool) -> Iterable[str]:
    if entry.is_pinned and not pinned:
        yield _("Pinned")
    if entry.edited_at:
        yield _("Edited")


def _files(entry: TimelineEntry, account: Account) -> Iterable[tuple[str, str]]:
    for one in entry.__dict__.get("attached", ()):
        yield one["name"], href("accounts:file", account_id=account.pk, file_id=one["id"])


def _deed(kind: str) -> str:
    return {
        EntryKind.NOTE: _("wrote a note"),
        EntryKind.CALL: _("had a call"),
        EntryKind.MEETING: _("had a meeting"),
        EntryKind.EMAIL: _("logged an e-mail"),
    }[EntryKind(kind)]
