from hypothesis import given

from health.choices import Cause
from health.rules import DEFAULT_WEIGHTS, Scale, weighted_score, what_changed
from tests.golden.test_health_score import WORKSHEET
from tests.health.strategies import rated_scorecards

WEIGHTS = {"a": 5_000, "b": 3_000, "c": 2_000}


def moved(before, after, **options):
    return [(m.key, str(m.cause), m.difference) for m in what_changed(before, after, **options)]


def test_a_rating_that_rises_and_one_that_falls_largest_first():
    before = weighted_score(WORKSHEET, DEFAULT_WEIGHTS)
    after = weighted_score(WORKSHEET | {"growth": 2, "sentiment": 1}, DEFAULT_WEIGHTS)
    assert moved(before, after) == [("sentiment", "rating_fell", -14_000), ("growth", "rating_rose", 7_000)]


def test_nothing_moved():
    score = weighted_score(WORKSHEET, DEFAULT_WEIGHTS)
    assert what_changed(score, score) == ()


def test_a_stale_reading_takes_its_points_and_the_others_gain_its_weight():
    before = weighted_score({"a": 3, "b": 2, "c": 1}, WEIGHTS)
    after = weighted_score({"a": 3, "b": 2, "c": None}, WEIGHTS)
    assert moved(before, after, stale={"c"}) == [
        ("a", "rescaled", 12_500),
        ("b", "rescaled", 3_750),
        ("c", "became_stale", 0),
    ]
    assert moved(before, after)[2] == ("c", "became_missing", 0)
    assert moved(after, before)[2] == ("c", "became_known", 0)


def test_a_new_version_of_the_scorecard():
    before = weighted_score({"a": 3, "b": 2, "c": 3}, WEIGHTS)
    after = weighted_score({"a": 3, "b": 2, "d": 1}, {"a": 4_000, "b": 3_000, "d": 3_000})
    assert moved(before, after) == [
        ("c", "removed", -20_000),
        ("a", "weight_changed", -10_000),
        ("d", "added", 0),
    ]


def test_another_rating_scale():
    before = weighted_score({"a": 2}, {"a": 1})
    after = weighted_score({"a": 2}, {"a": 1}, scale=Scale(1, 5))
    assert moved(before, after) == [("a", str(Cause.SCALE_CHANGED), -25_000)]


@given(rated_scorecards(), rated_scorecards())
def test_differences_sum_to_the_difference_of_the_scores(first, second):
    before = weighted_score(first[0], first[1], scale=first[2], min_coverage=0)
    after = weighted_score(second[0], second[1], scale=second[2], min_coverage=0)
    movements = what_changed(before, after)
    assert sum(movement.difference for movement in movements) == after.points - before.points
    if before.score_100 is not None and after.score_100 is not None:
        assert sum(m.difference for m in movements) == after.score_100 - before.score_100
    sizes = [abs(movement.difference) for movement in movements]
    assert sizes == sorted(sizes, reverse=True)
