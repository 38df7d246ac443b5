"""Contracts from staged rows, each with one line; the contract's amounts are the sums of its recurring lines."""

from datetime import date, datetime

from accounts.choices import BillingFrequency, LineKind
from accounts.ingest.contract_checks import refuse_contracts, tell_contradictions
from accounts.ingest.rows import (
    ACCOUNT_ID,
    ACCOUNT_MEANT,
    column,
    finished_with_former,
    given,
    need,
    tell_accounts_in_bin,
    tell_rows_in_bin,
)
from core.merging import Column, Work, work_on
from core.staging import Outcome, Staged
from core.tenancy import required_workspace_id
from workspaces.models import Workspace

TARGET = "accounts_contract"
OF_LINE = ("plan", "line_kind", "seats", "mrr_amount", "arr_amount")

READ = """
SELECT s.row_no, t.id, t.account_id AS was_account_id, nullif(btrim(s.account), '') AS account, {account_id}, {columns}
FROM {staged} s {meant}
LEFT JOIN accounts_contract t ON t.workspace_id = %(workspace)s AND t.external_id = nullif(btrim(s.external_id), '')
"""

# The missing one of MRR and ARR follows from the other, halves up (accounts.rules: arr_of, mrr_of).
MRR = "coalesce(w.mrr_amount, (2 * w.arr_amount + 12) / 24, 0)"
ARR = "coalesce(w.arr_amount, 12 * w.mrr_amount, 0)"

# One line per imported contract: the one at position 1. Lines added by hand beside it stay.
LINES = """
WITH wanted AS (
    SELECT w.row_no, w.id AS contract_id, {kind} AS kind, {label} AS label, {seats} AS seats, {mrr} AS mrr, {arr} AS arr,
           {product} AS product_id
    FROM {work} w
    LEFT JOIN accounts_contractline l ON l.workspace_id = %(workspace)s AND l.contract_id = w.id AND l.position = 1
    LEFT JOIN accounts_product p ON p.workspace_id = %(workspace)s AND p.name_key = lower(w.plan)
),
amounts AS (
    SELECT row_no, contract_id, kind, label, seats, product_id,
           CASE WHEN kind = 'recurring' THEN mrr ELSE 0 END AS mrr_amount,
           CASE WHEN kind = 'recurring' THEN arr ELSE 0 END AS arr_amount,
           CASE WHEN kind = 'recurring' THEN 0 ELSE arr END AS one_off_amount
    FROM wanted
),
written AS (
    INSERT INTO accounts_contractline AS l
        (workspace_id, contract_id, product_id, position, kind, label, seats, mrr_amount, arr_amount, one_off_amount)
    SELECT %(workspace)s, contract_id, product_id, 1, kind, label, seats, mrr_amount, arr_amount, one_off_amount
    FROM amounts
    ON CONFLICT (workspace_id, contract_id, position) DO UPDATE
    SET product_id = excluded.product_id, kind = excluded.kind, label = excluded.label, seats = excluded.seats,
        mrr_amount = excluded.mrr_amount, arr_amount = excluded.arr_amount, one_off_amount = excluded.one_off_amount
    WHERE ROW(l.product_id, l.kind, l.label, l.seats, l.mrr_amount, l.arr_amount, l.one_off_amount) IS DISTINCT FROM
          ROW(excluded.product_id, excluded.kind, excluded.label, excluded.seats, excluded.mrr_amount,
              excluded.arr_amount, excluded.one_off_amount)
    RETURNING contract_id
)
UPDATE {work} w SET is_changed = true FROM written WHERE written.contract_id = w.id
"""

SUMS = """
UPDATE accounts_contract t
SET seats = s.seats, mrr_amount = s.mrr_amount, arr_amount = s.arr_amount, origin_batch_id = %(batch)s,
    origin_row = s.row_no, version = t.version + CASE WHEN s.is_new THEN 0 ELSE 1 END
FROM (
    SELECT w.id, w.row_no, w.is_new, coalesce(sum(l.seats) FILTER (WHERE l.kind = 'recurring'), 0) AS seats,
           coalesce(sum(l.mrr_amount) FILTER (WHERE l.kind = 'recurring'), 0) AS mrr_amount,
           coalesce(sum(l.arr_amount) FILTER (WHERE l.kind = 'recurring'), 0) AS arr_amount
    FROM {work} w JOIN accounts_contractline l ON l.workspace_id = %(workspace)s AND l.contract_id = w.id
    WHERE w.is_changed OR w.is_new GROUP BY w.id, w.row_no, w.is_new
) AS s
WHERE t.workspace_id = %(workspace)s AND t.id = s.id
"""


def upsert_contracts(staged: Staged, *, batch_id: int | None, today: date, now: datetime) -> Outcome:
    """Take contracts in, one per `external_id`: `account` (external id, else exact name) and `starts_on` are needed.

    Further columns: ends_on (the last day; empty: open-ended), term_months, billing_frequency, notice_days,
    auto_renew, is_trial, currency (else the workspace's), churned_flag, and of its line plan, line_kind, seats,
    mrr_amount and arr_amount in minor units (the missing one of the two follows from the other).
    """
    need(staged, "external_id", "account", "starts_on")
    read = READ.format(account_id=ACCOUNT_ID, columns=_read(staged), staged=staged.table, meant=ACCOUNT_MEANT)
    currency = Workspace.objects.get(pk=required_workspace_id()).currency
    with work_on("contracts", read, today=today, now=now, currency=currency) as work:
        refuse_contracts(work)
        work.keep_last("w.external_id", "external_id")
        tell_accounts_in_bin(work)
        tell_rows_in_bin(work, TARGET, "w.external_id")
        work.merge(TARGET, _columns(staged), batch_id=batch_id)
        _write_lines(work, staged, batch_id)
        tell_contradictions(work, staged)
        return finished_with_former(work)


def _read(staged: Staged) -> str:
    return ", ".join(
        [
            given(staged, key, "text")
            for key in ("external_id", "plan", "line_kind", "currency", "billing_frequency")
        ]
        + [given(staged, key, "date") for key in ("starts_on", "ends_on")]
        + [given(staged, key, "integer") for key in ("seats", "term_months", "notice_days")]
        + [given(staged, key, "bigint") for key in ("mrr_amount", "arr_amount")]
        + [given(staged, key, "boolean") for key in ("auto_renew", "is_trial", "churned_flag")]
    )


def _columns(staged: Staged) -> list[Column]:
    def flag(name: str, key: str = "") -> Column:
        return column(staged, name, key or name, f"coalesce(w.{key or name}, false)", "false")

    annual = f"'{BillingFrequency.ANNUAL}'"
    return [
        Column("external_id", None, "w.external_id"),
        Column("account_id", "w.account_id"),
        Column("name", None, "''"),
        Column("starts_on", "w.starts_on"),
        column(staged, "ends_on", "ends_on"),
        column(staged, "term_months", "term_months"),
        column(
            staged,
            "billing_frequency",
            "billing_frequency",
            f"coalesce(w.billing_frequency, {annual})",
            annual,
        ),
        column(staged, "notice_days", "notice_days"),
        flag("auto_renew"),
        flag("is_trial"),
        column(staged, "currency", "currency", "coalesce(w.currency, %(currency)s)", "%(currency)s"),
        flag("declared_churned", "churned_flag"),
        Column("version", "t.version + 1", "1", counts=False),
        *(Column(name, None, "0") for name in ("seats", "mrr_amount", "arr_amount")),
    ]


def _write_lines(work: Work, staged: Staged, batch_id: int | None) -> None:
    def value(key: str, expression: str, stored: str, fallback: str) -> str:
        return expression if key in staged.columns else f"coalesce({stored}, {fallback})"

    has_amounts = bool({"mrr_amount", "arr_amount"} & staged.columns)
    recurring = f"'{LineKind.RECURRING}'"
    # the line's own amounts, whatever its kind, so that a file without them keeps what is stored
    stored_arr = "coalesce(nullif(l.arr_amount, 0), l.one_off_amount, 0)"
    values = {
        "{kind}": value("line_kind", f"coalesce(w.line_kind, {recurring})", "l.kind", recurring),
        "{label}": value("plan", "coalesce(w.plan, '')", "l.label", "''"),
        "{seats}": value("seats", "coalesce(w.seats, 0)", "l.seats", "0"),
        "{mrr}": MRR if has_amounts else "coalesce(l.mrr_amount, 0)",
        "{arr}": ARR if has_amounts else stored_arr,
        "{product}": "p.id" if "plan" in staged.columns else "l.product_id",
    }
    statement = LINES
    for place, expression in values.items():
        statement = statement.replace(place, expression)
    work.run(statement)
    work.run(SUMS, batch=batch_id)
