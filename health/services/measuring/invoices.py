"""Readings from invoices: paid on time of those due in 12 months, by the payments known on the day."""

from accounts.models.bin import IN_BIN
from health.choices import Measure, MetricKey, ReadingSource
from health.rules import PAID_ON_TIME
from health.services.measuring.sources import Horizon, Look, executed, fetched

WINDOW_DAYS = 365

INVOICE_HORIZON = f"""
SELECT least(min(i.issued_on), min(i.due_on)),
       greatest(max(i.issued_on), (SELECT max(p.paid_on) FROM accounts_payment p WHERE p.workspace_id = %(workspace)s))
FROM accounts_invoice i WHERE i.workspace_id = %(workspace)s AND i.account_id NOT IN {IN_BIN}
"""  # noqa: S608 - of this platform's constants

# As accounts.rules.paid_on_time and health.rules.rate_payments: an invoice counts from the day after its due date, for
# a year; what credit notes took off need not be paid, and one that they took off whole does not count.
PAYMENTS = """
INSERT INTO {measured} (account_id, metric_id, on_day, rating, value, basis, measure, source)
WITH days AS (SELECT unnest(%(days)s::date[]) AS on_day),
invoices AS MATERIALIZED (
    SELECT id, account_id, due_on, amount FROM accounts_invoice
    WHERE workspace_id = %(workspace)s AND amount > 0
      AND (%(only)s::bigint[] IS NULL OR account_id = ANY (%(only)s::bigint[]))
),
payments AS MATERIALIZED (
    SELECT p.invoice_id, p.paid_on, p.amount, p.kind = 'credit_note' AS is_credit
    FROM accounts_payment p JOIN invoices i ON i.id = p.invoice_id
    WHERE p.workspace_id = %(workspace)s
),
known AS (
    SELECT d.on_day, i.id, i.account_id,
           i.amount - coalesce(sum(p.amount) FILTER (WHERE p.is_credit), 0) AS need,
           coalesce(sum(p.amount) FILTER (WHERE NOT p.is_credit), 0) AS paid,
           coalesce(sum(p.amount) FILTER (WHERE NOT p.is_credit AND p.paid_on <= i.due_on), 0) AS in_time
    FROM days d
    JOIN invoices i ON i.due_on < d.on_day AND i.due_on >= d.on_day - %(window)s
    LEFT JOIN payments p ON p.invoice_id = i.id AND p.paid_on <= d.on_day
    GROUP BY d.on_day, i.id, i.account_id, i.amount
),
figures AS (
    SELECT on_day, account_id, count(*) AS due, count(*) FILTER (WHERE in_time >= need AND paid >= need) AS on_time
    FROM known WHERE need > 0 GROUP BY on_day, account_id
)
SELECT account_id, %(metric)s, on_day,
       CASE WHEN on_time * 10000 >= due * %(good)s THEN 3 WHEN on_time * 10000 >= due * %(middling)s THEN 2 ELSE 1 END,
       on_time * 1000, due * 1000, %(measure)s, %(source)s
FROM figures
"""


def measure_payments(look: Look, measured: str) -> None:
    """Add a reading of the payments to the table `measured`, per account with invoices due and day of the source."""
    horizon = invoice_horizon(look)
    days = horizon.days(look.days) if horizon else []
    if not days:
        return
    own = {
        "days": days,
        "metric": look.metrics[MetricKey.FINANCIAL_HEALTH],
        "source": ReadingSource.INVOICES.value,
        "measure": Measure.PAID_ON_TIME.value,
        "window": WINDOW_DAYS,
        "good": PAID_ON_TIME.good,
        "middling": PAID_ON_TIME.middling,
    }
    executed(PAYMENTS.format(measured=measured), look.parameters(**own))


def invoice_horizon(look: Look) -> Horizon | None:
    """Days on which an invoice was issued or paid; None where the workspace has no invoices."""
    [(first, last)] = fetched(INVOICE_HORIZON, look.parameters())
    return Horizon(first, last) if first else None
