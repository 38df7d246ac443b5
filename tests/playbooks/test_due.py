"""When work is due and whose it is: golden tables, no database."""

from datetime import date, timedelta

import pytest

from accounts.choices import OwnerRole
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


def test_a_step_is_due_by_its_own_kind_of_days():
    assert due_day(THURSDAY, 4, DayKind.CALENDAR) == date(2026, 9, 21)
    assert due_day(THURSDAY, 4, DayKind.BUSINESS) == date(2026, 9, 23)
    assert due_day(date(2026, 12, 4), 1, DayKind.BUSINESS, "FI") == date(2026, 12, 7)
    assert due_day(date(2026, 12, 24), 1, DayKind.BUSINESS, "FI") == date(2026, 12, 28)


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
