"""The smallest change that lifts a score to the next band, and what to measure where a score is unknown."""

from collections.abc import Mapping
from dataclasses import dataclass

from health.choices import Band
from health.rules.metrics import WHOLE
from health.rules.scoring import (
    DEFAULT_SCALE,
    DEFAULT_THRESHOLDS,
    HALF,
    Scale,
    Score,
    Thresholds,
    weighted_score,
)


@dataclass(frozen=True)
class LiftStep:
    """Raise one metric. `gain` and `projected` (the score after this and all earlier steps) are thousandths
    of 0-100."""

    key: str
    rating_from: int
    rating_to: int
    gain: int
    projected: int


@dataclass(frozen=True)
class Lift:
    """The way up.

    `band`: the band reached when all of `steps` are done, `projected` its score in thousandths of 0-100.
    For an unknown score there are no steps: `measure` names the metrics to measure, `band` and `projected`
    are None, because what they will show is not known.
    """

    band: Band | None
    projected: int | None
    steps: tuple[LiftStep, ...] = ()
    measure: tuple[str, ...] = ()


def smallest_lift(
    ratings: Mapping[str, int | None],
    weights: Mapping[str, int],
    *,
    scale: Scale = DEFAULT_SCALE,
    thresholds: Thresholds = DEFAULT_THRESHOLDS,
    min_coverage: int = HALF,
) -> Lift | None:
    """The smallest change of known ratings that reaches the next band; None when healthy already.

    Smallest: fewest metrics, then fewest rating steps in sum, then the largest gain, then the scorecard's
    keys in alphabet. Missing metrics are left as they are. Arguments as in `weighted_score`. The search is
    exact and its work bounded by metrics² × rating steps, never by the number of combinations.
    """
    score = weighted_score(ratings, weights, scale=scale, thresholds=thresholds, min_coverage=min_coverage)
    if score.band is Band.HEALTHY:
        return None
    if score.band is Band.UNKNOWN:
        return Lift(None, None, measure=metrics_to_measure(ratings, weights, min_coverage=min_coverage))
    target = thresholds.monitor if score.band is Band.AT_RISK else thresholds.healthy
    raises = _fewest_raises(_candidates(score), _missing_weight(score, target))
    now = {part.key: part.rating for part in score.parts}
    steps: list[LiftStep] = []
    reached = score
    for key, rise in sorted(raises, key=lambda raised: (-raised[1] * weights[raised[0]], raised[0])):
        rating = now[key]
        assert rating is not None
        now[key] = rating + rise
        before, reached = (
            reached.points,
            weighted_score(now, weights, scale=scale, thresholds=thresholds, min_coverage=min_coverage),
        )
        steps.append(LiftStep(key, rating, rating + rise, reached.points - before, reached.points))
    return Lift(reached.band, reached.points, tuple(steps))


def metrics_to_measure(
    ratings: Mapping[str, int | None], weights: Mapping[str, int], *, min_coverage: int = HALF
) -> tuple[str, ...]:
    """The fewest missing metrics, heaviest first, then by key, whose ratings bring the minimum coverage.

    `min_coverage` in basis points. Empty when it is reached already.
    """
    whole = sum(weights.values())
    known = sum(weight for key, weight in weights.items() if ratings.get(key) is not None)
    missing = sorted((-weight, key) for key, weight in weights.items() if weight and ratings.get(key) is None)
    chosen: list[str] = []
    for negative_weight, key in missing:
        if known > 0 and known * WHOLE >= min_coverage * whole:
            break
        chosen.append(key)
        known -= negative_weight
    return tuple(chosen)


@dataclass(frozen=True)
class _Candidate:
    key: str
    weight: int
    room: int  # rating steps up to the top of the scale


@dataclass(frozen=True, order=True)
class _Choice:
    """Full raises picked so far. Ordered so that the smaller is the better: more gain, then earlier keys."""

    lost: int  # minus the gain, in weight × rating steps
    raises: tuple[tuple[str, int], ...]


def _candidates(score: Score) -> list[_Candidate]:
    found = [
        _Candidate(part.key, part.weight, score.scale.high - part.rating)
        for part in score.parts
        if part.rating is not None and part.weight and part.rating < score.scale.high
    ]
    return sorted(found, key=lambda candidate: (-candidate.weight, candidate.key))


def _missing_weight(score: Score, target: int) -> int:
    """How much sum(weight × rating) must grow until the rounded score reaches `target`."""
    known = [(part.weight, part.rating - score.scale.low) for part in score.parts if part.rating is not None]
    unit = score.scale.span * sum(weight for weight, _ in known)
    # The least x with (200000 x + unit) // (2 unit) >= target: the rounding of scoring.py, turned round.
    needed = -((-(2 * target - 1) * unit) // 200_000)
    return needed - sum(weight * above for weight, above in known)


def _fewest_raises(candidates: list[_Candidate], needed: int) -> tuple[tuple[str, int], ...]:
    """The raises (key, steps) whose weight × steps sum to `needed` or more, smallest as `smallest_lift` says.

    With the fewest metrics all but the lightest chosen one go to the top: a step moved from a lighter to a
    heavier metric never lowers the gain, and emptying the lighter would need one metric less. So the search
    goes through the lightest one, over the best full raises of the heavier ones before it.
    """
    fewest = _fewest_metrics(candidates, needed)
    best: tuple[int, _Choice] | None = None
    full: dict[tuple[int, int], _Choice] = {(0, 0): _Choice(0, ())}  # (metrics, steps) → best gain
    for candidate in candidates:
        additions: dict[tuple[int, int], _Choice] = {}
        for (count, steps), chosen in full.items():
            if count == fewest - 1:
                rise = -(-(needed + chosen.lost) // candidate.weight)
                if 1 <= rise <= candidate.room:
                    option = (steps + rise, _with(chosen, candidate, rise))
                    best = option if best is None else min(best, option)
            else:
                additions[count + 1, steps + candidate.room] = _with(chosen, candidate, candidate.room)
        for place, choice in additions.items():
            full[place] = min(full.get(place, choice), choice)
    assert best is not None, "raising every known metric to the top reaches every band"
    return best[1].raises


def _fewest_metrics(candidates: list[_Candidate], needed: int) -> int:
    gains = sorted((candidate.weight * candidate.room for candidate in candidates), reverse=True)
    reached = 0
    for count, gain in enumerate(gains, start=1):
        reached += gain
        if reached >= needed:
            return count
    raise AssertionError("raising every known metric to the top reaches every band")


def _with(choice: _Choice, candidate: _Candidate, rise: int) -> _Choice:
    raises = tuple(sorted((*choice.raises, (candidate.key, rise))))
    return _Choice(choice.lost - candidate.weight * rise, raises)
