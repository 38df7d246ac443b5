"""How renewals went [domain.md, Renewals]. Amounts are whole minor units of one currency."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from accounts.rules import months_added, months_between
from lifecycle.choices import RENEWED, ClosingKind, RenewalOutcome

NEARLY_DAYS = 3
"""How far a term's end may lie from whole months and still be one of so many months: ends of months move."""


@dataclass(frozen=True)
class RenewalFact:
    """One contract that was due: its amount when due, and the amount it was renewed at, None when it was not.

    A postponed or still open renewal is due and not renewed.
    """

    due_amount: int
    renewed_amount: int | None = None


@dataclass(frozen=True)
class RenewalRate:
    """Renewed of due, by count and by amount, in basis points (10,000 = 100 %); None when nothing was due."""

    due: int
    renewed: int
    due_amount: int
    renewed_amount: int
    by_count: int | None
    by_amount: int | None


def renewal_rate(facts: Iterable[RenewalFact]) -> RenewalRate:
    """The renewal rate of the contracts due in a period, by count and by amount, rounded half up.

    By amount counts of each contract what was renewed of its due amount: more than was due is an upsell and
    does not make up for another contract's loss.
    """
    due = renewed = due_amount = renewed_amount = 0
    for fact in facts:
        due += 1
        due_amount += fact.due_amount
        if fact.renewed_amount is not None:
            renewed += 1
            renewed_amount += min(fact.renewed_amount, fact.due_amount)
    return rate_of(due, renewed, due_amount, renewed_amount)


def rate_of(due: int, renewed: int, due_amount: int, renewed_amount: int) -> RenewalRate:
    """The same of sums; `renewed_amount` is what was renewed of the due amounts, each at most its own."""
    return RenewalRate(
        due,
        renewed,
        due_amount,
        renewed_amount,
        _basis_points(renewed, due),
        _basis_points(renewed_amount, due_amount),
    )


def renewed_on_time(closed_on: date, term_ends_on: date) -> bool:
    """Whether a renewal was closed before the end date; on the last day itself it is late."""
    return closed_on < term_ends_on


def share(part: int, whole: int) -> int | None:
    """A part of a whole in basis points, rounded half up; None where there is no whole."""
    return _basis_points(part, whole)


def kind_of(outcome: str) -> ClosingKind:
    """What was decided, of its outcome."""
    return ClosingKind.RENEWED if outcome in RENEWED else ClosingKind(outcome)


def same_length(starts_on: date, ends_on: date, next_starts_on: date) -> date:
    """The last day of a term that begins on a day and is as long as one before it: whole months, where that one was
    whole months but for NEARLY_DAYS, else as many days. A year from 1 March 2024 ends on 28 February 2025."""
    after = ends_on + timedelta(days=1)
    months = months_between(starts_on, after + timedelta(days=NEARLY_DAYS))
    if months > 0 and abs((after - months_added(starts_on, months)).days) <= NEARLY_DAYS:
        return months_added(next_starts_on, months) - timedelta(days=1)
    return next_starts_on + (ends_on - starts_on)


def whole_months(starts_on: date, ends_on: date) -> int:
    """A term's length in months, rounded, one at least."""
    return max(1, months_between(starts_on, ends_on + timedelta(days=16)))


def may_reopen(term_ends_on: date, closed_on: date, today: date) -> bool:
    """Whether a closing can still be taken back: until the new term begins, and on the day itself where it was late."""
    return today <= max(term_ends_on, closed_on)


def outcome_of(due_amount: int, renewed_amount: int) -> RenewalOutcome:
    """How a renewed contract came out against its amount when due."""
    if renewed_amount == due_amount:
        return RenewalOutcome.RENEWED_SAME
    return RenewalOutcome.RENEWED_UP if renewed_amount > due_amount else RenewalOutcome.RENEWED_DOWN


def _basis_points(part: int, whole: int) -> int | None:
    return (20_000 * part + whole) // (2 * whole) if whole > 0 else None
