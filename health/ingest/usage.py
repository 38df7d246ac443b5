"""Usage events from staged rows into the months' partitions, each message counted once."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from core.staging import Outcome, Staged
from core.tenancy import required_workspace_id
from health.ingest.staging import (
    ACCOUNTS_MEANT,
    account_sentences,
    drop_table,
    lock_kind,
    make_table,
    problems,
    run,
)
from health.ingest.usage_sql import MONTHS, NAMES, NEW_EVENTS, NEW_MESSAGES, REFUSED, SPANS, WARNINGS
from workspaces.models import Workspace

READ = """
INSERT INTO health_usage_in
WITH {accounts_meant},
rows AS (
    SELECT s.row_no, {message} AS said, {contract} AS contract, {account} AS account, {day} AS occurred_on,
           coalesce({feature}, '') AS feature, coalesce({user}, '') AS user_key,
           coalesce({quantity}, 1)::bigint AS quantity, coalesce({seconds}, 0)::bigint AS seconds,
           coalesce({errors}, 0)::bigint AS errors
    FROM {staged} s
),
judged AS (
SELECT r.row_no, nullif(r.said, '') AS said, coalesce(c.account_id, a.account_id) AS account_id, c.id AS contract_id,
       r.occurred_on, r.feature, r.user_key, r.quantity, r.seconds, r.errors,
       CASE WHEN r.contract IS NOT NULL AND c.id IS NULL THEN 'contract_unknown'
            WHEN r.account IS NOT NULL AND a.bearers > 1 THEN 'account_ambiguous'
            WHEN r.account IS NOT NULL AND a.account_id IS NULL THEN 'account_unknown'
            WHEN c.id IS NULL AND a.account_id IS NULL THEN 'account_missing'
            WHEN c.account_id <> a.account_id THEN 'contract_of_another_account'
            WHEN r.occurred_on IS NULL THEN 'day_missing'
            WHEN r.occurred_on > %(today)s::date + 1 THEN 'day_ahead'
            WHEN r.occurred_on < DATE '2000-01-01' THEN 'day_too_old'
            WHEN least(r.quantity, r.seconds, r.errors) < 0 THEN 'negative'
            WHEN length(r.said) > 200 THEN 'id_too_long'
            WHEN length(r.feature) > 100 THEN 'feature_too_long'
            WHEN length(r.user_key) > 200 THEN 'user_too_long' END AS problem,
       coalesce(r.contract, r.account, '') AS named, c.starts_on
FROM rows r
LEFT JOIN accounts_contract c ON c.workspace_id = %(workspace)s AND c.external_id = r.contract
LEFT JOIN accounts_meant a ON a.said = r.account
)
SELECT j.*,
       CASE WHEN problem IS NULL THEN
            md5(jsonb_build_array(account_id, contract_id, occurred_on, feature, user_key)::text)::uuid END,
       CASE WHEN problem IS NULL THEN md5(concat_ws(',', quantity, seconds, errors))::uuid END, said, false
FROM judged j
"""

# A row's `fingerprint` is what the event is, `figures` what it counted: the same id with the same fingerprint is the
# same event.
COLUMNS = """
row_no integer, said text, account_id bigint, contract_id bigint, occurred_on date, feature text, user_key text,
quantity bigint, seconds bigint, errors bigint, problem text, named text, contract_starts_on date,
fingerprint uuid, figures uuid, message_id text, is_repeat boolean, known uuid
"""


def record_usage(staged: Staged, *, batch_id: int | None, now: datetime) -> Outcome:
    """Take usage events in, in the transaction in force.

    Columns: `message_id`, `contract` (external id) or `account` (external id, else name), `occurred_on` or
    `occurred_at`, `feature`, `quantity`, `duration_seconds`, `error_count`, `user_id` (or `user_key`). A message
    counts once, in whatever month and file it comes again; without an id the row's content is its id. The same
    id on another fact (account, contract, day, feature or user differ) is two facts: both are kept and told.
    A repeat with other numbers changes nothing and is told. Usage before its contract's start is kept and told.
    """
    lock_kind("usage")
    workspace = Workspace.objects.get(pk=required_workspace_id())
    named = {
        "workspace": workspace.pk,
        "zone": workspace.time_zone,
        "today": now.date(),
        "batch": batch_id,
    }
    make_table("health_usage_in", COLUMNS)
    run(_read(staged), named)
    run("ANALYZE health_usage_in", {})
    run(NAMES, named)
    for (month,) in run(MONTHS, {}):
        run("SELECT ensure_usage_partition(%(month)s)", {"month": month})
    run(NEW_MESSAGES, named)
    written = dict(run(NEW_EVENTS, named))
    run(SPANS, named)
    [(rows, refused)] = run("SELECT count(*), count(problem) FROM health_usage_in", {})
    created = sum(written.values())
    outcome = Outcome(created=created, unchanged=rows - refused - created)
    outcome.touched_account_ids.update(written)
    outcome.rejections += problems(run(REFUSED, {}), _refusals())
    outcome.warnings += problems(run(WARNINGS, named), _warnings())
    drop_table("health_usage_in")
    return outcome


def _read(staged: Staged) -> str:
    def column(*names: str, kind: str = "text") -> str:
        return next((f"s.{name}" for name in names if name in staged.columns), f"NULL::{kind}")

    at = column("occurred_at", kind="timestamptz")
    day = column("occurred_on", kind="date")
    return READ.format(
        accounts_meant=ACCOUNTS_MEANT.strip().format(
            staged=staged.table if "account" in staged.columns else "(SELECT NULL::text AS account) AS nobody"
        ),
        staged=staged.table,
        message=column("message_id"),
        contract=f"nullif({column('contract')}, '')",
        account=f"nullif({column('account')}, '')",
        day=f"coalesce({day}, ({at} AT TIME ZONE %(zone)s)::date)",
        feature=column("feature"),
        user=column("user_id", "user_key"),
        quantity=column("quantity", kind="bigint"),
        seconds=column("duration_seconds", kind="bigint"),
        errors=column("error_count", kind="bigint"),
    )


def _refusals() -> dict[str, tuple[str, Any]]:
    return account_sentences() | {
        "contract_unknown": (
            "contract",
            _("There is no contract “%(value)s”. Import the contracts first, or correct the id."),
        ),
        "contract_of_another_account": (
            "contract",
            _("The contract “%(value)s” belongs to another account than the row says."),
        ),
        "day_missing": ("occurred_at", _("The row has no day. Fill in when it was used.")),
        "day_ahead": ("occurred_at", _("The day lies ahead. Usage is recorded once it has happened.")),
        "day_too_old": ("occurred_at", _("The day lies before the year 2000. Look at the date format.")),
        "negative": ("quantity", _("Counts and seconds are 0 or more.")),
        "id_too_long": ("message_id", _("The event's id has more than 200 characters.")),
        "feature_too_long": ("feature", _("The feature's name has more than 100 characters.")),
        "user_too_long": ("user_id", _("The user's id has more than 200 characters.")),
    }


def _warnings() -> dict[str, tuple[str, Any]]:
    return {
        "before_contract": (
            "occurred_at",
            _("The usage lies before the start of its contract “%(value)s”; it is kept."),
        ),
        "second_fact": (
            "message_id",
            _(
                "The id “%(value)s” stands on another fact too (other day, contract or feature); both are kept."
            ),
        ),
        "other_numbers": (
            "message_id",
            _("The event “%(value)s” is recorded with other numbers; what was recorded first stays."),
        ),
    }
