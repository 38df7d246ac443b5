"""What upper apps hand to this one, from their apps.py: what rules watch for, what waits for a member today, and the
marks beside accounts."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django import forms
from django.utils.functional import Promise

from core.ports import Registry

Text = str | Promise


@dataclass(frozen=True, slots=True)
class Match:
    """An account of which a trigger is true. `origin_key` names the occurrence and at most 200 characters: of one key a
    rule opens one CTA, ever, so what may happen again carries its day. `reason` is the CTA's, `words` say more in the
    list of who would match."""

    account_id: int
    origin_key: str
    reason: str
    words: str = ""


#: Parameters as the trigger's form cleaned them, JSON values only; `account_ids` None asks for every account.
Matches = Callable[..., Sequence[Match]]


@dataclass(frozen=True)
class Trigger:
    """What a rule may watch for. `parameters` is a form class whose initial values are the defaults and whose cleaned
    values are JSON. `matches(parameters, *, today, account_ids)` answers in one statement, whatever the number of
    accounts, and leaves churned ones out."""

    key: str
    label: Text
    matches: Matches
    parameters: type[forms.Form]
    order: int = 100


@dataclass(frozen=True, slots=True)
class TodayAction:
    """A deed offered beside an item: leads to `url`, or with `posts` sends an empty form there."""

    label: Text
    url: str
    posts: bool = False


@dataclass(frozen=True, slots=True)
class TodayItem:
    """Something that waits for a member. `due_on` None: `waits_since` says how long it has waited."""

    key: str
    title: str
    url: str
    account_id: int | None = None
    account_name: str = ""
    due_on: date | None = None
    kind_label: Text = ""
    waits_since: datetime | None = None
    actions: tuple[TodayAction, ...] = ()


@dataclass(frozen=True)
class TodaySource:
    """Items that wait for a member. `items(member, *, today, limit)` answers those that the member may see, the pressing
    ones first, in one query."""

    key: str
    label: Text
    items: Callable[..., Sequence[TodayItem]]
    order: int = 100
    url_name: str = ""  # the page of all of them


@dataclass(frozen=True, slots=True)
class Mark:
    """The health of an account: its band, and its score in thousandths of 0–100."""

    band: str
    score_100: int | None = None


@dataclass(frozen=True)
class AccountMarks:
    """The marks of many accounts by id, in one query; those without one are left out."""

    key: str
    marks: Callable[[Sequence[int]], Mapping[int, Mark]]
    order: int = 100


TRIGGERS: Registry[Trigger] = Registry("triggers of rules")
TODAY: Registry[TodaySource] = Registry("what waits today")
ACCOUNT_MARKS: Registry[AccountMarks] = Registry("marks of accounts")


def marks_of(account_ids: Collection[int]) -> dict[int, Mark]:
    """The marks of accounts that upper apps hand in; one query per part."""
    found: dict[int, Mark] = {}
    for part in ACCOUNT_MARKS if account_ids else ():
        found |= part.marks(list(account_ids))
    return found
