"""Tickets of a quarter, of the one before, and by week. Days are those of the workspace's time zone."""

from datetime import date, timedelta
from typing import Any

from django.db import connection

from accounts.models import Account, Ticket
from core.charts import WEEKS
from core.tenancy import required_workspace_id
from health.selectors.weeks import week_ends
from reports.facts import CountWeek, QuarterTickets, SupportFacts, TicketFigures
from reports.rules import Quarter

DAY_MINUTES = 24 * 60

LOCAL = """
WITH tickets AS (
    SELECT (opened_at AT TIME ZONE %(zone)s)::date AS opened_on, (closed_at AT TIME ZONE %(zone)s)::date AS closed_on,
           is_escalated, priority, first_response_minutes, satisfaction,
           coalesce(resolution_minutes::numeric, extract(epoch FROM closed_at - opened_at) / 60) AS minutes
    FROM accounts_ticket WHERE workspace_id = %(workspace)s AND account_id = %(account)s
)
"""

FIGURES = (
    LOCAL
    + """SELECT count(*) FILTER (WHERE opened_on BETWEEN %(first)s AND %(last)s),
       count(*) FILTER (WHERE closed_on BETWEEN %(first)s AND %(last)s),
       count(*) FILTER (WHERE opened_on <= %(last)s AND (closed_on IS NULL OR closed_on > %(last)s)),
       count(*) FILTER (WHERE opened_on BETWEEN %(first)s AND %(last)s AND is_escalated),
       count(*) FILTER (WHERE opened_on BETWEEN %(first)s AND %(last)s AND priority = 'urgent'),
       count(first_response_minutes) FILTER (WHERE opened_on BETWEEN %(first)s AND %(last)s),
       count(*) FILTER (WHERE opened_on BETWEEN %(first)s AND %(last)s AND first_response_minutes <= %(day_minutes)s),
       percentile_cont(0.5) WITHIN GROUP (ORDER BY minutes::float8) FILTER (WHERE closed_on BETWEEN %(first)s AND %(last)s),
       count(satisfaction) FILTER (WHERE coalesce(closed_on, opened_on) BETWEEN %(first)s AND %(last)s),
       count(*) FILTER (WHERE coalesce(closed_on, opened_on) BETWEEN %(first)s AND %(last)s AND satisfaction >= 4)
FROM tickets
"""
)

WEEKLY = (
    LOCAL
    + """
SELECT (%(last)s::date - opened_on) / 7, count(*) FROM tickets
WHERE opened_on > %(first)s AND opened_on <= %(last)s GROUP BY 1
"""
)


def support_facts(account: Account, quarter: Quarter, as_of: date, zone: str) -> SupportFacts:
    """Figures up to a day of the quarter, those of the three whole quarters before, and 18 weeks of tickets opened."""
    counts = dict(_rows(WEEKLY, account, as_of - timedelta(weeks=WEEKS), as_of, zone))
    backs = range(WEEKS - 1, -1, -1)
    now = _figures(account, quarter.first, as_of, zone)
    before = _figures(account, quarter.before.first, quarter.before.last, zone)
    return SupportFacts(
        has_source=Ticket.objects.filter(opened_at__date__lte=as_of).exists(),
        weeks=tuple(
            CountWeek(on, counts.get(back, 0)) for back, on in zip(backs, week_ends(as_of), strict=True)
        ),
        now=now,
        before=before,
        quarters=(
            *(
                QuarterTickets(str(one), _figures(account, one.first, one.last, zone))
                for one in (quarter.before.before.before, quarter.before.before)
            ),
            QuarterTickets(str(quarter.before), before),
            QuarterTickets(str(quarter), now),
        ),
    )


def _figures(account: Account, first: date, last: date, zone: str) -> TicketFigures:
    values = list(_rows(FIGURES, account, first, last, zone)[0])
    values[7] = None if values[7] is None else round(values[7])
    return TicketFigures(*values)


def _rows(query: str, account: Account, first: date, last: date, zone: str) -> list[tuple[Any, ...]]:
    given: dict[str, Any] = {
        "workspace": required_workspace_id(), "account": account.pk, "first": first, "last": last, "zone": zone,
        "day_minutes": DAY_MINUTES,
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(query, given)
        return list(cursor.fetchall())
