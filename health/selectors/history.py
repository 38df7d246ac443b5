"""The history of one account's score, for a chart and for a table."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext as _

from accounts.models import Account
from core.text import format_date, format_score
from health.choices import Band, ScoreOrigin
from health.models import Score

WEEKS_SHOWN = 104
ROWS_SHOWN = 12


@dataclass(frozen=True)
class HistoryRow:
    """One change of the score; scores in thousandths of 0-100."""

    scored_on: date
    score: int | None
    band: str
    change: int | None
    card: str
    origin: str
    is_computed_back: bool


@dataclass(frozen=True)
class History:
    """The newest changes, and a chart of the last two years (kind, x, series as static/js/charts.js wants them)."""

    rows: tuple[HistoryRow, ...]
    more: int
    chart: dict[str, Any] | None
    title: str


def score_history(account: Account, today: date) -> History:
    """Changes of the score up to today, newest first; one query."""
    since = today - timedelta(weeks=WEEKS_SHOWN)
    found = list(
        Score.objects.filter(account=account, scored_on__lte=today)
        .select_related("version__scorecard")
        .order_by("-scored_on")
    )
    rows = tuple(
        _row(score, found[place + 1] if place + 1 < len(found) else None)
        for place, score in enumerate(found[:ROWS_SHOWN])
    )
    drawn = [score for score in reversed(found) if score.scored_on >= since]
    return History(rows, max(0, len(found) - ROWS_SHOWN), _chart(drawn), _title(found))


def _row(score: Score, before: Score | None) -> HistoryRow:
    known = before is not None and before.score_100 is not None and score.score_100 is not None
    change = score.score_100 - before.score_100 if known else None  # type: ignore[union-attr, operator]
    return HistoryRow(
        score.scored_on,
        score.score_100,
        score.band,
        change,
        f"{score.version.scorecard.name} v{score.version.number}",
        str(score.get_origin_display()),
        score.origin != ScoreOrigin.LIVE,
    )


def _chart(scores: list[Score]) -> dict[str, Any] | None:
    if sum(1 for score in scores if score.score_100 is not None) < 2:
        return None
    values = [None if score.score_100 is None else round(score.score_100 / 1000, 1) for score in scores]
    return {
        "kind": "line",
        "x": [format_date(score.scored_on, "tight") for score in scores],
        "series": [{"name": _("Score"), "data": values}],
        "unit": {"digits": 1},
    }


def _title(found: list[Score]) -> str:
    known = [score for score in found if score.score_100 is not None]
    if not known:
        return _("No score was known yet")
    if found[0].band == Band.UNKNOWN:
        return _("Unknown since %(day)s, last %(score)s") % {
            "day": format_date(found[0].scored_on),
            "score": format_score(known[0].score_100),
        }
    return _("%(score)s since %(day)s") % {
        "score": format_score(found[0].score_100),
        "day": format_date(found[0].scored_on),
    }
