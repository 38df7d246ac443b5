"""Accounts from staged rows: fields, parents and owners."""

from datetime import date, datetime

from django.utils.translation import gettext as _

from accounts.choices import AccountStatus, OwnerRole, Segment, Stage, Touch
from accounts.ingest.names import fill_name_keys
from accounts.ingest.parents import refuse_loops, write_parents
from accounts.ingest.rows import (
    column,
    given,
    need,
    refuse_bad_ids,
    refuse_long,
    refuse_unknown_words,
    tell_rows_in_bin,
    text,
)
from accounts.rules import TOUCH_OF_SEGMENT
from core.merging import Column, Work, work_on
from core.staging import Outcome, Staged

TARGET = "accounts_account"
TEXTS = (
    "external_id",
    "name",
    "parent_external_id",
    "segment",
    "touch",
    "stage",
    "industry",
    "country",
    "plan",
    "website",
    "referral_source",
    *(f"{role.value}_email" for role in OwnerRole),
    *(f"{role.value}_team" for role in OwnerRole),
)

READ = """
SELECT s.row_no, t.id, {columns}, NULL::text AS name_key
FROM {staged} s
LEFT JOIN accounts_account t ON t.workspace_id = %(workspace)s AND t.external_id = nullif(btrim(s.external_id), '')
"""

OWNERS = """
WITH owned AS (
    INSERT INTO accounts_accountowner AS o (workspace_id, account_id, role, member_id, team_id)
    SELECT %(workspace)s, w.id, %(role)s, m.id, NULL::bigint
    FROM {work} w JOIN workspaces_user u ON u.email = lower(w.{role}_email)
    JOIN workspaces_member m ON m.workspace_id = %(workspace)s AND m.user_id = u.id AND m.left_at IS NULL
    ON CONFLICT (workspace_id, account_id, role) DO UPDATE SET member_id = excluded.member_id, team_id = NULL
    WHERE o.member_id IS DISTINCT FROM excluded.member_id
    RETURNING account_id
)
UPDATE {work} w SET is_changed = true FROM owned WHERE owned.account_id = w.id
"""


TEAM_OWNERS = """
WITH owned AS (
    INSERT INTO accounts_accountowner AS o (workspace_id, account_id, role, member_id, team_id)
    SELECT %(workspace)s, w.id, %(role)s, NULL::bigint, t.id
    FROM {work} w JOIN workspaces_team t
      ON t.workspace_id = %(workspace)s AND t.closed_at IS NULL AND t.name_key = lower(w.{role}_team)
    WHERE w.{role}_email IS NULL
    ON CONFLICT (workspace_id, account_id, role) DO UPDATE SET member_id = NULL, team_id = excluded.team_id
    WHERE o.team_id IS DISTINCT FROM excluded.team_id
    RETURNING account_id
)
UPDATE {work} w SET is_changed = true FROM owned WHERE owned.account_id = w.id
"""


def upsert_accounts(staged: Staged, *, batch_id: int | None, today: date, now: datetime) -> Outcome:
    """Take accounts in, one per `external_id`; `name` is needed too.

    Further columns: parent_external_id (of this file or known), segment, touch (else the segment's), stage,
    industry, country, plan, website, referral_source, customer_since_on, is_trial, churned_flag (kept and
    compared, never obeyed), csm_email, am_email, dm_email, rm_email (a member's), csm_team, am_team,
    dm_team, rm_team (a team's name, where the row has no such e-mail); an empty cell leaves the owner.
    """
    need(staged, "external_id", "name")
    read = ", ".join(
        [given(staged, key, "text") for key in TEXTS]
        + [given(staged, "customer_since_on", "date")]
        + [given(staged, key, "boolean") for key in ("is_trial", "churned_flag")]
    )
    with work_on("accounts", READ.format(columns=read, staged=staged.table), today=today, now=now) as work:
        _refuse(work)
        work.keep_last("w.external_id", "external_id")
        if "parent_external_id" in staged.columns:
            refuse_loops(work)
        fill_name_keys(work, TARGET)
        _tell_same_names(work)
        tell_rows_in_bin(work, TARGET, "w.name")
        work.merge(TARGET, _columns(staged), batch_id=batch_id)
        if "parent_external_id" in staged.columns:
            write_parents(work)
        for role in OwnerRole:
            if f"{role.value}_email" in staged.columns:
                _write_owner(work, role)
            if f"{role.value}_team" in staged.columns:
                _write_team(work, role)
        _tell_flagged(work)
        return work.finished("w.id")


def _columns(staged: Staged) -> list[Column]:
    touches = " ".join(f"WHEN '{segment}' THEN '{touch}'" for segment, touch in TOUCH_OF_SEGMENT.items())
    of_segment = f"CASE w.segment {touches} ELSE '' END"
    stage = "coalesce(w.stage, t.stage)"
    moved = f"CASE WHEN {stage} = t.stage THEN t.stage_since_on ELSE %(today)s END"
    has_stage = "stage" in staged.columns
    return [
        Column("external_id", None, "w.external_id"),
        Column("name", "w.name"),
        Column("name_key", "w.name_key"),
        text(staged, "segment"),
        column(staged, "touch", ("touch", "segment"), f"coalesce(w.touch, {of_segment})", "''"),
        Column("stage", stage if has_stage else None, f"coalesce(w.stage, '{Stage.LAND}')"),
        Column("stage_since_on", moved if has_stage else None, "%(today)s"),
        text(staged, "industry"),
        text(staged, "country"),
        text(staged, "website"),
        text(staged, "plan"),
        text(staged, "referral_source"),
        column(staged, "customer_since_on", "customer_since_on"),
        column(staged, "is_trial", "is_trial", "coalesce(w.is_trial, false)", "false"),
        column(staged, "declared_churned", "churned_flag", "coalesce(w.churned_flag, false)", "false"),
        Column("created_at", None, "%(now)s"),
        Column("version", "t.version + 1", "1", counts=False),
        Column("status", None, f"'{AccountStatus.PROSPECT}'"),
        *(Column(name, None, "0") for name in ("arr_amount", "mrr_amount", "seats", "open_contracts")),
    ]


def _refuse(work: Work) -> None:
    refuse_bad_ids(work)
    work.reject(
        "w.name IS NULL", "name", "name_missing", _("The row has no name. Fill in the account's name.")
    )
    refuse_long(work, name=200, industry=80, country=2, plan=80, website=200, referral_source=80)
    refuse_unknown_words(work, segment=Segment.values, touch=Touch.values, stage=Stage.values)


def _tell_same_names(work: Work) -> None:
    work.warn(
        "w.id IS NULL AND EXISTS (SELECT 1 FROM accounts_account a WHERE a.workspace_id = %(workspace)s"
        " AND a.name_key = w.name_key AND a.deleted_at IS NULL)",
        "name",
        "name_taken",
        _("Another account is called “%(value)s” too. If it is the same company, give it this id."),
        "w.name",
    )


def _write_owner(work: Work, role: OwnerRole) -> None:
    key = f"{role.value}_email"
    work.warn(
        f"w.{key} IS NOT NULL AND NOT EXISTS (SELECT 1 FROM workspaces_user u JOIN workspaces_member m"  # noqa: S608
        f" ON m.workspace_id = %(workspace)s AND m.user_id = u.id AND m.left_at IS NULL WHERE u.email = lower(w.{key}))",
        key,
        "owner_unknown",
        _(
            "No member has the address “%(value)s”. Invite them first; the account was imported without this owner."
        ),
        f"w.{key}",
    )
    work.run(OWNERS.replace("{role}", role.value), role=role.value)


def _write_team(work: Work, role: OwnerRole) -> None:
    key = f"{role.value}_team"
    work.warn(
        f"w.{key} IS NOT NULL AND NOT EXISTS (SELECT 1 FROM workspaces_team t WHERE t.workspace_id = %(workspace)s"  # noqa: S608
        f" AND t.closed_at IS NULL AND t.name_key = lower(w.{key}))",
        key,
        "team_unknown",
        _("No team is called “%(value)s”. Add it first; the account was imported without this owner."),
        f"w.{key}",
    )
    work.run(TEAM_OWNERS.replace("{role}", role.value), role=role.value)


def _tell_flagged(work: Work) -> None:
    work.warn(
        "w.churned_flag AND EXISTS (SELECT 1 FROM accounts_contract c WHERE c.workspace_id = %(workspace)s"
        " AND c.account_id = w.id AND c.deleted_at IS NULL AND c.starts_on <= %(today)s AND (c.ends_on IS NULL OR c.ends_on >= %(today)s)"
        " AND (c.cancelled_on IS NULL OR c.cancelled_on > %(today)s))",
        "churned_flag",
        "churned_but_open",
        _("The file calls the account churned, but it has open contracts. It stays active."),
    )
