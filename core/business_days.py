"""Days on which people work: the week of a country without its public holidays. For due dates and agreed times.

A country is its two letters (core.countries); without one, or where no calendar of it is known, Monday to Friday.
"""

from datetime import date, timedelta
from functools import lru_cache
from typing import Any

import holidays

NOWHERE = ""
WEEKEND = (5, 6)
MOST_DAYS = 2000


def is_business_day(day: date, country: str = NOWHERE) -> bool:
    """Whether people of that country work on that day, as far as the law says."""
    calendar = _calendar(country, day.year)
    if calendar is None:
        return day.weekday() not in WEEKEND
    return bool(calendar.is_working_day(day))


def is_public_holiday(day: date, country: str = NOWHERE) -> bool:
    """Whether the day is free by its date and not by its weekday; nowhere has none."""
    calendar = _calendar(country, day.year)
    return calendar is not None and day in calendar


def business_days_later(day: date, number: int, country: str = NOWHERE) -> date:
    """The business day that is `number` business days after a day; 0 is the day itself, or the next business day."""
    if not 0 <= number <= MOST_DAYS:
        raise ValueError(f"{number} business days.")
    found, left = day, number
    while left or not is_business_day(found, country):
        found += timedelta(days=1)
        left -= is_business_day(found, country) and left > 0
    return found


def business_days_between(first: date, last: date, country: str = NOWHERE) -> int:
    """How many business days lie after `first`, up to `last` with it; below zero where `last` comes before."""
    if last < first:
        return -business_days_between(last, first, country)
    days = min((last - first).days, 4 * MOST_DAYS)
    return sum(is_business_day(first + timedelta(days=step), country) for step in range(1, days + 1))


@lru_cache(maxsize=512)
def _calendar(country: str, year: int) -> Any:
    """One country's holidays of one year, made whole before anybody reads them; None for a country without."""
    if not country:
        return None
    try:
        return holidays.country_holidays(country, years=year, expand=False)
    except NotImplementedError:
        return None
