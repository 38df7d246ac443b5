from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts.rules import (
    Term,
    current_term,
    is_short_term,
    months_added,
    months_between,
    term_length_months,
)

DAYS = st.dates(date(1990, 1, 1), date(2080, 12, 31))


def term(starts_on, today, months=None, billing="annual", ends_on=None, auto_renew=True):
    return current_term(
        starts_on=starts_on,
        ends_on=ends_on,
        term_months=months,
        billing_frequency=billing,
        auto_renew=auto_renew,
        today=today,
    )


@pytest.mark.parametrize(
    ("start", "months", "expected"),
    [
        (date(2024, 1, 31), 1, date(2024, 2, 29)),
        (date(2023, 1, 31), 1, date(2023, 2, 28)),
        (date(2023, 1, 31), 2, date(2023, 3, 31)),
        (date(2023, 1, 31), 3, date(2023, 4, 30)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2024, 2, 29), 48, date(2028, 2, 29)),
        (date(2024, 11, 30), 3, date(2025, 2, 28)),
        (date(2024, 3, 31), -1, date(2024, 2, 29)),
        (date(2024, 1, 15), -1, date(2023, 12, 15)),
        (date(9999, 6, 1), 12, date.max),
    ],
)
def test_months_are_cut_to_the_end_of_the_month_and_counted_from_the_start(start, months, expected):
    assert months_added(start, months) == expected


@pytest.mark.parametrize(
    ("start", "day", "months"),
    [
        (date(2024, 1, 31), date(2024, 2, 28), 0),
        (date(2024, 1, 31), date(2024, 2, 29), 1),
        (date(2024, 1, 15), date(2025, 1, 14), 11),
        (date(2024, 1, 15), date(2025, 1, 15), 12),
        (date(2024, 1, 15), date(2024, 1, 14), -1),
    ],
)
def test_whole_months_between(start, day, months):
    assert months_between(start, day) == months


def test_a_term_ends_on_its_last_day_and_the_next_starts_the_day_after():
    first = term(date(2024, 1, 1), date(2024, 12, 31))
    assert first == Term(date(2024, 1, 1), date(2024, 12, 31), 1, 12, True, False)
    second = term(date(2024, 1, 1), date(2025, 1, 1))
    assert second == Term(date(2025, 1, 1), date(2025, 12, 31), 2, 12, True, False)


def test_a_monthly_contract_of_31_january_keeps_to_month_ends():
    terms = [
        term(date(2024, 1, 31), day, billing="monthly")
        for day in (date(2024, 2, 28), date(2024, 2, 29), date(2024, 3, 31), date(2024, 4, 30))
    ]
    assert [(t.starts_on, t.ends_on, t.number) for t in terms] == [
        (date(2024, 1, 31), date(2024, 2, 28), 1),
        (date(2024, 2, 29), date(2024, 3, 30), 2),
        (date(2024, 3, 31), date(2024, 4, 29), 3),
        (date(2024, 4, 30), date(2024, 5, 30), 4),
    ]


def test_a_contract_of_a_leap_day_comes_back_to_it():
    terms = [term(date(2024, 2, 29), date(year, 6, 1)) for year in (2024, 2025, 2027, 2028)]
    assert [(t.starts_on, t.ends_on) for t in terms] == [
        (date(2024, 2, 29), date(2025, 2, 27)),
        (date(2025, 2, 28), date(2026, 2, 27)),
        (date(2027, 2, 28), date(2028, 2, 28)),
        (date(2028, 2, 29), date(2029, 2, 27)),
    ]


@pytest.mark.parametrize("today", [date(2020, 1, 1), date(2024, 5, 1), date(2030, 1, 1)])
def test_a_contract_with_an_end_date_ends_there_whatever_its_term_length(today):
    found = term(date(2023, 12, 23), today, months=1, ends_on=date(2024, 4, 12), auto_renew=False)
    assert found == Term(date(2023, 12, 23), date(2024, 4, 12), 1, None, False, True)


def test_before_the_start_it_is_the_first_term():
    assert term(date(2024, 6, 1), date(2023, 1, 1)).starts_on == date(2024, 6, 1)
    assert term(date(2024, 6, 1), date(2023, 1, 1)).number == 1


def test_only_a_contract_that_does_not_renew_itself_needs_a_decision():
    assert term(date(2024, 1, 1), date(2024, 2, 1), auto_renew=False).needs_decision is True
    assert term(date(2024, 1, 1), date(2024, 2, 1), auto_renew=True).needs_decision is False


@pytest.mark.parametrize(
    ("months", "billing", "expected"),
    [
        (24, "monthly", 24),
        (None, "monthly", 1),
        (None, "quarterly", 3),
        (None, "half_yearly", 6),
        (None, "annual", 12),
        (None, "", None),
    ],
)
def test_term_length_is_the_given_one_else_the_billing_period(months, billing, expected):
    assert term_length_months(months, billing) == expected


def test_without_any_length_there_is_no_term():
    assert term(date(2024, 1, 1), date(2024, 2, 1), billing="") is None


def test_impossible_terms_are_refused():
    with pytest.raises(ValueError, match="end before"):
        term(date(2024, 1, 2), date(2024, 1, 2), ends_on=date(2024, 1, 1))
    with pytest.raises(ValueError, match="at least one month"):
        term(date(2024, 1, 2), date(2024, 1, 2), months=0)


@pytest.mark.parametrize(
    ("ends_on", "short"),
    [(date(2024, 3, 31), True), (date(2024, 4, 1), False), (date(2024, 1, 1), True)],
)
def test_a_contract_of_three_months_to_its_last_day_is_short(ends_on, short):
    assert is_short_term(term(date(2024, 1, 1), date(2024, 1, 1), ends_on=ends_on)) is short


def test_open_ended_terms_are_short_by_their_length():
    # From 30 November the second quarter is 28 February to 29 May, longer than three months of 28 February.
    quarter = term(date(2024, 11, 30), date(2025, 3, 1), billing="quarterly")
    assert (quarter.starts_on, quarter.ends_on) == (date(2025, 2, 28), date(2025, 5, 29))
    assert is_short_term(quarter) is True
    assert is_short_term(quarter, limit_months=2) is False
    assert is_short_term(term(date(2024, 1, 1), date(2024, 1, 1), months=4)) is False


@given(DAYS, st.integers(1, 48), DAYS)
def test_terms_tile_the_time_line_without_gap_or_overlap(start, months, today):
    found = term(start, today, months=months)
    following = term(start, found.ends_on + timedelta(days=1), months=months)
    assert following.starts_on == found.ends_on + timedelta(days=1)
    assert following.number == found.number + 1
    assert found.starts_on <= found.ends_on
    assert term(start, found.starts_on, months=months) == found
    assert term(start, found.ends_on, months=months) == found
    if today >= start:
        assert found.starts_on <= today <= found.ends_on
    else:
        assert (found.starts_on, found.number) == (start, 1)


@given(DAYS, DAYS)
def test_months_between_is_the_inverse_of_months_added(start, day):
    months = months_between(start, day)
    assert months_added(start, months) <= day < months_added(start, months + 1)
