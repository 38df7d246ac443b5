"""Invoices from staged rows, with the day on which the file calls them paid."""

from datetime import date, datetime

from accounts.ingest.invoice_checks import refuse_invoices, tell_invoices, tell_states
from accounts.ingest.rows import (
    ACCOUNT_ID,
    ACCOUNT_MEANT,
    column,
    finished_with_former,
    given,
    need,
    tell_accounts_in_bin,
)
from accounts.ingest.settling import settle
from core.merging import Column, work_on
from core.staging import Outcome, Staged
from core.tenancy import required_workspace_id
from workspaces.models import Workspace

TARGET = "accounts_invoice"
LOCK = "invoices"  # of payments too: both write what is settled

READ = """
SELECT s.row_no, t.id, t.account_id AS was_account_id, nullif(btrim(s.account), '') AS account, {account_id}, {columns}
FROM {staged} s {meant}
LEFT JOIN accounts_invoice t ON t.workspace_id = %(workspace)s AND t.external_id = nullif(btrim(s.external_id), '')
"""

DUE_BY_DAYS = """
UPDATE {work} w SET due_on = w.issued_on + w.payment_days::integer
WHERE w.due_on IS NULL AND w.payment_days BETWEEN 0 AND 730
"""

FIND_CONTRACTS = """
UPDATE {work} w SET contract_id = c.id, contract_account_id = c.account_id
FROM accounts_contract c WHERE c.workspace_id = %(workspace)s AND c.external_id = w.contract
"""

# The file's own word on when an invoice was paid holds only where no payments of their own are known.
SUMMARIES = """
WITH said AS (
    SELECT w.id, w.row_no, w.paid_on, coalesce(w.paid_amount, w.amount) AS amount FROM {work} w
    WHERE w.paid_on IS NOT NULL AND coalesce(w.paid_amount, w.amount) <> 0
      AND NOT EXISTS (SELECT 1 FROM accounts_payment p WHERE p.workspace_id = %(workspace)s AND p.invoice_id = w.id
                      AND NOT p.is_summary AND p.kind = 'payment')
),
gone AS (
    DELETE FROM accounts_payment p USING {work} w
    WHERE p.workspace_id = %(workspace)s AND p.invoice_id = w.id AND p.is_summary
      AND NOT EXISTS (SELECT 1 FROM said WHERE said.id = w.id)
    RETURNING p.invoice_id
),
written AS (
    INSERT INTO accounts_payment AS p
        (workspace_id, invoice_id, kind, paid_on, amount, is_summary, origin_batch_id, origin_row)
    SELECT %(workspace)s, id, 'payment', paid_on, amount, true, %(batch)s, row_no FROM said
    ON CONFLICT (workspace_id, invoice_id) WHERE is_summary DO UPDATE
    SET paid_on = excluded.paid_on, amount = excluded.amount, origin_batch_id = excluded.origin_batch_id,
        origin_row = excluded.origin_row
    WHERE ROW(p.paid_on, p.amount) IS DISTINCT FROM ROW(excluded.paid_on, excluded.amount)
    RETURNING p.invoice_id
)
UPDATE {work} w SET is_changed = true
FROM (SELECT invoice_id FROM gone UNION SELECT invoice_id FROM written) AS moved WHERE moved.invoice_id = w.id
"""


def upsert_invoices(staged: Staged, *, batch_id: int | None, today: date, now: datetime) -> Outcome:
    """Take invoices in, one per `external_id` (the number): `account` (external id, else exact name), `issued_on`,
    `amount` and one of `due_on` and `payment_days` are needed.

    Further columns: contract (its id), tax_amount, currency (else the workspace's), paid_on and paid_amount (of an
    invoice without payments of its own), status (compared, never believed). Amounts are minor units.
    """
    need(staged, "external_id", "account", "issued_on", "amount")
    read = READ.format(account_id=ACCOUNT_ID, columns=_read(staged), staged=staged.table, meant=ACCOUNT_MEANT)
    currency = Workspace.objects.get(pk=required_workspace_id()).currency
    with work_on(LOCK, read, today=today, now=now, currency=currency) as work:
        work.run(DUE_BY_DAYS)
        work.run(FIND_CONTRACTS)
        refuse_invoices(work)
        work.keep_last("w.external_id", "external_id")
        tell_accounts_in_bin(work)
        tell_invoices(work)
        work.merge(TARGET, _columns(staged), batch_id=batch_id)
        work.run("UPDATE {work} SET invoice_id = id")
        if "paid_on" in staged.columns:
            work.run(SUMMARIES, batch=batch_id)
        settle(work)
        tell_states(work)
        return finished_with_former(work)


def _read(staged: Staged) -> str:
    return ", ".join(
        [given(staged, key, "text") for key in ("external_id", "contract", "currency", "status")]
        + [given(staged, key, "date") for key in ("issued_on", "due_on", "paid_on")]
        + [given(staged, key, "bigint") for key in ("amount", "tax_amount", "paid_amount")]
        + [given(staged, "payment_days", "integer")]
        + [f"NULL::bigint AS {name}" for name in ("invoice_id", "contract_id", "contract_account_id")]
    )


def _columns(staged: Staged) -> list[Column]:
    of_account = "CASE WHEN w.contract_account_id = w.account_id THEN w.contract_id END"
    return [
        Column("external_id", None, "w.external_id"),
        Column("account_id", "w.account_id"),
        column(staged, "contract_id", "contract", of_account),
        Column("issued_on", "w.issued_on"),
        Column("due_on", "w.due_on"),
        Column("amount", "w.amount"),
        column(staged, "tax_amount", "tax_amount"),
        column(staged, "currency", "currency", "coalesce(w.currency, %(currency)s)", "%(currency)s"),
        Column("version", "t.version + 1", "1", counts=False),
        *(Column(name, None, "0") for name in ("paid_amount", "credited_amount")),
    ]
