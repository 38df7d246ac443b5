"""Readings from support tickets: their run over 90 days."""

from health.choices import Measure, MetricKey, ReadingSource
from health.rules import DEFAULT_TICKET_LIMITS
from health.services.measuring.sources import Look, executed, ticket_horizon

WINDOW_DAYS = 90
ESCALATED_DAYS = 30

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
