"""Readings from support tickets: their run over 90 days, and the satisfaction told on closing over 180."""

from health.choices import Measure, MetricKey, ReadingSource
from health.rules import CSAT_MEAN, DEFAULT_TICKET_LIMITS
from health.services.measuring.sources import Look, executed, ticket_horizon

WINDOW_DAYS = 90
ESCALATED_DAYS = 30
SATISFACTION_DAYS = 180

# As health.rules.rate_tickets. A workspace with tickets would see those of every customer, so no ticket at all
# rates 3; an account that is no customer yet on the day is left out unless it has tickets.
TICKETS = """
INSERT INTO {measured} (account_id, metric_id, on_day, rating, value, basis, measure, source)
WITH days AS (SELECT unnest(%(days)s::date[]) AS on_day),
tickets AS MATERIALIZED (
    SELECT account_id, priority, is_escalated,
           (opened_at AT TIME ZONE %(zone)s)::date AS opened_on, (closed_at AT TIME ZONE %(zone)s)::date AS closed_on,
           coalesce(resolution_minutes * 60::numeric, extract(epoch FROM closed_at - opened_at))::float8 AS seconds
    FROM accounts_ticket
    WHERE workspace_id = %(workspace)s
      AND (%(only)s::bigint[] IS NULL OR account_id = ANY (%(only)s::bigint[]))
),
figures AS (
    SELECT d.on_day, t.account_id,
           count(*) FILTER (WHERE opened_on > d.on_day - %(window)s) AS submitted,
           count(*) FILTER (WHERE opened_on > d.on_day - %(window)s AND priority = 'urgent') AS urgent,
           count(*) FILTER (WHERE opened_on > d.on_day - %(window)s AND is_escalated) AS escalated,
           count(*) FILTER (WHERE opened_on > d.on_day - %(lately)s AND is_escalated) AS escalated_lately,
           count(*) FILTER (WHERE closed_on IS NULL OR closed_on > d.on_day) AS open,
           percentile_cont(0.5) WITHIN GROUP (ORDER BY seconds) FILTER (WHERE closed_on <= d.on_day) AS median
    FROM days d JOIN tickets t ON t.opened_on <= d.on_day
     AND (t.closed_on IS NULL OR t.closed_on > d.on_day - %(window)s OR t.opened_on > d.on_day - %(window)s)
    GROUP BY d.on_day, t.account_id
),
judged AS (
    SELECT d.on_day, a.id AS account_id, coalesce(f.submitted, 0) AS submitted, coalesce(f.open, 0) AS open,
           CASE WHEN f.account_id IS NULL THEN %(none)s
                WHEN f.escalated_lately > 0 THEN %(was_escalated)s
                WHEN f.urgent >= %(urgent_from)s THEN %(was_urgent)s
                WHEN f.open > %(open_above)s THEN %(was_open)s
                WHEN f.escalated = 0 AND f.open <= %(open_to)s AND f.median <= %(seconds_to)s THEN %(was_swift)s
                ELSE %(was_slow)s END AS measure
    FROM days d
    JOIN accounts_account a ON a.workspace_id = %(workspace)s
     AND (%(only)s::bigint[] IS NULL OR a.id = ANY (%(only)s::bigint[]))
    LEFT JOIN figures f ON (f.on_day, f.account_id) = (d.on_day, a.id)
    WHERE f.account_id IS NOT NULL OR a.customer_since_on IS NULL OR a.customer_since_on <= d.on_day
)
SELECT account_id, %(metric)s, on_day,
       CASE WHEN measure IN (%(none)s, %(was_swift)s) THEN 3 WHEN measure = %(was_slow)s THEN 2 ELSE 1 END,
       submitted * 1000, open * 1000, measure, %(source)s
FROM judged
"""

# Exact for every day, not for the days of a look alone: the mean changes on the day of an answer and on the
# day when one leaves the window. The age counts from the last answer, so that a reading is stale with it.
SATISFACTION = """
WITH answers AS MATERIALIZED (
    SELECT account_id, (coalesce(closed_at, opened_at) AT TIME ZONE %(zone)s)::date AS on_day, satisfaction
    FROM accounts_ticket
    WHERE workspace_id = %(workspace)s AND satisfaction IS NOT NULL
      AND (%(only)s::bigint[] IS NULL OR account_id = ANY (%(only)s::bigint[]))
),
turns AS (
    SELECT account_id, on_day, satisfaction, on_day AS answered_on FROM answers
    UNION ALL
    SELECT account_id, on_day + %(window)s, NULL, NULL FROM answers
),
means AS (
    SELECT DISTINCT account_id, on_day, sum(satisfaction) OVER frame AS total, count(satisfaction) OVER frame AS answers,
           max(answered_on) OVER frame AS answered_on
    FROM turns
    WINDOW frame AS (PARTITION BY account_id ORDER BY on_day
                     RANGE BETWEEN make_interval(days => %(window)s - 1) PRECEDING AND CURRENT ROW)
),
runs AS MATERIALIZED (
    SELECT account_id, on_day, answered_on,
           CASE WHEN total * 10000 >= answers * %(good)s THEN 3
                WHEN total * 10000 >= answers * %(middling)s THEN 2 ELSE 1 END AS rating,
           (2000 * total + answers) / (2 * answers) AS value, answers * 1000 AS basis
    FROM means WHERE answers > 0 AND on_day <= %(until)s::date
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
       %(measure)s, '', %(now)s
FROM runs n
LEFT JOIN health_reading o ON o.workspace_id = %(workspace)s AND o.account_id = n.account_id
     AND o.metric_id = %(metric)s AND o.measured_on = n.on_day
WHERE o.id IS NULL OR (o.source = %(source)s AND (o.confirmed_on, o.rating, o.value, o.basis)
                       IS DISTINCT FROM (n.answered_on, n.rating, n.value, n.basis))
ON CONFLICT (workspace_id, account_id, metric_id, measured_on) DO UPDATE
SET confirmed_on = excluded.confirmed_on, rating = excluded.rating, value = excluded.value,
    basis = excluded.basis, recorded_at = excluded.recorded_at
WHERE r.source = excluded.source
"""


def measure_tickets(look: Look, measured: str) -> None:
    """Add a reading of the tickets to the table `measured`, per account and day of the source."""
    horizon = ticket_horizon(look)
    days = horizon.days(look.days) if horizon else []
    if not days:
        return
    limits = DEFAULT_TICKET_LIMITS
    own = {
        "days": days,
        "metric": look.metrics[MetricKey.SUPPORT_TICKETS],
        "source": ReadingSource.TICKETS.value,
        "window": WINDOW_DAYS,
        "lately": ESCALATED_DAYS,
        "urgent_from": limits.urgent_bad_from,
        "open_above": limits.open_bad_above,
        "open_to": limits.open_good_to,
        "seconds_to": limits.resolution_good_to_seconds,
        "none": Measure.TICKETS_NONE.value,
        "was_escalated": Measure.TICKETS_ESCALATED.value,
        "was_urgent": Measure.TICKETS_URGENT.value,
        "was_open": Measure.TICKETS_OPEN.value,
        "was_swift": Measure.TICKETS_SWIFT.value,
        "was_slow": Measure.TICKETS_SLOW.value,
    }
    executed(TICKETS.format(measured=measured), look.parameters(**own))


def store_satisfaction(look: Look, now: object) -> None:
    """Bring the readings of sentiment up to the last day of the look in line with the tickets' answers."""
    own = {
        "metric": look.metrics[MetricKey.SENTIMENT],
        "source": ReadingSource.SATISFACTION.value,
        "measure": Measure.CSAT.value,
        "window": SATISFACTION_DAYS,
        "good": CSAT_MEAN.good,
        "middling": CSAT_MEAN.middling,
        "until": max(look.days),
        "now": now,
    }
    executed(SATISFACTION, look.parameters(**own))
