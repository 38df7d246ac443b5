"""Quarters of the calendar year, written 2024Q4."""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date

_WRITTEN = re.compile(r"([12]\d{3})[ -]?Q([1-4])")


@dataclass(frozen=True, order=True)
class Quarter:
    """One quarter; `number` runs from 1 to 4."""

    year: int
    number: int

    @property
    def first(self) -> date:
        return date(self.year, 3 * self.number - 2, 1)

    @property
    def last(self) -> date:
        """Its last day, which belongs to it."""
        month = 3 * self.number
        return date(self.year, month, monthrange(self.year, month)[1])

    @property
    def before(self) -> "Quarter":
        return Quarter(self.year - 1, 4) if self.number == 1 else Quarter(self.year, self.number - 1)

    @property
    def after(self) -> "Quarter":
        return Quarter(self.year + 1, 1) if self.number == 4 else Quarter(self.year, self.number + 1)

    def __str__(self) -> str:
        return f"{self.year}Q{self.number}"


def quarter_of(day: date) -> Quarter:
    """The quarter in which a day lies."""
    return Quarter(day.year, (day.month + 2) // 3)


def quarter_named(text: str) -> Quarter | None:
    """The quarter written as 2024Q4, 2024-Q4 or 2024 q4; None for anything else."""
    found = _WRITTEN.fullmatch(text.strip().upper())
    return Quarter(int(found[1]), int(found[2])) if found else None
