"""The SQL that turns readings into scores, for one version of a scorecard: equal to health.rules to the digit."""

from collections.abc import Sequence
from typing import Any

from health.rules import FIGURES, Claim
from health.selectors.cards import Card, CardMetric
from health.selectors.claims import claim_parameters, claim_sql

# The reading in force is the one measured last. Packed into one number (day measured, day confirmed, rating),
# the greatest of a metric is found by one pass and one hash, without sorting or probing an index per account.
EPOCH = "DATE '0001-01-01'"
MEASURED_SHIFT, CONFIRMED_SHIFT = 39, 15
PACKED = (
    f"((measured_on - {EPOCH})::bigint << {MEASURED_SHIFT})"
    f" | ((least(confirmed_on, %(day)s::date) - {EPOCH})::bigint << {CONFIRMED_SHIFT}) | {{rating}}"
)
CONFIRMED = f"((p{{n}} >> {CONFIRMED_SHIFT}) & {2 ** (MEASURED_SHIFT - CONFIRMED_SHIFT) - 1})"
RATING = f"(p{{n}} & {2**CONFIRMED_SHIFT - 1})"

# One in the bin keeps what it was scored; one that churned by the day keeps its last score; one that was no customer yet and has no reading has none.
SCORED_ACCOUNTS = """
a.workspace_id = %(workspace)s AND a.deleted_at IS NULL
AND NOT (a.status = 'churned' AND coalesce(a.churned_on, %(day)s::date) <= %(day)s::date)
AND (f.account_id IS NOT NULL OR a.customer_since_on IS NULL OR a.customer_since_on <= %(day)s::date)
AND (%(only)s::bigint[] IS NULL OR a.id = ANY (%(only)s::bigint[]))
AND {claim}
"""


# Each step is MATERIALIZED: inlined into one another, every later expression would compute the earlier ones again
# for each mention (three times as long, as measured).


def figures_sql(card: Card, among: Sequence[Claim] = ()) -> str:
    """CTEs `inforce`, `rated`, `weighed`, `scored`, `figures`: one row per account with its score as of a day.

    Columns of `figures`: account_id, score, score_100, coverage_bp, band, ratings. Takes the parameters of
    `figures_parameters`. `among`: the claims of all cards in force, where only those accounts are meant that this
    card scores; left out, the card scores everybody.
    """
    packed = PACKED.format(rating=_rated(card))
    scored = SCORED_ACCOUNTS.format(claim=claim_sql(card.claim, among) if among else "true")
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
        SELECT account_id, metric_id, {packed} AS packed FROM health_reading
        WHERE workspace_id = %(workspace)s AND measured_on <= %(day)s::date AND metric_id = ANY (%(metrics)s)
          AND (%(only)s::bigint[] IS NULL OR account_id = ANY (%(only)s::bigint[]))
    ) AS readings
    GROUP BY account_id
),
rated AS MATERIALIZED (
    SELECT a.id AS account_id, {fresh}
    FROM accounts_account a LEFT JOIN inforce f ON f.account_id = a.id
    WHERE {scored}
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


def _rated(card: Card) -> str:
    """The rating of a reading under this card: as it was read, but by the card's own thresholds where it has any."""
    whens = [
        f"WHEN metric_id = %(m{n})s AND measure = %(t{n}_{place})s {_has_figure(measure)} THEN {_steps(n, place, metric)}"
        for n, metric in enumerate(card.metrics)
        for place, (measure, _cutoffs) in enumerate(metric.cutoffs)
    ]
    return f"(CASE {' '.join(whens)} ELSE rating END)" if whens else "rating"


def _has_figure(measure: str) -> str:
    figure = FIGURES[measure]
    return f"AND {figure.of} IS NOT NULL{' AND basis > 0' if figure.per_basis else ''}"


def _steps(n: int, place: int, metric: CardMetric) -> str:
    """health.rules.rating_by: the lowest rating and one for each cutoff reached."""
    measure, cutoffs = metric.cutoffs[place]
    figure, sign = FIGURES[measure], "<=" if metric.lower_is_better else ">="
    whole = "basis" if figure.per_basis else "1"
    steps = [
        f"({figure.of} * {figure.factor} {sign} {whole} * %(c{n}_{place}_{step})s::bigint)::int"
        for step in range(len(cutoffs))
    ]
    return f"least({' + '.join(['%(low)s', *steps])}, %(high)s)"


def figures_parameters(card: Card, among: Sequence[Claim] = ()) -> dict[str, Any]:
    """The card's part of the parameters: metrics, weights, shelf lives, scale, limits, thresholds, claims."""
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
        for place, (measure, cutoffs) in enumerate(metric.cutoffs):
            named[f"t{n}_{place}"] = measure
            named |= {f"c{n}_{place}_{step}": cutoff for step, cutoff in enumerate(cutoffs)}
    return named | claim_parameters(among)
