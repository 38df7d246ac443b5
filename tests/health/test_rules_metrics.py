import pytest
from hypothesis import given
from hypothesis import strategies as st

from health.choices import MetricKey
from health.rules import DEFAULT_METRICS, DEFAULT_WEIGHTS, is_stale, offered_scorecard, rating_in_force
from workspaces.choices import Role


def test_default_metrics_with_their_owners_and_shelf_lives():
    assert [(str(m.key), m.owner_roles, m.shelf_life_days) for m in DEFAULT_METRICS] == [
        ("utilisation_features", (Role.CSM,), 30),
        ("utilisation_licences", (Role.CSM,), 30),
        ("support_tickets", (Role.SUPPORT,), 90),
        ("sentiment", (Role.CSM, Role.MARKETING), 180),
        ("sponsor_coverage", (Role.CSM, Role.AM, Role.EXECUTIVE), 90),
        ("financial_health", (Role.FINANCE,), 365),
        ("growth", (Role.CSM,), 365),
    ]
    assert [m.key for m in DEFAULT_METRICS] == list(MetricKey)


def test_a_reading_runs_out_the_day_after_its_shelf_life():
    assert [is_stale(age, 30) for age in (0, 30, 31)] == [False, False, True]
    assert [rating_in_force(2, age, 90) for age in (90, 91)] == [2, None]
    assert rating_in_force(3, 10_000, None) == 3


def test_a_score_never_sees_later_readings():
    with pytest.raises(ValueError, match="younger"):
        is_stale(-1, 30)


def test_scorecard_offered_from_usage_and_tickets():
    assert offered_scorecard({"utilisation_features", "support_tickets", "sentiment", "growth"}) == {
        "utilisation_features": 2632,
        "support_tickets": 2456,
        "sentiment": 2456,
        "growth": 2456,
    }


def test_scorecard_offered_from_everything_is_the_default_one():
    assert offered_scorecard(DEFAULT_WEIGHTS) == DEFAULT_WEIGHTS


def test_scorecard_of_three_equal_weights_gives_the_odd_point_to_the_first():
    offered = offered_scorecard(["growth", "sentiment", "support_tickets"])
    assert list(offered.items()) == [("support_tickets", 3334), ("sentiment", 3333), ("growth", 3333)]


def test_nothing_to_feed_on_offers_nothing_and_strangers_are_refused():
    assert offered_scorecard([]) == {}
    with pytest.raises(ValueError, match="logins"):
        offered_scorecard(["logins"])


@given(st.sets(st.sampled_from(sorted(DEFAULT_WEIGHTS)), min_size=1))
def test_offered_weights_always_sum_to_100_percent_in_the_default_order(keys):
    offered = offered_scorecard(keys)
    assert sum(offered.values()) == 10_000
    assert list(offered) == [key for key in DEFAULT_WEIGHTS if key in keys]
