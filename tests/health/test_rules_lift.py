from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from health.choices import Band
from health.rules import (
    BAND_ORDER,
    DEFAULT_WEIGHTS,
    Lift,
    LiftStep,
    Scale,
    Thresholds,
    band_of,
    metrics_to_measure,
    smallest_lift,
    weighted_score,
)
from tests.golden.test_health_score import WORKSHEET
from tests.health.strategies import rated_scorecards


def test_worksheet_is_lifted_to_healthy_by_one_metric_and_two_steps():
    assert smallest_lift(WORKSHEET, DEFAULT_WEIGHTS) == Lift(
        Band.HEALTHY, 64_500, (LiftStep("utilisation_features", 1, 3, 15_000, 64_500),)
    )


def test_the_second_golden_case_is_lifted_to_monitor_by_one_step():
    ratings = WORKSHEET | {"sentiment": None, "financial_health": None}
    lift = smallest_lift(ratings, DEFAULT_WEIGHTS)
    assert lift == Lift(Band.MONITOR, 40_278, (LiftStep("utilisation_features", 1, 2, 10_417, 40_278),))


def test_several_metrics_when_one_is_not_enough_largest_gain_first():
    weights = {"a": 3_000, "b": 3_000, "c": 4_000}
    lift = smallest_lift({"a": 1, "b": 1, "c": 1}, weights, thresholds=Thresholds(90_000, 65_000))
    assert lift == Lift(
        Band.MONITOR,
        70_000,
        (LiftStep("c", 1, 3, 40_000, 40_000), LiftStep("a", 1, 3, 30_000, 70_000)),
    )


def test_fewer_steps_go_before_a_larger_gain():
    # Two steps of b would gain more; one step of a reaches the band.
    lift = smallest_lift({"a": 2, "b": 1}, {"a": 4_000, "b": 6_000}, thresholds=Thresholds(90_000, 40_000))
    assert lift == Lift(Band.MONITOR, 50_000, (LiftStep("b", 1, 2, 30_000, 50_000),))
    lift = smallest_lift({"a": 2, "b": 1}, {"a": 4_500, "b": 5_500}, thresholds=Thresholds(60_000, 45_000))
    assert lift.steps == (LiftStep("b", 1, 2, 27_500, 50_000),)


def test_healthy_has_no_way_up():
    assert smallest_lift(dict.fromkeys(DEFAULT_WEIGHTS, 3), DEFAULT_WEIGHTS) is None
    assert (
        smallest_lift(dict.fromkeys(DEFAULT_WEIGHTS, 2), DEFAULT_WEIGHTS, thresholds=Thresholds(50_000))
        is None
    )


def test_unknown_names_the_fewest_metrics_to_measure():
    ratings = {"support_tickets": 3, "sentiment": 2}
    assert smallest_lift(ratings, DEFAULT_WEIGHTS) == Lift(
        None, None, measure=("utilisation_features", "utilisation_licences")
    )
    assert metrics_to_measure(ratings, DEFAULT_WEIGHTS, min_coverage=2_800) == ()
    assert metrics_to_measure({}, {"b": 2, "a": 2}, min_coverage=0) == ("a",)


def test_a_large_scorecard_of_a_fine_scale_is_searched_at_once():
    weights = {f"m{number:02}": 400 + number for number in range(25)}
    lift = smallest_lift(dict.fromkeys(weights, 0), weights, scale=Scale(0, 100))
    assert lift.band is Band.MONITOR
    assert len(lift.steps) == 10
    assert lift.projected == 40_003


@settings(max_examples=150)
@given(rated_scorecards(scales=st.just(Scale(1, 3))))
def test_no_smaller_change_exists(case):
    ratings, weights, scale = case
    score = weighted_score(ratings, weights, scale=scale)
    lift = smallest_lift(ratings, weights, scale=scale)
    if score.band in (Band.HEALTHY, Band.UNKNOWN):
        assert lift is None or lift.steps == ()
        return
    assert BAND_ORDER.index(lift.band) > BAND_ORDER.index(score.band)
    assert lift.band is band_of(lift.projected)
    assert sum(step.gain for step in lift.steps) == lift.projected - score.score_100
    assert size_of(lift, weights) == min(sizes_of_all_lifts(ratings, weights, score.band))


def size_of(lift, weights):
    steps = [step.rating_to - step.rating_from for step in lift.steps]
    gain = sum(weights[step.key] * rise for step, rise in zip(lift.steps, steps, strict=True))
    return len(steps), sum(steps), -gain


def sizes_of_all_lifts(ratings, weights, band):
    known = [key for key, rating in ratings.items() if rating is not None]
    for rises in product(*(range(4 - ratings[key]) for key in known)):
        raised = ratings | {key: ratings[key] + rise for key, rise in zip(known, rises, strict=True)}
        reached = weighted_score(raised, weights).band
        if BAND_ORDER.index(reached) > BAND_ORDER.index(band):
            gain = sum(weights[key] * rise for key, rise in zip(known, rises, strict=True))
            yield sum(1 for rise in rises if rise), sum(rises), -gain
