"""Support tickets of other systems from staged rows."""

from datetime import date, datetime

from django.utils.translation import gettext as _

from accounts.choices import TicketPriority, TicketStatus
from accounts.ingest.rows import (
    ACCOUNT_ID,
    ACCOUNT_MEANT,
    column,
    finished_with_former,
    given,
    need,
    refuse_bad_ids,
    refuse_long,
    refuse_unknown_accounts,
    refuse_unknown_words,
    tell_accounts_in_bin,
    text,
)
from core.merging import Column, Work, work_on
from core.staging import Outcome, Staged
from core.tenancy import required_workspace_id
from workspaces.models import Workspace

TARGET = "accounts_ticket"

READ = """
SELECT s.row_no, t.id, t.account_id AS was_account_id, nullif(btrim(s.account), '') AS account, {account_id}, {columns}
FROM {staged} s {meant}
LEFT JOIN accounts_ticket t ON t.workspace_id = %(workspace)s AND t.external_id = nullif(btrim(s.external_id), '')
"""

# A ticket that is only called closed was closed when its resolution time had passed, else when it was opened.
CLOSED_AT = (
    f"coalesce(w.closed_at, CASE WHEN w.status = '{TicketStatus.CLOSED}' THEN w.opened_at"
    " + coalesce(w.resolution_hours, 0) * interval '1 hour' END)"
)


def upsert_tickets(staged: Staged, *, batch_id: int | None, today: date, now: datetime) -> Outcome:
    """Take tickets in, one per `external_id`: `account` (external id, else exact name) and `opened_at` are needed.

    Further columns: subject, priority, closed_at (empty: open), first_response_minutes, resolution_hours,
    satisfaction_score (1–5), escalated, status.
    """
    need(staged, "external_id", "account", "opened_at")
    columns = ", ".join(
        [given(staged, key, "text") for key in ("external_id", "subject", "priority", "status")]
        + [given(staged, key, "timestamptz") for key in ("opened_at", "closed_at")]
        + [given(staged, key, "integer") for key in ("first_response_minutes", "satisfaction_score")]
        + [given(staged, "resolution_hours", "numeric"), given(staged, "escalated", "boolean")]
    )
    read = READ.format(account_id=ACCOUNT_ID, columns=columns, staged=staged.table, meant=ACCOUNT_MEANT)
    zone = Workspace.objects.get(pk=required_workspace_id()).time_zone
    with work_on("tickets", read, today=today, now=now, zone=zone) as work:
        _refuse(work)
        work.keep_last("w.external_id", "external_id")
        tell_accounts_in_bin(work)
        work.merge(TARGET, _columns(staged), batch_id=batch_id)
        _tell(work)
        return finished_with_former(work)


def _columns(staged: Staged) -> list[Column]:
    normal = f"'{TicketPriority.NORMAL}'"
    return [
        Column("external_id", None, "w.external_id"),
        Column("account_id", "w.account_id"),
        text(staged, "subject"),
        column(staged, "priority", "priority", f"coalesce(w.priority, {normal})", normal),
        Column("opened_at", "w.opened_at"),
        column(staged, "closed_at", ("closed_at", "status"), CLOSED_AT),
        column(staged, "first_response_minutes", "first_response_minutes"),
        column(staged, "resolution_minutes", "resolution_hours", "round(w.resolution_hours * 60)::integer"),
        column(staged, "satisfaction", "satisfaction_score"),
        column(staged, "is_escalated", "escalated", "coalesce(w.escalated, false)", "false"),
    ]


def _refuse(work: Work) -> None:
    refuse_bad_ids(work)
    refuse_unknown_accounts(work)
    work.reject(
        "w.opened_at IS NULL",
        "opened_at",
        "opened_missing",
        _("The row does not say when the ticket was opened."),
    )
    work.reject(
        "w.closed_at < w.opened_at",
        "closed_at",
        "closed_before_opened",
        _("The ticket was closed at %(value)s, before it was opened."),
        "w.closed_at",
    )
    work.reject(
        "w.satisfaction_score NOT BETWEEN 1 AND 5",
        "satisfaction_score",
        "satisfaction_out_of_range",
        _("Satisfaction is 1 to 5, not %(value)s."),
        "w.satisfaction_score",
    )
    for key, most in (("first_response_minutes", 2**31 - 1), ("resolution_hours", 35_000_000)):
        work.reject(
            f"w.{key} NOT BETWEEN 0 AND {most}",
            key,
            "time_out_of_range",
            _("%(value)s is no length of time."),
            f"w.{key}",
        )
    refuse_long(work, subject=300)
    refuse_unknown_words(work, priority=TicketPriority.values, status=TicketStatus.values)


def _tell(work: Work) -> None:
    work.warn(
        "EXISTS (SELECT 1 FROM accounts_account a WHERE a.workspace_id = %(workspace)s AND a.id = w.account_id"
        " AND (w.opened_at AT TIME ZONE %(zone)s)::date < a.customer_since_on)",
        "opened_at",
        "before_customer_since",
        _("The ticket was opened on %(value)s, before the account became a customer."),
        "(w.opened_at AT TIME ZONE %(zone)s)::date",
    )
    work.warn(
        f"w.status = '{TicketStatus.OPEN}' AND w.closed_at IS NOT NULL",
        "status",
        "open_but_closed",
        _("The ticket is called open, but has a closing time. It counts as closed."),
    )
    work.warn(
        f"w.status = '{TicketStatus.CLOSED}' AND w.closed_at IS NULL",
        "closed_at",
        "closed_without_time",
        _("The ticket is called closed, but not when. It counts as closed after its resolution time."),
    )
