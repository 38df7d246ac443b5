"""Use of the product: weeks and features beside the median and the best of the book. Three passes, one of them over the quarter, two over 18 weeks."""

from datetime import date, timedelta

from django.db.models import Sum

from accounts.models import Account, ProductFeature
from accounts.models.bin import IN_BIN
from accounts.selectors.terms import contracts_open_on
from core.charts import WEEKS
from health.models import UsageSpan
from health.selectors.weeks import week_ends
from reports.facts import FeatureFact, UsageFacts, UsageWeek
from reports.rules import FEWEST_PEERS, Quarter
from reports.selectors.qbr.series import feature_series, rounded, usage_rows

FEATURES = 10

# A peer is a customer with use in the span; of a week without any its figure is zero. A week in which nobody in
# the book was seen is a gap of the source and nobody's zero.
WEEKLY = """
WITH weekly AS (
    SELECT account_id, (%(last)s::date - occurred_on) / 7 AS back,
           {measure} AS n
    FROM health_usageevent
    WHERE workspace_id = %(workspace)s AND occurred_on > %(first)s AND occurred_on <= %(last)s
      AND account_id NOT IN {in_bin}
    GROUP BY 1, 2
),
peers AS (
    SELECT DISTINCT w.account_id, {seats} AS seats FROM weekly w
),
counted AS (SELECT account_id, seats FROM peers WHERE seats > 0),
filled AS (
    SELECT c.account_id, b AS back, coalesce(w.n, 0) * {factor} AS value
    FROM counted c CROSS JOIN generate_series(0, %(weeks)s - 1) b
    LEFT JOIN weekly w ON (w.account_id, w.back) = (c.account_id, b)
)
SELECT back, max(value) FILTER (WHERE account_id = %(account)s),
       percentile_cont(0.5) WITHIN GROUP (ORDER BY value), count(*), sum(value),
       percentile_disc(0.9) WITHIN GROUP (ORDER BY value)
FROM filled GROUP BY back ORDER BY back DESC
"""

SEATS = """coalesce((
    SELECT sum(c.seats) FROM accounts_contract c
    WHERE c.workspace_id = %(workspace)s AND c.account_id = w.account_id AND c.starts_on <= %(last)s
      AND (c.ends_on IS NULL OR c.ends_on >= %(last)s) AND (c.cancelled_on IS NULL OR c.cancelled_on > %(last)s)
      AND c.deleted_at IS NULL
), 0)"""

BY_FEATURE = """
WITH used AS MATERIALIZED (
    SELECT account_id, feature, {measure} AS n
    FROM health_usageevent
    WHERE workspace_id = %(workspace)s AND occurred_on >= %(first)s AND occurred_on <= %(last)s {named}
      AND account_id NOT IN {in_bin}
    GROUP BY 1, 2
),
wholes AS (
    SELECT account_id, count(DISTINCT user_key) AS users
    FROM health_usageevent
    WHERE workspace_id = %(workspace)s AND occurred_on >= %(first)s AND occurred_on <= %(last)s {named}
      AND account_id NOT IN {in_bin}
    GROUP BY 1
),
names AS (
    SELECT feature FROM used GROUP BY feature
    ORDER BY max(n) FILTER (WHERE account_id = %(account)s) DESC NULLS LAST, count(*) DESC, feature
    LIMIT %(features)s
),
filled AS (
    SELECT f.feature, p.account_id, coalesce(u.n, 0) * {factor} AS value
    FROM names f CROSS JOIN wholes p LEFT JOIN used u ON (u.account_id, u.feature) = (p.account_id, f.feature)
)
SELECT feature, coalesce(max(value) FILTER (WHERE account_id = %(account)s), 0),
       percentile_cont(0.5) WITHIN GROUP (ORDER BY value), percentile_disc(0.9) WITHIN GROUP (ORDER BY value), count(*)
FROM filled GROUP BY feature ORDER BY 2 DESC, 3 DESC, 1
"""

USERS = "count(DISTINCT user_key) FILTER (WHERE user_key <> '')"
USES = "sum(quantity)"


def usage_facts(account: Account, quarter: Quarter, as_of: date) -> UsageFacts | None:
    """The account's use in the 18 weeks up to a day and by feature in the quarter; None before its first use."""
    span = UsageSpan.objects.filter(account=account, first_on__lte=as_of).first()
    if span is None:
        return None
    named = span.first_user_on is not None and span.first_user_on <= as_of
    seats = contracts_open_on(as_of).filter(account=account).aggregate(n=Sum("seats"))["n"] or 0
    unit = "uses" if not named else "share" if seats else "users"
    weeks = _weeks(account, unit, as_of, span.first_on)
    features, keys, peers = _features(account, named, quarter.first, as_of)
    return UsageFacts(
        unit=unit,
        weeks=weeks,
        total=_total(account, named, quarter.first, as_of),
        total_before=_total(account, named, quarter.before.first, quarter.before.last),
        seats=seats,
        peers=peers,
        features=features,
        series=feature_series(account, dict(zip(keys, features, strict=True)), named=named, as_of=as_of),
    )


def _weeks(account: Account, unit: str, as_of: date, first_on: date) -> tuple[UsageWeek, ...]:
    """Oldest first."""
    query = WEEKLY.format(
        measure=USES if unit == "uses" else USERS,
        seats=SEATS if unit == "share" else "1",
        factor="100.0 / c.seats" if unit == "share" else "1",
        in_bin=IN_BIN,
    )
    first = as_of - timedelta(weeks=WEEKS)
    found = {row[0]: row[1:] for row in usage_rows(query, account, first, as_of, weeks=WEEKS)}
    weeks = []
    for back, on in zip(range(WEEKS - 1, -1, -1), week_ends(as_of), strict=True):
        mine, median, peers, seen, best = found.get(back, (None, None, 0, 0, None))
        known = mine is not None and seen and on >= first_on
        enough = seen and peers >= FEWEST_PEERS
        middle, top = (rounded(median), rounded(best)) if enough else (None, None)
        weeks.append(UsageWeek(on, rounded(mine) if known else None, middle, top))
    return tuple(weeks)


def _features(
    account: Account, named: bool, first: date, last: date
) -> tuple[tuple[FeatureFact, ...], list[str], int]:
    """The features that the account used most, their keys, and the size of the group they are held beside."""
    query = BY_FEATURE.format(
        measure=USERS if named else USES,
        named="AND user_key <> ''" if named else "",
        factor="100.0 / greatest(p.users, 1)" if named else "1",
        in_bin=IN_BIN,
    )
    rows = usage_rows(query, account, first, last, features=FEATURES)
    listed = {
        key: (label, is_advanced)
        for key, label, is_advanced in ProductFeature.objects.filter(
            key__in=[row[0] for row in rows]
        ).values_list("key", "label", "is_advanced")
    }
    peers = int(rows[0][4]) if rows else 0
    enough = peers >= FEWEST_PEERS
    facts = []
    for key, mine, median, best, _peers in rows:
        label, is_advanced = listed.get(key, ("", False))
        facts.append(
            FeatureFact(
                label or key.replace("_", " ").capitalize(),
                rounded(mine) or 0.0,
                rounded(median) if enough else None,
                rounded(best) if enough else None,
                is_advanced,
            )
        )
    return tuple(facts), [row[0] for row in rows], peers


def _total(account: Account, named: bool, first: date, last: date) -> int:
    """Different people, or uses, in these days."""
    query = f"""SELECT coalesce({USERS if named else USES}, 0) FROM health_usageevent
        WHERE workspace_id = %(workspace)s AND account_id = %(account)s
          AND occurred_on >= %(first)s AND occurred_on <= %(last)s"""  # noqa: S608 - one of two constants
    return int(usage_rows(query, account, first, last)[0][0])
