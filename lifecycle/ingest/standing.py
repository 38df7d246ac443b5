"""Whether an account left or came back: its last churn record up to a day, written onto the account."""

from collections.abc import Iterable
from datetime import date

from django.db import connection

from core.tenancy import required_workspace_id

# Of two records of one day the return is the later (accounts.rules.status_of).
APPLY = """
WITH last_records AS (
    SELECT DISTINCT ON (r.account_id) r.account_id, r.churned_on AS on_day, r.is_reactivation
    FROM lifecycle_churnrecord r
    WHERE r.workspace_id = %(workspace)s AND r.churned_on <= %(today)s {of_records}
    ORDER BY r.account_id, r.churned_on DESC, r.is_reactivation DESC
),
found AS (
    SELECT a.id, CASE WHEN NOT l.is_reactivation THEN l.on_day END AS churned_on,
           CASE WHEN l.is_reactivation THEN l.on_day END AS returned_on
    FROM accounts_account a LEFT JOIN last_records l ON l.account_id = a.id
    WHERE a.workspace_id = %(workspace)s {of_accounts}
      AND (l.account_id IS NOT NULL OR a.churned_on IS NOT NULL OR a.returned_on IS NOT NULL)
),
changed AS (
    SELECT f.* FROM accounts_account a JOIN found f ON f.id = a.id
    WHERE a.workspace_id = %(workspace)s
      AND ROW(a.churned_on, a.returned_on) IS DISTINCT FROM ROW(f.churned_on, f.returned_on)
    ORDER BY a.id FOR UPDATE OF a
)
UPDATE accounts_account a SET churned_on = c.churned_on, returned_on = c.returned_on
FROM changed c WHERE a.workspace_id = %(workspace)s AND a.id = c.id
RETURNING a.id
"""


def apply_records(*, today: date, account_ids: Iterable[int] | None = None) -> list[int]:
    """Write `churned_on` and `returned_on` of these accounts (None: of all) as their records up to `today` say.

    A record of a later day waits for its day. Returns the ids of the accounts that changed; their status is
    stale until accounts.services.refresh_figures ran. Running it again changes nothing.
    """
    chosen = None if account_ids is None else sorted(set(account_ids))
    statement = APPLY.format(
        of_records="" if chosen is None else "AND r.account_id = ANY (%(ids)s)",
        of_accounts="" if chosen is None else "AND a.id = ANY (%(ids)s)",
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, {"workspace": required_workspace_id(), "today": today, "ids": chosen})
        return [row[0] for row in cursor.fetchall()]
