"""Business days: Monday to Friday. Public holidays differ by country and team, and are not counted."""

from datetime import date, timedelta

SATURDAY = 5
DAY = timedelta(days=1)


def is_workday(day: date) -> bool:
    """Whether people work on this day."""
    return day.weekday() < SATURDAY


def workday_after(day: date, days: int) -> date:
    """The business day that lies so many business days after a day; with 0 the day itself, or the Monday after a
    weekend. Raises ValueError for a negative number."""
    if days < 0:
        raise ValueError(f"Business days are counted forward, not {days}.")
    while not is_workday(day):
        day += DAY
    weeks, rest = divmod(days, 5)
    day += timedelta(weeks=weeks)
    while rest:
        day += DAY
        rest -= is_workday(day)
    return day
