"""When a person wants to be left alone, and when the digest is due: by the clock on that person's wall.

All comparisons are of wall-clock times, so an hour that daylight saving leaves out or repeats needs no rule of its
own: what is due at 02:30 is due at 03:00 on the night that has no 02:30, and a day has one digest however often its
hour strikes.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from core.business_days import is_public_holiday

WORKDAYS = (1, 2, 3, 4, 5)  # as ISO counts them, Monday first


@dataclass(frozen=True)
class Times:
    """Quiet from–until (equal or empty: never quiet), the days on which one works, the digest's time of day, and the
    country whose public holidays are days off."""

    quiet_from: time | None = time(20)
    quiet_until: time | None = time(7)
    workdays: Collection[int] = WORKDAYS
    digest_at: time = time(8)
    country: str = ""

    def is_off(self, day: date) -> bool:
        """Whether one does not work on this day."""
        return day.isoweekday() not in self.workdays or is_public_holiday(day, self.country)


def is_quiet(at: datetime, zone: str, times: Times) -> bool:
    """Whether no mail goes out at this moment: within the quiet hours, which may pass midnight, or on a day off."""
    wall = at.astimezone(ZoneInfo(zone))
    if times.is_off(wall.date()):
        return True
    begin, end, now = times.quiet_from, times.quiet_until, wall.time()
    if begin is None or end is None or begin == end:
        return False
    if begin < end:
        return begin <= now < end
    return now >= begin or now < end


def digest_day(at: datetime, zone: str, times: Times, *, last: date | None) -> date | None:
    """The day whose digest is due at this moment, None when none is. `last`: the day of the last one.

    A day off has none; what it would have told stands in the next. A clock or zone set back brings no second one.
    """
    wall = at.astimezone(ZoneInfo(zone))
    if times.is_off(wall.date()) or wall.time() < times.digest_at:
        return None
    today = wall.date()
    return today if last is None or last < today else None
