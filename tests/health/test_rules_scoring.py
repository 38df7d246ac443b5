from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from health.choices import Band
from health.rules import (
    DEFAULT_WEIGHTS,
    Scale,
    Thresholds,
    band_of,
    fell,
    half_up,
    largest_remainder,
    weighted_score,
)
from tests.health.strategies import rated_scorecards


@pytest.mark.parametrize(
    ("score_100", "band"),
    [
        (100_000, Band.HEALTHY),
        (60_000, Band.HEALTHY),
        (59_999, Band.MONITOR),
        (40_000, Band.MONITOR),
        (39_999, Band.AT_RISK),
        (0, Band.AT_RISK),
        (None, Band.UNKNOWN),
    ],
)
def test_a_threshold_belongs_to_the_upper_band(score_100, band):
    assert band_of(score_100) is band


def test_a_workspace_sets_its_own_thresholds():
    assert band_of(60_000, Thresholds(healthy=75_000, monitor=50_000)) is Band.MONITOR


@pytest.mark.parametrize(("healthy", "monitor"), [(40_000, 60_000), (100_001, 0), (1, -1)])
def test_thresholds_out_of_order_or_range_are_refused(healthy, monitor):
    with pytest.raises(ValueError, match="0 ≤ monitor ≤ healthy ≤ 100"):
        Thresholds(healthy=healthy, monitor=monitor)


def test_score_is_known_at_exactly_the_minimum_coverage():
    weights = {"a": 5_000, "b": 5_000}
    assert weighted_score({"a": 3}, weights).band is Band.HEALTHY
    assert weighted_score({"a": 3}, weights).coverage == 5_000


def test_score_below_the_minimum_coverage_is_unknown_and_withheld_but_explained():
    score = weighted_score({"a": 3}, {"a": 4_999, "b": 5_001})
    assert (score.thousandths, score.score_100, score.band) == (None, None, Band.UNKNOWN)
    assert score.coverage == 4_999
    assert [part.points for part in score.parts] == [100_000, 0]
    assert score.points == 100_000


def test_coverage_is_cut_so_that_rounding_never_reaches_the_minimum():
    score = weighted_score({"a": 3}, {"a": 49_999, "b": 50_001})
    assert (score.coverage, score.band) == (4_999, Band.UNKNOWN)


def test_nothing_known_is_unknown_even_without_a_minimum():
    score = weighted_score({}, DEFAULT_WEIGHTS, min_coverage=0)
    assert (score.coverage, score.thousandths, score.band) == (0, None, Band.UNKNOWN)


def test_a_known_metric_of_weight_nought_gives_no_score():
    assert weighted_score({"a": 3}, {"a": 0, "b": 1}, min_coverage=0).band is Band.UNKNOWN


def test_ratings_of_metrics_off_the_scorecard_do_not_count():
    assert weighted_score({"a": 2, "z": 3}, {"a": 1}) == weighted_score({"a": 2}, {"a": 1})


def test_halves_round_up_to_the_thousandth():
    # 1.0625 of 1 to 3 → 1.063; 3.125 of 100 is exact.
    score = weighted_score({"a": 1, "b": 2}, {"a": 15, "b": 1})
    assert (score.thousandths, score.score_100) == (1063, 3_125)


def test_score_of_100_comes_from_the_exact_score_not_from_the_rounded_one():
    score = weighted_score({"a": 1, "b": 2}, {"a": 2, "b": 1})
    assert (score.thousandths, score.score_100) == (1333, 16_667)  # from 1.333 it would be 16.650


def test_another_scale():
    score = weighted_score({"a": 0, "b": 10}, {"a": 1, "b": 3}, scale=Scale(0, 10))
    assert (score.thousandths, score.score_100) == (7_500, 75_000)


@pytest.mark.parametrize("rating", [0, 4])
def test_a_rating_off_the_scale_is_refused(rating):
    with pytest.raises(ValueError, match="a: rating"):
        weighted_score({"a": rating}, {"a": 1})


@pytest.mark.parametrize("weights", [{}, {"a": 0}, {"a": -1, "b": 2}])
def test_weights_that_weigh_nothing_are_refused(weights):
    with pytest.raises(ValueError, match="weights"):
        weighted_score({}, weights)


@pytest.mark.parametrize(("low", "high"), [(3, 3), (3, 1), (-1, 3)])
def test_a_scale_that_does_not_rise_is_refused(low, high):
    with pytest.raises(ValueError, match="rating scale"):
        Scale(low, high)


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        (Band.HEALTHY, Band.MONITOR, True),
        (Band.HEALTHY, Band.AT_RISK, True),
        (Band.MONITOR, Band.AT_RISK, True),
        (Band.MONITOR, Band.MONITOR, False),
        (Band.AT_RISK, Band.HEALTHY, False),
        (Band.UNKNOWN, Band.AT_RISK, False),
        (Band.HEALTHY, Band.UNKNOWN, False),
    ],
)
def test_a_fall_is_a_worse_band_and_unknown_is_none(before, after, expected):
    assert fell(before, after) is expected


def test_half_up():
    assert [half_up(n, 2) for n in range(5)] == [0, 1, 1, 2, 2]


def test_largest_remainder_gives_the_missing_unit_to_the_largest_remainder_then_the_earlier():
    assert largest_remainder([10, 10, 10], 3, 10) == [4, 3, 3]
    assert largest_remainder([5, 14, 11], 10, 3) == [1, 1, 1]
    assert largest_remainder([20, 5, 5], 10, 2) == [2, 0, 0]


@pytest.mark.parametrize("total", [1, 5])
def test_largest_remainder_refuses_a_total_that_is_not_the_rounded_sum(total):
    with pytest.raises(ValueError, match="rounded sum"):
        largest_remainder([15, 20], 10, total)


@given(rated_scorecards(), st.integers(0, 10_000))
def test_score_equals_the_formula_of_the_docstring(case, min_coverage):
    ratings, weights, scale = case
    score = weighted_score(ratings, weights, scale=scale, min_coverage=min_coverage)
    known = {key: rating for key, rating in ratings.items() if rating is not None}
    w = sum(weights[key] for key in known)
    s = sum(weights[key] * rating for key, rating in known.items())
    if w == 0 or Fraction(w, sum(weights.values())) < Fraction(min_coverage, 10_000):
        assert (score.band, score.thousandths, score.score_100) == (Band.UNKNOWN, None, None)
        return
    assert score.thousandths == (2000 * s + w) // (2 * w)
    assert score.score_100 == (200000 * (s - scale.low * w) + w * scale.span) // (2 * w * scale.span)
    assert score.band is band_of(score.score_100)


@given(rated_scorecards())
def test_score_stays_within_its_scale_and_its_parts_add_up(case):
    ratings, weights, scale = case
    score = weighted_score(ratings, weights, scale=scale, min_coverage=0)
    if score.thousandths is None:
        return
    assert 1000 * scale.low <= score.thousandths <= 1000 * scale.high
    assert 0 <= score.score_100 <= 100_000
    assert sum(part.scaled_weight for part in score.parts) == 10_000
    assert sum(part.contribution for part in score.parts) == score.thousandths
    assert sum(part.points for part in score.parts) == score.score_100


@given(rated_scorecards())
def test_each_part_is_off_by_less_than_one_thousandth(case):
    ratings, weights, scale = case
    score = weighted_score(ratings, weights, scale=scale)
    known = sum(weights[key] for key, rating in ratings.items() if rating is not None)
    for part in score.parts:
        if part.rating is None or known == 0:
            assert part.points == part.contribution == part.scaled_weight == 0
            continue
        share = Fraction(part.weight, known)
        assert abs(part.points - 100_000 * share * (part.rating - scale.low) / scale.span) < 1
        assert abs(part.contribution - 1_000 * share * part.rating) < 1


@given(rated_scorecards(), st.randoms(use_true_random=False))
def test_order_of_metrics_never_moves_a_digit(case, random):
    ratings, weights, scale = case
    order = list(weights)
    random.shuffle(order)
    score = weighted_score(ratings, weights, scale=scale)
    shuffled = weighted_score(ratings, {key: weights[key] for key in order}, scale=scale)
    assert (shuffled.thousandths, shuffled.score_100, shuffled.band) == (
        score.thousandths,
        score.score_100,
        score.band,
    )
    assert {part.key: part for part in shuffled.parts} == {part.key: part for part in score.parts}


@given(rated_scorecards())
def test_a_reading_that_goes_missing_never_turns_unknown_into_a_band(case):
    ratings, weights, scale = case
    score = weighted_score(ratings, weights, scale=scale)
    for key in weights:
        without = weighted_score(ratings | {key: None}, weights, scale=scale)
        assert without.coverage <= score.coverage
        if score.band is Band.UNKNOWN:
            assert without.band is Band.UNKNOWN


@given(rated_scorecards(missing=False), st.integers(2, 9))
def test_weights_of_another_unit_give_the_same_score(case, factor):
    ratings, weights, scale = case
    scaled = {key: weight * factor for key, weight in weights.items()}
    score = weighted_score(ratings, weights, scale=scale)
    assert weighted_score(ratings, scaled, scale=scale).score_100 == score.score_100
    assert weighted_score(ratings, scaled, scale=scale).thousandths == score.thousandths
