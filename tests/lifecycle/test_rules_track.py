from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from lifecycle.rules import (
    MILESTONES,
    decide_milestones,
    milestone_steps,
    next_milestone,
    step_ahead,
    step_in_hand,
)

START, END = date(2026, 1, 1), date(2026, 12, 31)


def states(today, decided=None):
    return [(step.milestone, step.state) for step in milestone_steps(START, END, today, decided or {})]


def test_ahead_of_all_the_first_is_next():
    assert states(date(2026, 6, 1)) == [(120, "next"), (90, "ahead"), (60, "ahead"), (30, "ahead")]


def test_on_its_day_a_milestone_is_due_until_it_is_decided():
    day = END - timedelta(days=90)
    assert states(day) == [(120, "skipped"), (90, "due"), (60, "next"), (30, "ahead")]
    assert states(day, {120: "sent", 90: "sent"}) == [
        (120, "sent"),
        (90, "sent"),
        (60, "next"),
        (30, "ahead"),
    ]
    assert states(day, {120: "skipped", 90: "sent"})[0] == (120, "skipped")


def test_a_short_term_has_fewer_milestones_and_the_last_stays_in_hand():
    steps = milestone_steps(END - timedelta(days=70), END, END, {60: "sent", 30: "sent"})
    assert [step.milestone for step in steps] == [60, 30]
    assert step_in_hand(steps).milestone == 30
    assert step_in_hand(()) is None
    assert step_ahead(()) is None


@given(
    length=st.integers(0, 800), passed=st.integers(0, 800),
    decided=st.dictionaries(st.sampled_from(MILESTONES), st.sampled_from(["sent", "skipped"])),
)  # fmt: skip
def test_what_is_due_and_next_is_what_the_sweep_decides(length, passed, decided):
    end = START + timedelta(days=length)
    today = START + timedelta(days=min(passed, length))
    steps = milestone_steps(START, end, today, decided)
    due = [step.milestone for step in steps if step.state == "due"]
    assert due == [m for m in [decide_milestones(START, end, today, decided).due] if m]
    plain = milestone_steps(START, end, today, {})
    ahead = next_milestone(START, end, today + timedelta(days=1))
    assert [(s.milestone, s.on) for s in plain if s.state == "next"] == (
        [(ahead.milestone, ahead.on)] if ahead else []
    )
