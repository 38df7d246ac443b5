"""Movers: accounts of a book whose score changed most in four weeks, with the metric that moved it most."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from accounts.models import Account
from core.tenancy import required_workspace_id
from health.rules import Movement, what_changed
from health.selectors.cards import Card, cards_of_versions
from health.selectors.explanation import four_weeks_before, worked_score
from reports.selectors.book import as_parameters

SHOWN = 4

# Only accounts with a change in the span can have moved. Scores under two versions are no movement of the customer.
MOVED = """
WITH touched AS (
    SELECT DISTINCT account_id FROM health_score
    WHERE workspace_id = %(workspace)s AND scored_on > %(before)s AND scored_on <= %(day)s
      AND account_id IN ({book})
),
moved AS (
    SELECT t.account_id, n.score_100, n.band, n.version_id, n.ratings, b.ratings AS ratings_before,
           n.score_100 - b.score_100 AS change
    FROM touched t
    CROSS JOIN LATERAL (
        SELECT score_100, band, version_id, ratings FROM health_score
        WHERE workspace_id = %(workspace)s AND account_id = t.account_id AND scored_on <= %(day)s
        ORDER BY scored_on DESC LIMIT 1
    ) AS n
    CROSS JOIN LATERAL (
        SELECT score_100, version_id, ratings FROM health_score
        WHERE workspace_id = %(workspace)s AND account_id = t.account_id AND scored_on <= %(before)s
        ORDER BY scored_on DESC LIMIT 1
    ) AS b
    WHERE n.version_id = b.version_id AND n.score_100 <> b.score_100
),
ranked AS (
    SELECT *, row_number() OVER (PARTITION BY change > 0 ORDER BY abs(change) DESC, account_id) AS place,
           count(*) OVER () AS all_moved
    FROM moved
)
SELECT r.account_id, a.name, r.score_100, r.band, r.change, r.version_id, r.ratings_before, r.ratings, r.all_moved
FROM ranked r JOIN accounts_account a ON a.workspace_id = %(workspace)s AND a.id = r.account_id
WHERE r.place <= %(shown)s
ORDER BY r.change > 0, r.place
"""


@dataclass(frozen=True)
class Mover:
    """An account that moved; score and change in thousandths of 0-100, `why` the metric that moved most."""

    account_id: int
    name: str
    score: int
    band: str
    change: int
    why: str


@dataclass(frozen=True)
class Movers:
    """The four that fell and the four that rose most, and how many moved at all."""

    fell: tuple[Mover, ...] = ()
    rose: tuple[Mover, ...] = ()
    moved: int = 0


def movers(accounts: QuerySet[Account], day: date) -> Movers:
    """Movers of a book in the four weeks up to a day, largest first; two queries however large it is."""
    book, given = as_parameters(accounts)
    named: dict[str, Any] = {
        "workspace": required_workspace_id(),
        "day": day,
        "before": four_weeks_before(day),
        "shown": SHOWN,
        **given,
    }
    with connection.cursor() as cursor:
        cursor.execute(MOVED.format(book=book), named)
        rows = cursor.fetchall()
    cards = cards_of_versions({row[5] for row in rows})
    found = [_mover(row, cards[row[5]]) for row in rows]
    return Movers(
        tuple(mover for mover in found if mover.change < 0),
        tuple(mover for mover in found if mover.change > 0),
        rows[0][8] if rows else 0,
    )


def _mover(row: Sequence[Any], card: Card) -> Mover:
    account_id, name, score, band, change, _version, before, after, _moved = row
    parts = what_changed(worked_score(card, card.ratings(before)), worked_score(card, card.ratings(after)))
    same_way = [part for part in parts if (part.difference > 0) == (change > 0)]
    return Mover(account_id, name, score, band, change, _why(same_way or list(parts), card))


def _why(parts: list[Movement], card: Card) -> str:
    if not parts:
        return ""
    labels = {metric.key: metric.label for metric in card.metrics}
    first = parts[0]
    words = {"metric": labels[first.key], "before": first.rating_before, "after": first.rating_after}
    if first.rating_before is None:
        return _("%(metric)s measured again, rating %(after)s") % words
    if first.rating_after is None:
        return _("%(metric)s no longer counts") % words
    if first.rating_before == first.rating_after:
        return _("%(metric)s weighs otherwise, since others came or went") % words
    return _("%(before)s → %(after)s in %(metric)s") % words
