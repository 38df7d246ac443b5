"""Why an account's score is what it is, what moved it, and the smallest change that would lift it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from accounts.choices import AccountStatus
from accounts.models import Account
from health.choices import Band
from health.models import Reading, Score
from health.rules import Lift, Movement, Part, smallest_lift, weighted_score, what_changed
from health.rules import Score as Worked
from health.selectors.cards import Card, CardMetric, card_for, card_of_version
from health.selectors.words import age_in_words, value_in_words


@dataclass(frozen=True)
class ExplainedMetric:
    """One metric as of a day.

    `part`: its share of the score (health.rules). `reading`: the one in force, fresh or stale, None when there
    never was one. `is_stale`: older than its shelf life, so it counts as missing. `age_days`: None without one.
    """

    metric: CardMetric
    part: Part
    reading: Reading | None
    age_days: int | None
    is_stale: bool
    words: str
    age_words: str

    @property
    def key(self) -> str:
        return self.metric.key


@dataclass(frozen=True)
class Change:
    """What moved the score since the one before; `before` and the movements' points are thousandths of 0-100."""

    since_on: date
    before: int | None
    band_before: Band
    movements: tuple[Movement, ...]


@dataclass(frozen=True)
class Explanation:
    """A score with its parts, as of a day; `worked` is the arithmetic of health.rules, `change` None for the first
    score, `lift` None for a healthy one."""

    account: Account
    as_of: date
    card: Card
    worked: Worked
    metrics: tuple[ExplainedMetric, ...]
    change: Change | None
    lift: Lift | None

    @property
    def keys(self) -> tuple[str, ...]:
        """Those of its metrics."""
        return tuple(one.metric.key for one in self.metrics)

    @property
    def coverage_percent(self) -> float:
        return self.worked.coverage / 100

    @property
    def has_stale(self) -> bool:
        return any(metric.is_stale for metric in self.metrics)


def score_explanation(account: Account, as_of: date) -> Explanation | None:
    """Explain the score of an account as of a day, from the readings in force then; None without a scorecard.

    Who had churned by that day is explained as of the last score, which is kept.

    A score keeps the version of the scorecard that it came from; where there is none yet, the published one
    explains. Six queries at most, whatever the number of readings.
    """
    stood = list(Score.objects.filter(account=account, scored_on__lte=as_of).order_by("-scored_on")[:2])
    card = card_of_version(stood[0].version_id) if stood else card_for(account, as_of)
    if card is None:
        return None
    if stood and _had_churned(account, as_of):
        as_of = stood[0].scored_on
    metrics, worked = _worked(card, _readings(account, card, as_of), as_of)
    ratings = {metric.key: metric.part.rating for metric in metrics}
    stale = {metric.key for metric in metrics if metric.is_stale}
    return Explanation(
        account,
        as_of,
        card,
        worked,
        metrics,
        _change(stood, card, worked, stale),
        smallest_lift(
            ratings,
            card.weights,
            scale=card.scale,
            thresholds=card.thresholds,
            min_coverage=card.min_coverage,
        ),
    )


def _had_churned(account: Account, day: date) -> bool:
    return account.status == AccountStatus.CHURNED and (account.churned_on or day) <= day


def four_weeks_before(as_of: date) -> date:
    return as_of - timedelta(weeks=4)


def worked_score(card: Card, ratings: Mapping[str, int | None]) -> Worked:
    """The arithmetic of ratings under a card."""
    return weighted_score(
        ratings, card.weights, scale=card.scale, thresholds=card.thresholds, min_coverage=card.min_coverage
    )


def _readings(account: Account, card: Card, as_of: date) -> dict[int, Reading]:
    found = (
        Reading.objects.filter(
            account=account,
            metric_id__in=[metric.metric_id for metric in card.metrics],
            measured_on__lte=as_of,
        )
        .select_related("metric")
        .order_by("metric_id", "-measured_on")
        .distinct("metric_id")
    )
    return {reading.metric_id: reading for reading in found}


def _worked(
    card: Card, readings: Mapping[int, Reading], as_of: date
) -> tuple[tuple[ExplainedMetric, ...], Worked]:
    ages = {
        metric_id: (as_of - min(reading.confirmed_on, as_of)).days for metric_id, reading in readings.items()
    }
    ratings: dict[str, int | None] = {}
    for metric in card.metrics:
        reading, age = readings.get(metric.metric_id), ages.get(metric.metric_id, 0)
        fresh = reading is not None and age <= metric.shelf_life_days
        rating = metric.rating_of(reading, card.scale) if reading is not None and fresh else None
        on_scale = rating is not None and card.scale.low <= rating <= card.scale.high
        ratings[metric.key] = rating if on_scale else None
    worked = worked_score(card, ratings)
    return tuple(
        _explained(metric, part, readings.get(metric.metric_id), ages.get(metric.metric_id), as_of)
        for metric, part in zip(card.metrics, worked.parts, strict=True)
    ), worked


def _explained(
    metric: CardMetric, part: Part, reading: Reading | None, age: int | None, as_of: date
) -> ExplainedMetric:
    if reading is None or age is None:
        return ExplainedMetric(metric, part, None, None, False, "", "")
    return ExplainedMetric(
        metric,
        part,
        reading,
        age,
        age > metric.shelf_life_days,
        value_in_words(reading),
        age_in_words(age, reading.measured_on, as_of),
    )


def _change(stood: list[Score], card: Card, worked: Worked, stale: set[str]) -> Change | None:
    if len(stood) < 2:
        return None
    before = stood[1]
    earlier = card if before.version_id == card.version_id else card_of_version(before.version_id)
    score = worked_score(earlier, earlier.ratings(before.ratings))
    return Change(
        stood[0].scored_on, before.score_100, Band(before.band), what_changed(score, worked, stale=stale)
    )
