"""The worksheet of 002 §3.2.2 and what domain.md adds to it."""

from health.choices import Band
from health.rules import DEFAULT_WEIGHTS, Score, weighted_score

WORKSHEET = dict(zip(DEFAULT_WEIGHTS, (1, 2, 2, 3, 2, 3, 1), strict=True))


def golden_one() -> Score:
    return weighted_score(WORKSHEET, DEFAULT_WEIGHTS)


def golden_two() -> Score:
    return weighted_score(WORKSHEET | {"sentiment": None, "financial_health": None}, DEFAULT_WEIGHTS)


def test_default_weights_are_those_of_the_worksheet():
    assert DEFAULT_WEIGHTS == {
        "utilisation_features": 1500,
        "utilisation_licences": 1500,
        "support_tickets": 1400,
        "sentiment": 1400,
        "sponsor_coverage": 1400,
        "financial_health": 1400,
        "growth": 1400,
    }


def test_worksheet_scores_1_990_of_3_and_49_5_of_100_and_is_yellow():
    score = golden_one()
    assert (score.thousandths, score.score_100, score.coverage) == (1990, 49_500, 10_000)
    assert score.band is Band.MONITOR


def test_worksheet_contributions_are_those_of_the_weighted_row():
    assert [part.contribution for part in golden_one().parts] == [150, 300, 280, 420, 280, 420, 140]


def test_worksheet_points_of_100():
    points = [part.points for part in golden_one().parts]
    assert points == [0, 7_500, 7_000, 14_000, 7_000, 14_000, 0]


def test_without_sentiment_and_finance_it_is_1_597_at_72_percent_and_red():
    score = golden_two()
    assert (score.thousandths, score.coverage) == (1597, 7_200)
    assert score.score_100 == 29_861  # 29.9 as shown
    assert score.band is Band.AT_RISK


def test_without_sentiment_and_finance_the_parts_still_sum_to_the_whole():
    parts = golden_two().parts
    assert [part.scaled_weight for part in parts] == [2083, 2083, 1944, 0, 1945, 0, 1945]
    assert [part.contribution for part in parts] == [208, 417, 389, 0, 389, 0, 194]
    assert [part.points for part in parts] == [0, 10_417, 9_722, 0, 9_722, 0, 0]
    assert [part.rating for part in parts] == [1, 2, 2, None, 2, None, 1]
