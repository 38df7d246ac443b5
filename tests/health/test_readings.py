from datetime import UTC, date, datetime, timedelta

from accounts.choices import TicketPriority
from accounts.models import Contract, ContractLine, Product, ProductFeature, Ticket
from core.staging import staged
from health.choices import Measure, ReadingSource
from health.ingest import record_usage
from health.models import Reading
from health.services.measuring import measure_accounts
from tests.health.book import accounts, read
from tests.support.world import NOW, TODAY


def look(*days, only=None):
    measure_accounts(days=list(days) or [TODAY], zone="UTC", now=NOW, account_ids=only)


def of(account, key):
    return list(
        Reading.objects.filter(account=account, metric__key=key)
        .order_by("measured_on")
        .values_list("measured_on", "confirmed_on", "rating", "value", "basis", "measure")
    )


def use(account, *events):
    columns = {
        "row_no": "integer",
        "account": "text",
        "occurred_on": "date",
        "feature": "text",
        "user_id": "text",
    }
    rows = [(n, account.external_id, *event) for n, event in enumerate(events, 2)]
    with staged(columns, rows) as table:
        record_usage(table, batch_id=None, now=NOW)


def ago(days):
    return TODAY - timedelta(days=days)


def moment(day, hour=9):
    return datetime(day.year, day.month, day.day, hour, tzinfo=UTC)


def ticket(account, opened, *, closed=None, **values):
    return Ticket.objects.create(
        account=account,
        external_id=f"T-{Ticket.objects.count()}",
        opened_at=moment(opened),
        closed_at=moment(closed) if closed else None,
        **values,
    )


def test_features_against_the_median_of_the_book(acme):
    with acme.scope():
        one, two, three = accounts(3)
        use(one, *[(TODAY, f"f{n}", None) for n in range(5)])
        use(two, *[(TODAY, f"f{n}", None) for n in range(4)])
        use(three, (TODAY, "f1", None), (ago(40), "f2", None))
        look()
        median = Measure.FEATURES_OF_MEDIAN
        assert of(one, "utilisation_features") == [(TODAY, TODAY, 3, 5000, 4000, median)]
        assert of(two, "utilisation_features") == [(TODAY, TODAY, 2, 4000, 4000, median)]
        assert of(three, "utilisation_features") == [(TODAY, TODAY, 1, 1000, 4000, median)]
        assert of(acme.account, "utilisation_features") == []


def test_features_of_the_products_list_where_the_workspace_made_one(acme):
    with acme.scope():
        product = Product.objects.create(name="Suite", name_key="suite")
        for key in ("a", "b", "c"):
            ProductFeature.objects.create(product=product, key=key, label=key)
        ContractLine.objects.update(product=product)
        use(acme.account, (TODAY, "a", None), (TODAY, "b", None), (TODAY, "zz", None))
        look()
        assert of(acme.account, "utilisation_features") == [
            (TODAY, TODAY, 3, 2000, 3000, Measure.FEATURES_OF_LIST)
        ]


def test_earlier_usage_and_none_in_the_window_is_a_fact(acme):
    with acme.scope():
        one, two = accounts(2)
        use(one, (ago(31), "a", None))
        use(two, (TODAY, "a", None))
        look()
        assert of(one, "utilisation_features")[0][2:4] == (1, 0)


def test_the_window_is_thirty_days_with_the_day_itself(acme):
    with acme.scope():
        one, two = accounts(2)
        use(one, (ago(30), "a", None), (ago(29), "b", None))
        use(two, (TODAY, "a", None))
        look()
        assert of(one, "utilisation_features")[0][3] == 1000


def test_active_licences_of_those_bought(acme):
    with acme.scope():
        use(acme.account, *[(TODAY, "a", f"user {n}") for n in range(50)], (TODAY, "b", "user 1"))
        look()
        assert of(acme.account, "utilisation_licences") == [
            (TODAY, TODAY, 2, 50_000, 100_000, Measure.LICENCES)
        ]


def test_licences_have_no_reading_where_the_source_names_nobody(acme):
    with acme.scope():
        use(acme.account, (TODAY, "a", None))
        look()
        assert of(acme.account, "utilisation_licences") == []


def test_after_the_data_ends_the_same_reading_stands_and_grows_old(acme):
    with acme.scope():
        use(acme.account, (ago(100), "a", None))
        look(ago(100))
        look()
        assert [row[:2] for row in of(acme.account, "utilisation_features")] == [(ago(100), ago(100))]


def test_tickets_rate_as_the_rules_do(acme):
    with acme.scope():
        calm, slow, escalated, urgent, many, none = accounts(6)
        ticket(calm, ago(5), closed=ago(4), resolution_minutes=1440)
        ticket(slow, ago(5), closed=ago(3), resolution_minutes=1441)
        ticket(escalated, ago(29), closed=ago(29), is_escalated=True)
        for _ in range(3):
            ticket(urgent, ago(8), closed=ago(8), priority=TicketPriority.URGENT)
        for _ in range(6):
            ticket(many, ago(200))
        ticket(calm, ago(0), closed=ago(0))
        look()
        found = {a.name: of(a, "support_tickets")[0][2:] for a in (calm, slow, escalated, urgent, many, none)}
        assert found == {
            calm.name: (3, 2000, 0, Measure.TICKETS_SWIFT),
            slow.name: (2, 1000, 0, Measure.TICKETS_SLOW),
            escalated.name: (1, 1000, 0, Measure.TICKETS_ESCALATED),
            urgent.name: (1, 3000, 0, Measure.TICKETS_URGENT),
            many.name: (1, 0, 6000, Measure.TICKETS_OPEN),
            none.name: (3, 0, 0, Measure.TICKETS_NONE),
        }


def test_without_a_source_of_tickets_there_is_no_reading(acme):
    with acme.scope():
        look()
        assert of(acme.account, "support_tickets") == []


def test_sentiment_is_exact_on_every_day_and_ages_from_the_last_answer(acme):
    with acme.scope():
        ticket(acme.account, ago(200), closed=ago(200), satisfaction=5)
        ticket(acme.account, ago(100), closed=ago(100), satisfaction=2)
        look()
        look()
        assert of(acme.account, "sentiment") == [
            (ago(200), ago(200), 3, 5000, 1000, Measure.CSAT),
            (ago(100), ago(100), 2, 3500, 2000, Measure.CSAT),
            (ago(20), ago(100), 1, 2000, 1000, Measure.CSAT),
        ]


def test_growth_against_the_first_year_with_revenue_after_twelve_months(acme):
    with acme.scope():
        [one] = accounts(1)
        start = date(2025, 9, 17)
        common = {"account": one, "currency": "EUR"}
        Contract.objects.create(
            **common, external_id="G-0", starts_on=start - timedelta(days=90), arr_amount=0
        )
        Contract.objects.create(**common, external_id="G-1", starts_on=start, arr_amount=100_00)
        Contract.objects.create(
            **common, external_id="G-2", starts_on=start + timedelta(days=99), arr_amount=10_00
        )
        look(TODAY - timedelta(days=1))
        assert of(one, "growth") == []
        look()
        assert of(one, "growth") == [(TODAY, TODAY, 3, 110_000, None, Measure.GROWTH)]


def test_a_run_grows_while_nothing_changes_and_a_change_begins_another(acme):
    with acme.scope():
        use(acme.account, *[(ago(n), "a", None) for n in range(4)])
        for n in (3, 2, 1, 0):
            look(ago(n))
        assert [row[:2] for row in of(acme.account, "utilisation_features")] == [(ago(3), TODAY)]
        use(acme.account, (TODAY, "b", None))
        look()
        assert [row[:4] for row in of(acme.account, "utilisation_features")] == [
            (ago(3), ago(1), 2, 1000),
            (TODAY, TODAY, 2, 2000),
        ]


def test_a_day_put_into_a_run_leaves_the_days_after_as_they_were(acme):
    with acme.scope():
        [one] = accounts(1)
        common = {"account": one, "currency": "EUR", "arr_amount": 100_00}
        Contract.objects.create(**common, external_id="G-1", starts_on=ago(800))
        for n in (12, 6, 0):
            look(ago(n))
        Contract.objects.create(**common, external_id="G-2", starts_on=ago(7), ends_on=ago(5))
        for _ in range(2):
            look(ago(6))
            assert [row[:4] for row in of(one, "growth")] == [
                (ago(12), ago(7), 2, 100_000),
                (ago(6), ago(6), 3, 200_000),
                (ago(5), TODAY, 2, 100_000),
            ]


def test_a_manual_reading_holds_until_it_runs_out_or_the_source_changes(acme):
    with acme.scope():
        use(acme.account, *[(ago(n), "a", None) for n in range(50)])
        look(ago(49))
        read(acme.account, "utilisation_features", 3, ago(45))
        for n in (44, 37, 30, 23, 16):
            look(ago(n))
        assert [row[:3] for row in of(acme.account, "utilisation_features")] == [
            (ago(49), ago(16), 2),
            (ago(45), ago(45), 3),
        ]
        look(ago(14))
        assert [row[:3] for row in of(acme.account, "utilisation_features")][-1] == (ago(14), ago(14), 2)


def test_a_span_computed_twice_gives_the_same_rows(acme):
    with acme.scope():
        use(acme.account, *[(ago(n), "a", None) for n in range(60)], (ago(20), "b", None))
        days = [ago(n) for n in range(56, -1, -7)]
        look(*days)
        first = of(acme.account, "utilisation_features")
        look(*days)
        assert of(acme.account, "utilisation_features") == first
        assert [row[:4] for row in first] == [
            (ago(56), ago(21), 2, 1000),
            (ago(14), TODAY, 2, 2000),
        ]


def test_readings_of_sources_only(acme):
    with acme.scope():
        use(acme.account, (TODAY, "a", None))
        look()
        assert set(Reading.objects.values_list("source", flat=True)) == {ReadingSource.USAGE}
