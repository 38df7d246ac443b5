"""Splitting a rounded total into whole parts that add up to it, so that a page's column equals its sum."""

from collections.abc import Sequence


def half_up(numerator: int, denominator: int) -> int:
    """`numerator / denominator` rounded to the nearest whole number, halves up.

    Both at least 0 and the denominator positive, so that SQL's `(2 * n + d) / (2 * d)` on bigint, which cuts
    towards zero, gives the same.
    """
    return (2 * numerator + denominator) // (2 * denominator)


def largest_remainder(numerators: Sequence[int], denominator: int, total: int) -> list[int]:
    """Whole parts near `numerators[i] / denominator` that sum to exactly `total`.

    Each part is cut down, then the units still missing go one each to the largest remainders, ties to the
    earlier. `total` is the sum of the exact parts rounded either way (else ValueError); so a part that is
    exact, 0 among them, is never touched and none is off by a whole unit.
    """
    parts = [numerator // denominator for numerator in numerators]
    remainders = [numerator % denominator for numerator in numerators]
    missing = total - sum(parts)
    inexact = sum(1 for remainder in remainders if remainder)
    if not 0 <= missing <= inexact:
        raise ValueError("The total is not the rounded sum of the parts")
    by_remainder = sorted(range(len(parts)), key=lambda index: (-remainders[index], index))
    for index in by_remainder[:missing]:
        parts[index] += 1
    return parts
