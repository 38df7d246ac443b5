"""An account's timeline: what people wrote and what upper apps tell, merged by time, newest first."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import BooleanField, Count, ExpressionWrapper, Min, OuterRef, Q, QuerySet, Value
from django.db.models.functions import JSONObject

from accounts.choices import EntryKind
from accounts.models import Account, EntryMention, TimelineEntry
from accounts.ports import TIMELINE_SOURCES, Asked, Happening, Mark, TimelineSource, Told
from accounts.selectors.files import attached
from workspaces.models import Member
from workspaces.selectors.keyset import microseconds, moment_of

SIZE = 12
OWN = "entry"  # the source of what people wrote
MARK = re.compile(r"(\d{1,17})\.([a-z][a-z_-]{0,19})\.(\d{1,18})", re.ASCII)


@dataclass(frozen=True, slots=True)
class Author:
    """Somebody who wrote about the account."""

    member_id: int
    name: str


@dataclass(frozen=True, slots=True)
class Story:
    """One page of the timeline. `pinned` stand on the first page only; `next_mark` is empty at the end; `total` counts
    all that the filter lets through, since `first_at`."""

    pinned: tuple[TimelineEntry, ...]
    rows: tuple[TimelineEntry | Happening, ...]
    next_mark: str
    total: int
    first_at: datetime | None
    authors: tuple[Author, ...]


@dataclass(frozen=True, slots=True)
class _Written:
    pinned: list[TimelineEntry]
    rows: list[TimelineEntry]
    total: int
    first_at: datetime | None
    authors: tuple[Author, ...]


def story(
    account: Account,
    *,
    zone: ZoneInfo,
    kind: str = "",
    author_id: int | None = None,
    before: str = "",
    size: int = SIZE,
) -> Story:
    """One page of an account's timeline, in three queries and those of sources that ask for themselves.

    `kind`: an EntryKind or the key of a source, "" for all. `author_id`: only what this member wrote. `before`: the
    mark at which an earlier page ended; one that is none starts from the top.
    """
    mark = mark_of(before)
    asked = Asked(account, zone, size + 1, mark)
    written = _written(asked, kind, author_id)
    told = _told(asked, kind, author_id)
    rows: list[TimelineEntry | Happening] = [*written.rows, *(row for one in told for row in one.rows)]
    rows.sort(key=mark_at, reverse=True)
    more = len(rows) > size
    firsts = [at for at in (written.first_at, *(one.first_at for one in told)) if at is not None]
    return Story(
        pinned=tuple(written.pinned),
        rows=tuple(rows[:size]),
        next_mark=text_of(mark_at(rows[size - 1])) if more else "",
        total=written.total + sum(one.total for one in told),
        first_at=min(firsts, default=None),
        authors=written.authors,
    )


def mark_at(row: TimelineEntry | Happening) -> Mark:
    """Where a row stands in the timeline."""
    return row.mark if isinstance(row, Happening) else Mark(row.happened_at, OWN, row.pk)


def text_of(mark: Mark) -> str:
    """A mark as an address carries it."""
    return f"{microseconds(mark.at)}.{mark.source}.{mark.number}"


def mark_of(text: str) -> Mark | None:
    """The mark of an address, None for what is none."""
    found = MARK.fullmatch(text)
    at = moment_of(int(found[1])) if found else None
    return Mark(at, found[2], int(found[3])) if found and at is not None else None


def names_of(members: Iterable[Member]) -> dict[str, int]:
    """What to write after @ for each of these members; people of one name are told apart by their addresses."""
    known = list(members)
    borne = Counter(member.user.name.casefold() for member in known)
    return {
        (m.user.name if borne[m.user.name.casefold()] == 1 else f"{m.user.name} ({m.user.email})"): m.pk
        for m in known
        if m.user.name
    }


def colleagues_like(members: Iterable[Member], written: str, *, most: int = 8) -> list[tuple[str, str]]:
    """Names to offer after @, each with the role: those with a word that begins as what was written."""
    key = written.casefold()
    listed = list(members)
    roles = {member.pk: str(member.get_role_display()) for member in listed}
    return [
        (name, roles[number])
        for name, number in names_of(listed).items()
        if name.casefold().startswith(key) or any(word.startswith(key) for word in name.casefold().split())
    ][:most]


def _told(asked: Asked, kind: str, author_id: int | None) -> list[Told]:
    if author_id is not None:
        return []
    sources = [source for source in TIMELINE_SOURCES if kind in ("", source.key)]
    facts = _facts(asked.account, sources)
    return [source.tell(asked, facts[source.key]) for source in sources]


def _facts(account: Account, sources: Sequence[TimelineSource]) -> dict[str, list[dict[str, Any]]]:
    """The rows of all sources, by the source's key; one query, however many sources there are."""
    parts = []
    for source in sources:
        if source.rows is not None:
            rows, columns = source.rows(account)
            told = rows.annotate(of_source=Value(source.key), told=JSONObject(**columns))
            parts.append(told.values_list("of_source", "told"))
    found: dict[str, list[dict[str, Any]]] = {source.key: [] for source in sources}
    if parts:
        for key, row in parts[0].union(*parts[1:], all=True) if parts[1:] else parts[0]:
            found[key].append(row)
    return found


def _written(asked: Asked, kind: str, author_id: int | None) -> _Written:
    entries: QuerySet[TimelineEntry, Any] = TimelineEntry.objects.filter(
        account=asked.account, deleted_at=None
    )
    wanted = Q(pk__isnull=bool(kind) and kind not in EntryKind.values)  # a source's kind: none of these
    if kind in EntryKind.values:
        wanted &= Q(kind=kind)
    of_author = wanted & Q(author_id=author_id) if author_id is not None else wanted
    by_author = list(
        entries.values("author_id", "author__user__name", "author__user__email")
        .annotate(n=Count("pk", filter=wanted), first=Min("happened_at", filter=wanted))
        .order_by("author__user__name", "author_id")
    )
    counted = [one for one in by_author if author_id in (None, one["author_id"])]
    rows = _page(asked, entries, of_author)
    return _Written(
        pinned=[row for row in rows if row.is_pinned] if asked.before is None else [],
        rows=[row for row in rows if row.__dict__["on_page"]][: asked.size],
        total=sum(one["n"] for one in counted),
        first_at=min((one["first"] for one in counted if one["first"]), default=None),
        authors=tuple(
            Author(one["author_id"], one["author__user__name"] or one["author__user__email"])
            for one in by_author
        ),
    )


def _page(asked: Asked, entries: QuerySet[TimelineEntry, Any], wanted: Q) -> list[TimelineEntry]:
    """The entries of the page and, on the first one, those pinned, of whatever kind; in one query."""
    page = wanted if asked.before is None else wanted & _below(asked.before)
    numbers = entries.filter(page).order_by("-happened_at", "-pk").values("pk")[: asked.size]
    on_page = Q(pk__in=numbers)
    shown = on_page | Q(is_pinned=True) if asked.before is None else on_page
    named = EntryMention.objects.filter(entry=OuterRef("pk")).values("member__user__name")
    return list(
        entries.filter(shown)
        .select_related("author__user")
        .annotate(
            on_page=ExpressionWrapper(on_page, output_field=BooleanField()),
            named=ArraySubquery(named),
            attached=attached(),
        )
        .order_by("-happened_at", "-pk")
    )


def _below(mark: Mark) -> Q:
    tied = Q(happened_at=mark.at)
    if mark.source == OWN:
        tied &= Q(pk__lt=mark.number)
    return Q(happened_at__lt=mark.at) | tied if mark.source >= OWN else Q(happened_at__lt=mark.at)
