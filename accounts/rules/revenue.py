"""Recurring revenue. Amounts are whole minor units of one currency; nothing here converts."""

from accounts.choices import BillingFrequency
from accounts.rules.terms import BILLING_MONTHS

MONTHS_OF_YEAR = 12


def arr_of(mrr: int) -> int:
    """Annual recurring revenue of a monthly one."""
    return mrr * MONTHS_OF_YEAR


def mrr_of(arr: int) -> int:
    """Monthly recurring revenue of an annual one, to the nearest minor unit, halves up."""
    return _half_up(arr, MONTHS_OF_YEAR)


def annualised(amount: int, billing_frequency: str) -> int:
    """What an amount billed once per period comes to in a year. Raises ValueError for an unknown frequency."""
    return amount * (MONTHS_OF_YEAR // BILLING_MONTHS[BillingFrequency(billing_frequency)])


def amounts_agree(mrr: int, arr: int, *, rounded_to: int = 1) -> bool:
    """Whether a given MRR and ARR say the same, where the MRR was rounded to `rounded_to` minor units."""
    return 2 * abs(arr - arr_of(mrr)) <= MONTHS_OF_YEAR * rounded_to


def growth(now: int, before: int) -> int | None:
    """Growth of an amount in basis points (1,000 = 10 % more), halves up; None when there was nothing before."""
    return _half_up((now - before) * 10_000, before) if before > 0 else None


def _half_up(numerator: int, denominator: int) -> int:
    return (2 * numerator + denominator) // (2 * denominator)
