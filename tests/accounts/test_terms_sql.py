"""The terms of the rule and those of the database are the same terms."""

from datetime import date, timedelta

import pytest
from django.db import connection
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from accounts.choices import BillingFrequency
from accounts.rules import current_term, term_length_months

DAYS = st.dates(date(1950, 1, 1), date(2200, 12, 31))
CONTRACTS = st.tuples(
    DAYS,
    st.none() | st.integers(0, 4000),
    st.none() | st.integers(1, 240),
    st.sampled_from(BillingFrequency.values),
    DAYS,
)


def in_sql(contract):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT term_start(%(0)s, %(1)s, %(2)s, %(3)s, %(4)s), term_end(%(0)s, %(1)s, %(2)s, %(3)s, %(4)s)",
            {str(place): value for place, value in enumerate(contract)},
        )
        return cursor.fetchone()


def in_python(contract):
    starts_on, ends_on, months, billing, today = contract
    term = current_term(
        starts_on=starts_on,
        ends_on=ends_on,
        term_months=months,
        billing_frequency=billing,
        auto_renew=True,
        today=today,
    )
    return (term.starts_on, term.ends_on)


class AnyContract(TestCase):
    @settings(max_examples=400, deadline=None)
    @given(CONTRACTS)
    def test_a_term_is_the_same_in_both(self, given_contract):
        starts_on, days, *rest = given_contract
        contract = (starts_on, None if days is None else starts_on + timedelta(days=days), *rest)
        assert in_sql(contract) == in_python(contract)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("starts_on", "months", "today", "expected"),
    [
        (date(2024, 2, 29), 12, date(2025, 2, 27), (date(2024, 2, 29), date(2025, 2, 27))),
        (date(2024, 2, 29), 12, date(2025, 2, 28), (date(2025, 2, 28), date(2026, 2, 27))),
        (date(2024, 1, 31), 1, date(2024, 2, 29), (date(2024, 2, 29), date(2024, 3, 30))),
        (date(2024, 1, 31), 1, date(2024, 3, 31), (date(2024, 3, 31), date(2024, 4, 29))),
        (date(2027, 1, 1), 12, date(2026, 9, 17), (date(2027, 1, 1), date(2027, 12, 31))),
    ],
)
def test_months_are_cut_to_their_end(starts_on, months, today, expected):
    contract = (starts_on, None, months, "annual", today)
    assert in_sql(contract) == expected == in_python(contract)


@pytest.mark.django_db
def test_a_stored_length_is_the_length_of_the_rule(world):
    with world.acme.scope(), connection.cursor() as cursor:
        for months in (None, 1, 7, 240):
            for billing in BillingFrequency.values:
                cursor.execute(
                    "UPDATE accounts_contract SET ends_on = NULL, term_months = %s, billing_frequency = %s"
                    " RETURNING length_months",
                    [months, billing],
                )
                assert cursor.fetchone() == (term_length_months(months, billing),)
        cursor.execute("UPDATE accounts_contract SET ends_on = starts_on RETURNING length_months")
        assert cursor.fetchone() == (None,)
