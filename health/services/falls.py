"""Telling owners that an account of theirs fell into a worse band."""

from collections.abc import Sequence
from datetime import date, datetime

from health.services.scoring import Fall


def tell_falls(falls: Sequence[Fall], *, scored_on: date, now: datetime) -> None:
    """Raise a notice to each owner (CSM, else AM), once per account and day."""
