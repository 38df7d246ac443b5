"""The weighted health score, its bands and its parts [002 §3.2; domain.md, Health score].

All whole numbers, so that the set-based recompute in SQL gives the same to the last digit. With, over the
metrics whose rating is known, W = sum(weight) and S = sum(weight * rating), T the weights of all metrics, and
the scale from `low` to `high` (span = high - low), each on bigint with SQL's division that cuts:

    thousandths = (2000 * S + W) / (2 * W)
    score_100   = (200000 * (S - low * W) + W * span) / (2 * W * span)
    coverage    = 10000 * W / T

Both roundings are half up; coverage is cut, so that it never reaches the minimum by rounding. `score_100`
comes from the exact score, not from `thousandths`. The band compares the stored `score_100`.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from health.choices import Band
from health.rules.apportion import half_up, largest_remainder
from health.rules.metrics import WHOLE

HALF = 5_000
"""Default minimum coverage, basis points: below 50 % a score is unknown."""


@dataclass(frozen=True)
class Scale:
    """The rating scale of a scorecard, both ends included. By default 1 to 3, 3 = good [002 worksheet]."""

    low: int = 1
    high: int = 3

    def __post_init__(self) -> None:
        if not 0 <= self.low < self.high:
            raise ValueError("A rating scale runs from 0 or more up to a higher number")

    @property
    def span(self) -> int:
        return self.high - self.low


@dataclass(frozen=True)
class Thresholds:
    """Where bands begin, in thousandths of the 0-100 scale. By default healthy from 60, monitor from 40."""

    healthy: int = 60_000
    monitor: int = 40_000

    def __post_init__(self) -> None:
        if not 0 <= self.monitor <= self.healthy <= 100_000:
            raise ValueError("Thresholds must stand as 0 ≤ monitor ≤ healthy ≤ 100")


DEFAULT_SCALE = Scale()
DEFAULT_THRESHOLDS = Thresholds()


@dataclass(frozen=True)
class Part:
    """What one metric gives to a score.

    `rating` on the scorecard's scale, None when missing. `weight`: as the scorecard has it. `scaled_weight`:
    basis points after the missing metrics' weights went to the others. `contribution`: rating × scaled weight,
    thousandths of the own scale. `points`: thousandths of the 0-100 scale, scaled weight × (rating - low) /
    span. The last three are 0 when missing, and sum over all parts to exactly 10,000, the score and the
    score of 100.
    """

    key: str
    rating: int | None
    weight: int
    scaled_weight: int
    contribution: int
    points: int


@dataclass(frozen=True)
class Score:
    """A score that explains itself.

    `thousandths` on the scorecard's own scale and `score_100` in thousandths of 0-100; both None when the
    band is unknown. `coverage`: basis points of the weight that was known. `parts` in the scorecard's order,
    filled in for an unknown score too, so that a page can show what is there.
    """

    thousandths: int | None
    score_100: int | None
    coverage: int
    band: Band
    parts: tuple[Part, ...]
    scale: Scale

    @property
    def points(self) -> int:
        """Points of the known metrics, thousandths of 0-100: `score_100`, also where that is withheld."""
        return sum(part.points for part in self.parts)


def weighted_score(
    ratings: Mapping[str, int | None],
    weights: Mapping[str, int],
    *,
    scale: Scale = DEFAULT_SCALE,
    thresholds: Thresholds = DEFAULT_THRESHOLDS,
    min_coverage: int = HALF,
) -> Score:
    """The score of one account.

    `weights`: the scorecard, metric key to weight (basis points; any whole numbers of 0 or more do, they are
    scaled). `ratings`: fresh ratings by key; None or absent = missing, keys not on the scorecard do not
    count. `min_coverage`: basis points. Golden: 1 2 2 3 2 3 1 under the default weights = 1.990 of 3, 49.5 of
    100 [002 worksheet]. Raises ValueError for a rating off the scale, a negative weight, or weights of 0.
    """
    whole = sum(weights.values())
    if whole <= 0 or min(weights.values()) < 0:
        raise ValueError("A scorecard needs weights of 0 or more that do not all stand at 0")
    known = _known(ratings, weights, scale)
    known_weight = sum(weights[key] for key in known)
    coverage = WHOLE * known_weight // whole
    parts = _parts(known, weights, scale)
    if known_weight == 0 or coverage < min_coverage:
        return Score(None, None, coverage, Band.UNKNOWN, parts, scale)
    thousandths = sum(part.contribution for part in parts)
    score_100 = sum(part.points for part in parts)
    return Score(thousandths, score_100, coverage, band_of(score_100, thresholds), parts, scale)


def band_of(score_100: int | None, thresholds: Thresholds = DEFAULT_THRESHOLDS) -> Band:
    """The band of a score in thousandths of 0-100; None is unknown. A threshold belongs to the upper band."""
    if score_100 is None:
        return Band.UNKNOWN
    if score_100 >= thresholds.healthy:
        return Band.HEALTHY
    return Band.MONITOR if score_100 >= thresholds.monitor else Band.AT_RISK


BAND_ORDER: tuple[Band, ...] = (Band.AT_RISK, Band.MONITOR, Band.HEALTHY)
"""From worst to best. Unknown has no place in it: it is neither better nor worse than a band."""


def fell(before: Band, after: Band) -> bool:
    """Whether the account came into a worse band. To or from unknown is no fall: nothing was seen to worsen."""
    if Band.UNKNOWN in (before, after):
        return False
    return BAND_ORDER.index(after) < BAND_ORDER.index(before)


def _known(ratings: Mapping[str, int | None], weights: Mapping[str, int], scale: Scale) -> dict[str, int]:
    known: dict[str, int] = {}
    for key in weights:
        rating = ratings.get(key)
        if rating is None:
            continue
        if not scale.low <= rating <= scale.high:
            raise ValueError(f"{key}: rating {rating} is not between {scale.low} and {scale.high}")
        known[key] = rating
    return known


def _parts(known: Mapping[str, int], weights: Mapping[str, int], scale: Scale) -> tuple[Part, ...]:
    whole = sum(weights[key] for key in known)
    # Ties of the largest remainder go by key, so that the scorecard's order never moves a digit.
    keys = sorted(key for key in known if weights[key])
    if not keys:
        return tuple(Part(key, known.get(key), weights[key], 0, 0, 0) for key in weights)
    scaled = _split([weights[key] * WHOLE for key in keys], whole)
    contributions = _split([1_000 * weights[key] * known[key] for key in keys], whole)
    points = _split([100_000 * weights[key] * (known[key] - scale.low) for key in keys], whole * scale.span)
    given = {key: figures for key, *figures in zip(keys, scaled, contributions, points, strict=True)}
    return tuple(Part(key, known.get(key), weights[key], *given.get(key, (0, 0, 0))) for key in weights)


def _split(numerators: list[int], denominator: int) -> list[int]:
    return largest_remainder(numerators, denominator, half_up(sum(numerators), denominator))
