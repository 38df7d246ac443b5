"""The derived figures of accounts: status, revenue, seats and the nearest end of a term, as of a day."""

from collections.abc import Iterable
from datetime import date

from django.db import connection

from accounts.choices import AccountStatus
from core.tenancy import required_workspace_id
from workspaces.models import Workspace

# Open, short and status as accounts.rules says: ContractFact.is_open, is_short_term, status_of. What renews is
# what models.contract.RENEWABLE says: neither cancelled, for a later day neither, nor churned in its source. An end whose
# renewal is closed is no end to wait for: an open-ended contract's next one is, and that of a contract that carries on
# another one, before it starts (accounts.selectors.terms).
REFRESH = """
WITH contracts AS (
    SELECT c.account_id, c.seats, c.mrr_amount, c.arr_amount, c.currency, c.starts_on,
           c.starts_on <= %(today)s AND (c.ends_on IS NULL OR c.ends_on >= %(today)s)
               AND (c.cancelled_on IS NULL OR c.cancelled_on > %(today)s) AS is_open,
           c.cancelled_on IS NULL AND NOT c.declared_churned
               AND CASE WHEN c.ends_on IS NULL THEN c.length_months > %(short)s
                        ELSE c.ends_on >= (c.starts_on + make_interval(months => %(short)s))::date END
               AND (c.settled_on <= %(today)s AND c.ends_on = c.settled_ends_on) IS NOT TRUE
               AS has_milestones,
           c.starts_on > %(today)s AND c.renews_id IS NOT NULL AS carries_on,
           term_end(c.starts_on, c.ends_on, c.term_months, c.billing_frequency,
                    CASE WHEN c.settled_on <= %(today)s AND c.settled_ends_on >= %(today)s
                         THEN c.settled_ends_on + 1 ELSE %(today)s END) AS term_ends_on
    FROM accounts_contract c
    WHERE c.workspace_id = %(workspace)s AND c.deleted_at IS NULL {of_contracts}
),
sums AS (
    SELECT account_id, count(*) FILTER (WHERE is_open) AS open_contracts,
           coalesce(sum(seats) FILTER (WHERE is_open), 0) AS seats,
           coalesce(sum(mrr_amount) FILTER (WHERE is_open AND currency = %(currency)s), 0) AS mrr_amount,
           coalesce(sum(arr_amount) FILTER (WHERE is_open AND currency = %(currency)s), 0) AS arr_amount,
           min(term_ends_on) FILTER (WHERE (is_open OR carries_on) AND has_milestones) AS term_ends_on,
           min(starts_on) AS first_start, max(starts_on) AS last_start
    FROM contracts GROUP BY account_id
),
found AS (
    SELECT a.id, coalesce(s.open_contracts, 0) AS open_contracts, coalesce(s.seats, 0) AS seats,
           coalesce(s.mrr_amount, 0) AS mrr_amount, coalesce(s.arr_amount, 0) AS arr_amount, s.term_ends_on,
           CASE WHEN a.churned_on <= %(today)s AND coalesce(s.open_contracts, 0) = 0
                     AND coalesce(s.last_start <= a.churned_on, true) THEN %(churned)s
                WHEN a.churned_on <= %(today)s OR a.returned_on <= %(today)s
                     OR s.first_start <= %(today)s THEN %(active)s
                ELSE %(prospect)s END AS status
    FROM accounts_account a LEFT JOIN sums s ON s.account_id = a.id
    WHERE a.workspace_id = %(workspace)s {of_accounts}
),
changed AS (
    SELECT f.* FROM accounts_account a JOIN found f ON f.id = a.id
    WHERE a.workspace_id = %(workspace)s
      AND (a.figures_on IS NULL
           OR ROW(a.open_contracts, a.seats, a.mrr_amount, a.arr_amount, a.term_ends_on, a.status)
              IS DISTINCT FROM
              ROW(f.open_contracts, f.seats, f.mrr_amount, f.arr_amount, f.term_ends_on, f.status))
    ORDER BY a.id FOR UPDATE OF a
)
UPDATE accounts_account a
SET open_contracts = c.open_contracts, seats = c.seats, mrr_amount = c.mrr_amount, arr_amount = c.arr_amount,
    term_ends_on = c.term_ends_on, status = c.status, figures_on = %(today)s
FROM changed c WHERE a.workspace_id = %(workspace)s AND a.id = c.id
RETURNING a.id
"""


def refresh_figures(*, today: date, account_ids: Iterable[int] | None = None) -> list[int]:
    """Bring the figures of these accounts (None: of all) up to `today`; returns the ids of those that changed.

    ARR and MRR are the sums, in minor units, of the contracts open today whose currency is the workspace's;
    seats and the number of open contracts count all open ones. `term_ends_on` is the nearest end of an open
    term that is longer than the workspace's short terms and will have to be renewed, as the page of renewals
    and the reminders have it: one whose renewal is closed will not, the term that carries it on will. Only changed rows are written; running it again changes nothing.
    """
    workspace = Workspace.objects.get(pk=required_workspace_id())
    chosen = None if account_ids is None else sorted(set(account_ids))
    if chosen == []:
        return []
    narrowed = chosen is not None
    statement = REFRESH.format(
        of_contracts="AND c.account_id = ANY (%(ids)s)" if narrowed else "",
        of_accounts="AND a.id = ANY (%(ids)s)" if narrowed else "",
    )
    with connection.cursor() as cursor:
        cursor.execute(
            statement,
            {
                "workspace": workspace.pk,
                "currency": workspace.currency,
                "short": workspace.short_term_months,
                "today": today,
                "ids": chosen,
                "churned": AccountStatus.CHURNED.value,
                "active": AccountStatus.ACTIVE.value,
                "prospect": AccountStatus.PROSPECT.value,
            },
        )
        return [row[0] for row in cursor.fetchall()]
