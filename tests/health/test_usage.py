from datetime import date, timedelta

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from core.staging import staged
from health.ingest import record_usage
from health.models import UsageEvent, UsageMessage, UsageSpan
from tests.support.world import NOW

COLUMNS = {
    "row_no": "integer",
    "message_id": "text",
    "contract": "text",
    "occurred_on": "date",
    "feature": "text",
    "quantity": "integer",
    "user_id": "text",
}
MAY = date(2026, 5, 4)


def take(*rows):
    numbered = [(number, *row) for number, row in enumerate(rows, 2)]
    with staged(COLUMNS, numbered) as table:
        return record_usage(table, batch_id=None, now=NOW)


def told(problems):
    return [(problem.row_no, problem.code) for problem in problems]


def test_a_message_counts_once_in_whatever_month_it_comes_again(acme):
    with acme.scope():
        assert take(("U-1", "K-1", MAY, "search", 9, "ann")).created == 1
        again = take(("U-1", "K-1", MAY, "search", 9, "ann"))
        assert (again.created, again.unchanged, again.warnings) == (0, 1, [])
        assert UsageEvent.objects.get().quantity == 9
        span = UsageSpan.objects.get()
        assert (span.first_on, span.last_on, span.first_user_on) == (MAY, MAY, MAY)


def test_one_id_on_two_facts_is_kept_twice_and_told_every_time(acme):
    june = date(2026, 6, 4)
    rows = [("U-1", "K-1", MAY, "search", 9, None), ("U-1", "K-1", june, "export", 2, None)]
    with acme.scope():
        first, again, turned = take(*rows), take(*rows), take(*reversed(rows))
        assert (first.created, again.created, turned.created) == (2, 0, 0)
        assert told(first.warnings) == told(again.warnings) == [(2, "second_fact"), (3, "second_fact")]
        assert told(turned.warnings) == [(2, "second_fact"), (3, "second_fact")]
        alone = take(rows[1])
        assert (alone.created, told(alone.warnings)) == (0, [(2, "second_fact")])
        assert UsageEvent.objects.count() == UsageMessage.objects.count() == 2


def test_other_numbers_under_a_known_id_change_nothing_and_are_told(acme):
    with acme.scope():
        take(("U-1", "K-1", MAY, "search", 9, None))
        again = take(("U-1", "K-1", MAY, "search", 10, None))
        assert (again.created, told(again.warnings)) == (0, [(2, "other_numbers")])
        assert UsageEvent.objects.get().quantity == 9


def test_without_an_id_the_row_is_its_id_and_equal_rows_are_told_apart_by_number(acme):
    rows = [(None, "K-1", MAY, "search", 1, None), (None, "K-1", MAY, "search", 1, None)]
    with acme.scope():
        assert take(*rows).created == 2
        assert take(*rows).created == 0


def test_usage_before_its_contract_is_kept_and_told(acme):
    with acme.scope():
        taken = take(("U-1", "K-1", date(2025, 12, 31), "search", 1, None))
        assert (taken.created, told(taken.warnings)) == (1, [(2, "before_contract")])


def test_what_cannot_be_placed_is_refused_row_by_row(acme):
    with acme.scope():
        taken = take(
            ("U-1", "K-9", MAY, "search", 1, None),
            ("U-2", None, MAY, "search", 1, None),
            ("U-3", "K-1", None, "search", 1, None),
            ("U-4", "K-1", NOW.date() + timedelta(days=2), "search", 1, None),
            ("U-5", "K-1", date(1999, 1, 1), "search", 1, None),
            ("U-6", "K-1", MAY, "search", -1, None),
            ("U-7", "K-1", MAY, "x" * 101, 1, None),
            ("U-8", "K-1", MAY, "search", 1, None),
        )
        assert told(taken.rejections) == [
            (2, "contract_unknown"),
            (3, "account_missing"),
            (4, "day_missing"),
            (5, "day_ahead"),
            (6, "day_too_old"),
            (7, "negative"),
            (8, "feature_too_long"),
        ]
        assert (taken.created, taken.unchanged) == (1, 0)


def test_an_account_may_be_named_by_id_or_by_name(acme):
    columns = {"row_no": "integer", "account": "text", "occurred_on": "date", "feature": "text"}
    rows = [
        (2, "A-1", MAY, "search"),
        (3, "Customer of Acme", MAY, "export"),
        (4, "Nobody", MAY, "export"),
    ]
    with acme.scope(), staged(columns, rows) as table:
        taken = record_usage(table, batch_id=None, now=NOW)
        assert (taken.created, told(taken.rejections)) == (2, [(4, "account_unknown")])
        assert taken.touched_account_ids == {acme.account.id}


def test_another_workspace_sees_no_usage_and_its_contracts_are_unknown(acme, other):
    with acme.scope():
        take(("U-1", "K-1", MAY, "search", 1, None))
    with other.scope():
        assert not UsageEvent.objects.exists()
        assert take(("U-1", "K-1", MAY, "search", 1, None)).created == 1
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM health_usageevent")
            assert cursor.fetchone() == (1,)


def test_the_app_role_reaches_months_through_the_parent_only(acme):
    with acme.scope():
        take(("U-1", "K-1", MAY, "search", 1, None))
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM health_usageevent_202605")


@pytest.mark.parametrize("day", ["1999-12-31", "2040-01-01"])
def test_a_month_far_away_is_not_made(db, day):
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT ensure_usage_partition(%s::date)", [day])


def test_a_child_of_another_workspaces_account_is_refused_by_the_database(acme, other):
    foreign = (
        "INSERT INTO health_usageevent (workspace_id, message_id, occurred_on, account_id, feature) "
        "VALUES (%s, 'x', '2026-05-04', %s, 'search')"
    )
    with acme.scope(), connection.cursor() as cursor:
        cursor.execute("SELECT ensure_usage_partition('2026-05-04')")
        with pytest.raises(IntegrityError), transaction.atomic():
            cursor.execute(foreign, [acme.workspace.id, other.account.id])
