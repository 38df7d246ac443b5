"""When work is due and whose it is: golden tables, no database."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts.choices import OwnerRole
from core.workdays import is_workday, workday_after
from playbooks.choices import CtaKind, DayKind
from playbooks.rules import (
    NOBODY,
    Holder,
    Urgency,
    due_day,
    holder_of,
    moved,
    progress_of,
    roles_for,
    urgency,
)

THURSDAY = date(2026, 9, 17)
DAYS = st.integers(date(2000, 1, 1).toordinal(), date(2100, 1, 1).toordinal()).map(date.fromordinal)


@pytest.mark.parametrize(
    ("start", "days", "due"),
    [
        (THURSDAY, 0, THURSDAY),
        (THURSDAY, 1, date(2026, 9, 18)),
        (THURSDAY, 2, date(2026, 9, 21)),
        (THURSDAY, 5, date(2026, 9, 24)),
        (date(2026, 9, 19), 0, date(2026, 9, 21)),
        (date(2026, 9, 19), 1, date(2026, 9, 22)),
        (date(2026, 9, 20), 5, date(2026, 9, 28)),
        (date(2026, 12, 31), 2, date(2027, 1, 4)),
    ],
)
def test_business_days_leave_weekends_out(start, days, due):
    assert workday_after(start, days) == due


@given(start=DAYS, days=st.integers(0, 400))
def test_a_business_day_is_one_and_they_are_counted_one_by_one(start, days):
    due = workday_after(start, days)
    assert is_workday(due)
    assert workday_after(due, 1) == workday_after(start, days + 1)


def test_business_days_are_counted_forward_alone():
    with pytest.raises(ValueError, match="forward"):
        workday_after(THURSDAY, -1)


def test_a_step_is_due_by_its_own_kind_of_days():
    assert due_day(THURSDAY, 4, DayKind.CALENDAR) == date(2026, 9, 21)
    assert due_day(THURSDAY, 4, DayKind.BUSINESS) == date(2026, 9, 23)


@pytest.mark.parametrize(
    ("days", "found"),
    [
        (-1, Urgency.OVERDUE),
        (0, Urgency.TODAY),
        (1, Urgency.SOON),
        (7, Urgency.SOON),
        (8, Urgency.LATER),
    ],
)
def test_urgency_by_days_left(days, found):
    assert urgency(THURSDAY + timedelta(days=days), THURSDAY) == found


def test_what_has_no_day_is_undated():
    assert urgency(None, THURSDAY) == Urgency.UNDATED


def test_a_renewal_is_the_renewal_managers_else_the_csms():
    assert roles_for(CtaKind.RENEWAL)[:2] == (OwnerRole.RM, OwnerRole.CSM)
    assert roles_for(CtaKind.RISK)[0] == OwnerRole.CSM


def test_a_person_comes_before_a_team_whatever_the_role():
    owners = {"csm": Holder(None, 9), "am": Holder(4, None)}
    assert holder_of(owners, ("csm", "am")) == Holder(4, None)
    assert holder_of({"csm": Holder(None, 9)}, ("csm", "am")) == Holder(None, 9)
    assert holder_of({}, ("csm", "am")) == NOBODY


def test_moving_stays_within_the_ends():
    assert moved([1, 2, 3], 2, -1) == [2, 1, 3]
    assert moved([1, 2, 3], 1, -1) == [1, 2, 3]
    assert moved([1, 2, 3], 3, 5) == [1, 2, 3]


def test_progress_is_a_whole_percent():
    assert progress_of([True, False, False]).percent == 33
    assert progress_of([]).percent == 0
