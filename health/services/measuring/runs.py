"""Storing what was measured as runs: a new row only where the reading changed, else its run grows.

Two ways in. One day: merged into the runs that stand, also into the midst of one that reaches past the day.
Many days: the automatic runs of that span are made anew, so that a second time gives the same rows.
"""

from datetime import date, datetime

from health.choices import ReadingSource
from health.services.measuring.sources import Look, executed

AUTOMATIC = [
    ReadingSource.USAGE.value,
    ReadingSource.TICKETS.value,
    ReadingSource.INVOICES.value,
    ReadingSource.CONTRACTS.value,
]
LONGEST_GAP_DAYS = 7
"""A source that was silent for longer starts a new run: in between nothing was known."""

COLUMNS = "account_id, metric_id, rating, value, basis, measure, source"

# `latest` is the newest reading of any source, `own` the newest run of the sources. A hand-made reading in
# front of an unchanged run holds until it has run out; then the source's run starts anew on the day.
STORE_ONE_DAY = """
WITH asked AS (
    SELECT DISTINCT ON (m.account_id, m.metric_id) m.account_id, m.metric_id, r.id, r.source, r.measured_on,
           r.confirmed_on
    FROM {measured} m JOIN health_reading r ON r.workspace_id = %(workspace)s AND r.account_id = m.account_id
     AND r.metric_id = m.metric_id AND r.measured_on <= m.on_day
    ORDER BY m.account_id, m.metric_id, r.measured_on DESC
),
own AS (
    SELECT DISTINCT ON (m.account_id, m.metric_id) r.*
    FROM {measured} m JOIN health_reading r ON r.workspace_id = %(workspace)s AND r.account_id = m.account_id
     AND r.metric_id = m.metric_id AND r.measured_on <= m.on_day AND r.source = m.source
    ORDER BY m.account_id, m.metric_id, r.measured_on DESC
),
compared AS MATERIALIZED (
    SELECT m.*, o.id AS run_id, o.measured_on AS run_from, o.confirmed_on AS run_to,
           o.id IS NOT NULL AND m.on_day - o.confirmed_on <= %(gap)s
           AND (o.rating, o.value, o.basis, o.measure) IS NOT DISTINCT FROM (m.rating, m.value, m.basis, m.measure)
           AND (l.id = o.id OR m.on_day - l.confirmed_on <= k.shelf_life_days) AS goes_on
    FROM {measured} m
    JOIN health_metric k ON k.workspace_id = %(workspace)s AND k.id = m.metric_id
    LEFT JOIN own o ON (o.account_id, o.metric_id) = (m.account_id, m.metric_id)
    LEFT JOIN asked l ON (l.account_id, l.metric_id) = (m.account_id, m.metric_id)
),
grown AS (
    UPDATE health_reading r SET confirmed_on = c.on_day
    FROM compared c
    WHERE r.workspace_id = %(workspace)s AND r.id = c.run_id AND c.goes_on AND r.confirmed_on < c.on_day
),
cut AS (
    UPDATE health_reading r SET confirmed_on = c.on_day - 1
    FROM compared c
    WHERE r.workspace_id = %(workspace)s AND r.id = c.run_id AND NOT c.goes_on
      AND c.run_from < c.on_day AND c.run_to >= c.on_day
),
rest AS (
    INSERT INTO health_reading (workspace_id, account_id, metric_id, source, measured_on, confirmed_on, rating, value,
                                basis, measure, note, recorded_at)
    SELECT r.workspace_id, r.account_id, r.metric_id, r.source, c.on_day + 1, r.confirmed_on, r.rating, r.value,
           r.basis, r.measure, '', r.recorded_at
    FROM compared c JOIN health_reading r ON r.workspace_id = %(workspace)s AND r.id = c.run_id
    WHERE NOT c.goes_on AND c.run_to > c.on_day
    ON CONFLICT (workspace_id, account_id, metric_id, measured_on) DO NOTHING
)
INSERT INTO health_reading AS r (workspace_id, account_id, metric_id, source, measured_on, confirmed_on, rating, value,
                                 basis, measure, note, recorded_at)
SELECT %(workspace)s, account_id, metric_id, source, on_day, on_day, rating, value, basis, measure, '', %(now)s
FROM compared WHERE NOT coalesce(goes_on, false)
ON CONFLICT (workspace_id, account_id, metric_id, measured_on) DO UPDATE
SET confirmed_on = excluded.confirmed_on, rating = excluded.rating, value = excluded.value, basis = excluded.basis,
    measure = excluded.measure, recorded_at = excluded.recorded_at
WHERE r.source = excluded.source
"""

KEEP_TAILS = """
INSERT INTO health_reading (workspace_id, account_id, metric_id, source, measured_on, confirmed_on, rating, value,
                            basis, measure, note, recorded_at)
SELECT workspace_id, account_id, metric_id, source, %(last)s::date + 1, confirmed_on, rating, value, basis, measure,
       '', recorded_at
FROM health_reading
WHERE workspace_id = %(workspace)s AND source = ANY (%(sources)s) AND metric_id = ANY (%(metrics)s)
  AND measured_on <= %(last)s::date AND confirmed_on > %(last)s::date
ON CONFLICT (workspace_id, account_id, metric_id, measured_on) DO NOTHING
"""

CUT_HEADS = """
UPDATE health_reading SET confirmed_on = %(first)s::date - 1
WHERE workspace_id = %(workspace)s AND source = ANY (%(sources)s) AND metric_id = ANY (%(metrics)s)
  AND measured_on < %(first)s::date AND confirmed_on >= %(first)s::date
"""

CLEAR_SPAN = """
DELETE FROM health_reading
WHERE workspace_id = %(workspace)s AND source = ANY (%(sources)s) AND metric_id = ANY (%(metrics)s)
  AND measured_on BETWEEN %(first)s::date AND %(last)s::date
"""

STORE_SPAN = """
INSERT INTO health_reading (workspace_id, account_id, metric_id, source, measured_on, confirmed_on, rating, value,
                            basis, measure, note, recorded_at)
WITH compared AS (
    SELECT *, lag(on_day) OVER past IS NULL OR on_day - lag(on_day) OVER past > %(gap)s
              OR (lag(rating) OVER past, lag(value) OVER past, lag(basis) OVER past, lag(measure) OVER past)
                 IS DISTINCT FROM (rating, value, basis, measure) AS begins
    FROM {measured}
    WINDOW past AS (PARTITION BY account_id, metric_id ORDER BY on_day)
),
numbered AS (
    SELECT *, count(*) FILTER (WHERE begins) OVER (PARTITION BY account_id, metric_id ORDER BY on_day) AS run
    FROM compared
)
SELECT %(workspace)s, account_id, metric_id, min(source), min(on_day), max(on_day), min(rating), min(value), min(basis),
       min(measure), '', %(now)s
FROM numbered GROUP BY account_id, metric_id, run
ON CONFLICT (workspace_id, account_id, metric_id, measured_on) DO NOTHING
"""


def store_one_day(look: Look, measured: str, now: datetime) -> None:
    """Merge the readings of one day (in the table `measured`) into the runs of their accounts."""
    executed(STORE_ONE_DAY.format(measured=measured), look.parameters(now=now, gap=LONGEST_GAP_DAYS))


def store_span(look: Look, measured: str, now: datetime) -> None:
    """Make the automatic runs from the first to the last day of the look anew from the table `measured`."""
    first, last = min(look.days), max(look.days)
    span = _span(look, first, last)
    executed(KEEP_TAILS, span)
    executed(CUT_HEADS, span)
    executed(CLEAR_SPAN, span)
    executed(STORE_SPAN.format(measured=measured), look.parameters(now=now, gap=LONGEST_GAP_DAYS))


def _span(look: Look, first: date, last: date) -> dict[str, object]:
    metrics = list(look.metrics.values())
    return look.parameters(first=first, last=last, metrics=metrics, sources=AUTOMATIC)
