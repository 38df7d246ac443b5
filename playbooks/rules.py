"""When work is due, who of an account's owners does it, and how far a run is: no database, no clock."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from accounts.choices import OwnerRole
from core.business_days import NOWHERE, business_days_later
from playbooks.choices import CtaKind, DayKind

WEEK = 7
_USUAL = (OwnerRole.CSM, OwnerRole.AM, OwnerRole.DM, OwnerRole.RM)

#: Whose work a CTA of a kind is, first to last [002 table 2.4, table 4.4.1].
ROLES_FOR: Mapping[str, tuple[OwnerRole, ...]] = {
    CtaKind.RENEWAL: (OwnerRole.RM, OwnerRole.CSM, OwnerRole.AM, OwnerRole.DM),
    CtaKind.EXPAND: (OwnerRole.AM, OwnerRole.CSM, OwnerRole.RM, OwnerRole.DM),
    CtaKind.ONBOARDING: (OwnerRole.CSM, OwnerRole.DM, OwnerRole.AM, OwnerRole.RM),
}


@dataclass(frozen=True, slots=True)
class Holder:
    """Who does something: a member, a team, or nobody yet (both None)."""

    member_id: int | None = None
    team_id: int | None = None

    @property
    def is_nobody(self) -> bool:
        return self.member_id is None and self.team_id is None


NOBODY = Holder()


class Urgency(StrEnum):
    """Where something stands on the page of today, in the order of the page."""

    OVERDUE = "overdue"
    TODAY = "today"
    SOON = "soon"
    LATER = "later"
    UNDATED = "undated"


def roles_for(kind: str) -> tuple[OwnerRole, ...]:
    """The roles to ask for a CTA of this kind, the fitting one first."""
    return ROLES_FOR.get(kind, _USUAL)


def holder_of(owners: Mapping[str, Holder], roles: Sequence[str]) -> Holder:
    """Of an account's owners by role, the first person in the order of the roles, else the first team, else nobody."""
    asked = [owners[role] for role in roles if role in owners]
    people = [one for one in asked if one.member_id is not None]
    return next(iter([*people, *asked]), NOBODY)


def due_day(start: date, days: int, kind: str, country: str = NOWHERE) -> date:
    """The day that lies `days` business days of the country, or calendar days, after the start."""
    if kind == DayKind.BUSINESS:
        return business_days_later(start, days, country)
    return start + timedelta(days=days)


def urgency(due_on: date | None, today: date) -> Urgency:
    """Overdue before today, soon within seven days."""
    if due_on is None:
        return Urgency.UNDATED
    days = (due_on - today).days
    if days < 0:
        return Urgency.OVERDUE
    if days == 0:
        return Urgency.TODAY
    return Urgency.SOON if days <= WEEK else Urgency.LATER


@dataclass(frozen=True, slots=True)
class Progress:
    """How many of the tasks of a run have ended; `percent` is a whole number."""

    ended: int
    total: int

    @property
    def percent(self) -> int:
        return 100 * self.ended // self.total if self.total else 0


def progress_of(ended: Iterable[bool]) -> Progress:
    """The progress of a run whose tasks have ended or not."""
    states = list(ended)
    return Progress(sum(states), len(states))


def moved(order: Sequence[int], one: int, by: int) -> list[int]:
    """The order after one of it moved by so many places; it stays within the ends. Raises ValueError for a stranger."""
    rest = [other for other in order if other != one]
    place = order.index(one)
    rest.insert(max(0, min(len(rest), place + by)), one)
    return rest
