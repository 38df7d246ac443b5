"""Readings of sentiment: NPS of 180 days where anybody answered that, else the mean satisfaction, that told on closing
a ticket and that given in a survey together."""

from health.choices import Measure, MetricKey, ReadingSource
from health.rules import CSAT_MEAN
from health.services.measuring.sources import Look, executed

WINDOW_DAYS = 180

# As health.rules.rate_sentiment, exact for every day, not for the days of a look alone: a figure changes on the day of
# an answer and on the day when one leaves the window. The age counts from the last answer of the kind that rates, so
# that a reading is stale with it. An answer about a ticket counts once, as who asked for it has it.
SATISFACTION = """
WITH answers AS MATERIALIZED (
    SELECT t.account_id, (coalesce(t.closed_at, t.opened_at) AT TIME ZONE %(zone)s)::date AS on_day,
           t.satisfaction::int AS stars, NULL::int AS points
    FROM accounts_ticket t
    WHERE t.workspace_id = %(workspace)s AND t.satisfaction IS NOT NULL
      AND (%(only)s::bigint[] IS NULL OR t.account_id = ANY (%(only)s::bigint[]))
      AND NOT EXISTS (
          SELECT FROM health_voiceanswer v
          WHERE v.workspace_id = %(workspace)s AND v.source_key <> '' AND v.source_key = t.external_id
      )
    UNION ALL
    SELECT account_id, answered_on, CASE kind WHEN 'csat' THEN score END,
           CASE WHEN kind = 'nps' THEN CASE WHEN score >= 9 THEN 3 WHEN score >= 7 THEN 2 ELSE 1 END END
    FROM health_voiceanswer
    WHERE workspace_id = %(workspace)s
      AND (%(only)s::bigint[] IS NULL OR account_id = ANY (%(only)s::bigint[]))
),
turns AS (
    SELECT account_id, on_day, stars, points, on_day AS answered_on FROM answers
    UNION ALL
    SELECT account_id, on_day + %(window)s, NULL, NULL, NULL FROM answers
),
figures AS (
    SELECT DISTINCT account_id, on_day, sum(stars) OVER frame AS total, count(stars) OVER frame AS answers,
           max(answered_on) FILTER (WHERE stars IS NOT NULL) OVER frame AS starred_on,
           sum(points) OVER frame AS points, count(points) OVER frame AS voices,
           count(*) FILTER (WHERE points = 3) OVER frame AS promoters,
           count(*) FILTER (WHERE points = 1) OVER frame AS detractors,
           max(answered_on) FILTER (WHERE points IS NOT NULL) OVER frame AS voiced_on
    FROM turns
    WINDOW frame AS (PARTITION BY account_id ORDER BY on_day
                     RANGE BETWEEN make_interval(days => %(window)s - 1) PRECEDING AND CURRENT ROW)
),
runs AS MATERIALIZED (
    SELECT account_id, on_day,
           CASE WHEN voices > 0 THEN voiced_on ELSE starred_on END AS answered_on,
           CASE WHEN voices > 0 THEN (2 * points + voices) / (2 * voices)
                WHEN total * 10000 >= answers * %(good)s THEN 3
                WHEN total * 10000 >= answers * %(middling)s THEN 2 ELSE 1 END AS rating,
           CASE WHEN voices > 0 THEN round((promoters - detractors) * 100000 / voices::numeric)::bigint
                ELSE (2000 * total + answers) / (2 * answers) END AS value,
           CASE WHEN voices > 0 THEN voices ELSE answers END * 1000 AS basis,
           CASE WHEN voices > 0 THEN %(nps)s ELSE %(csat)s END AS measure
    FROM figures WHERE (answers > 0 OR voices > 0) AND on_day <= %(until)s::date
),
gone AS (
    DELETE FROM health_reading r
    WHERE r.workspace_id = %(workspace)s AND r.metric_id = %(metric)s AND r.source = %(source)s
      AND r.measured_on <= %(until)s::date
      AND (%(only)s::bigint[] IS NULL OR r.account_id = ANY (%(only)s::bigint[]))
      AND NOT EXISTS (SELECT 1 FROM runs n WHERE (n.account_id, n.on_day) = (r.account_id, r.measured_on))
)
INSERT INTO health_reading AS r (workspace_id, account_id, metric_id, source, measured_on, confirmed_on, rating,
                                 value, basis, measure, note, recorded_at)
SELECT %(workspace)s, n.account_id, %(metric)s, %(source)s, n.on_day, n.answered_on, n.rating, n.value, n.basis,
       n.measure, '', %(now)s
FROM runs n
LEFT JOIN health_reading o ON o.workspace_id = %(workspace)s AND o.account_id = n.account_id
     AND o.metric_id = %(metric)s AND o.measured_on = n.on_day
WHERE o.id IS NULL OR (o.source = %(source)s AND (o.confirmed_on, o.rating, o.value, o.basis, o.measure)
                       IS DISTINCT FROM (n.answered_on, n.rating, n.value, n.basis, n.measure))
ON CONFLICT (workspace_id, account_id, metric_id, measured_on) DO UPDATE
SET confirmed_on = excluded.confirmed_on, rating = excluded.rating, value = excluded.value,
    basis = excluded.basis, measure = excluded.measure, recorded_at = excluded.recorded_at
WHERE r.source = excluded.source
"""


def store_satisfaction(look: Look, now: object) -> None:
    """Bring the readings of sentiment up to the last day of the look in line with the answers."""
    own = {
        "metric": look.metrics[MetricKey.SENTIMENT],
        "source": ReadingSource.SATISFACTION.value,
        "nps": Measure.NPS.value,
        "csat": Measure.CSAT.value,
        "window": WINDOW_DAYS,
        "good": CSAT_MEAN.good,
        "middling": CSAT_MEAN.middling,
        "until": max(look.days),
        "now": now,
    }
    executed(SATISFACTION, look.parameters(**own))
