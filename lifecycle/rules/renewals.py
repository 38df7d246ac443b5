"""How renewals went [domain.md, Renewals]. Amounts are whole minor units of one currency."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from lifecycle.choices import RenewalOutcome


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


def outcome_of(due_amount: int, renewed_amount: int) -> RenewalOutcome:
    """How a renewed contract came out against its amount when due."""
    if renewed_amount == due_amount:
        return RenewalOutcome.RENEWED_SAME
    return RenewalOutcome.RENEWED_UP if renewed_amount > due_amount else RenewalOutcome.RENEWED_DOWN


def _basis_points(part: int, whole: int) -> int | None:
    return (20_000 * part + whole) // (2 * whole) if whole > 0 else None
