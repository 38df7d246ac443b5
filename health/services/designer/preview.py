"""Who would change band under a draft: the whole book scored under the cards in force and under the draft, as of the
newest day of the data, and everything rolled back."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import connection, transaction
from django.db.models import Exists, OuterRef

from accounts.access import visible_accounts
from core.tenancy import required_workspace_id
from health.choices import Band
from health.models import Metric, Reading, ScorecardVersion
from health.rules import Claim
from health.selectors.cards import Card
from health.selectors.facts import data_until
from health.selectors.figures import figures_parameters, figures_sql
from health.services.measuring import measure_accounts
from workspaces.models import Member, Workspace

PAGE = 50
MOVERS = 5
BANDS = (Band.HEALTHY, Band.MONITOR, Band.AT_RISK, Band.UNKNOWN)

MAKE = """
SET LOCAL work_mem = '128MB'; SET LOCAL jit = off;
CREATE TEMP TABLE health_preview ON COMMIT DROP AS
SELECT account_id, b.score AS before, b.band AS band_before, a.score AS after, a.band AS band_after
FROM ({before}) AS b (account_id, score, band) FULL JOIN ({after}) AS a (account_id, score, band) USING (account_id)
"""

# The counts are of the whole book; the rows of the accounts that the reader may see. Without a score on one side there
# is no difference to sort by: last.
LOOK = """
WITH moved AS (
    SELECT account_id, before, coalesce(band_before, 'unknown') AS band_before, after,
           coalesce(band_after, 'unknown') AS band_after
    FROM health_preview
),
seen AS MATERIALIZED (
    SELECT x.id, x.name, x.name_key, m.before, m.band_before, m.after, m.band_after
    FROM moved m JOIN accounts_account x ON x.workspace_id = %(workspace)s AND x.id = m.account_id
    WHERE m.account_id IN ({visible})
),
listed AS (
    SELECT *, count(*) OVER () AS total FROM seen
    WHERE CASE WHEN %(move_before)s = '' THEN band_before <> band_after
               ELSE band_before = %(move_before)s AND band_after = %(move_after)s END
    ORDER BY abs(after - before) DESC NULLS LAST, name_key, id LIMIT %(size)s OFFSET %(offset)s
),
up AS (SELECT * FROM seen WHERE after > before ORDER BY after - before DESC, name_key, id LIMIT %(movers)s),
down AS (SELECT * FROM seen WHERE after < before ORDER BY after - before, name_key, id LIMIT %(movers)s)
SELECT 'count', NULL::bigint, NULL, NULL::integer, band_before, NULL::integer, band_after, count(*), NULL::text, 0
FROM moved GROUP BY band_before, band_after
UNION ALL
SELECT 'row', id, name, before, band_before, after, band_after, total, name_key, -abs(after - before) FROM listed
UNION ALL
SELECT 'up', id, name, before, band_before, after, band_after, 0, name_key, before - after FROM up
UNION ALL
SELECT 'down', id, name, before, band_before, after, band_after, 0, name_key, after - before FROM down
ORDER BY 1, 10 NULLS LAST, 9, 2
"""


@dataclass(frozen=True)
class PreviewRow:
    """One account; scores in thousandths of 0-100, None while unknown."""

    account_id: int
    name: str
    before: int | None
    band_before: Band
    after: int | None
    band_after: Band

    @property
    def change(self) -> int | None:
        return None if self.before is None or self.after is None else self.after - self.before


@dataclass(frozen=True)
class Preview:
    """What publishing would do to the whole book, as of a day.

    `counts` by (band before, band after), of all accounts. `rows` are those of one page of the accounts that change
    their band (or of one such change) and that the reader may see, `total` of them; `up` and `down` the biggest movers.
    """

    as_of: date
    counts: dict[tuple[Band, Band], int]
    rows: tuple[PreviewRow, ...]
    total: int
    page: int
    up: tuple[PreviewRow, ...]
    down: tuple[PreviewRow, ...]

    @property
    def accounts(self) -> int:
        return sum(self.counts.values())

    @property
    def changed(self) -> int:
        return sum(count for (before, after), count in self.counts.items() if before != after)

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // PAGE))


def preview_draft(
    draft: ScorecardVersion,
    scoring: Card,
    *,
    cards: Sequence[Card],
    reader: Member,
    today: date,
    now: datetime,
    page: int = 1,
    move: tuple[Band, Band] | None = None,
) -> Preview:
    """Score the book under the `cards` in force and under the draft, which is `scoring`, and compare.

    Nothing stays written: metrics of usage that were never read are measured for it and rolled back with the rest.
    `move`: only accounts of that change. Three statements, however large the book.
    """
    day = data_until(today)
    after = [*(card for card in cards if card.claim.card_id != draft.scorecard_id), scoring]
    with _rolled_back():
        _measure_new(scoring, day, now)
        _score_both(cards, [card for card in after if card.metrics], day)
        found = _looked(reader, max(page, 1), move)
    counts = {(Band(one[4]), Band(one[6])): int(one[7]) for one in found if one[0] == "count"}
    total = next((int(one[7]) for one in found if one[0] == "row"), 0)
    rows, up, down = (_rows(found, kind) for kind in ("row", "up", "down"))
    return Preview(day, counts, rows, total, max(page, 1), up, down)


@contextmanager
def _rolled_back() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def _measure_new(card: Card, day: date, now: datetime) -> None:
    own = [metric.metric_id for metric in card.metrics if metric.is_counted]
    if not own:
        return
    unread = Metric.objects.filter(pk__in=own).exclude(Exists(Reading.objects.filter(metric=OuterRef("pk"))))
    metrics = dict(unread.values_list("key", "pk"))
    if metrics:
        zone = Workspace.objects.values_list("time_zone", flat=True).get(pk=required_workspace_id())
        measure_accounts(days=[day], zone=zone, now=now, metrics=metrics)


def _score_both(before: Sequence[Card], after: Sequence[Card], day: date) -> None:
    with connection.cursor() as cursor:
        sides = {"before": _scores(cursor, before, day), "after": _scores(cursor, after, day)}
        cursor.execute(MAKE.format(**{name: sql.replace("%", "%%") for name, sql in sides.items()}), {})


def _scores(cursor: Any, cards: Sequence[Card], day: date) -> str:
    """The scores under several cards as one statement with its values written in, card by card."""
    among: list[Claim] = [card.claim for card in cards]
    given = {"workspace": required_workspace_id(), "day": day, "only": None}
    if not cards:
        return "SELECT NULL::bigint, NULL::integer, NULL::text WHERE false"
    return " UNION ALL ".join(
        cursor.mogrify(
            f"(WITH {figures_sql(card, among)} SELECT account_id, score_100, band FROM figures)",  # noqa: S608
            figures_parameters(card, among) | given,
        ).decode()
        for card in cards
    )


def _looked(reader: Member, page: int, move: tuple[Band, Band] | None) -> list[Any]:
    values: dict[str, Any] = {
        "workspace": required_workspace_id(),
        "move_before": move[0].value if move else "",
        "move_after": move[1].value if move else "",
        "size": PAGE,
        "offset": PAGE * (page - 1),
        "movers": MOVERS,
    }
    with connection.cursor() as cursor:
        sql, parameters = visible_accounts(reader).order_by().values("pk").query.sql_with_params()
        visible = cursor.mogrify(sql, parameters).decode()
        cursor.execute(LOOK.format(visible=visible.replace("%", "%%")), values)
        return list(cursor.fetchall())


def _rows(found: Sequence[Any], kind: str) -> tuple[PreviewRow, ...]:
    return tuple(
        PreviewRow(account_id, name, before, Band(band_before), after, Band(band_after))
        for of, account_id, name, before, band_before, after, band_after, *_rest in found
        if of == kind
    )
