"""Financial health from invoices: as the rules say, as of any day, in words."""

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.ingest import upsert_invoices, upsert_payments
from accounts.models import Invoice, Payment
from accounts.rules import Settlement, paid_on_time
from health.models import CurrentScore, Reading, ScorecardMetric
from health.rules import rate_payments
from health.selectors.words import value_in_words
from health.services import recompute, recompute_history
from health.services.measuring import measure_accounts
from tests.health.book import publish
from tests.support.files import take_in
from tests.support.world import NOW, TODAY

KEY = "financial_health"
pytestmark = pytest.mark.django_db


def ago(days):
    return TODAY - timedelta(days=days)


def bill(number, due, amount=100, account="A-1"):
    row = {"external_id": f"I-{number}", "account": account, "issued_on": due - timedelta(days=30)}
    take_in(upsert_invoices, [row | {"due_on": due, "amount": amount}])


def pay(number, on, amount=100, kind="payment"):
    row = {"invoice": f"I-{number}", "paid_on": on, "amount": amount, "kind": kind}
    take_in(upsert_payments, [row])


def look(*days):
    measure_accounts(days=list(days) or [TODAY], zone="UTC", now=NOW)


def readings():
    found = Reading.objects.filter(metric__key=KEY).order_by("measured_on")
    return list(found.values_list("measured_on", "rating", "value", "basis"))


def test_paid_on_time_of_those_due_in_a_year(acme):
    with acme.scope():
        for number in range(10):
            bill(number, ago(20 + 30 * number))
            pay(number, ago(21 + 30 * number if number else 5))
        pay(9, ago(0), 1)
        look()
        assert readings() == [(TODAY, 2, 9_000, 10_000)]
        words = value_in_words(Reading.objects.get(metric__key=KEY))
        assert words == "9 of 10 invoices due in 12 months paid on time"


def test_the_due_day_itself_and_what_is_older_than_a_year_do_not_count(acme):
    with acme.scope():
        bill(1, TODAY)
        bill(2, ago(366))
        pay(2, TODAY, 1)
        look()
        assert readings() == []
        bill(3, ago(365))
        pay(3, ago(380))
        look()
        assert readings() == [(TODAY, 3, 1_000, 1_000)]


def test_a_past_day_knows_no_later_payment(acme):
    """The invoice was due 50 days ago and is paid 10 days ago; half of it was credited 30 days ago."""
    with acme.scope():
        bill(1, ago(50))
        bill(2, ago(100))
        pay(2, ago(101))
        pay(1, ago(60), 50)
        pay(1, ago(30), 50, "credit_note")
        pay(1, ago(0), 1)
        look(ago(56), ago(49), ago(42), ago(35), ago(28))
        assert readings() == [
            (ago(56), 3, 1_000, 1_000),
            (ago(49), 1, 1_000, 2_000),
            (ago(28), 3, 2_000, 2_000),
        ]


def test_as_of_a_day_after_the_last_fact_nothing_new_is_called_late(acme):
    with acme.scope():
        bill(1, ago(50))
        pay(1, ago(60))
        bill(2, ago(5))
        take_in(
            upsert_invoices,
            [{"external_id": "I-3", "account": "A-1", "issued_on": ago(10), "due_on": ago(1), "amount": 1}],
        )
        look()
        assert readings() == [(ago(10), 3, 1_000, 1_000)]


def test_a_workspace_without_invoices_has_no_such_reading(acme):
    with acme.scope():
        look()
        assert readings() == []


def test_the_weekly_history_is_made_anew_by_a_second_run(acme):
    with acme.scope():
        for number in range(8):
            bill(number, ago(30 + 40 * number))
            pay(number, ago(31 + 40 * number - 9 * (number % 3)))
        pay(0, TODAY, 1)
        before = None
        for _run in range(2):
            recompute_history(first=ago(200), last=TODAY, today=TODAY, now=NOW)
            found = readings()
            turns = [row for number, row in enumerate(found) if row[1:] != found[number - 1][1:]]
            assert before is None or turns == before
            before = turns
        assert len(before) > 3, before


def test_another_workspaces_invoices_count_for_nothing_here(world):
    with world.other.scope():
        bill(1, ago(40))
        pay(1, ago(41))
    with world.acme.scope():
        bill(1, ago(40))
        pay(1, ago(30), 1)
        look()
        assert readings() == [(ago(30), 1, 0, 1_000)]


DAYS = st.integers(0, 420).map(lambda n: ago(n))
BILLS = st.lists(
    st.tuples(
        st.integers(-5, 400).map(lambda n: ago(n)),
        st.lists(st.tuples(DAYS, st.integers(-100, 120).filter(bool), st.booleans()), max_size=3),
    ),
    min_size=1,
    max_size=4,
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(bills=BILLS, as_of=DAYS)
def test_the_database_judges_as_the_rules_do(acme, bills, as_of):
    with acme.scope():
        for model in (Payment, Invoice, Reading):
            model.objects.all().delete()
        rows, found = [], []
        for number, (due, paid) in enumerate(bills):
            bill(number, due)
            for place, (on, size, is_credit) in enumerate(paid):
                kind = "credit_note" if is_credit else "payment"
                row = {
                    "external_id": f"{number}-{place}",
                    "invoice": f"I-{number}",
                    "paid_on": on,
                    "kind": kind,
                }
                rows.append(row | {"amount": size})
            settled = [
                Settlement(on, abs(size) if is_credit else size, is_credit) for on, size, is_credit in paid
            ]
            found.append((due, settled))
        bill("last", date(2027, 1, 1))
        Invoice.objects.filter(external_id="I-last").update(issued_on=TODAY)
        if rows:
            take_in(upsert_payments, rows)
        look(as_of)
        year = as_of - timedelta(days=365)
        told = [paid_on_time(100, due, settled, as_of) for due, settled in found if due >= year]
        counted = [one for one in told if one is not None]
        rating = rate_payments(sum(counted), len(counted))
        wanted = [] if rating is None else [(as_of, rating, sum(counted) * 1000, len(counted) * 1000)]
        assert readings() == wanted


# Of invoices due in 12 months: 3 from 95 %, 2 from 80 %, both included; a hair below is the lower rating.
EDGES = [
    (1, 1, 3), (0, 1, 1), (19, 20, 3), (18, 19, 2), (94, 99, 2), (8, 10, 2), (4, 5, 2), (79, 99, 1), (7, 9, 1),
    (3, 4, 1),
]  # fmt: skip


@pytest.mark.parametrize(("on_time", "due", "rating"), EDGES)
def test_the_thresholds_of_payments_include_their_edges(on_time, due, rating):
    assert rate_payments(on_time, due) == rating


@pytest.mark.parametrize(
    ("on_time", "due", "rating", "points"),
    [(19, 20, 3, 100_000), (18, 19, 2, 50_000), (4, 5, 2, 50_000), (3, 4, 1, 0)],
)
def test_invoices_at_the_edges_rate_and_score_as_the_scorecard_says(acme, on_time, due, rating, points):
    with acme.scope():
        for number in range(due):
            bill(number, ago(10 + number))
            pay(number, ago(10 + number) if number < on_time else ago(9 + number))
        pay(0, TODAY, 1)
        publish({KEY: 10_000})
        recompute(as_of=TODAY, today=TODAY, now=NOW)
        assert readings()[-1][1:] == (rating, on_time * 1_000, due * 1_000)
        score = CurrentScore.objects.get(account=acme.account)
        assert (score.ratings, score.score_100) == ([rating], points)


@pytest.mark.parametrize(
    ("cutoffs", "rating"),
    [([80_000, 95_000], 2), ([80_000, 90_000], 3), ([90_001, 95_000], 1), ([90_000, 90_001], 2)],
)
def test_a_cards_own_thresholds_rate_the_same_invoices_otherwise(acme, cutoffs, rating):
    """Nine of ten paid on time, 90 %."""
    with acme.scope():
        for number in range(10):
            bill(number, ago(10 + number))
            pay(number, ago(10 + number) if number else ago(9))
        version = publish({KEY: 10_000})
        ScorecardMetric.objects.filter(version=version).update(cutoffs={"paid_on_time": cutoffs})
        recompute(as_of=TODAY, today=TODAY, now=NOW)
        assert CurrentScore.objects.get(account=acme.account).ratings == [rating]
