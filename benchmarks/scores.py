"""G1 and G2: the scores of a large book, all of them changed and none."""

from collections.abc import Iterator
from datetime import date, timedelta

from django.db import connection

from benchmarks.book import add_accounts, add_readings, make_workspace, today_of
from benchmarks.database import analyze, owner_cursor
from benchmarks.measure import Line, compared
from core import clock
from core.tenancy import workspace_scope
from health.models import CurrentScore, Reading, Score
from health.selectors.cards import published_card
from health.selectors.figures import figures_parameters
from health.services import recompute
from workspaces.models import Workspace

ACCOUNTS = 100_000
READING, PRESENT, HISTORY = (model._meta.db_table for model in (Reading, CurrentScore, Score))
DAY = timedelta(days=1)

# The limit's tables: the same rows, columns and indexes, without row-level security and foreign keys.
PLAIN = f"""
CREATE TABLE plain_reading (LIKE {READING} INCLUDING ALL);
CREATE TABLE plain_present (LIKE {PRESENT} INCLUDING ALL);
CREATE TABLE plain_history (LIKE {HISTORY} INCLUDING ALL);
INSERT INTO plain_reading OVERRIDING SYSTEM VALUE SELECT * FROM {READING};
GRANT SELECT, INSERT, UPDATE ON plain_reading, plain_present, plain_history TO PUBLIC;
"""

# The same present scores and history rows, as short as SQL says it: all readings taken as in force and fresh,
# nothing compared with what stood, no news, nobody told.
PLAIN_UPSERT = """
WITH rated AS MATERIALIZED (
    SELECT account_id, {maxima} FROM plain_reading
    WHERE workspace_id = %(workspace)s GROUP BY account_id
),
summed AS MATERIALIZED (
    SELECT account_id, ARRAY[{ratings}]::smallint[] AS ratings, ({gained})::bigint AS s FROM rated
),
figures AS MATERIALIZED (
    SELECT account_id, ratings, (2000 * s + %(whole)s) / (2 * %(whole)s) AS score,
           (200000 * (s - %(whole)s) + 2 * %(whole)s) / (4 * %(whole)s) AS score_100
    FROM summed
),
banded AS MATERIALIZED (
    SELECT *, CASE WHEN score_100 >= %(healthy)s THEN 'healthy' WHEN score_100 >= %(monitor)s THEN 'monitor'
                   ELSE 'at_risk' END AS band
    FROM figures
),
present AS (
    INSERT INTO plain_present (workspace_id, account_id, version_id, score, score_100, band, coverage_bp, ratings,
                               since_on)
    SELECT %(workspace)s, account_id, %(version)s, score, score_100, band, 10000, ratings, %(day)s FROM banded
    ON CONFLICT (workspace_id, account_id) DO UPDATE
    SET version_id = excluded.version_id, score = excluded.score, score_100 = excluded.score_100,
        band = excluded.band, coverage_bp = excluded.coverage_bp, ratings = excluded.ratings,
        since_on = excluded.since_on
)
INSERT INTO plain_history AS h (workspace_id, account_id, version_id, score, score_100, band, coverage_bp, ratings,
                                scored_on, computed_at, origin)
SELECT %(workspace)s, account_id, %(version)s, score, score_100, band, 10000, ratings, %(day)s, %(now)s, 'live'
FROM banded
ON CONFLICT (workspace_id, account_id, scored_on) DO UPDATE
SET version_id = excluded.version_id, score = excluded.score, score_100 = excluded.score_100, band = excluded.band,
    coverage_bp = excluded.coverage_bp, ratings = excluded.ratings, computed_at = excluded.computed_at
"""


class Turns:
    """The book of G1 and the days that pass over it: each day every rating moves on by one."""

    def __init__(self, workspace: Workspace, today: date) -> None:
        self.workspace = workspace
        self.days = {READING: today, "plain_reading": today}

    def next_day(self, table: str) -> None:
        self.days[table] += DAY
        with owner_cursor() as cursor:
            cursor.execute(
                f"UPDATE {table} SET rating = 1 + rating %% 3, confirmed_on = %s", [self.days[table]]
            )
            cursor.execute(f"VACUUM (ANALYZE) {table}, {PRESENT}, {HISTORY}, plain_present, plain_history")
        connection.ensure_connection()

    def product(self) -> None:
        day = self.days[READING]
        with workspace_scope(self.workspace.pk):
            recompute(as_of=day, today=day, now=clock.now())

    def limit(self) -> None:
        with workspace_scope(self.workspace.pk), connection.cursor() as cursor:
            card = published_card()
            assert card is not None
            places = range(len(card.metrics))
            statement = PLAIN_UPSERT.format(
                maxima=", ".join(f"max(rating) FILTER (WHERE metric_id = %(m{n})s) AS r{n}" for n in places),
                ratings=", ".join(f"r{n}" for n in places),
                gained=" + ".join(f"r{n} * %(w{n})s" for n in places),
            )
            named = figures_parameters(card) | {"workspace": self.workspace.pk, "now": clock.now()}
            cursor.execute("SET LOCAL work_mem = '128MB'; SET LOCAL jit = off")
            cursor.execute(statement, named | {"day": self.days["plain_reading"]})


def all_changed(*, small: bool) -> Iterator[Line]:
    """G1: every rating, score and history row is new, most bands change; the path of the scheduled recompute."""
    workspace, size = _book(small)
    with owner_cursor() as cursor:
        cursor.execute(PLAIN)
    turns = Turns(workspace, today_of(workspace))
    try:
        turns.product()
        turns.limit()
        limit, product = compared(
            turns.limit,
            turns.product,
            before_limit=lambda: turns.next_day("plain_reading"),
            before_product=lambda: turns.next_day(READING),
        )
    finally:
        with owner_cursor() as cursor:
            cursor.execute("DROP TABLE plain_reading, plain_present, plain_history")
    yield Line("G1", "recompute, all scores changed", limit, product, "s", 2.0, size, stretch=1.2)


def nothing_changed(*, small: bool) -> Iterator[Line]:
    """G2: the same recompute a second time, against one look at each reading."""
    workspace, size = _book(small)
    today = today_of(workspace)

    def product() -> None:
        with workspace_scope(workspace.pk):
            recompute(as_of=today, today=today, now=clock.now())

    def limit() -> None:
        with workspace_scope(workspace.pk), connection.cursor() as cursor:
            cursor.execute(f"SELECT sum(rating) FROM {READING}")

    product()
    analyze(PRESENT, HISTORY)
    limit()
    measured = compared(limit, product)
    yield Line("G2", "recompute, nothing changed", *measured, "s", 40.0, size, stretch=25.0)


def _book(small: bool) -> tuple[Workspace, str]:
    count = ACCOUNTS // 100 if small else ACCOUNTS
    made = make_workspace()
    with workspace_scope(made.workspace.pk):
        add_accounts(made, count)
        add_readings(today_of(made.workspace))
    analyze()
    return made.workspace, f"{count:,} accounts × 7 metrics"
