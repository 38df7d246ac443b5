"""Churn records from staged rows: who left, who came back, and why."""

from datetime import date, datetime

from django.utils.translation import gettext as _

from accounts.ingest.rows import (
    ACCOUNT_ID,
    ACCOUNT_MEANT,
    column,
    given,
    need,
    refuse_bad_ids,
    refuse_long,
    refuse_unknown_accounts,
    tell_accounts_in_bin,
    text,
)
from core.merging import Column, Work, work_on
from core.staging import Outcome, Staged
from core.tenancy import required_workspace_id
from lifecycle.choices import ChurnReason
from lifecycle.ingest.standing import apply_records
from workspaces.models import Workspace

TARGET = "lifecycle_churnrecord"

# Words that other systems use for our decline codes; any other word becomes "other" and is kept beside it.
WORDS = {
    "pricing": ChurnReason.PRICE,
    "budget": ChurnReason.PRICE,
    "cost": ChurnReason.PRICE,
    "features": ChurnReason.MISSING_FEATURES,
    "missing features": ChurnReason.MISSING_FEATURES,
    "competition": ChurnReason.COMPETITOR,
    "quality": ChurnReason.POOR_QUALITY,
    "adoption": ChurnReason.LOW_ADOPTION,
    "acquisition": ChurnReason.ACQUIRED,
    "sponsor": ChurnReason.SPONSOR_LOST,
    "n/a": ChurnReason.UNKNOWN,
}

READ = """
SELECT s.row_no, t.id, t.account_id AS was_account_id, nullif(btrim(s.account), '') AS account, {account_id}, {columns}
FROM {staged} s {meant}
LEFT JOIN lifecycle_churnrecord t ON t.workspace_id = %(workspace)s AND t.external_id = nullif(btrim(s.external_id), '')
"""


def upsert_churn(staged: Staged, *, batch_id: int | None, today: date, now: datetime) -> Outcome:
    """Take churn records in, one per `external_id`: `account` (external id, else exact name) and `churned_on` are needed.

    Further columns: reason (a decline code, or another system's word), is_reactivation, refund_amount in minor
    units with currency (else the workspace's), comment. The accounts' last record decides whether they left;
    their status follows by accounts.services.tell_facts.
    """
    need(staged, "external_id", "account", "churned_on")
    columns = ", ".join(
        [given(staged, key, "text") for key in ("external_id", "reason", "currency", "comment")]
        + [
            given(staged, "churned_on", "date"),
            given(staged, "refund_amount", "bigint"),
            given(staged, "is_reactivation", "boolean"),
        ]
    )
    read = READ.format(account_id=ACCOUNT_ID, columns=columns, staged=staged.table, meant=ACCOUNT_MEANT)
    currency = Workspace.objects.get(pk=required_workspace_id()).currency
    with work_on("churn", read, today=today, now=now, currency=currency) as work:
        _refuse(work)
        work.keep_last("w.external_id", "external_id")
        tell_accounts_in_bin(work)
        work.merge(TARGET, _columns(staged), batch_id=batch_id)
        outcome = work.finished("w.account_id")
        moved = work.run("SELECT DISTINCT was_account_id FROM {work} WHERE is_changed")
        outcome.touched_account_ids.update(account for (account,) in moved if account)
        apply_records(today=today, account_ids=outcome.touched_account_ids)
        _tell(work)
        outcome.warnings.sort(key=lambda problem: problem.row_no)
        return outcome


def _columns(staged: Staged) -> list[Column]:
    known = " ".join(f"WHEN '{code}' THEN '{code}'" for code in ChurnReason.values)
    spelled = " ".join(f"WHEN '{word}' THEN '{code}'" for word, code in WORDS.items())
    reason = (
        f"CASE WHEN w.reason IS NULL THEN '{ChurnReason.UNKNOWN}'"
        f" ELSE CASE lower(w.reason) {known} {spelled} ELSE '{ChurnReason.OTHER}' END END"
    )
    refunded = "CASE WHEN w.refund_amount IS NULL THEN '' ELSE coalesce(w.currency, %(currency)s) END"
    return [
        Column("external_id", None, "w.external_id"),
        Column("account_id", "w.account_id"),
        Column("churned_on", "w.churned_on"),
        column(staged, "reason", "reason", reason, f"'{ChurnReason.UNKNOWN}'"),
        text(staged, "source_reason", "reason"),
        column(staged, "is_reactivation", "is_reactivation", "coalesce(w.is_reactivation, false)", "false"),
        column(staged, "refund_amount", "refund_amount"),
        column(staged, "refund_currency", "refund_amount", refunded, "''"),
        text(staged, "comment"),
    ]


def _refuse(work: Work) -> None:
    refuse_bad_ids(work)
    refuse_unknown_accounts(work)
    work.reject(
        "w.churned_on IS NULL", "churned_on", "day_missing", _("The row has no date. Fill in when it left.")
    )
    work.reject(
        "w.refund_amount < 0", "refund_amount", "negative", _("The number is below zero."), "w.refund_amount"
    )
    refuse_long(work, reason=100, currency=3, comment=1000)


# The rows that are their account's last record up to today, and a churn.
LEFT = (
    "NOT coalesce(w.is_reactivation, false) AND EXISTS (SELECT 1 FROM accounts_account a WHERE"
    " a.workspace_id = %(workspace)s AND a.id = w.account_id AND a.churned_on = w.churned_on)"
)
CONTRACT = (
    "EXISTS (SELECT 1 FROM accounts_contract c WHERE c.workspace_id = %(workspace)s AND c.account_id = w.account_id"
    " AND c.deleted_at IS NULL"
)


def _tell(work: Work) -> None:
    work.warn(
        f"{LEFT} AND {CONTRACT} AND c.starts_on > w.churned_on)",
        "churned_on",
        "return_not_recorded",
        _("A contract begins after this churn, but no return is recorded. The account stays active."),
        "w.churned_on",
    )
    work.warn(
        f"{LEFT} AND NOT {CONTRACT} AND c.starts_on > w.churned_on)"
        f" AND {CONTRACT} AND c.starts_on <= %(today)s AND (c.ends_on IS NULL OR c.ends_on >= %(today)s)"
        " AND (c.cancelled_on IS NULL OR c.cancelled_on > %(today)s))",
        "churned_on",
        "open_despite_churn",
        _("Contracts that began before this churn are still open. The account stays active."),
        "w.churned_on",
    )
    work.warn(
        "w.churned_on > %(today)s",
        "churned_on",
        "churn_ahead",
        _("The date %(value)s lies ahead. The record counts from that day."),
        "w.churned_on",
    )
    work.warn(
        "EXISTS (SELECT 1 FROM accounts_account a WHERE a.workspace_id = %(workspace)s AND a.id = w.account_id"
        " AND w.churned_on < a.customer_since_on)",
        "churned_on",
        "before_customer_since",
        _("The date %(value)s lies before the account became a customer."),
        "w.churned_on",
    )
