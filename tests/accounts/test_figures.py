"""Figures follow the contracts and the calendar, by the rules, and only changed rows are written."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from accounts.models import Account, Contract
from accounts.rules import ChurnFact, ContractFact, current_term, is_short_term, status_of
from accounts.services import refresh_figures
from tests.support.world import TODAY, make_company
from workspaces.choices import Role

DAY = st.integers(-900, 500).map(lambda days: TODAY + timedelta(days=days))


def figures(account):
    account.refresh_from_db()
    return (
        account.status,
        account.arr_amount,
        account.mrr_amount,
        account.seats,
        account.open_contracts,
        account.term_ends_on,
    )


@pytest.mark.django_db
def test_open_contracts_of_the_workspaces_currency_are_summed(world):
    acme = world.acme
    with acme.scope():
        Contract.objects.create(
            account=acme.account,
            starts_on=date(2026, 6, 1),
            currency="USD",
            seats=5,
            arr_amount=1200,
            mrr_amount=100,
        )
        assert refresh_figures(today=TODAY) == [acme.account.pk]
        assert figures(acme.account) == ("active", 12_000_000, 1_000_000, 105, 2, date(2026, 12, 31))
        assert refresh_figures(today=TODAY) == []


@pytest.mark.django_db
def test_the_day_after_the_last_one_nothing_is_open(world):
    acme = world.acme
    with acme.scope():
        refresh_figures(today=date(2026, 12, 31))
        assert figures(acme.account)[4:] == (1, date(2026, 12, 31))
        assert refresh_figures(today=date(2027, 1, 1)) == [acme.account.pk]
        assert figures(acme.account) == ("active", 0, 0, 0, 0, None)
        assert acme.account.figures_on == date(2027, 1, 1)


@pytest.mark.django_db
def test_only_the_accounts_asked_for_are_refreshed_and_never_those_of_others(world):
    with world.acme.scope():
        assert refresh_figures(today=TODAY, account_ids=[]) == []
        assert refresh_figures(today=TODAY, account_ids=[world.other.account.pk]) == []
        assert refresh_figures(today=TODAY, account_ids=[world.acme.account.pk]) == [world.acme.account.pk]
    with world.other.scope():
        world.other.account.refresh_from_db()
        assert world.other.account.figures_on is None


CONTRACTS = st.lists(
    st.tuples(
        DAY,
        st.none() | st.integers(0, 500),
        st.none() | st.integers(1, 30),
        st.sampled_from(["monthly", "quarterly", "half_yearly", "annual"]),
        st.none() | DAY,
        st.booleans(),
    ),
    max_size=3,
)


class AnyFacts(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.acme = make_company("acme", "Acme", roles=[Role.ADMIN])

    @settings(max_examples=120, deadline=None)
    @given(CONTRACTS, st.none() | DAY, st.none() | DAY)
    def test_the_statement_decides_as_the_rules_do(self, contracts, churned_on, returned_on):
        """At most one of the two dates is set, as lifecycle writes them."""
        returned_on = None if churned_on else returned_on
        with self.acme.scope():
            Contract.objects.all().delete()
            account = self.acme.account
            Account.objects.filter(pk=account.pk).update(churned_on=churned_on, returned_on=returned_on)
            rows = [self.add(account, *contract) for contract in contracts]
            refresh_figures(today=TODAY)
            churns = [ChurnFact(churned_on)] if churned_on else []
            churns += [ChurnFact(returned_on, is_reactivation=True)] if returned_on else []
            facts = [ContractFact(row.starts_on, row.ends_on, row.cancelled_on) for row in rows]
            running = [row for row, fact in zip(rows, facts, strict=True) if fact.is_open(TODAY)]
            terms = [self.term(row) for row in running if not row.declared_churned and not row.cancelled_on]
            ends = [term.ends_on for term in terms if not is_short_term(term)]
            assert figures(account) == (
                status_of(churns, facts, today=TODAY).status,
                sum(row.arr_amount for row in running),
                sum(row.mrr_amount for row in running),
                sum(row.seats for row in running),
                len(running),
                min(ends, default=None),
            )

    def add(self, account, starts_on, days, months, billing, cancelled_on, declared_churned):
        return Contract.objects.create(
            account=account,
            starts_on=starts_on,
            ends_on=None if days is None else starts_on + timedelta(days=days),
            term_months=months,
            billing_frequency=billing,
            cancelled_on=cancelled_on,
            declared_churned=declared_churned,
            currency="EUR",
            seats=3,
            mrr_amount=100,
            arr_amount=1200,
        )

    def term(self, row):
        return current_term(
            starts_on=row.starts_on,
            ends_on=row.ends_on,
            term_months=row.term_months,
            billing_frequency=row.billing_frequency,
            auto_renew=row.auto_renew,
            today=TODAY,
        )
