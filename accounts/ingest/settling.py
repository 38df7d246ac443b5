"""Invoices follow their payments: what was paid and credited, and since when nothing is open."""

from core.merging import Work

# As accounts.rules.settled_on. A day's payments and credit notes count together.
SETTLE = """
WITH sums AS (
    SELECT p.invoice_id, p.paid_on, sum(p.amount)::bigint AS amount,
           coalesce(sum(p.amount) FILTER (WHERE p.kind = 'credit_note'), 0)::bigint AS credited
    FROM accounts_payment p
    WHERE p.workspace_id = %(workspace)s AND p.invoice_id IN (SELECT w.invoice_id FROM {work} w)
    GROUP BY p.invoice_id, p.paid_on
),
days AS (
    SELECT *, sum(amount) OVER (PARTITION BY invoice_id ORDER BY paid_on) AS total FROM sums
),
marks AS (
    SELECT d.invoice_id, sum(d.amount - d.credited)::bigint AS paid, sum(d.credited)::bigint AS credited,
           sum(d.amount) AS total, max(d.paid_on) FILTER (WHERE d.total < i.amount) AS last_open_on
    FROM days d JOIN accounts_invoice i ON i.workspace_id = %(workspace)s AND i.id = d.invoice_id
    GROUP BY d.invoice_id
),
closed AS (
    SELECT d.invoice_id, min(d.paid_on) AS paid_on
    FROM days d JOIN marks m ON m.invoice_id = d.invoice_id
    WHERE m.last_open_on IS NULL OR d.paid_on > m.last_open_on
    GROUP BY d.invoice_id
),
found AS (
    SELECT i.id, coalesce(m.paid, 0) AS paid, coalesce(m.credited, 0) AS credited,
           CASE WHEN i.amount = 0 AND m.last_open_on IS NULL THEN i.issued_on
                WHEN m.total >= i.amount THEN c.paid_on END AS settled_on
    FROM accounts_invoice i
    LEFT JOIN marks m ON m.invoice_id = i.id
    LEFT JOIN closed c ON c.invoice_id = i.id
    WHERE i.workspace_id = %(workspace)s AND i.id IN (SELECT w.invoice_id FROM {work} w)
)
UPDATE accounts_invoice i SET paid_amount = f.paid, credited_amount = f.credited, settled_on = f.settled_on
FROM found f
WHERE i.workspace_id = %(workspace)s AND i.id = f.id
  AND ROW(i.paid_amount, i.credited_amount, i.settled_on) IS DISTINCT FROM ROW(f.paid, f.credited, f.settled_on)
"""


def settle(work: Work) -> None:
    """Bring the invoices that the rows' `invoice_id` means in line with their payments; only changed ones are written."""
    work.run(SETTLE)
