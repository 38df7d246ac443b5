"""The history of one account's score, for a chart and for a table."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from accounts.models import Account
from core.text import format_date, format_score
from health.choices import Band, ScoreOrigin
from health.models import Score, ScoreComment
from health.selectors.comments import score_comments
from health.selectors.weeks import week_ends

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
    comments: tuple[ScoreComment, ...] = ()


@dataclass(frozen=True)
class History:
    """The newest changes, and a chart of the last two years (kind, x, series as static/js/charts.js wants them)."""

    rows: tuple[HistoryRow, ...]
    more: int
    chart: dict[str, Any] | None
    title: str


def score_history(account: Account, today: date) -> History:
    """Changes of the score up to today, newest first, with what people said of them; two queries."""
    found = list(
        Score.objects.filter(account=account, scored_on__lte=today)
        .select_related("version__scorecard")
        .order_by("-scored_on")
    )
    said: dict[date, list[ScoreComment]] = {}
    for comment in score_comments(account, today):
        said.setdefault(comment.scored_on, []).append(comment)
    rows = tuple(
        _row(score, found[place + 1] if place + 1 < len(found) else None, said.get(score.scored_on, []))
        for place, score in enumerate(found[:ROWS_SHOWN])
    )
    return History(rows, max(0, len(found) - ROWS_SHOWN), _chart(found[::-1], today), _title(found))


def _row(score: Score, before: Score | None, said: Sequence[ScoreComment]) -> HistoryRow:
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
        tuple(said),
    )


def _chart(changes: Sequence[Score], today: date) -> dict[str, Any] | None:
    """The score at the end of each week from its first change on, two years at most."""
    if sum(1 for score in changes if score.score_100 is not None) < 2:
        return None
    days = [day for day in week_ends(today, WEEKS_SHOWN) if day >= changes[0].scored_on]
    dates = [score.scored_on for score in changes]
    stood = [changes[bisect_right(dates, day) - 1].score_100 for day in days]
    return {
        "kind": "line",
        "x": [format_date(day, "tight") for day in days],
        "series": [{"name": _("Score"), "data": [None if s is None else round(s / 1000, 1) for s in stood]}],
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
