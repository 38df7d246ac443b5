"""The score of a review: its explanation at the end of the quarter, beside that of the quarter before."""

from datetime import date

from django.utils.translation import gettext as _

from accounts.models import Account
from health.choices import Band, Measure
from health.selectors.cards import Card
from health.selectors.explanation import ExplainedMetric, Explanation, score_explanation
from health.selectors.weeks import strips, week_ends
from health.services.starter import DEFAULT_CARD
from reports.choices import Edition
from reports.facts import HealthFacts, LiftFact, MetricFact, ScoreWeek


def health_facts(
    account: Account, as_of: date, before_on: date, edition: str
) -> tuple[HealthFacts | None, Explanation | None]:
    """The facts, and the explanation that they are of; None without a scorecard.

    What somebody wrote to a reading by hand is an internal note: the customer edition does not carry it.
    """
    found = score_explanation(account, as_of)
    if found is None:
        return None, None
    before = score_explanation(account, before_on)
    earlier = {metric.key: metric for metric in before.metrics} if before else {}
    worked = found.worked
    strip = strips([account.pk], as_of).get(account.pk)
    stands = strip.stands if strip else ()
    facts = HealthFacts(
        score=worked.score_100,
        own=worked.thousandths,
        band=worked.band.value,
        coverage=worked.coverage,
        card=_title(found.card),
        low=found.card.scale.low,
        high=found.card.scale.high,
        healthy_from=found.card.thresholds.healthy,
        monitor_from=found.card.thresholds.monitor,
        score_before=before.worked.score_100 if before else None,
        band_before=before.worked.band.value if before else Band.UNKNOWN.value,
        coverage_before=before.worked.coverage if before else 0,
        as_of=found.as_of,
        metrics=tuple(_metric(metric, earlier.get(metric.key), edition) for metric in found.metrics),
        weeks=tuple(
            ScoreWeek(on, stand.score, stand.band)
            for on, stand in zip(week_ends(as_of), stands, strict=False)
        ),
    )
    return facts, found


def _title(card: Card) -> str:
    """Name and version; the scorecard that every workspace starts with has its name in the review's language."""
    return f"{_('Default')} v{card.number}" if card.name == DEFAULT_CARD else card.title


def _metric(metric: ExplainedMetric, before: ExplainedMetric | None, edition: str) -> MetricFact:
    return MetricFact(
        label=metric.metric.label,
        rating=metric.part.rating,
        words=_words(metric, edition),
        is_stale=metric.is_stale,
        age_days=metric.age_days,
        shelf_life_days=metric.metric.shelf_life_days,
        weight=metric.part.weight,
        scaled_weight=metric.part.scaled_weight,
        points=metric.part.points,
        rating_before=before.part.rating if before else None,
        points_before=before.part.points if before else 0,
    )


def _words(metric: ExplainedMetric, edition: str) -> str:
    reading = metric.reading
    by_hand = reading is not None and (reading.measure == Measure.HAND or reading.value is None)
    if by_hand and edition == Edition.CUSTOMER:
        return ""
    return metric.words


def lift_facts(explanation: Explanation | None) -> tuple[tuple[LiftFact, ...], int | None]:
    """The smallest change that reaches the next band, and the score it would give."""
    if explanation is None or explanation.lift is None:
        return (), None
    labels = {metric.key: metric.metric.label for metric in explanation.metrics}
    steps = tuple(
        LiftFact(labels.get(step.key, step.key), step.rating_from, step.rating_to, step.gain)
        for step in explanation.lift.steps
    )
    return steps, explanation.lift.projected if steps else None
