"""What chat shows of its numbers: marks of a line, which lines stand together, how long an answer usually takes."""

from datetime import datetime, timedelta
from math import ceil

SENT, DELIVERED, READ = "sent", "delivered", "read"

#: Fewer answered rooms than this say nothing about what is usual.
ENOUGH_ANSWERS = 5
#: Rooms opened within this time are counted.
ANSWERS_OF = timedelta(days=30)


def mark_of(number: int, got: int, read: int) -> str:
    """What became of a line on the other side: read, delivered (fetched by a page there), or sent (stored)."""
    if number <= read:
        return READ
    return DELIVERED if number <= got else SENT


def stands_with(before: tuple[str, datetime], after: tuple[str, datetime]) -> bool:
    """Whether two lines, as (author, moment), share one signature: of one author within one minute of the clock."""
    return before[0] == after[0] and before[1].replace(second=0, microsecond=0) == after[1].replace(
        second=0, microsecond=0
    )


def advanced(mark: int, seen: int, last: int) -> int:
    """A mark never goes back, and never beyond the last line."""
    return max(mark, min(seen, last))


def usual_minutes(seconds: float, answered: int) -> int | None:
    """Whole minutes, rounded up, at least one, of a median in seconds; None where too few rooms say so."""
    if answered < ENOUGH_ANSWERS:
        return None
    return max(1, ceil(seconds / 60))
