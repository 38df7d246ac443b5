"""Contract terms [domain.md, Renewals: Terms].

A term's end is its last day: 1 January 2024 for 12 months ends on 31 December 2024, and the next term starts
the day after. Terms are counted from the contract's start, never from the term before, so that a contract of
31 January keeps to month ends (28 February, 31 March).
"""

from calendar import monthrange
from dataclasses import dataclass
from datetime import MAXYEAR, date, timedelta

from accounts.choices import BillingFrequency

BILLING_MONTHS: dict[BillingFrequency, int] = {
    BillingFrequency.MONTHLY: 1,
    BillingFrequency.QUARTERLY: 3,
    BillingFrequency.HALF_YEARLY: 6,
    BillingFrequency.ANNUAL: 12,
}

SHORT_TERM_MONTHS = 3
"""Terms up to this length get no milestones, unless the workspace sets another length."""


@dataclass(frozen=True)
class Term:
    """One term of a contract.

    `starts_on` to `ends_on`, both days included. `number`: 1 for the first. `months`: length of an open-ended
    contract's terms, None where the contract has an end date. `open_ended`: whether another term may follow.
    `needs_decision`: it does not renew itself, so somebody has to decide before it ends.
    """

    starts_on: date
    ends_on: date
    number: int
    months: int | None
    open_ended: bool
    needs_decision: bool


def current_term(
    *,
    starts_on: date,
    ends_on: date | None,
    term_months: int | None,
    billing_frequency: str,
    auto_renew: bool,
    today: date,
) -> Term | None:
    """The term of a contract that holds `today`.

    A contract with an end date has one term and ends there, also when today is past it. An open-ended one has
    terms of `term_length_months`; before its start it is the first. None when no length is known. Raises
    ValueError for an end before the start or a length below 1.

    In SQL, for an open-ended contract with length L and today >= starts_on, where
    m = 12 * (years between) + (months between) - (today < starts_on + m months ? 1 : 0) and k = m / L:
    from `starts_on + make_interval(months => k * L)` to
    `starts_on + make_interval(months => (k + 1) * L) - 1`: PostgreSQL cuts to the month's end likewise.
    """
    if ends_on is not None:
        if ends_on < starts_on:
            raise ValueError("A contract cannot end before it starts")
        return Term(starts_on, ends_on, 1, None, open_ended=False, needs_decision=not auto_renew)
    length = term_length_months(term_months, billing_frequency)
    if length is None:
        return None
    passed = max(months_between(starts_on, today), 0) // length
    return Term(
        months_added(starts_on, passed * length),
        months_added(starts_on, (passed + 1) * length) - timedelta(days=1),
        passed + 1,
        length,
        open_ended=True,
        needs_decision=not auto_renew,
    )


def term_length_months(term_months: int | None, billing_frequency: str) -> int | None:
    """Length of an open-ended contract's terms: as given, else one billing period; None when neither is known.

    Raises ValueError for a given length below 1.
    """
    if term_months is not None:
        if term_months < 1:
            raise ValueError("A term has at least one month")
        return term_months
    if billing_frequency not in BillingFrequency.values:
        return None
    return BILLING_MONTHS[BillingFrequency(billing_frequency)]


def is_short_term(term: Term, limit_months: int = SHORT_TERM_MONTHS) -> bool:
    """Whether a term is too short for milestones: `limit_months` or less.

    A contract with an end date is short when that many months from its start reach its last day.
    """
    if term.months is not None:
        return term.months <= limit_months
    return term.ends_on < months_added(term.starts_on, limit_months)


def months_added(start: date, months: int) -> date:
    """The same day `months` later, cut to the end of a shorter month: 31 January + 1 = 28 or 29 February.

    Stops at the last date there is, so that an absurd start still has a term.
    """
    years, month_index = divmod(start.month - 1 + months, 12)
    year = start.year + years
    if year > MAXYEAR:
        return date.max
    month = month_index + 1
    return date(year, month, min(start.day, monthrange(year, month)[1]))


def months_between(start: date, day: date) -> int:
    """Whole months from start to day: the largest n with `months_added(start, n) <= day`; negative before."""
    months = 12 * (day.year - start.year) + day.month - start.month
    return months if months_added(start, months) <= day else months - 1
