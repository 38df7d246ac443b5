from fractions import Fraction

import pytest

from health.rules import (
    Cutoffs,
    TicketFigures,
    TicketLimits,
    rate_csat,
    rate_features_of_list,
    rate_features_of_median,
    rate_growth,
    rate_licences,
    rate_nps,
    rate_payments,
    rate_sentiment,
    rate_tickets,
)

HOUR = 3600


@pytest.mark.parametrize(
    ("used", "listed", "rating"),
    [(12, 20, 3), (11, 20, 2), (6, 20, 2), (5, 20, 1), (0, 20, 1), (3, 5, 3), (3, 0, None)],
)
def test_features_of_the_list_3_from_60_and_2_from_30_percent(used, listed, rating):
    assert rate_features_of_list(used, listed) == rating


@pytest.mark.parametrize(
    ("used", "median", "rating"),
    [
        (10, 8, 3),
        (9, 8, 2),
        (6, 8, 2),
        (5, 8, 1),
        (2, Fraction(5, 2), 2),
        (4, Fraction(5, 2), 3),
        (1, Fraction(5, 2), 1),
        (3, 0, None),
    ],
)
def test_features_against_the_median_3_from_1_25_and_2_from_0_75_times(used, median, rating):
    assert rate_features_of_median(used, median) == rating


@pytest.mark.parametrize(
    ("active", "bought", "rating"),
    [(80, 100, 3), (79, 100, 2), (50, 100, 2), (49, 100, 1), (0, 9, 1), (120, 100, 3), (5, 0, None)],
)
def test_licences_3_from_80_and_2_from_50_percent(active, bought, rating):
    assert rate_licences(active, bought) == rating


def tickets(submitted=4, urgent=0, escalated=0, escalated_lately=0, open_=0, hours: float | None = 24):
    seconds = None if hours is None else int(hours * HOUR)
    return TicketFigures(submitted, urgent, escalated, escalated_lately, open_, seconds)


@pytest.mark.parametrize(
    ("figures", "rating"),
    [
        (tickets(), 3),
        (tickets(open_=2), 3),
        (tickets(open_=3), 2),
        (tickets(open_=5), 2),
        (tickets(open_=6), 1),
        (tickets(urgent=2), 3),
        (tickets(urgent=3), 1),
        (tickets(escalated=1, escalated_lately=1), 1),
        (tickets(escalated=1), 2),
        (tickets(hours=24.001), 2),
        (tickets(hours=None, open_=1, submitted=1), 2),
        (tickets(hours=None, open_=6, submitted=0), 1),
        (tickets(hours=None, open_=1, submitted=0), 2),
    ],
)
def test_tickets_of_90_days(figures, rating):
    assert rate_tickets(figures, has_source=True) == rating


def test_no_ticket_is_good_only_where_tickets_would_be_seen():
    none = tickets(submitted=0, hours=None)
    assert rate_tickets(none, has_source=True) == 3
    assert rate_tickets(none, has_source=False) is None


def test_a_workspace_sets_its_own_ticket_limits():
    assert rate_tickets(tickets(urgent=3), has_source=True, limits=TicketLimits(urgent_bad_from=4)) == 3


@pytest.mark.parametrize(
    ("promoters", "passives", "detractors", "rating"),
    [
        (1, 0, 0, 3),
        (1, 1, 0, 3),
        (1, 2, 0, 2),
        (1, 0, 1, 2),
        (0, 1, 1, 2),
        (0, 1, 2, 1),
        (0, 0, 3, 1),
        (0, 0, 0, None),
    ],
)
def test_nps_averages_and_rounds_half_up(promoters, passives, detractors, rating):
    assert rate_nps(promoters, passives, detractors) == rating


@pytest.mark.parametrize(
    ("total", "answers", "rating"),
    [(12, 3, 3), (11, 3, 2), (9, 3, 2), (8, 3, 1), (Fraction(7, 2), 1, 2), (0, 0, None)],
)
def test_csat_3_from_a_mean_of_4_and_2_from_3(total, answers, rating):
    assert rate_csat(total, answers) == rating


def test_sentiment_goes_by_nps_and_by_csat_only_without_it():
    unhappy = {"promoters": 0, "passives": 0, "detractors": 1}
    silent = {"promoters": 0, "passives": 0, "detractors": 0}
    assert rate_sentiment(**unhappy, csat_total=10, csat_answers=2) == 1
    assert rate_sentiment(**silent, csat_total=10, csat_answers=2) == 3
    assert rate_sentiment(**silent, csat_total=0, csat_answers=0) is None


@pytest.mark.parametrize(
    ("paid", "due", "rating"),
    [(19, 20, 3), (18, 20, 2), (16, 20, 2), (15, 20, 1), (0, 0, None)],
)
def test_payments_3_from_95_and_2_from_80_percent(paid, due, rating):
    assert rate_payments(paid, due) == rating


@pytest.mark.parametrize(
    ("now", "first", "months", "rating"),
    [
        (110_00, 100_00, 12, 3),
        (109_99, 100_00, 12, 2),
        (95_00, 100_00, 40, 2),
        (94_99, 100_00, 40, 1),
        (0, 100_00, 12, 1),
        (110_00, 100_00, 11, None),
        (110_00, 0, 24, None),
    ],
)
def test_growth_from_12_months_on_3_from_110_and_2_from_95_percent(now, first, months, rating):
    assert rate_growth(now, first, months) == rating


def test_a_workspace_sets_its_own_cutoffs_in_order():
    assert rate_licences(65, 100, Cutoffs(6_500, 4_000)) == 3
    with pytest.raises(ValueError, match="cut-off"):
        Cutoffs(4_000, 6_500)
