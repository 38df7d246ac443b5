"""The SQL that turns readings into scores, for one version of a scorecard: equal to health.rules to the digit."""

from typing import Any

from health.selectors.cards import Card

# The reading in force is the one measured last. Packed into one number (day measured, day confirmed, rating),
# the greatest of a metric is found by one pass and one hash, without sorting or probing an index per account.
EPOCH = "DATE '0001-01-01'"
MEASURED_SHIFT, CONFIRMED_SHIFT = 39, 15
PACKED = (
    f"((measured_on - {EPOCH})::bigint << {MEASURED_SHIFT})"
    f" | ((least(confirmed_on, %(day)s::date) - {EPOCH})::bigint << {CONFIRMED_SHIFT}) | rating"
)
CONFIRMED = f"((p{{n}} >> {CONFIRMED_SHIFT}) & {2 ** (MEASURED_SHIFT - CONFIRMED_SHIFT) - 1})"
RATING = f"(p{{n}} & {2**CONFIRMED_SHIFT - 1})"

# One that churned by the day keeps its last score; one that was no customer yet and has no reading has none.
SCORED_ACCOUNTS = """
a.workspace_id = %(workspace)s
AND NOT (a.status = 'churned' AND coalesce(a.churned_on, %(day)s::date) <= %(day)s::date)
AND (f.account_id IS NOT NULL OR a.customer_since_on IS NULL OR a.customer_since_on <= %(day)s::date)
AND (%(only)s::bigint[] IS NULL OR a.id = ANY (%(only)s::bigint[]))
"""


# Each step is MATERIALIZED: inlined into one another, every later expression would compute the earlier ones again
# for each mention (three times as long, as measured).


def figures_sql(card: Card) -> str:
    """CTEs `inforce`, `rated`, `weighed`, `scored`, `figures`: one row per account with its score as of a day.

    Columns of `figures`: account_id, score, score_100, coverage_bp, band, ratings. Takes the parameters of
    `figures_parameters`.
    """
    places = range(len(card.metrics))
    maxima = ", ".join(f"max(packed) FILTER (WHERE metric_id = %(m{n})s) AS p{n}" for n in places)
    fresh = ", ".join(_fresh(n) for n in places)
    known = " + ".join(f"CASE WHEN r{n} IS NULL THEN 0 ELSE %(w{n})s END" for n in places)
    gained = " + ".join(f"coalesce(r{n} * %(w{n})s, 0)" for n in places)
    ratings = ", ".join(f"r{n}::smallint" for n in places)
    return f"""
inforce AS (
    SELECT account_id, {maxima}
    FROM (
        SELECT account_id, metric_id, {PACKED} AS packed FROM health_reading
        WHERE workspace_id = %(workspace)s AND measured_on <= %(day)s::date AND metric_id = ANY (%(metrics)s)
          AND (%(only)s::bigint[] IS NULL OR account_id = ANY (%(only)s::bigint[]))
    ) AS readings
    GROUP BY account_id
),
rated AS MATERIALIZED (
    SELECT a.id AS account_id, {fresh}
    FROM accounts_account a LEFT JOIN inforce f ON f.account_id = a.id
    WHERE {SCORED_ACCOUNTS}
),
weighed AS MATERIALIZED (
    SELECT account_id, ARRAY[{ratings}]::smallint[] AS ratings, ({known})::bigint AS w, ({gained})::bigint AS s
    FROM rated
),
scored AS MATERIALIZED (
    SELECT account_id, ratings, 10000 * w / %(whole)s AS coverage_bp,
           CASE WHEN w > 0 AND 10000 * w / %(whole)s >= %(min_coverage)s THEN (2000 * s + w) / (2 * w) END AS score,
           CASE WHEN w > 0 AND 10000 * w / %(whole)s >= %(min_coverage)s
                THEN (200000 * (s - %(low)s * w) + w * %(span)s) / (2 * w * %(span)s) END AS score_100
    FROM weighed
),
figures AS MATERIALIZED (
    SELECT account_id, score::integer, score_100::integer, coverage_bp::smallint, ratings,
           CASE WHEN score_100 IS NULL THEN 'unknown' WHEN score_100 >= %(healthy)s THEN 'healthy'
                WHEN score_100 >= %(monitor)s THEN 'monitor' ELSE 'at_risk' END AS band
    FROM scored
)"""  # noqa: S608 - put together from this module's constants and numbers of places; values are parameters


def _fresh(n: int) -> str:
    confirmed, rating = CONFIRMED.format(n=n), RATING.format(n=n)
    return (
        f"CASE WHEN (%(day)s::date - {EPOCH}) - {confirmed} <= %(life{n})s "
        f"AND {rating} BETWEEN %(low)s AND %(high)s THEN {rating} END AS r{n}"
    )


def figures_parameters(card: Card) -> dict[str, Any]:
    """The card's part of the parameters: metrics, weights, shelf lives, scale, limits."""
    named: dict[str, Any] = {
        "version": card.version_id,
        "metrics": [metric.metric_id for metric in card.metrics],
        "whole": sum(card.weights.values()),
        "low": card.scale.low,
        "high": card.scale.high,
        "span": card.scale.span,
        "healthy": card.thresholds.healthy,
        "monitor": card.thresholds.monitor,
        "min_coverage": card.min_coverage,
    }
    for n, metric in enumerate(card.metrics):
        named |= {f"m{n}": metric.metric_id, f"w{n}": metric.weight, f"life{n}": metric.shelf_life_days}
    return named
