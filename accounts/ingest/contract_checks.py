"""What makes a contract's row unusable, and which contradictions are kept but told."""

from django.utils.translation import gettext as _

from accounts.choices import BillingFrequency, LineKind
from accounts.ingest.rows import (
    refuse_bad_ids,
    refuse_long,
    refuse_unknown_accounts,
    refuse_unknown_words,
)
from core.merging import Work
from core.staging import Staged

OPEN = "w.starts_on <= %(today)s AND (w.ends_on IS NULL OR w.ends_on >= %(today)s)"


def refuse_contracts(work: Work) -> None:
    """Take out rows without id, account or start, with an end before it, or with numbers out of range."""
    refuse_bad_ids(work)
    refuse_unknown_accounts(work)
    work.reject(
        "w.starts_on IS NULL", "starts_on", "start_missing", _("The row has no start. Fill in its first day.")
    )
    work.reject(
        "w.ends_on < w.starts_on",
        "ends_on",
        "ends_before_start",
        _("The contract ends on %(value)s, before it starts."),
        "w.ends_on",
    )
    work.reject(
        "w.term_months NOT BETWEEN 1 AND 240",
        "term_months",
        "term_out_of_range",
        _("A term has 1 to 240 months, not %(value)s."),
        "w.term_months",
    )
    work.reject(
        "w.notice_days NOT BETWEEN 0 AND 3650",
        "notice_days",
        "notice_out_of_range",
        _("Notice is 0 to 3,650 days, not %(value)s."),
        "w.notice_days",
    )
    for key in ("seats", "mrr_amount", "arr_amount"):
        work.reject(f"w.{key} < 0", key, "negative", _("The number is below zero."), f"w.{key}")
    refuse_long(work, plan=160, currency=3)
    refuse_unknown_words(work, line_kind=LineKind.values, billing_frequency=BillingFrequency.values)


def tell_contradictions(work: Work, staged: Staged) -> None:
    """Tell what the file says against itself or against what is known; the rows are kept."""
    work.warn(
        "EXISTS (SELECT 1 FROM accounts_account a WHERE a.workspace_id = %(workspace)s AND a.id = w.account_id"
        " AND w.starts_on < a.customer_since_on)",
        "starts_on",
        "before_customer_since",
        _("The contract starts on %(value)s, before the account became a customer."),
        "w.starts_on",
    )
    work.warn(
        "2 * abs(w.arr_amount - 12 * w.mrr_amount) > 12",
        "arr_amount",
        "arr_is_not_twelve_mrr",
        _("ARR is not twelve times MRR. Both are kept as they stand."),
    )
    if {"mrr_amount", "arr_amount"} & staged.columns:
        _tell_amounts(work)
    work.warn(
        "w.currency <> %(currency)s",
        "currency",
        "other_currency",
        _(
            "Amounts in %(value)s are kept, but not added to the account's totals, which are in the workspace's currency."
        ),
        "w.currency",
    )
    work.warn(
        "w.churned_flag AND w.ends_on IS NULL",
        "churned_flag",
        "churned_but_open",
        _("The file calls the contract churned, but gives it no end. It gets no renewal reminders."),
    )
    _tell_churned_accounts(work)


def _tell_amounts(work: Work) -> None:
    amount = "greatest(coalesce(w.mrr_amount, 0), coalesce(w.arr_amount, 0))"
    work.warn(f"w.is_trial AND {amount} > 0", "is_trial", "trial_with_amount", _("A trial with an amount."))
    work.warn(
        f"NOT coalesce(w.is_trial, false) AND {amount} = 0 AND coalesce(w.line_kind, 'recurring') = 'recurring'",
        "arr_amount",
        "contract_at_zero",
        _("A contract at zero that is not called a trial."),
    )


def _tell_churned_accounts(work: Work) -> None:
    """Once per account, at its first open contract of the file."""
    work.warn(
        f"w.row_no IN (SELECT min(w.row_no) FROM {{work}} w JOIN accounts_account a"  # noqa: S608
        f" ON a.workspace_id = %(workspace)s AND a.id = w.account_id WHERE a.declared_churned AND {OPEN}"
        " GROUP BY w.account_id)",
        "account",
        "account_flagged_churned",
        _("The account “%(value)s” was called churned, but this contract is open. The account stays active."),
        "w.account",
    )
