"""Payments and credit notes from staged rows; their invoices follow."""

from datetime import date, datetime

from django.utils.translation import gettext as _

from accounts.choices import PaymentKind
from accounts.ingest.invoice_checks import refuse_paid_ahead
from accounts.ingest.invoices import LOCK
from accounts.ingest.rows import given, need, refuse_bad_ids, refuse_unknown_words
from accounts.ingest.settling import settle
from core.merging import Column, Work, work_on
from core.staging import Outcome, Staged

TARGET = "accounts_payment"

# Without an id of its own a payment is known by invoice, day, amount and kind.
READ = """
SELECT n.*, t.id, t.invoice_id AS was_invoice_id
FROM (
    SELECT s.*, i.id AS invoice_id, i.account_id, i.issued_on, i.currency AS invoice_currency,
           coalesce(s.own_id, concat_ws('/', s.invoice, s.paid_on, s.sum, s.kind)) AS external_id
    FROM (SELECT r.*, CASE WHEN r.kind = 'credit_note' THEN abs(r.amount) ELSE r.amount END AS sum
          FROM (SELECT s.row_no, coalesce(nullif(btrim({kind}), ''), 'payment') AS kind, {columns} FROM {staged} s) AS r) AS s
    LEFT JOIN accounts_invoice i ON i.workspace_id = %(workspace)s AND i.external_id = s.invoice
) AS n
LEFT JOIN accounts_payment t ON t.workspace_id = %(workspace)s AND t.external_id = n.external_id
"""

# What the invoice's own file said of its payment gives way to the payments themselves.
REPLACE_SUMMARIES = """
DELETE FROM accounts_payment p USING {work} w
WHERE p.workspace_id = %(workspace)s AND p.invoice_id = w.invoice_id AND p.is_summary AND w.kind = 'payment'
"""

# An invoice that a payment was moved away from is settled anew too.
LEFT_BEHIND = """
INSERT INTO {work} (row_no, invoice_id)
SELECT NULL, w.was_invoice_id FROM {work} w WHERE w.was_invoice_id IS NOT NULL AND w.was_invoice_id <> w.invoice_id
"""


def upsert_payments(staged: Staged, *, batch_id: int | None, today: date, now: datetime) -> Outcome:
    """Take payments and credit notes in, one per `external_id` (else per invoice, day, amount and kind): `invoice` (its
    number), `paid_on` and `amount` (minor units of the invoice's currency) are needed.

    Further columns: kind (payment, credit_note), currency (compared with the invoice's).
    """
    need(staged, "invoice", "paid_on", "amount")
    columns = ", ".join(
        [given(staged, key, "text") for key in ("invoice", "currency")]
        + [given(staged, "external_id", "text").replace(" AS external_id", " AS own_id")]
        + [given(staged, "paid_on", "date"), given(staged, "amount", "bigint")]
    )
    kind = "s.kind" if "kind" in staged.columns else "NULL::text"
    read = READ.format(kind=kind, columns=columns, staged=staged.table)
    with work_on(LOCK, read, today=today, now=now) as work:
        _refuse(work)
        work.keep_last("w.external_id", "external_id")
        work.run(REPLACE_SUMMARIES)
        work.merge(TARGET, _columns(), batch_id=batch_id)
        outcome = work.finished("w.account_id")
        work.run(LEFT_BEHIND)
        settle(work)
        work.run("DELETE FROM {work} WHERE row_no IS NULL")
        _tell(work)
        outcome.warnings.sort(key=lambda problem: problem.row_no)
        return outcome


def _columns() -> list[Column]:
    return [
        Column("external_id", None, "w.external_id"),
        Column("invoice_id", "w.invoice_id"),
        Column("kind", "w.kind"),
        Column("paid_on", "w.paid_on"),
        Column("amount", "w.sum"),
        Column("is_summary", None, "false"),
    ]


def _refuse(work: Work) -> None:
    work.reject(
        "w.invoice IS NULL",
        "invoice",
        "invoice_missing",
        _("The row names no invoice. Fill in the invoice's number."),
    )
    work.reject(
        "w.invoice_id IS NULL",
        "invoice",
        "invoice_unknown",
        _("There is no invoice “%(value)s”. Import the invoices first, or correct the number."),
        "w.invoice",
    )
    work.reject("w.paid_on IS NULL", "paid_on", "paid_missing", _("The row does not say when it was paid."))
    refuse_paid_ahead(work)
    work.reject("w.amount IS NULL", "amount", "amount_missing", _("The row has no amount."))
    work.reject("w.amount = 0", "amount", "amount_zero", _("A payment of nothing."))
    refuse_unknown_words(work, kind=PaymentKind.values)
    refuse_bad_ids(work, required=False)


def _tell(work: Work) -> None:
    work.warn(
        "w.paid_on < w.issued_on AND w.kind = 'payment'",
        "paid_on",
        "paid_before_issue",
        _("The payment of %(value)s came before the invoice was issued."),
        "w.paid_on",
    )
    work.warn(
        "w.currency <> w.invoice_currency",
        "currency",
        "currency_differs",
        _("The payment is in %(value)s, its invoice is not. The amount counts as it stands."),
        "w.currency",
    )
    work.warn(
        "w.row_no IN (SELECT max(w.row_no) FROM {work} w JOIN accounts_invoice i"
        " ON i.workspace_id = %(workspace)s AND i.id = w.invoice_id"
        " WHERE i.paid_amount + i.credited_amount > i.amount GROUP BY w.invoice_id)",
        "amount",
        "overpaid",
        _("With this, payments and credit notes of invoice %(value)s come to more than its amount."),
        "w.invoice",
    )
