"""Contacts from staged rows: by their external id, else by their e-mail address at the account."""

from datetime import date, datetime

from django.utils.translation import gettext as _

from accounts.choices import ContactLevel, Influence, StakeholderRole, Stance
from accounts.ingest.names import fill_name_keys
from accounts.ingest.rows import (
    ACCOUNT_ID,
    ACCOUNT_MEANT,
    finished_with_former,
    given,
    need,
    refuse_bad_ids,
    refuse_long,
    refuse_unknown_accounts,
    refuse_unknown_words,
    tell_accounts_in_bin,
    tell_rows_in_bin,
    text,
)
from core.merging import Column, Work, work_on
from core.staging import Outcome, Staged

TARGET = "accounts_contact"
TEXTS = (
    "external_id",
    "name",
    "email",
    "phone",
    "title",
    "stakeholder_role",
    "level",
    "influence",
    "stance",
    "language",
)

READ = """
SELECT s.row_no, NULL::bigint AS id, NULL::bigint AS was_account_id, nullif(btrim(s.account), '') AS account,
       {account_id}, {columns}, NULL::text AS name_key
FROM {staged} s {meant}
"""

# What a contact was known by that went into another one means the survivor, whose own address stays.
BY_MERGED_ID = """
UPDATE {work} w SET external_id = c.external_id
FROM accounts_mergedcontact m
JOIN accounts_contact c ON c.workspace_id = m.workspace_id AND c.id = m.contact_id AND c.external_id IS NOT NULL
WHERE m.workspace_id = %(workspace)s AND m.external_id = w.external_id
"""
BY_MERGED_ADDRESS = """
UPDATE {work} w SET id = c.id, was_account_id = c.account_id, email = coalesce(nullif(c.email, ''), w.email)
FROM accounts_mergedcontact m JOIN accounts_contact c ON c.workspace_id = m.workspace_id AND c.id = m.contact_id
WHERE m.workspace_id = %(workspace)s AND w.id IS NULL AND w.external_id IS NULL AND m.email <> ''
  AND c.account_id = w.account_id AND lower(m.email) = lower(w.email)
"""
# First the external id decides; then, for rows and contacts without one, the address at the account: that of a contact
# outside the bin before that of one in it.
BY_ID = """
UPDATE {work} w SET id = t.id, was_account_id = t.account_id
FROM accounts_contact t WHERE t.workspace_id = %(workspace)s AND t.external_id = w.external_id
"""
BY_ADDRESS = """
UPDATE {work} w SET id = t.id, was_account_id = t.account_id
FROM (SELECT account_id, lower(email) AS address, (array_agg(id ORDER BY deleted_at IS NOT NULL, id))[1] AS id,
             (array_agg(id ORDER BY deleted_at IS NOT NULL, id) FILTER (WHERE external_id IS NULL))[1] AS free_id
      FROM accounts_contact WHERE workspace_id = %(workspace)s AND email <> '' GROUP BY 1, 2) AS t
WHERE w.id IS NULL AND t.account_id = w.account_id AND t.address = lower(w.email)
  AND (w.external_id IS NULL OR t.free_id = t.id)
"""


def upsert_contacts(staged: Staged, *, batch_id: int | None, today: date, now: datetime) -> Outcome:
    """Take contacts in: `account` (external id, else exact name), `name`, and `external_id` or `email` as the id.

    Further columns: phone, title, stakeholder_role, level, influence, stance, language. A contact that was
    known by its address alone takes on the external id that the file gives.
    """
    need(staged, "account", "name")
    read = READ.format(
        account_id=ACCOUNT_ID,
        columns=", ".join(given(staged, key, "text") for key in TEXTS),
        staged=staged.table,
        meant=ACCOUNT_MEANT,
    )
    with work_on("contacts", read, today=today, now=now) as work:
        _refuse(work)
        work.run(BY_MERGED_ID)
        work.keep_last("coalesce(w.external_id, w.account_id || ' ' || lower(w.email))", "external_id")
        work.run(BY_ID)
        work.run(BY_ADDRESS)
        work.run(BY_MERGED_ADDRESS)
        work.keep_last("coalesce(w.id, -w.row_no)", "email")
        tell_accounts_in_bin(work)
        tell_rows_in_bin(work, TARGET, "w.name")
        fill_name_keys(work, TARGET)
        work.merge(TARGET, _columns(staged), batch_id=batch_id)
        return finished_with_former(work)


def _columns(staged: Staged) -> list[Column]:
    return [
        Column("account_id", "w.account_id"),
        Column("external_id", "coalesce(w.external_id, t.external_id)", "w.external_id"),
        Column("name", "w.name"),
        Column("name_key", "w.name_key"),
        *(text(staged, key) for key in TEXTS[2:]),
        Column("version", "t.version + 1", "1", counts=False),
    ]


def _refuse(work: Work) -> None:
    refuse_unknown_accounts(work)
    refuse_bad_ids(work, required=False)
    work.reject(
        "w.name IS NULL", "name", "name_missing", _("The row has no name. Fill in the person's name.")
    )
    work.reject(
        "w.external_id IS NULL AND w.email IS NULL",
        "email",
        "id_missing",
        _("The row has neither an id nor an e-mail address. Without one it could not be told from others."),
    )
    refuse_long(work, name=200, email=254, phone=40, title=120, language=10)
    refuse_unknown_words(
        work,
        stakeholder_role=StakeholderRole.values,
        level=ContactLevel.values,
        influence=Influence.values,
        stance=Stance.values,
    )
