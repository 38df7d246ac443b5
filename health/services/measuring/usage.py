"""Readings from product usage: features used and licences active, over 30 days.

Ratings as in health.rules.ratings, as whole numbers: `part * 10000 >= whole * cutoff`.
"""

from typing import Any

from accounts.models.bin import IN_BIN
from health.choices import Measure, MetricKey, ReadingSource
from health.rules import FEATURES_OF_LIST, FEATURES_OF_MEDIAN, LICENCES
from health.services.measuring.sources import Look, executed, usage_horizon, users_horizon

WINDOW_DAYS = 30

# An account that used the product before and not in the window is a fact (rating 1, value 0); one that
# never did has no reading. The median is that of all accounts with usage in the window and outside the
# bin, whatever accounts are asked for. `twice` is the doubled median, a whole number.
FEATURES = """
INSERT INTO {measured} (account_id, metric_id, on_day, rating, value, basis, measure, source)
WITH days AS (SELECT unnest(%(days)s::date[]) AS on_day),
seen AS MATERIALIZED (
    SELECT DISTINCT d.on_day, e.account_id, e.feature
    FROM days d JOIN health_usageevent e
      ON e.workspace_id = %(workspace)s AND e.occurred_on > d.on_day - %(window)s AND e.occurred_on <= d.on_day
     AND e.occurred_on > %(first)s::date - %(window)s AND e.occurred_on <= %(last)s::date
     AND e.feature <> ''
),
used AS (SELECT on_day, account_id, count(*) AS features FROM seen GROUP BY on_day, account_id),
median AS (
    SELECT on_day, round(2 * percentile_cont(0.5) WITHIN GROUP (ORDER BY features))::bigint AS twice
    FROM used WHERE account_id NOT IN {in_bin} GROUP BY on_day
),
lists AS MATERIALIZED (
    SELECT DISTINCT d.on_day, c.account_id, f.key
    FROM accounts_productfeature f
    JOIN accounts_contractline l ON l.workspace_id = f.workspace_id AND l.product_id = f.product_id
    JOIN accounts_contract c ON c.workspace_id = l.workspace_id AND c.id = l.contract_id
    JOIN days d ON c.starts_on <= d.on_day AND (c.ends_on IS NULL OR c.ends_on >= d.on_day)
               AND (c.cancelled_on IS NULL OR c.cancelled_on > d.on_day)
    WHERE f.workspace_id = %(workspace)s AND c.deleted_at IS NULL
),
listed AS (
    SELECT l.on_day, l.account_id, count(*) AS features, count(s.feature) AS used
    FROM lists l LEFT JOIN seen s ON (s.on_day, s.account_id, s.feature) = (l.on_day, l.account_id, l.key)
    GROUP BY l.on_day, l.account_id
),
figures AS (
    SELECT d.on_day, s.account_id, l.features AS listed, m.twice,
           CASE WHEN l.features > 0 THEN l.used ELSE coalesce(u.features, 0) END AS used
    FROM days d
    JOIN health_usagespan s ON s.workspace_id = %(workspace)s AND s.first_on <= d.on_day
    LEFT JOIN used u ON (u.on_day, u.account_id) = (d.on_day, s.account_id)
    LEFT JOIN listed l ON (l.on_day, l.account_id) = (d.on_day, s.account_id)
    LEFT JOIN median m ON m.on_day = d.on_day
    WHERE %(only)s::bigint[] IS NULL OR s.account_id = ANY (%(only)s::bigint[])
)
SELECT account_id, %(metric)s, on_day,
       CASE WHEN used = 0 THEN 1
            WHEN listed > 0 THEN CASE WHEN used * 10000 >= listed * %(list_good)s THEN 3
                                      WHEN used * 10000 >= listed * %(list_middling)s THEN 2 ELSE 1 END
            WHEN used * 20000 >= twice * %(median_good)s THEN 3
            WHEN used * 20000 >= twice * %(median_middling)s THEN 2
            ELSE 1 END,
       used * 1000,
       CASE WHEN listed > 0 THEN listed * 1000 ELSE coalesce(twice, 0) * 500 END,
       CASE WHEN listed > 0 THEN %(by_list)s ELSE %(by_median)s END,
       %(source)s
FROM figures
"""

ACTIVE_LICENCES = """
INSERT INTO {measured} (account_id, metric_id, on_day, rating, value, basis, measure, source)
WITH days AS (SELECT unnest(%(days)s::date[]) AS on_day),
active AS (
    SELECT d.on_day, e.account_id, count(DISTINCT e.user_key) AS users
    FROM days d JOIN health_usageevent e
      ON e.workspace_id = %(workspace)s AND e.occurred_on > d.on_day - %(window)s AND e.occurred_on <= d.on_day
     AND e.occurred_on > %(first)s::date - %(window)s AND e.occurred_on <= %(last)s::date
     AND e.user_key <> ''
    GROUP BY d.on_day, e.account_id
),
figures AS (
    SELECT d.on_day, s.account_id, coalesce(a.users, 0) AS users, sum(c.seats)::bigint AS bought
    FROM days d
    JOIN health_usagespan s ON s.workspace_id = %(workspace)s AND s.first_user_on <= d.on_day
    JOIN accounts_contract c ON c.workspace_id = s.workspace_id AND c.account_id = s.account_id
     AND c.starts_on <= d.on_day AND (c.ends_on IS NULL OR c.ends_on >= d.on_day)
     AND (c.cancelled_on IS NULL OR c.cancelled_on > d.on_day) AND c.deleted_at IS NULL
    LEFT JOIN active a ON (a.on_day, a.account_id) = (d.on_day, s.account_id)
    WHERE %(only)s::bigint[] IS NULL OR s.account_id = ANY (%(only)s::bigint[])
    GROUP BY d.on_day, s.account_id, a.users
)
SELECT account_id, %(metric)s, on_day,
       CASE WHEN users * 10000 >= bought * %(good)s THEN 3
            WHEN users * 10000 >= bought * %(middling)s THEN 2 ELSE 1 END,
       users * 1000, bought * 1000, %(measure)s, %(source)s
FROM figures WHERE bought > 0
"""


def measure_features(look: Look, measured: str) -> None:
    """Add a reading of features used to the table `measured`, per account with usage and day of the source."""
    horizon = usage_horizon(look)
    days = horizon.days(look.days) if horizon else []
    if days:
        own = {
            "metric": look.metrics[MetricKey.UTILISATION_FEATURES],
            "list_good": FEATURES_OF_LIST.good,
            "list_middling": FEATURES_OF_LIST.middling,
            "median_good": FEATURES_OF_MEDIAN.good,
            "median_middling": FEATURES_OF_MEDIAN.middling,
            "by_list": Measure.FEATURES_OF_LIST.value,
            "by_median": Measure.FEATURES_OF_MEDIAN.value,
        }
        executed(FEATURES.format(measured=measured, in_bin=IN_BIN), look.parameters(**_window(days), **own))


def measure_licences(look: Look, measured: str) -> None:
    """Add a reading of licences active of those bought, where the source tells users apart."""
    horizon = users_horizon(look)
    days = horizon.days(look.days) if horizon else []
    if days:
        own = {
            "metric": look.metrics[MetricKey.UTILISATION_LICENCES],
            "good": LICENCES.good,
            "middling": LICENCES.middling,
            "measure": Measure.LICENCES.value,
        }
        executed(ACTIVE_LICENCES.format(measured=measured), look.parameters(**_window(days), **own))


def _window(days: list[Any]) -> dict[str, Any]:
    return {
        "days": days,
        "first": days[0],
        "last": days[-1],
        "window": WINDOW_DAYS,
        "source": ReadingSource.USAGE.value,
    }
