"""Business days: weekends and public holidays of a country are none."""

from datetime import date

import pytest

from core.business_days import business_days_between, business_days_later, is_business_day

FRIDAY, SATURDAY, MONDAY = date(2026, 9, 18), date(2026, 9, 19), date(2026, 9, 21)


@pytest.mark.parametrize(
    ("day", "country", "works"),
    [
        (FRIDAY, "", True),
        (SATURDAY, "", False),
        (date(2026, 12, 25), "", True),
        (date(2026, 12, 25), "FI", False),
        (date(2026, 6, 19), "FI", False),  # Midsummer Eve
        (date(2026, 12, 24), "FI", False),
        (date(2026, 12, 25), "US", False),
        (date(2021, 8, 24), "UA", False),  # Independence Day, a Tuesday
        (date(2026, 8, 24), "UA", True),  # under martial law public holidays are worked
        (date(2026, 9, 18), "SA", False),  # Friday is the weekend there
        (date(2026, 9, 20), "SA", True),
        (date(2026, 12, 25), "XX", True),  # no such calendar: Monday to Friday
        (SATURDAY, "XX", False),
    ],
)
def test_weekends_and_holidays_are_no_business_days(day, country, works):
    assert is_business_day(day, country) is works


@pytest.mark.parametrize(
    ("day", "number", "country", "found"),
    [
        (FRIDAY, 0, "", FRIDAY),
        (SATURDAY, 0, "", MONDAY),
        (FRIDAY, 1, "", MONDAY),
        (SATURDAY, 1, "", MONDAY),
        (FRIDAY, 5, "", date(2026, 9, 25)),
        (date(2026, 12, 23), 1, "FI", date(2026, 12, 28)),  # Christmas Eve, two days of Christmas, Sunday
        (date(2026, 12, 23), 1, "", date(2026, 12, 24)),
        (date(2026, 6, 18), 2, "FI", date(2026, 6, 23)),  # over Midsummer
        (date(2021, 8, 23), 1, "UA", date(2021, 8, 25)),  # over Independence Day
        (date(2020, 12, 31), 1, "UA", date(2021, 1, 4)),  # over New Year's Day and a weekend
        (date(2026, 12, 31), 1, "FI", date(2027, 1, 4)),
    ],
)
def test_counting_forward_passes_over_them(day, number, country, found):
    assert business_days_later(day, number, country) == found


def test_the_days_between_are_those_that_were_counted():
    assert business_days_between(date(2026, 12, 23), date(2026, 12, 28), "FI") == 1
    assert business_days_between(date(2026, 12, 23), date(2026, 12, 28)) == 3
    assert business_days_between(date(2026, 12, 28), date(2026, 12, 23), "FI") == -1
    assert business_days_between(FRIDAY, FRIDAY) == 0
    for number in range(1, 40):
        later = business_days_later(date(2026, 12, 1), number, "FI")
        assert business_days_between(date(2026, 12, 1), later, "FI") == number


def test_a_number_beyond_reason_is_an_error():
    with pytest.raises(ValueError, match="-1 business days"):
        business_days_later(FRIDAY, -1)
