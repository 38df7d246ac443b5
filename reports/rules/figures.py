"""Figures of a group, without its names."""

FEWEST_PEERS = 5
"""Groups under five are not told: a median of three customers says what each of them does."""


def share_of(part: float, whole: float) -> float | None:
    """A percentage (79.0, not 0.79); None of nothing."""
    return 100 * part / whole if whole > 0 else None
