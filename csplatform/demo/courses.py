"""How customers fare: the band of each over time, and the ratings that lead to it.

A course is chosen, ratings are drawn until their score lies in its band, and the other generators then make
the facts (usage, tickets, readings by hand) that give those ratings. The scores themselves are computed from
the facts by the platform, so they land near what was meant, with the scatter of life.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from random import Random

from csplatform.demo.chance import picked
from health.choices import Band, MetricKey
from health.rules import DEFAULT_WEIGHTS

LONG_AGO = 760
FEATURES, LICENCES = MetricKey.UTILISATION_FEATURES.value, MetricKey.UTILISATION_LICENCES.value
TICKETS, SENTIMENT = MetricKey.SUPPORT_TICKETS.value, MetricKey.SENTIMENT.value
SPONSOR, FINANCE = MetricKey.SPONSOR_COVERAGE.value, MetricKey.FINANCIAL_HEALTH.value
GROWTH = MetricKey.GROWTH.value

#: What can turn within weeks; sentiment is a mean of half a year and growth follows the contracts.
SWIFT = (FEATURES, LICENCES, SPONSOR, TICKETS)

# Thousandths of the score that a band is aimed at: inside its limits, since facts scatter.
AIMS = {Band.HEALTHY: (66, 97), Band.MONITOR: (43, 57), Band.AT_RISK: (8, 36)}
DRAWN = {
    Band.HEALTHY: {"3": 68, "2": 29, "1": 3},
    Band.MONITOR: {"3": 22, "2": 52, "1": 26},
    Band.AT_RISK: {"3": 6, "2": 36, "1": 58},
}


@dataclass(frozen=True)
class Phase:
    """From so many days ago the account stands like this: rating by metric, without those never rated."""

    days_ago: int
    band: Band
    ratings: Mapping[str, int]


@dataclass(frozen=True)
class Course:
    """The bands of an account, oldest first, each from between so many days ago; and how many of a hundred fare so."""

    name: str
    share: int
    steps: tuple[tuple[Band, int, int], ...]


_H, _M, _R = Band.HEALTHY, Band.MONITOR, Band.AT_RISK
_OLD = (LONG_AGO, LONG_AGO)

COURSES = (
    Course("steady", 36, ((_H, *_OLD),)),
    Course("dipped", 8, ((_H, *_OLD), (_M, 340, 560), (_H, 160, 300))),
    Course("watched", 8, ((_M, *_OLD),)),
    Course("recovered", 6, ((_M, *_OLD), (_H, 35, 115))),
    Course("slipped", 5, ((_H, *_OLD), (_M, 35, 115))),
    Course("rising", 4, ((_M, *_OLD), (_H, 4, 24))),
    Course("slipping", 4, ((_H, *_OLD), (_M, 4, 24))),
    Course("troubled", 3, ((_M, *_OLD), (_R, 130, 320))),
    Course("sinking", 3, ((_H, *_OLD), (_M, 120, 200), (_R, 35, 100))),
    Course("plunging", 3, ((_H, *_OLD), (_R, 2, 20))),
    Course("mending", 2, ((_R, *_OLD), (_M, 10, 60))),
    Course("returned", 2, ((_H, *_OLD),)),
    Course("lost", 5, ((_H, *_OLD), (_M, 120, 200), (_R, 40, 90))),
    Course("new", 3, ((_H, *_OLD),)),
    Course("prospect", 2, ((_H, *_OLD),)),
)


def courses_for(accounts: int) -> list[Course]:
    """One course per account in the proportions above, each at least once while there is room."""
    most = COURSES[0]
    rare = [course for course in COURSES[1:] for _n in range(max(1, course.share * accounts // 100))]
    rare = rare[: max(0, accounts - 1)]
    return rare + [most] * (accounts - len(rare))


def score_of(ratings: Mapping[str, int]) -> float:
    """The score, 0–100, that these ratings give under the default weights."""
    weight = sum(DEFAULT_WEIGHTS[key] for key in ratings)
    return sum(DEFAULT_WEIGHTS[key] * (rating - 1) * 50 for key, rating in ratings.items()) / weight


def phases_of(
    course: Course, rng: Random, *, growth: int | None, has_sponsor: bool, ended: int = 0
) -> list[Phase]:
    """The account's phases, oldest first, with some going up and down inside a band.

    `ended`: how many days ago the account left; the course then leads up to that day.
    """
    found: list[Phase] = []
    for band, latest, earliest in course.steps:
        days_ago = rng.randint(latest, earliest) + ended
        before = found[-1].ratings if found else None
        ratings = _ratings(band, rng, before, growth=growth, has_sponsor=has_sponsor)
        found.append(Phase(days_ago, band, ratings))
    return _with_turns(found, rng)


def _ratings(
    band: Band, rng: Random, before: Mapping[str, int] | None, *, growth: int | None, has_sponsor: bool
) -> dict[str, int]:
    best: dict[str, int] = {}
    best_miss = 1_000.0
    low, high = AIMS[band]
    for _try in range(300):
        ratings = dict(before or {})
        for key in SWIFT if before else (*SWIFT, SENTIMENT, FINANCE):
            if key != SPONSOR or has_sponsor:
                ratings[key] = int(picked(rng, DRAWN[band]))
        if before and ratings[TICKETS] > before[TICKETS]:
            ratings[TICKETS] = before[TICKETS]  # escalations are remembered for 90 days
        if growth is not None:
            ratings[GROWTH] = growth
        score = score_of(ratings)
        miss = max(low - score, score - high, 0)
        if miss < best_miss:
            best, best_miss = ratings, miss
        if miss == 0:
            break
    return best


def _with_turns(phases: list[Phase], rng: Random) -> list[Phase]:
    """Long phases get a turn of one metric here and there, in the same band."""
    turned: list[Phase] = []
    ends = [phase.days_ago for phase in phases[1:]] + [0]
    for phase, end in zip(phases, ends, strict=True):
        turned.append(phase)
        day = phase.days_ago
        while True:
            day -= rng.randint(24, 130)
            if day <= end + 5:
                break
            ratings = dict(phase.ratings)
            key = rng.choice([key for key in SWIFT if key in ratings])
            ratings[key] = max(1, min(3, ratings[key] + rng.choice((-1, 1))))
            low, high = AIMS[phase.band]
            if low - 3 <= score_of(ratings) <= high + 3:
                turned.append(Phase(day, phase.band, ratings))
    return turned


def rating_at(phases: list[Phase], key: str, days_ago: int) -> int | None:
    """The rating of a metric that many days ago; None for one that is never rated."""
    standing = phases[0]
    for phase in phases:
        if phase.days_ago < days_ago:
            break
        standing = phase
    return standing.ratings.get(key)
