"""Use of the product by one account, month by month, beside the median and the best of its segment or the book."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db import connection
from django.db.models import Subquery
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.choices import Segment
from accounts.models import Account
from accounts.models.bin import outside_bin
from core.tenancy import required_workspace_id
from core.text import format_month, format_number
from health.choices import UsageFigure
from health.models import UsageSpan

FEWEST_PEERS = 5
YEAR, LIFE = "year", "life"
LONGEST_MONTHS = 60

COUNTED: dict[str, str] = {
    UsageFigure.USERS: "count(DISTINCT e.user_key) FILTER (WHERE e.user_key <> '')",
    UsageFigure.QUANTITY: "sum(e.quantity)",
    UsageFigure.FEATURES: "count(DISTINCT e.feature) FILTER (WHERE e.feature <> '')",
    UsageFigure.DAYS: "count(DISTINCT e.occurred_on)",
    UsageFigure.HOURS: "sum(e.duration_seconds) / 3600.0",
    UsageFigure.ERRORS: "sum(e.error_count)",
    UsageFigure.EVENTS: "count(*)",
}

# A peer is a customer that had begun to use the product by the month's end and had not left: a month in which it did
# nothing is a zero. The account itself is one of them.
PEERS = """
SELECT a.id, s.first_on, coalesce(a.churned_on, DATE 'infinity') AS left_on
FROM health_usagespan s
JOIN accounts_account a ON a.workspace_id = s.workspace_id AND a.id = s.account_id AND a.deleted_at IS NULL
WHERE s.workspace_id = %(workspace)s AND (%(segment)s = '' OR a.segment = %(segment)s OR a.id = %(account)s)
"""

SPANS = """
WITH peers AS MATERIALIZED ({peers}),
months AS (SELECT m::date AS first_on, (m + interval '1 month')::date AS next_on
           FROM generate_series(%(first)s::date, %(last)s::date, interval '1 month') AS m),
used AS MATERIALIZED (
    SELECT e.account_id, date_trunc('month', e.occurred_on)::date AS first_on, {counted} AS n
    FROM health_usageevent e
    WHERE e.workspace_id = %(workspace)s AND e.occurred_on >= %(first)s AND e.occurred_on <= %(until)s
      AND (%(feature)s = '' OR e.feature = %(feature)s)
    GROUP BY 1, 2
),
filled AS (
    SELECT m.first_on, p.id, coalesce(u.n, 0)::float8 AS n
    FROM months m JOIN peers p ON p.first_on < m.next_on AND p.left_on >= m.first_on
    LEFT JOIN used u ON (u.account_id, u.first_on) = (p.id, m.first_on)
)
SELECT first_on, max(n) FILTER (WHERE id = %(account)s), percentile_cont(0.5) WITHIN GROUP (ORDER BY n),
       percentile_disc(0.9) WITHIN GROUP (ORDER BY n), count(*)
FROM filled GROUP BY first_on ORDER BY first_on
"""

WHOLE = """
WITH peers AS MATERIALIZED ({peers}),
used AS MATERIALIZED (
    SELECT e.account_id, {counted} AS n
    FROM health_usageevent e
    WHERE e.workspace_id = %(workspace)s AND e.occurred_on >= %(first)s AND e.occurred_on <= %(until)s
      AND (%(feature)s = '' OR e.feature = %(feature)s)
    GROUP BY 1
),
filled AS (
    SELECT p.id, coalesce(u.n, 0)::float8 AS n FROM peers p LEFT JOIN used u ON u.account_id = p.id
    WHERE p.first_on <= %(until)s AND p.left_on >= %(first)s
)
SELECT max(n) FILTER (WHERE id = %(account)s), percentile_cont(0.5) WITHIN GROUP (ORDER BY n),
       percentile_disc(0.9) WITHIN GROUP (ORDER BY n), count(*)
FROM filled
"""


@dataclass(frozen=True)
class Month:
    """One month: the account's figure, the median and the best tenth's least; None where unknown or too few peers."""

    first_on: date
    mine: float | None
    median: float | None
    best: float | None


@dataclass(frozen=True)
class UsageChart:
    """A KPI of one account over its life or the last twelve months of data.

    `whole`: the same figures over the whole span. `peers` counts the customers that it is held beside, the account
    among them, and `beside` names them.
    """

    figure: UsageFigure
    feature: str
    span: str
    months: tuple[Month, ...]
    whole: Month
    peers: int
    beside: str

    @property
    def enough(self) -> bool:
        return self.peers >= FEWEST_PEERS


def usage_chart(
    account: Account, *, figure: UsageFigure, feature: str, span: str, today: date
) -> UsageChart | None:
    """The chart of one KPI; None for an account that never used the product. Three queries, one more for a small segment, however large the book.

    The segment is what it is held beside; the whole book where the segment has fewer than five customers with use.
    """
    used: Any = UsageSpan.objects.filter(account=account).annotate(book_last_on=_last_day_of_book()).first()
    if used is None:
        return None
    until = min(used.book_last_on or date.max, today)
    last = until.replace(day=1)
    first = _months_before(last, 11 if span == YEAR else LONGEST_MONTHS - 1)
    first = max(first, used.first_on.replace(day=1)) if span == LIFE else first
    given = {
        "workspace": required_workspace_id(), "account": account.pk, "first": first, "last": last, "until": until,
        "feature": feature, "segment": account.segment,
    }  # fmt: skip
    whole = _fetched(WHOLE, figure, given)[0]
    if account.segment and whole[3] < FEWEST_PEERS:
        given["segment"] = ""
        whole = _fetched(WHOLE, figure, given)[0]
    rows = _fetched(SPANS, figure, given)
    return UsageChart(
        figure,
        feature,
        span,
        tuple(_month(first_on, figures) for first_on, *figures in rows),
        _month(first, whole),
        int(whole[3]),
        _beside(str(given["segment"])),
    )


def chart_data(shown: UsageChart) -> dict[str, Any]:
    """As static/js/charts.js wants it: the account first, then the median and the best where there are peers enough."""
    series = [{"name": _("This account"), "tone": "accent", "data": [month.mine for month in shown.months]}]
    if shown.enough:
        series.append(
            {"name": _("Median"), "tone": "neutral", "data": [month.median for month in shown.months]}
        )
        series.append(
            {"name": _("Best tenth"), "tone": "tint", "data": [month.best for month in shown.months]}
        )
    digits = 1 if shown.figure == UsageFigure.HOURS else 0
    return {
        "kind": "line",
        "x": [format_month(month.first_on, short=True) for month in shown.months],
        "series": series,
        "unit": {"digits": digits},
        "min": 0,
    }


def chart_title(shown: UsageChart) -> str:
    """The finding: the last month's figure beside the median."""
    known = [month for month in shown.months if month.mine is not None]
    if not known:
        return _("No use in these months")
    last = known[-1]
    words = {
        "figure": str(shown.figure.label),
        "mine": _number(last.mine),
        "month": format_month(last.first_on),
        "median": _number(last.median),
    }
    if not shown.enough or last.median is None:
        return _("%(figure)s: %(mine)s in %(month)s") % words
    return _("%(figure)s: %(mine)s in %(month)s, the median is %(median)s") % words


def chart_rows(shown: UsageChart) -> list[list[str]]:
    """The table behind the chart, newest month first."""
    return [
        [format_month(month.first_on), *(_number(figure) for figure in _figures(shown, month))]
        for month in reversed(shown.months)
    ]


def whole_figures(shown: UsageChart) -> list[tuple[str, str]]:
    """Figures of the whole span with their names: the account, the median, the best."""
    names = [_("This account"), _("Median"), _("Best tenth")]
    return [
        (name, _number(figure)) for name, figure in zip(names, _figures(shown, shown.whole), strict=False)
    ]


def peers_words(shown: UsageChart) -> str:
    """What it is held beside, or why it is beside nothing."""
    if shown.enough:
        said = ngettext("Beside %(n)s customer with use, %(beside)s.", "Beside %(n)s customers with use, %(beside)s.",
                        shown.peers)  # fmt: skip
        return said % {"n": format_number(shown.peers), "beside": shown.beside}
    return _("Fewer than five customers use the product, so there is no median to stand beside yet.")


def _figures(shown: UsageChart, month: Month) -> Sequence[float | None]:
    return (month.mine, month.median, month.best) if shown.enough else (month.mine,)


def _number(figure: float | None) -> str:
    if figure is None:
        return "–"
    return format_number(figure, 0 if figure == int(figure) else 1)


def _month(first_on: date, figures: Sequence[Any]) -> Month:
    mine, median, best = (None if figure is None else round(float(figure), 1) for figure in figures[:3])
    return Month(first_on, mine, median, best)


def _beside(segment: str) -> str:
    if not segment:
        return _("the whole book")
    return _("segment %(segment)s") % {"segment": Segment(segment).label}


def _last_day_of_book() -> Subquery:
    """The last day on which anybody used the product."""
    newest = outside_bin(UsageSpan.objects.all()).order_by("-last_on")
    return Subquery(newest.values("last_on")[:1])


def _months_before(first: date, months: int) -> date:
    for _month_back in range(months):
        first = (first - timedelta(days=1)).replace(day=1)
    return first


def _fetched(statement: str, figure: UsageFigure, given: dict[str, Any]) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(statement.format(peers=PEERS, counted=COUNTED[figure]), given)
        return cursor.fetchall()
