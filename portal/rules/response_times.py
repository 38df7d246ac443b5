"""When a first answer is due: so many minutes of work after a moment, on the working days of a country, within the opening
hours. No clock, no database. Domain.md: response-time SLA, one business day."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from core.business_days import NOWHERE, is_business_day

MOST_DAYS = 800
DAY_MINUTES = 24 * 60


@dataclass(frozen=True, slots=True)
class Hours:
    """Opening hours of each working day in a zone, with a break where both its ends are given."""

    opens: time = time(9)
    closes: time = time(17)
    break_from: time | None = None
    break_to: time | None = None
    zone: str = "UTC"
    country: str = NOWHERE

    @property
    def day_minutes(self) -> int:
        """Minutes of work in one day."""
        return round(
            sum((end - start) / timedelta(minutes=1) for start, end in self._spans(date(2001, 1, 1)))
        )

    def _spans(self, day: date) -> list[tuple[datetime, datetime]]:
        at = [datetime.combine(day, one) for one in (self.opens, self.closes)]
        if self.break_from is None or self.break_to is None:
            return [(at[0], at[1])]
        rest = [datetime.combine(day, one) for one in (self.break_from, self.break_to)]
        return [(at[0], rest[0]), (rest[1], at[1])]

    def spans_from(self, moment: datetime) -> Iterator[tuple[datetime, datetime]]:
        """The spans of work that lie after a moment, each as wall-clock times of the zone; ends after two years."""
        here = moment.astimezone(ZoneInfo(self.zone)).replace(tzinfo=None)
        for step in range(MOST_DAYS):
            day = here.date() + timedelta(days=step)
            if not is_business_day(day, self.country):
                continue
            for start, end in self._spans(day):
                if end > max(start, here):
                    yield max(start, here), end


def due_after(moment: datetime, minutes: int, hours: Hours) -> datetime:
    """The moment at which so many minutes of work have passed, in UTC. A whole day's minutes from within a day end at the
    same time of the next working day. Raises ValueError where no day within two years is worked."""
    left = timedelta(minutes=minutes)
    for start, end in hours.spans_from(moment):
        if left <= end - start:
            return _aware(start + left, hours)
        left -= end - start
    raise ValueError("No working day within reach.")


def minutes_between(start: datetime, end: datetime, hours: Hours) -> int:
    """Whole minutes of work between two moments; 0 where the second comes first."""
    last = end.astimezone(ZoneInfo(hours.zone)).replace(tzinfo=None)
    worked = timedelta()
    for begins, ends in hours.spans_from(start):
        if begins >= last:
            break
        worked += min(ends, last) - begins
    return int(worked / timedelta(minutes=1))


def _aware(local: datetime, hours: Hours) -> datetime:
    """A wall-clock time that the change of clocks leaves out stands an hour later, one that comes twice is the first."""
    return local.replace(tzinfo=ZoneInfo(hours.zone)).astimezone(UTC)
