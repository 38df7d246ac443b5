"""How far a KPI is, when it is reached, and what the whole plan makes of it."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lifecycle.choices import PlanStatus
from lifecycle.rules.plans import Goal, fits, leads_to, progress_of, reached_on, summed


@pytest.mark.parametrize(
    ("baseline", "target", "value", "direction", "progress"),
    [
        (0, 80_000, 58_000, "up", 72),
        (46_000, 10_000, 19_000, "down", 75),
        (0, 25_000, 31_000, "up", 100),
        (0, 64_000, None, "up", 0),
        (10_000, 20_000, 5_000, "up", 0),
        (10_000, 10_000, 10_000, "up", 100),
        (10_000, 10_000, 9_999, "up", 0),
        (0, 1_000_000, 999_999, "up", 99),
        (86_000, 68_800, 68_800, "down", 100),
    ],
)
def test_progress_is_the_way_from_baseline_to_target(baseline, target, value, direction, progress):
    assert progress_of(baseline, target, value, direction) == progress


@given(st.integers(-(10**9), 10**9), st.integers(0, 10**9), st.integers(-(10**9), 10**9))
def test_progress_stays_within_its_scale_and_mirrors(baseline, way, value):
    up = progress_of(baseline, baseline + way, value, "up")
    assert 0 <= up <= 100
    assert up == progress_of(-baseline, -baseline - way, -value, "down")


def test_a_target_on_the_wrong_side_does_not_fit():
    assert fits(46, 10, "down")
    assert not fits(46, 10, "up")
    assert fits(10, 10, "up")
    assert fits(10, 10, "down")


def test_a_goal_that_falls_back_is_not_reached():
    readings = [(date(2026, 1, 1), 5), (date(2026, 2, 1), 12), (date(2026, 3, 1), 11)]
    assert reached_on(readings, 10, "up") == date(2026, 2, 1)
    assert reached_on([*readings, (date(2026, 4, 1), 9)], 10, "up") is None
    assert reached_on([], 10, "up") is None


def test_a_plan_is_the_mean_of_its_goals():
    goals = [Goal(0, 25, 31, "up"), Goal(0, 80, 58, "up"), Goal(46, 10, 19, "down"), Goal(0, 64, 52, "up")]
    found = summed(goals)
    assert (found.progress, found.goals, found.reached) == (82, 4, 1)
    assert (summed([]).progress, summed([]).goals) == (None, 0)


def test_deeds_lead_from_draft_to_closed_and_no_other_way():
    assert leads_to("share", PlanStatus.DRAFT) == PlanStatus.SHARED
    assert leads_to("sign", PlanStatus.DRAFT) is None
    assert leads_to("start", PlanStatus.SHARED) is None
    assert leads_to("close", PlanStatus.DRAFT) is None
    assert leads_to("share", PlanStatus.ACTIVE) == PlanStatus.SHARED
