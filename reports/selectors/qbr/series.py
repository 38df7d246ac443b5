"""The features that an account uses most, week by week, each beside the median and the best tenth of the book."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django.db import connection

from accounts.models import Account
from core.charts import WEEKS
from core.tenancy import required_workspace_id
from health.selectors.weeks import week_ends
from reports.facts import FeatureFact, SeriesFact, UsageWeek
from reports.rules import FEWEST_PEERS

SERIES = 6

# Of named users: the share of those who were active in that week; a customer without any in it has no share. Of uses:
# a week without any is a zero of who had use in the span, unless nobody in the book was seen in it.
BY_WEEK = """
WITH seen AS MATERIALIZED (
    SELECT account_id, feature, (%(last)s::date - occurred_on) / 7 AS back, user_key, quantity
    FROM health_usageevent
    WHERE workspace_id = %(workspace)s AND occurred_on > %(first)s AND occurred_on <= %(last)s {named}
),
used AS (
    SELECT account_id, feature, back, {measure} AS n FROM seen
    WHERE feature = ANY (%(features)s) GROUP BY 1, 2, 3
),
wholes AS ({wholes}),
filled AS (
    SELECT f.feature, w.back, w.account_id, coalesce(u.n, 0) * {factor} AS value
    FROM unnest(%(features)s) AS f (feature) CROSS JOIN wholes w
    LEFT JOIN used u ON (u.account_id, u.feature, u.back) = (w.account_id, f.feature, w.back)
)
SELECT feature, back, max(value) FILTER (WHERE account_id = %(account)s),
       percentile_cont(0.5) WITHIN GROUP (ORDER BY value), percentile_disc(0.9) WITHIN GROUP (ORDER BY value), count(*)
FROM filled GROUP BY feature, back
"""

OF_USERS = "SELECT account_id, back, count(DISTINCT user_key) AS users FROM seen GROUP BY 1, 2"
OF_USES = """SELECT a.account_id, b.back, 1 AS users
    FROM (SELECT DISTINCT account_id FROM seen) a CROSS JOIN (SELECT DISTINCT back FROM seen) b"""


def feature_series(
    account: Account, features: Mapping[str, FeatureFact], *, named: bool, as_of: date
) -> tuple[SeriesFact, ...]:
    """The first six of these features (by key) in the 18 weeks up to a day; none where there are fewer than two. One
    pass over the book's use of those weeks."""
    keys = list(features)[:SERIES]
    if len(keys) < 2:
        return ()
    query = BY_WEEK.format(
        named="AND user_key <> ''" if named else "",
        measure="count(DISTINCT user_key)" if named else "sum(quantity)",
        wholes=OF_USERS if named else OF_USES,
        factor="100.0 / w.users" if named else "1",
    )
    rows = usage_rows(query, account, as_of - timedelta(weeks=WEEKS), as_of, features=keys)
    found = {(row[0], row[1]): row[2:] for row in rows}
    series = []
    for key in keys:
        weeks = []
        for back, on in zip(range(WEEKS - 1, -1, -1), week_ends(as_of), strict=True):
            mine, median, best, peers = found.get((key, back), (None, None, None, 0))
            enough = peers >= FEWEST_PEERS
            weeks.append(
                UsageWeek(
                    on, rounded(mine), rounded(median) if enough else None, rounded(best) if enough else None
                )
            )
        series.append(SeriesFact(features[key].label, tuple(weeks)))
    return tuple(series)


def usage_rows(query: str, account: Account, first: date, last: date, **more: Any) -> list[tuple[Any, ...]]:
    """The rows of one of this package's statements over the use of the workspace in force."""
    given = {
        "workspace": required_workspace_id(), "account": account.pk, "first": first, "last": last, **more,
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(query, given)
        return list(cursor.fetchall())


def rounded(value: Any) -> float | None:
    """One decimal, so that the same facts freeze to the same figure; None stays None."""
    return None if value is None else round(float(value), 1)
