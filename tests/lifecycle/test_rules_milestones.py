from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lifecycle.choices import AGENDAS
from lifecycle.rules import (
    MILESTONES,
    Decision,
    Planned,
    decide_milestones,
    next_milestone,
    planned_milestones,
)

STARTS, ENDS = date(2024, 1, 1), date(2024, 12, 31)


def on(days_left, decided=(), starts_on=STARTS, ends_on=ENDS):
    return decide_milestones(starts_on, ends_on, ends_on - timedelta(days=days_left), decided)


@pytest.mark.parametrize(
    ("days_left", "decided", "due", "skipped"),
    [
        (121, (), None, ()),
        (120, (), 120, ()),
        (119, (120,), None, ()),
        (91, (120,), None, ()),
        (90, (120,), 90, ()),
        (60, (120, 90), 60, ()),
        (30, (120, 90, 60), 30, ()),
        (0, (120, 90, 60, 30), None, ()),
    ],
)
def test_each_milestone_is_due_from_its_day_and_once(days_left, decided, due, skipped):
    assert on(days_left, decided) == Decision(due, days_left, skipped)


def test_after_a_pause_over_a_mark_it_is_sent_on_return_with_the_true_days_left():
    assert on(87, (120,)) == Decision(90, 87)


def test_of_two_missed_marks_only_the_nearest_is_sent_and_the_other_is_skipped():
    assert on(89) == Decision(90, 89, (120,))
    assert on(12) == Decision(30, 12, (120, 90, 60))
    assert on(12, (120,)) == Decision(30, 12, (90, 60))


def test_on_the_last_day_it_is_still_sent_and_after_it_never():
    assert on(0) == Decision(30, 0, (120, 90, 60))
    assert on(-1) == Decision(None, -1)


def test_a_milestone_before_the_terms_start_does_not_exist():
    starts_on = ENDS - timedelta(days=89)
    assert planned_milestones(starts_on, ENDS) == (
        Planned(60, date(2024, 11, 1)),
        Planned(30, date(2024, 12, 1)),
    )
    assert on(89, starts_on=starts_on) == Decision(None, 89)
    assert on(10, starts_on=starts_on) == Decision(30, 10, (60,))
    assert on(90, starts_on=ENDS - timedelta(days=90)) == Decision(90, 90)


def test_nothing_is_due_before_the_term_starts():
    assert decide_milestones(STARTS, ENDS, STARTS - timedelta(days=1)) == Decision(None, 366)


def test_a_farther_milestone_never_follows_a_nearer_one():
    assert on(25, (30,)) == Decision(None, 25, (120, 90, 60))


def test_a_changed_end_date_is_planned_afresh():
    assert on(100, (120,)) == Decision(None, 100)
    extended = ENDS + timedelta(days=20)
    assert decide_milestones(STARTS, extended, ENDS - timedelta(days=100)) == Decision(120, 120)


def test_a_contract_that_ends_on_a_leap_day():
    ends_on = date(2024, 2, 29)
    assert planned_milestones(date(2023, 3, 1), ends_on) == (
        Planned(120, date(2023, 11, 1)),
        Planned(90, date(2023, 12, 1)),
        Planned(60, date(2023, 12, 31)),
        Planned(30, date(2024, 1, 30)),
    )


def test_the_90_day_milestone_of_31_january():
    found = decide_milestones(date(2026, 2, 1), date(2027, 1, 31), date(2026, 11, 2), (120,))
    assert found == Decision(90, 90)


def test_next_milestone_counts_today_in():
    assert next_milestone(STARTS, ENDS, date(2024, 1, 1)) == Planned(120, date(2024, 9, 2))
    assert next_milestone(STARTS, ENDS, date(2024, 10, 2)) == Planned(90, date(2024, 10, 2))
    assert next_milestone(STARTS, ENDS, date(2024, 10, 3)) == Planned(60, date(2024, 11, 1))
    assert next_milestone(STARTS, ENDS, date(2024, 12, 2)) is None


def test_every_milestone_has_an_agenda_whose_keys_occur_once():
    assert tuple(AGENDAS) == MILESTONES
    for agenda in AGENDAS.values():
        keys = [item.key for item in agenda.items]
        assert len(set(keys)) == len(keys)
    assert [item.key for item in AGENDAS[90].items] == ["renewal_talk", "items", "value", "handshake"]
    assert str(AGENDAS[60].purpose) == "Resolve objections"


@given(
    length=st.integers(0, 500),
    days=st.lists(st.integers(-20, 200), max_size=40),
)
def test_a_milestone_is_decided_once_whatever_the_order_of_runs(length, days):
    starts_on = ENDS - timedelta(days=length)
    decided: list[int] = []
    sent: list[tuple[int, int]] = []
    for days_left in days:
        found = on(days_left, decided, starts_on=starts_on)
        if found.due is not None:
            sent.append((found.due, days_left))
            decided.append(found.due)
        decided += found.skipped
    assert len(decided) == len(set(decided))
    assert set(decided) == {
        milestone
        for milestone in MILESTONES
        if milestone <= length and any(0 <= day <= min(milestone, length) for day in days)
    }
    assert [due for due, _ in sent] == sorted((due for due, _ in sent), reverse=True)
    assert all(due == min(m for m in MILESTONES if m >= left) for due, left in sent)


@given(st.integers(0, 500))
def test_a_sweep_that_runs_daily_sends_every_milestone_on_its_day_and_skips_none(length):
    starts_on = ENDS - timedelta(days=length)
    decided: set[int] = set()
    for days_left in range(length, -1, -1):
        for _twice in range(2):
            found = on(days_left, decided, starts_on=starts_on)
            assert found.skipped == ()
            if found.due is not None:
                assert found.due == days_left
                decided.add(found.due)
    assert decided == {milestone for milestone in MILESTONES if milestone <= length}
