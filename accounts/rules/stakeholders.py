"""What is missing among the people whom an account knows us by [000 §4.3 use case 12; 002 table 4.4.1]."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from accounts.choices import ContactLevel, StakeholderRole

QUIET_DAYS = 90


class Gap(StrEnum):
    """No sponsor; nobody of the C-level; one single person; no call, meeting or mail for QUIET_DAYS."""

    NO_SPONSOR = "no_sponsor"
    NO_C_LEVEL = "no_c_level"
    SINGLE_THREAD = "single_thread"
    QUIET = "quiet"


@dataclass(frozen=True, slots=True)
class Person:
    """A contact who has not left."""

    role: str
    level: str


def gaps_in(people: Sequence[Person], *, touched_on: date | None, today: date) -> list[Gap]:
    """The gaps, in the order of Gap. `touched_on`: the day of the last call, meeting or mail, None for never.

    With nobody at all there is neither sponsor nor C-level, but no single thread either. The day itself that is
    QUIET_DAYS back still counts as touched.
    """
    found = []
    if not any(one.role == StakeholderRole.SPONSOR for one in people):
        found.append(Gap.NO_SPONSOR)
    if not any(one.level == ContactLevel.C_LEVEL for one in people):
        found.append(Gap.NO_C_LEVEL)
    if len(people) == 1:
        found.append(Gap.SINGLE_THREAD)
    if touched_on is None or (today - touched_on).days > QUIET_DAYS:
        found.append(Gap.QUIET)
    return found
