"""The stakeholder map of an account: who has how much to say and thinks what of us, and who is missing."""

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.db.models import Max
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.choices import EntryKind, Influence, Stance
from accounts.models import Account, Contact, TimelineEntry
from accounts.rules import QUIET_DAYS, Gap, Person, gaps_in
from core.links import href
from core.text import format_number

MOST = 200
TOUCHES = (EntryKind.CALL, EntryKind.MEETING, EntryKind.EMAIL)


@dataclass(frozen=True, slots=True)
class Place:
    """A person on the map."""

    name: str
    url: str
    note: str


@dataclass(frozen=True, slots=True)
class PowerRow:
    """One row of the map: power, and the people of each stance from detractor to promoter."""

    label: str
    cells: tuple[tuple[str, tuple[Place, ...]], ...]


@dataclass(frozen=True, slots=True)
class StakeholderMap:
    """`columns`: the stances; `unplaced`: those whose power or stance nobody wrote down; `gaps`: sentences."""

    columns: tuple[str, ...]
    rows: tuple[PowerRow, ...]
    unplaced: tuple[Place, ...]
    gaps: tuple[str, ...]
    people: int


def stakeholder_map(account: Account, *, today: date, zone: ZoneInfo) -> StakeholderMap:
    """The map and its gaps, in two queries; of 200 people at most, those who left stand on none."""
    found = list(Contact.objects.filter(account=account, left_on=None).order_by("name_key", "pk")[:MOST])
    stances = list(reversed(Stance))
    placed: dict[tuple[str, str], list[Place]] = {}
    unplaced = []
    for one in found:
        if one.influence and one.stance:
            placed.setdefault((one.influence, one.stance), []).append(_place(one))
        else:
            unplaced.append(_place(one))
    rows = tuple(
        PowerRow(
            str(power.label),
            tuple(
                (str(stance.label), tuple(placed.get((power.value, stance.value), ()))) for stance in stances
            ),
        )
        for power in Influence
    )
    last = TimelineEntry.objects.filter(account=account, deleted_at=None, kind__in=TOUCHES)
    touched_at = last.aggregate(at=Max("happened_at"))["at"]
    touched_on = touched_at.astimezone(zone).date() if touched_at else None
    people = [Person(one.stakeholder_role, one.level) for one in found]
    return StakeholderMap(
        columns=tuple(str(stance.label) for stance in stances),
        rows=rows,
        unplaced=tuple(unplaced),
        gaps=tuple(_sentence(gap, found, touched_at, touched_on, today) for gap in gaps_in(people, touched_on=touched_on, today=today)),
        people=len(found),
    )  # fmt: skip


def _place(one: Contact) -> Place:
    note = " · ".join(
        str(part) for part in (one.get_stakeholder_role_display(), one.get_level_display()) if part
    )
    return Place(one.name, href("accounts:contact", account_id=one.account_id, contact_id=one.pk), note)


def _sentence(
    gap: Gap, people: list[Contact], touched_at: datetime | None, touched_on: date | None, today: date
) -> str:
    if gap == Gap.NO_SPONSOR:
        return _("No sponsor: nobody at the account speaks for us. Find one among those with power.")
    if gap == Gap.NO_C_LEVEL:
        return _("No C-level: nobody of the management is known. Ask the champion for an introduction.")
    if gap == Gap.SINGLE_THREAD:
        return _("One thread only: all hangs on %(name)s. Get to know a second person.") % {
            "name": people[0].name
        }
    if touched_on is None:
        return _("No call, meeting or e-mail has been written down yet.")
    days = (today - touched_on).days
    words = ngettext(
        "Nobody was called, met or written to for %(n)s day; %(most)s are the limit.",
        "Nobody was called, met or written to for %(n)s days; %(most)s are the limit.",
        days,
    )
    return words % {"n": format_number(days), "most": format_number(QUIET_DAYS)}
