"""Readings from contracts: growth against the first contract year."""

from health.choices import Measure, MetricKey, ReadingSource
from health.rules import GROWTH, GROWTH_FROM_MONTHS
from health.services.measuring.sources import Look, executed, first_contract_day

# The first contract year begins with the first contract that has recurring revenue (a free trial has none); its
# ARR is that of the contracts open on its first day. Only that contract's currency is compared.
GROWTH_OF_ARR = """
INSERT INTO {measured} (account_id, metric_id, on_day, rating, value, basis, measure, source)
WITH days AS (SELECT unnest(%(days)s::date[]) AS on_day),
contracts AS MATERIALIZED (
    SELECT account_id, id, currency, starts_on, arr_amount,
           least(coalesce(ends_on, DATE 'infinity'), coalesce(cancelled_on - 1, DATE 'infinity')) AS last_on
    FROM accounts_contract
    WHERE workspace_id = %(workspace)s AND arr_amount > 0 AND deleted_at IS NULL
      AND (%(only)s::bigint[] IS NULL OR account_id = ANY (%(only)s::bigint[]))
),
begun AS (
    SELECT DISTINCT ON (account_id) account_id, currency, starts_on
    FROM contracts WHERE last_on >= starts_on ORDER BY account_id, starts_on, id
),
first_year AS (
    SELECT b.account_id, b.currency, b.starts_on, sum(c.arr_amount)::numeric AS arr
    FROM begun b JOIN contracts c ON c.account_id = b.account_id AND c.currency = b.currency
     AND c.starts_on <= b.starts_on AND c.last_on >= b.starts_on
    GROUP BY b.account_id, b.currency, b.starts_on
),
figures AS (
    SELECT d.on_day, y.account_id, y.arr AS first_arr, coalesce(sum(c.arr_amount), 0)::numeric AS arr
    FROM days d
    JOIN first_year y ON d.on_day >= y.starts_on + make_interval(months => %(from_months)s)
    LEFT JOIN contracts c ON c.account_id = y.account_id AND c.currency = y.currency
     AND c.starts_on <= d.on_day AND c.last_on >= d.on_day
    GROUP BY d.on_day, y.account_id, y.arr
)
SELECT account_id, %(metric)s, on_day,
       CASE WHEN arr * 10000 >= first_arr * %(good)s THEN 3
            WHEN arr * 10000 >= first_arr * %(middling)s THEN 2 ELSE 1 END,
       floor((200000 * arr + first_arr) / (2 * first_arr))::bigint, NULL, %(measure)s, %(source)s
FROM figures
"""


def measure_growth(look: Look, measured: str) -> None:
    """Add a reading of growth per account that has been a customer for a year; read as of the day itself."""
    first = first_contract_day(look)
    days = sorted(day for day in look.days if first is not None and day >= first)
    if days:
        own = {
            "days": days,
            "metric": look.metrics[MetricKey.GROWTH],
            "source": ReadingSource.CONTRACTS.value,
            "measure": Measure.GROWTH.value,
            "from_months": GROWTH_FROM_MONTHS,
            "good": GROWTH.good,
            "middling": GROWTH.middling,
        }
        executed(GROWTH_OF_ARR.format(measured=measured), look.parameters(**own))
