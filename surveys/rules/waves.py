"""When a campaign asks: a wave is a quarter, and is started in it or never."""

from calendar import monthrange
from datetime import date

from surveys.choices import Cadence

ONCE = "once"
MONTHS = 3


def quarter_key(day: date) -> str:
    """The quarter of a day: 2026Q3."""
    return f"{day.year}Q{(day.month + 2) // 3}"


def last_quarters(today: date, number: int = 8) -> dict[str, tuple[date, date]]:
    """The quarters up to that of a day, newest first, each with its first and last day."""
    found = {}
    at = today.year * 4 + (today.month - 1) // MONTHS
    for ago in range(number):
        year, quarter = divmod(at - ago, 4)
        last_month = MONTHS * quarter + MONTHS
        last = date(year, last_month, monthrange(year, last_month)[1])
        found[f"{year}Q{quarter + 1}"] = (date(year, last_month - 2, 1), last)
    return found


def wave_due(cadence: str, starts_on: date, today: date) -> str | None:
    """The key of the wave that is due on this day, whether it was started before or not; None where none is.

    A campaign that asks once is due from its first day on. A quarterly one is due from the same day of each third
    month (31 January, then 30 April) until that quarter ends: after a pause of months nobody is asked for the past.
    One that follows inquiries has a wave in each quarter, which people come into one by one.
    """
    if today < starts_on:
        return None
    if cadence == Cadence.ONCE:
        return ONCE
    if cadence == Cadence.AFTER_INQUIRY:
        return quarter_key(today)
    months = (today.year - starts_on.year) * 12 + today.month - starts_on.month
    due = _months_later(starts_on, months // MONTHS * MONTHS)
    if due > today:
        return None  # that of this very month lies ahead, so the one before it fell into the quarter before
    return quarter_key(today) if quarter_key(due) == quarter_key(today) else None


def _months_later(day: date, months: int) -> date:
    """The same day of a later month, or its last one."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
