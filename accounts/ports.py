"""What upper apps hand to the pages of accounts, from their apps.py.

Timeline: what happened to one account, besides what people wrote about it. Account list: columns and filters of core.lists, whose rows are Account instances. Account page: tabs, lazy
panels and actions, each an address of the app that owns it, reversed with `account_id`.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal, NamedTuple
from zoneinfo import ZoneInfo

from django.db.models import QuerySet

from accounts.models import Account, Contract
from core.lists import Column
from core.lists.columns import Text
from core.lists.filters import Filter
from core.ports import Registry
from workspaces.choices import Right
from workspaces.models import Member


@dataclass(frozen=True, kw_only=True)
class Panel:
    """A part of the account page that loads itself.

    Its address answers a fragment whose root is `<section class="cs-panel" id="panel-KEY">` (area "header":
    `<div class="cs-metric" id="panel-KEY">`), and, asked for without htmx, a whole page. Members without
    `right` are not shown it; the view must check for itself. One that is `dated` answers as of a past day too,
    given as `?asof=` (core.days).
    """

    key: str
    label: Text
    url_name: str
    area: Literal["header", "main", "aside"] = "main"
    order: int = 100
    right: Right | None = None
    lines: int = 3  # of the skeleton
    dated: bool = False


@dataclass(frozen=True, kw_only=True)
class Tab:
    """A page about one account; its view answers a template that extends `accounts/account_base.html` with the
    context of accounts.views.account_frame(request, account, tab=key). `count(account_id)` is asked per page.
    """

    key: str
    label: Text
    url_name: str
    order: int = 100
    right: Right | None = None
    count: Callable[[int], int | None] | None = None


@dataclass(frozen=True, kw_only=True)
class Action:
    """A button of the account page that leads to its address; `right` is asked for this account, and `applies`,
    where there is one, whether the deed fits it."""

    key: str
    label: Text
    url_name: str
    icon: str = ""
    order: int = 100
    right: Right | None = None
    primary: bool = False
    applies: Callable[[Account], bool] | None = None


@dataclass(frozen=True)
class Lead:
    """Where an empty list of this app leads on: `key` is the list's, `url_name` takes the workspace alone."""

    key: str
    label: Text
    url_name: str
    query: str = ""
    right: Right | None = None
    order: int = 100


class Mark(NamedTuple):
    """A place in the timeline, newest first: moment, source and number tell any two happenings apart."""

    at: datetime
    source: str
    number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Happening:
    """Something that happened to an account: plain words, never markup. `number` is its own within the source;
    a fact of a whole day has `at` = `day_start` and is not `timed`. `url` is a page, `link` the words that lead there.
    """

    source: str
    number: int
    at: datetime
    icon: str
    who: str
    deed: str = ""
    body: str = ""
    tone: Literal["", "warn", "bad", "good"] = ""
    url: str = ""
    link: str = ""
    timed: bool = True

    @property
    def mark(self) -> Mark:
        return Mark(self.at, self.source, self.number)


@dataclass(frozen=True, slots=True)
class Told:
    """A source's answer: its newest happenings below the mark asked for, and how many there are in all since when."""

    rows: tuple[Happening, ...]
    total: int
    first_at: datetime | None


@dataclass(frozen=True, slots=True)
class Asked:
    """One account's happenings, newest first, `size` at most, below `before`; days are those of `zone`."""

    account: Account
    zone: ZoneInfo
    size: int
    before: Mark | None = None

    def cut(self, happenings: Sequence[Happening]) -> Told:
        """The answer of a source that has few enough to read them all."""
        newest = sorted(happenings, key=lambda one: one.mark, reverse=True)
        rows = [one for one in newest if self.before is None or one.mark < self.before]
        return Told(tuple(rows[: self.size]), len(newest), newest[-1].at if newest else None)


Facts = Sequence[Mapping[str, Any]]
Rows = tuple[QuerySet[Any], Mapping[str, str]]


def day_start(day: date, zone: ZoneInfo) -> datetime:
    """The moment at which a day begins: where a fact without a time stands."""
    return datetime(day.year, day.month, day.day, tzinfo=zone)


@dataclass(frozen=True)
class TimelineSource:
    """Happenings of an upper app. `rows` says which of its rows to read, and which columns by which names: those of all
    sources are read in one query, as JSON has them, in no order. `tell` makes the answer of them; a source without
    `rows` asks for itself. `key` is the source of each happening and the word of the filter."""

    key: str
    label: Text
    tell: Callable[[Asked, Facts], Told]
    rows: Callable[[Account], Rows] | None = None
    order: int = 100


@dataclass(frozen=True, slots=True)
class FileNote:
    """What an upper app says of a file of the account: a tag, where `label` is not empty, and a deed behind `url`."""

    label: str = ""
    tone: str = ""
    url: str = ""
    deed: str = ""


@dataclass(frozen=True)
class FileNotes:
    """Notes on the files of one page, by their ids; `notes` answers in one query for a member, on an account."""

    key: str
    notes: Callable[[Any, Account, Sequence[int]], Mapping[int, FileNote]]
    order: int = 100


@dataclass(frozen=True)
class GroupBands:
    """The bands of many accounts at once, by id; `bands` answers in one query, and leaves out those without one."""

    key: str
    bands: Callable[[Sequence[int]], Mapping[int, str]]
    order: int = 100


class Deed(NamedTuple):
    """A button that leads to a deed's own page."""

    label: str
    url: str
    icon: str = ""


class Note(NamedTuple):
    """A notice: what is so, and where to look at it. `tone` as components/notice.html has it."""

    title: str
    text: str
    tone: str = "info"
    url: str = ""
    button: str = ""


@dataclass(frozen=True, slots=True)
class ContractShown:
    """What an upper app says of one contract, for the member who asked."""

    notes: tuple[Note, ...] = ()
    deeds: tuple[Deed, ...] = ()


@dataclass(frozen=True)
class ContractPart:
    """An upper app's part of the page of a contract, on a day; its queries are a fixed number."""

    key: str
    part: Callable[[Member, Contract, date], ContractShown]
    order: int = 100


@dataclass(frozen=True)
class AccountMerge:
    """An upper app's part in a merge: `before(gone_id, kept_id)` what cannot simply move, `after(kept_id, today)` what
    has to be counted anew. Both run in the merge's own transaction."""

    key: str
    before: Callable[[int, int], None]
    after: Callable[[int, date], None]
    order: int = 100


@dataclass(frozen=True)
class AccountRemoval:
    """An upper app's part when accounts leave the bin for good: `before(account_ids)` takes away what no key takes with
    it. Runs in the removal's own transaction; running it again does nothing."""

    key: str
    before: Callable[[Sequence[int]], None]
    order: int = 100


ACCOUNT_REMOVALS: Registry[AccountRemoval] = Registry("parts of a removal")
CONTRACT_PARTS: Registry[ContractPart] = Registry("parts of a contract's page")
ACCOUNT_MERGES: Registry[AccountMerge] = Registry("parts of a merge")
GROUP_BANDS: Registry[GroupBands] = Registry("bands of groups")
FILE_NOTES: Registry[FileNotes] = Registry("notes on files")
TIMELINE_SOURCES: Registry[TimelineSource] = Registry("timeline sources")
ACCOUNT_COLUMNS: Registry[Column] = Registry("account list columns")
ACCOUNT_FILTERS: Registry[Filter] = Registry("account list filters")
ACCOUNT_PANELS: Registry[Panel] = Registry("account panels")
ACCOUNT_TABS: Registry[Tab] = Registry("account tabs")
ACCOUNT_ACTIONS: Registry[Action] = Registry("account actions")
LIST_LEADS: Registry[Lead] = Registry("leads of empty lists")
