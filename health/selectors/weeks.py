"""Scores over weeks: the 18-week strip of a page of accounts, and where accounts stood four weeks before."""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db import connection

from core.charts import WEEKS
from core.tenancy import required_workspace_id

WEEK = timedelta(days=7)

# Scores are a history of changes: those of the span, and the one that stood at its beginning.
OF_ACCOUNTS = """
SELECT account_id, scored_on, score_100, band, version_id FROM health_score
WHERE workspace_id = %(workspace)s AND account_id = ANY (%(accounts)s)
  AND scored_on > %(first)s AND scored_on <= %(last)s
UNION ALL
SELECT a.id, s.scored_on, s.score_100, s.band, s.version_id
FROM unnest(%(accounts)s::bigint[]) AS a (id) CROSS JOIN LATERAL (
    SELECT scored_on, score_100, band, version_id FROM health_score
    WHERE workspace_id = %(workspace)s AND account_id = a.id AND scored_on <= %(first)s
    ORDER BY scored_on DESC LIMIT 1
) AS s
ORDER BY 1, 2
"""


@dataclass(frozen=True, slots=True)
class Stand:
    """A score in thousandths of 0-100 with its band, and the scorecard's version it came from."""

    score: int | None
    band: str
    version_id: int | None = None


NOWHERE = Stand(None, "unknown")


@dataclass(frozen=True, slots=True)
class Strip:
    """One account's score at the end of each of the last 18 weeks, oldest first; the last is the day itself."""

    stands: tuple[Stand, ...]

    @property
    def now(self) -> Stand:
        return self.stands[-1]

    @property
    def change(self) -> int | None:
        """Difference to four weeks before in thousandths; None where either score is unknown."""
        before = self.stands[-5].score
        return None if before is None or self.now.score is None else self.now.score - before

    @property
    def weeks(self) -> list[tuple[int | float | None, str]]:
        """As core.charts.strip wants them: points of 100 and the band."""
        return [(None if s.score is None else s.score / 1000, s.band) for s in self.stands]


def week_ends(day: date, count: int = WEEKS) -> list[date]:
    """The day itself and the same weekday of the weeks before, oldest first."""
    return [day - WEEK * back for back in range(count - 1, -1, -1)]


def strips(account_ids: Iterable[int], day: date) -> dict[int, Strip]:
    """Strips of these accounts as of a day, in one query; accounts never scored by then are left out."""
    ends = week_ends(day)
    named: dict[str, Any] = {
        "workspace": required_workspace_id(),
        "accounts": list(account_ids),
        "first": ends[0],
        "last": ends[-1],
    }
    with connection.cursor() as cursor:
        cursor.execute(OF_ACCOUNTS, named)
        rows = cursor.fetchall()
    found: dict[int, list[tuple[date, Stand]]] = {}
    for account_id, scored_on, score, band, version_id in rows:
        found.setdefault(account_id, []).append((scored_on, Stand(score, band, version_id)))
    return {account_id: Strip(_at(changes, ends)) for account_id, changes in found.items()}


def _at(changes: Sequence[tuple[date, Stand]], days: Sequence[date]) -> tuple[Stand, ...]:
    dates = [scored_on for scored_on, _stand in changes]
    places = [bisect_right(dates, day) for day in days]
    return tuple(changes[place - 1][1] if place else NOWHERE for place in places)
