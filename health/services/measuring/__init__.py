"""Automatic readings: what usage, tickets, invoices and contracts say of each account on given days.

One pass of set-based SQL per source. A source is read no later than its own last fact: usage, tickets and invoices as
of a day long after the data ends give the readings of their last day, which are then stale and say so. Growth
is read as of the day itself. Ratings are those of health.rules.
"""

from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime

from django.db import connection

from core.tenancy import required_workspace_id
from health.choices import MetricKey
from health.services.measuring.contracts import measure_growth
from health.services.measuring.custom import measure_custom
from health.services.measuring.invoices import measure_payments
from health.services.measuring.runs import store_one_day, store_span
from health.services.measuring.satisfaction import store_satisfaction
from health.services.measuring.sources import Look, automatic_metrics
from health.services.measuring.tickets import measure_tickets
from health.services.measuring.usage import measure_features, measure_licences

# One line per metric that a source rates: its key, and who adds its readings to the table of the look.
MEASURED: dict[str, Callable[[Look, str], None]] = {
    MetricKey.UTILISATION_FEATURES: measure_features,
    MetricKey.UTILISATION_LICENCES: measure_licences,
    MetricKey.SUPPORT_TICKETS: measure_tickets,
    MetricKey.FINANCIAL_HEALTH: measure_payments,
    MetricKey.GROWTH: measure_growth,
}

MAKE = """
CREATE TEMP TABLE {table} (
    account_id bigint, metric_id bigint, on_day date, rating smallint, value bigint, basis bigint,
    measure varchar(20), source varchar(12)
) ON COMMIT DROP
"""


def measure_accounts(
    *,
    days: Sequence[date],
    zone: str,
    now: datetime,
    account_ids: Collection[int] | None = None,
    metrics: dict[str, int] | None = None,
) -> None:
    """Store the automatic readings of the workspace as of these days.

    One day is merged into the runs that stand; several days (a weekly history) rebuild the automatic runs of
    the span between the first and the last, for all accounts. `zone`: whose calendar days count.
    `account_ids`: only those, with one day only. `metrics`: the automatic metrics to read by key, all that the
    workspace keeps where left out. Idempotent: the same facts give the same rows.
    """
    if len(days) > 1 and account_ids is not None:
        raise ValueError("A span is rebuilt for all accounts")
    only = None if account_ids is None else tuple(account_ids)
    look = Look(
        required_workspace_id(), tuple(days), zone, automatic_metrics() if metrics is None else metrics, only
    )
    if MetricKey.SENTIMENT in look.metrics:
        store_satisfaction(look, now)
    with _table() as measured:
        for key, measure in MEASURED.items():
            if key in look.metrics:
                measure(look, measured)
        measure_custom(look, measured)
        _analyze(measured)
        (store_span if len(days) > 1 else store_one_day)(look, measured, now)


@contextmanager
def _table() -> Iterator[str]:
    name = "health_measured"
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TABLE IF EXISTS pg_temp.{name}")
        cursor.execute(MAKE.format(table=name))
    yield name
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TABLE pg_temp.{name}")


def _analyze(table: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"ANALYZE {table}")
