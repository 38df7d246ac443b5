"""What moved a score: the difference of two scores, metric by metric, in points."""

from collections.abc import Collection
from dataclasses import dataclass

from health.choices import Cause
from health.rules.scoring import Part, Score


@dataclass(frozen=True)
class Movement:
    """One metric between two scores: points in thousandths of 0-100, ratings on their scorecard's own scale."""

    key: str
    cause: Cause
    points_before: int
    points_after: int
    rating_before: int | None
    rating_after: int | None

    @property
    def difference(self) -> int:
        return self.points_after - self.points_before


def what_changed(
    before: Score, after: Score, *, stale: Collection[str] = frozenset()
) -> tuple[Movement, ...]:
    """The metrics that moved from one score to the next, largest difference first, then by key.

    The differences sum to exactly `after.points - before.points`, which is the difference of `score_100`
    when both are known: a metric that goes takes its points along, and what the others gain by its weight
    stands at them, as rescaled. `stale`: keys whose reading ran out, told apart from those that have none.
    Metrics that moved nothing are left out, unless their rating came, went or changed.
    """
    earlier = {part.key: part for part in before.parts}
    later = {part.key: part for part in after.parts}
    keys = list(later) + [key for key in earlier if key not in later]
    movements = [_movement(key, earlier.get(key), later.get(key), before, after, stale) for key in keys]
    moved = [movement for movement in movements if movement is not None]
    return tuple(sorted(moved, key=lambda movement: (-abs(movement.difference), movement.key)))


def _movement(
    key: str,
    earlier: Part | None,
    later: Part | None,
    before: Score,
    after: Score,
    stale: Collection[str],
) -> Movement | None:
    cause = _cause(earlier, later, rescaled=before.scale != after.scale, stale=key in stale)
    movement = Movement(
        key,
        cause,
        earlier.points if earlier else 0,
        later.points if later else 0,
        earlier.rating if earlier else None,
        later.rating if later else None,
    )
    silent = movement.difference == 0 and movement.rating_before == movement.rating_after
    return None if silent else movement


def _cause(earlier: Part | None, later: Part | None, *, rescaled: bool, stale: bool) -> Cause:
    if earlier is None:
        return Cause.ADDED
    if later is None:
        return Cause.REMOVED
    if earlier.rating is None and later.rating is not None:
        return Cause.BECAME_KNOWN
    if earlier.rating is not None and later.rating is None:
        return Cause.BECAME_STALE if stale else Cause.BECAME_MISSING
    if rescaled:
        return Cause.SCALE_CHANGED
    if earlier.rating is not None and later.rating is not None and earlier.rating != later.rating:
        return Cause.RATING_ROSE if later.rating > earlier.rating else Cause.RATING_FELL
    return Cause.WEIGHT_CHANGED if earlier.weight != later.weight else Cause.RESCALED
