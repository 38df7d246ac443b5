"""The goals that are measured today: scores at volume."""

from collections.abc import Iterator
from datetime import date

from django.db import connection

from benchmarks.database import analyze
from benchmarks.measure import Line, seconds
from core import clock
from core.tenancy import workspace_scope
from health.models import CurrentScore, Score
from health.services import recompute
from workspaces.services import create_workspace

ACCOUNTS = 100_000


def run(wanted: list[str], *, small: bool) -> Iterator[Line]:
    """Measure G1 (all scores anew) and G2 (nothing changed) on one seeded book."""
    accounts = ACCOUNTS // 100 if small else ACCOUNTS
    made = create_workspace(
        slug="bench",
        name="Bench",
        owner_email="bench@example.com",
        password="a long bench password",
        now=clock.now(),
    )
    workspace = made.workspace
    today = clock.today_in(workspace.time_zone)
    with workspace_scope(workspace.pk):
        fill(workspace.pk, accounts, today)
    analyze()

    def product() -> None:
        with workspace_scope(workspace.pk):
            recompute(as_of=today, today=today, now=clock.now())

    def empty() -> None:
        with workspace_scope(workspace.pk), connection.cursor() as cursor:
            cursor.execute(f"DELETE FROM {Score._meta.db_table}")
            cursor.execute(f"DELETE FROM {CurrentScore._meta.db_table}")
        analyze()

    size = f"{accounts:,} accounts × 7 metrics"
    product()
    if "G1" in wanted:
        limit = seconds(lambda: plain_upsert(workspace.pk))
        taken = seconds(product, before=empty)
        yield Line("G1", "recompute all scores", limit, taken, "s", 2.0, size)
    if "G2" in wanted:
        product()
        limit = seconds(lambda: scan(workspace.pk))
        yield Line("G2", "recompute, nothing changed", limit, seconds(product), "s", 40.0, size)


def fill(workspace_id: int, accounts: int, today: date) -> None:
    """Accounts with one reading per metric, the ratings spread by a fixed rule."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO accounts_account (workspace_id, external_id, name, name_key, segment, touch, stage, industry,"
            " country, website, plan, referral_source, is_trial, declared_churned, version, status, arr_amount,"
            " mrr_amount, seats, open_contracts)"
            " SELECT %s, 'B-' || n, 'Account ' || n, 'account ' || n, '', '', 'adopt', '', '', '', '', '', false,"
            " false, 1, 'active', 1000000, 83333, 10, 1 FROM generate_series(1, %s) n",
            [workspace_id, accounts],
        )
        cursor.execute(
            "INSERT INTO health_reading (workspace_id, account_id, metric_id, source, measured_on, confirmed_on, rating,"
            " note, recorded_at, measure)"
            " SELECT a.workspace_id, a.id, m.id, 'manual', %s, %s, 1 + (a.id * 7 + m.id * 13) %% 3, '', now(), 'hand'"
            " FROM accounts_account a CROSS JOIN health_metric m",
            [today, today],
        )


def plain_upsert(workspace_id: int) -> None:
    """The same result written by one plain upsert and one insert, without rating, weighing or comparing."""
    with workspace_scope(workspace_id), connection.cursor() as cursor:
        for model in (CurrentScore, Score):
            table = model._meta.db_table
            cursor.execute(f"CREATE TEMP TABLE plain_{table} (LIKE {table} INCLUDING ALL) ON COMMIT DROP")
        cursor.execute("SELECT sum(rating) FROM health_reading GROUP BY account_id")
        for model in (CurrentScore, Score):
            table = model._meta.db_table
            cursor.execute(f"INSERT INTO plain_{table} SELECT * FROM {table} ON CONFLICT DO NOTHING")


def scan(workspace_id: int) -> None:
    with workspace_scope(workspace_id), connection.cursor() as cursor:
        cursor.execute("SELECT sum(rating) FROM health_reading")
        cursor.fetchone()
