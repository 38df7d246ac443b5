"""The clock, read once at the edge and handed down as `now` or `today`."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.utils import timezone


def now() -> datetime:
    """The present moment, in UTC, with its zone."""
    return timezone.now()


def session_now() -> datetime:
    """The moment by which Django's own session store tells whether a session has ended."""
    return timezone.now()


def today_in(zone: str, at: datetime | None = None) -> date:
    """The calendar date in an IANA time zone, e.g. that of a workspace."""
    return (at or now()).astimezone(ZoneInfo(zone)).date()
