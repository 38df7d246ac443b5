"""Readings of the workspace's own usage metrics: any figure of any event over any window, in all or per licence.

One statement per metric over all accounts and days of the look, as for the default metrics.
"""

from datetime import date
from typing import Any

from health.choices import Measure, ReadingSource, UsageFigure
from health.models import Metric
from health.ports import OWN_EVENTS, OwnEvent
from health.rules import DEFAULT_SCALE, FIGURES
from health.services.measuring.sources import Look, executed, fetched, usage_horizon, users_horizon

COUNTED: dict[str, str] = {
    UsageFigure.QUANTITY: "1000 * sum(e.quantity)",
    UsageFigure.EVENTS: "1000 * count(*)",
    UsageFigure.USERS: "1000 * count(DISTINCT e.user_key) FILTER (WHERE e.user_key <> '')",
    UsageFigure.DAYS: "1000 * count(DISTINCT e.occurred_on)",
    UsageFigure.FEATURES: "1000 * count(DISTINCT e.feature) FILTER (WHERE e.feature <> '')",
    UsageFigure.HOURS: "1000 * sum(e.duration_seconds) / 3600",
    UsageFigure.ERRORS: "1000 * sum(e.error_count)",
}
"""Thousandths of each figure, over the events `e` of one account and window."""

# An account that used the product before and did nothing in the window is a fact (0); one that never used it has no
# reading. Per licence, an account without licences on the day has none either.
USAGE = """
INSERT INTO {measured} (account_id, metric_id, on_day, rating, value, basis, measure, source)
WITH days AS (SELECT unnest(%(days)s::date[]) AS on_day),
counted AS (
    SELECT d.on_day, e.account_id, ({counted})::bigint AS n
    FROM days d JOIN {events} e
      ON e.workspace_id = %(workspace)s AND e.occurred_on > d.on_day - %(window)s AND e.occurred_on <= d.on_day
     AND e.occurred_on > %(first)s::date - %(window)s AND e.occurred_on <= %(last)s::date
     AND (%(feature)s = '' OR e.feature = %(feature)s)
     AND (%(only)s::bigint[] IS NULL OR e.account_id = ANY (%(only)s::bigint[]))
    GROUP BY d.on_day, e.account_id
),
licences AS (
    SELECT d.on_day, c.account_id, 1000 * sum(c.seats)::bigint AS seats
    FROM days d JOIN accounts_contract c ON c.workspace_id = %(workspace)s AND c.starts_on <= d.on_day
     AND (c.ends_on IS NULL OR c.ends_on >= d.on_day) AND (c.cancelled_on IS NULL OR c.cancelled_on > d.on_day)
    WHERE %(per_seat)s AND c.deleted_at IS NULL
    GROUP BY d.on_day, c.account_id
),
figures AS (
    SELECT d.on_day, s.account_id, coalesce(n.n, 0) AS value, l.seats AS basis
    FROM days d
    JOIN {spans} s ON s.workspace_id = %(workspace)s AND s.{since} <= d.on_day
    LEFT JOIN counted n ON (n.on_day, n.account_id) = (d.on_day, s.account_id)
    LEFT JOIN licences l ON (l.on_day, l.account_id) = (d.on_day, s.account_id)
    WHERE %(only)s::bigint[] IS NULL OR s.account_id = ANY (%(only)s::bigint[])
)
SELECT account_id, %(metric)s, on_day, least({rating}, %(high)s), value, basis, %(measure)s, %(source)s
FROM figures WHERE NOT %(per_seat)s OR basis > 0
"""

# What happens on the platform itself, in the shape of events and of their spans.
OWN = """(SELECT %(workspace)s::bigint AS workspace_id, account_id, occurred_on, %(feature)s::text AS feature, user_key,
     1::bigint AS quantity, 0::bigint AS duration_seconds, 0::bigint AS error_count FROM ({rows}) AS own)"""
OWN_SPANS = """(SELECT %(workspace)s::bigint AS workspace_id, account_id, min(occurred_on) AS first_on,
     min(occurred_on) AS first_user_on FROM ({rows}) AS own GROUP BY account_id)"""


def measure_custom(look: Look, measured: str) -> None:
    """Add a reading of each of the workspace's own usage metrics to the table `measured`, per account and day."""
    for metric in Metric.objects.filter(pk__in=look.metrics.values()).exclude(figure="").order_by("id"):
        own: OwnEvent | None = OWN_EVENTS.get(metric.feature)
        days = _days(look, metric, own)
        if days:
            executed(_statement(metric, measured, own), look.parameters(**_parameters(metric, days)))


def _days(look: Look, metric: Metric, own: OwnEvent | None) -> list[date]:
    """On which the metric is read: what happens here is known up to today, and nothing is before it first happened."""
    if own is not None:
        statement = f"SELECT min(occurred_on) FROM ({own.rows}) AS own"  # noqa: S608 - of our own code
        [(first,)] = fetched(statement, look.parameters())
        return sorted({day for day in look.days if first and day >= first})
    horizon = users_horizon(look) if metric.figure == UsageFigure.USERS else usage_horizon(look)
    return horizon.days(look.days) if horizon else []


def _statement(metric: Metric, measured: str, own: OwnEvent | None) -> str:
    figure, sign = FIGURES[_measure(metric)], "<=" if metric.lower_is_better else ">="
    whole = "basis" if figure.per_basis else "1"
    steps = [
        f"(value * {figure.factor} {sign} {whole} * %(cutoff{step})s::bigint)::int"
        for step in range(len(metric.cutoffs))
    ]
    return USAGE.format(
        measured=measured,
        events=OWN.format(rows=own.rows) if own else "health_usageevent",
        spans=OWN_SPANS.format(rows=own.rows) if own else "health_usagespan",
        counted=COUNTED[metric.figure],
        since="first_user_on" if metric.figure == UsageFigure.USERS else "first_on",
        rating=" + ".join(["%(low)s", *steps]),
    )


def _parameters(metric: Metric, days: list[Any]) -> dict[str, Any]:
    return {
        "days": days,
        "first": days[0],
        "last": days[-1],
        "window": metric.window_days,
        "feature": metric.feature,
        "per_seat": metric.per_seat,
        "metric": metric.pk,
        "measure": _measure(metric),
        "source": ReadingSource.USAGE.value,
        "low": DEFAULT_SCALE.low,
        "high": DEFAULT_SCALE.high,
        **{f"cutoff{step}": cutoff for step, cutoff in enumerate(metric.cutoffs)},
    }


def _measure(metric: Metric) -> str:
    return (Measure.USAGE_PER_SEAT if metric.per_seat else Measure.USAGE).value
