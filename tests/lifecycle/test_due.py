"""What the database finds due is what the rules say, for any contract, any day and any history of sweeps."""

from collections import defaultdict
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.choices import BillingFrequency
from accounts.models import Account, Contract
from accounts.rules import current_term, is_short_term
from accounts.selectors.terms import with_term_end
from accounts.services import refresh_figures
from core.errors import Conflict
from lifecycle.models import MilestoneDecision, RenewalClosing
from lifecycle.rules import MILESTONES, decide_milestones
from lifecycle.selectors.closings import term_to_close
from lifecycle.selectors.due import due_milestones
from lifecycle.selectors.terms import of_long_terms, renewals
from lifecycle.services import ClosingFields, close_renewal
from tests.lifecycle.renewing import contract, sweep
from tests.support.world import NOW
from workspaces.models import Workspace

pytestmark = pytest.mark.django_db
LEAP = date(2028, 2, 29)
STARTS = st.dates(date(2015, 1, 1), date(2029, 6, 30)) | st.sampled_from(
    [date(2024, 2, 29), date(2027, 8, 31), date(2026, 1, 31), date(2028, 2, 29), date(2023, 11, 30)]
)
CONTRACTS = st.fixed_dictionaries(
    {
        "starts_on": STARTS,
        "days": st.none() | st.integers(0, 1500),
        "term_months": st.none() | st.integers(1, 48) | st.just(240),
        "billing_frequency": st.sampled_from(BillingFrequency.values),
        "cancelled_on": st.none() | st.none() | st.none() | st.dates(date(2026, 1, 1), date(2028, 12, 31)),
        "declared_churned": st.integers(0, 9).map(lambda n: n == 0),
    }
)
DAYS = st.dates(date(2026, 1, 1), date(2028, 12, 31)) | st.sampled_from(
    [LEAP, LEAP - timedelta(days=30), LEAP - timedelta(days=90), date(2027, 2, 28), date(2027, 12, 31)]
)


def by_the_rules(row, today, short, decided):
    """(due milestone, skipped ones, term end) of a contract, or None."""
    if row.cancelled_on is not None or row.declared_churned or row.starts_on > today:
        return None
    term = current_term(
        starts_on=row.starts_on,
        ends_on=row.ends_on,
        term_months=row.term_months,
        billing_frequency=row.billing_frequency,
        auto_renew=row.auto_renew,
        today=today,
    )
    if term is None or is_short_term(term, short):
        return None
    found = decide_milestones(term.starts_on, term.ends_on, today, decided[(row.pk, term.ends_on)])
    return None if found.due is None else (found.due, found.skipped, term.ends_on, found.days_left)


def replace_contracts(account, contracts):
    """All contracts there are, from what CONTRACTS drew."""
    Contract.objects.all().delete()
    for number, values in enumerate(contracts):
        length = values["days"]
        ends_on = None if length is None else values["starts_on"] + timedelta(days=length)
        rest = {key: value for key, value in values.items() if key != "days"}
        contract(account, f"H-{number}", ends_on=ends_on, **rest)


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    contracts=st.lists(CONTRACTS, min_size=1, max_size=12),
    days=st.lists(DAYS, min_size=1, max_size=3),
    short=st.integers(0, 12),
)
def test_the_database_finds_what_the_rules_say(world, contracts, days, short):
    acme = world.acme
    Workspace.objects.filter(pk=acme.workspace.pk).update(short_term_months=short)
    acme.workspace.refresh_from_db()
    with acme.scope():
        MilestoneDecision.objects.all().delete()
        replace_contracts(acme.account, contracts)
    for today in days:
        with acme.scope():
            rows = list(Contract.objects.all())
            decided = defaultdict(set)
            for pk, ends_on, milestone in MilestoneDecision.objects.values_list(
                "contract_id", "term_ends_on", "milestone"
            ):
                decided[(pk, ends_on)].add(milestone)
            expected = {row.pk: found for row in rows if (found := by_the_rules(row, today, short, decided))}
            found = due_milestones(acme.workspace, today=today, accounts=10)
            assert {
                due.contract_id: (
                    due.milestone,
                    tuple(m for m in due.skipped if m not in decided[(due.contract_id, due.term_ends_on)]),
                    due.term_ends_on,
                    due.days_left,
                )
                for due in found.rows
            } == expected
        sent, *_rest, skipped = sweep(acme, today, NOW)
        assert sent == len(expected)
        assert skipped == sum(len(skips) for _due, skips, _end, _left in expected.values())
        with acme.scope():
            again = due_milestones(acme.workspace, today=today, accounts=10)
            assert again.rows == ()
            assert again.already >= sent


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(contracts=st.lists(CONTRACTS, min_size=1, max_size=6), today=DAYS, short=st.integers(0, 12))
def test_account_renewals_page_and_reminders_name_the_same_next_end(world, contracts, today, short):
    """Account.term_ends_on, the look back of lists, the page of renewals and the sweep have one answer."""
    acme = world.acme
    Workspace.objects.filter(pk=acme.workspace.pk).update(short_term_months=short)
    acme.workspace.refresh_from_db()
    with acme.scope():
        replace_contracts(acme.account, contracts)
        refresh_figures(today=today)
        account = with_term_end(Account.objects.filter(pk=acme.account.pk), today, short).get()
        listed = of_long_terms(renewals(Contract.objects.all(), today=today), short)
        ends = sorted(row.term_ends_on for row in listed)
        reminded = {due.term_ends_on for due in due_milestones(acme.workspace, today=today, accounts=1).rows}
    assert account.term_ends_on == account.term_then == min(ends, default=None)
    assert reminded <= set(ends)


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    contracts=st.lists(CONTRACTS, min_size=1, max_size=4),
    today=DAYS,
    kinds=st.lists(st.sampled_from([None, "renewed", "churned", "postponed"]), min_size=4, max_size=4),
    later=st.integers(0, 400),
)
def test_they_name_the_same_next_end_when_renewals_were_closed(world, contracts, today, kinds, later):
    acme = world.acme
    with acme.scope():
        RenewalClosing.objects.all().delete()
        replace_contracts(acme.account, contracts)
        for row, kind in zip(list(Contract.objects.order_by("pk")), kinds, strict=False):
            _close(row, kind, acme.rm, today)
        day = today + timedelta(days=later)
        refresh_figures(today=day)
        account = with_term_end(Account.objects.filter(pk=acme.account.pk), day, 3).get()
        listed = of_long_terms(renewals(Contract.objects.all(), today=day), 3)
        ends = sorted(row.term_ends_on for row in listed)
        reminded = {due.term_ends_on for due in due_milestones(acme.workspace, today=day, accounts=1).rows}
    assert account.term_ends_on == account.term_then == min(ends, default=None)
    assert reminded <= set(ends)


def _close(row, kind, by, today):
    """Close the renewal of its term in this way, where it can be closed."""
    try:
        term = term_to_close(row, today=today)
    except Conflict:
        return
    if kind is None:
        return
    until = None if term.open_ended else term.ends_on + timedelta(days=200)
    values = {
        "renewed": {"renewed_until": until},
        "churned": {"reason": "price"},
        "postponed": {"postponed_to": max(term.ends_on + timedelta(days=40), today)},
    }
    decided = ClosingFields(kind=kind, term_ends_on=term.ends_on, **values[kind])
    close_renewal(row, decided, version=row.version, by=by, now=NOW, today=today)


def test_the_first_accounts_come_whole(world):
    with world.acme.scope():
        from tests.support.world import add_account

        Contract.objects.all().delete()
        for n in range(5):
            account = add_account(f"Customer {n}")
            for k in range(3):
                contract(account, f"C-{n}-{k}")
        found = due_milestones(world.acme.workspace, today=date(2026, 12, 1), accounts=2)
        assert len(found.rows) == 6
        assert len({due.account_id for due in found.rows}) == 2
        assert found.already == 0


def test_decisions_of_contracts_that_changed_meanwhile_hide_nothing(world):
    """A day's contracts are told from its decisions by their ids, not by their number alone."""
    acme, today = world.acme, date(2026, 12, 1)
    with acme.scope():
        one, two = contract(acme.account, "X-1"), contract(acme.account, "X-2", ends_on=date(2027, 6, 30))
    sweep(acme, today)
    with acme.scope():
        Contract.objects.filter(pk=one.pk).update(ends_on=date(2027, 6, 30))
        Contract.objects.filter(pk=two.pk).update(ends_on=one.ends_on)
        found = due_milestones(acme.workspace, today=today, accounts=10)
        assert [(due.contract_id, due.milestone) for due in found.rows] == [(two.pk, 30)]
        assert found.already == 1  # the customer's own contract


def test_each_milestone_has_a_place():
    assert MILESTONES == (120, 90, 60, 30)
