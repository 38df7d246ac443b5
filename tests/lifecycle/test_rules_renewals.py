from datetime import date

import pytest

from lifecycle.rules import RenewalFact, RenewalRate, outcome_of, renewal_rate, renewed_on_time


def test_renewal_rate_by_count_and_by_amount():
    facts = [RenewalFact(100_00, 100_00), RenewalFact(300_00, 150_00), RenewalFact(200_00)]
    assert renewal_rate(facts) == RenewalRate(3, 2, 600_00, 250_00, 6_667, 4_167)


def test_an_upsell_does_not_make_up_for_a_lost_contract():
    rate = renewal_rate([RenewalFact(100_00, 200_00), RenewalFact(100_00)])
    assert (rate.by_count, rate.by_amount) == (5_000, 5_000)


def test_nothing_due_has_no_rate():
    assert renewal_rate([]) == RenewalRate(0, 0, 0, 0, None, None)
    assert renewal_rate([RenewalFact(0, 0)]) == RenewalRate(1, 1, 0, 0, 10_000, None)


def test_on_time_is_before_the_end_date():
    assert renewed_on_time(date(2024, 12, 30), date(2024, 12, 31)) is True
    assert renewed_on_time(date(2024, 12, 31), date(2024, 12, 31)) is False


@pytest.mark.parametrize(
    ("renewed", "outcome"), [(100, "renewed_same"), (101, "renewed_up"), (99, "renewed_down")]
)
def test_outcome_against_the_amount_due(renewed, outcome):
    assert str(outcome_of(100, renewed)) == outcome
