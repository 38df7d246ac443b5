"""What was changed about an account, its contacts, contracts and invoices, newest first: one statement over the event
tables.

An event holds the row as it was before a change; what it became is the record's next event, else the record itself.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection

from accounts.models import Account, MergedAccount
from accounts.models.history import ACCOUNT_FIELDS
from core.tenancy import required_workspace_id

ACCOUNT, CONTACT, CONTRACT, IMPORT, FILE = "account", "contact", "contract", "import", "file"
INVOICE, PAYMENT = "invoice", "payment"


@dataclass(frozen=True, slots=True)
class Change:
    """One event. `was` and `became` are rows by column, as JSON has them; None before a record was and after it is
    gone. Of an import, `was` holds its source and `became` the number of rows by kind. `number` is its own among all events of the
    workspace, `total` counts those of the account. `went_into`: the name of what a record that is gone was merged into."""

    kind: str
    number: int
    record_id: int
    at: datetime
    label: str
    who: str
    was: dict[str, Any] | None
    became: dict[str, Any] | None
    total: int
    first_at: datetime
    went_into: str = ""


# What an import changes in rows that it has just brought, such as the sums of their lines, is part of bringing them.
_EVENTS = """
    SELECT '{kind}' AS kind, e.id * 8 + {code} AS number, e.pgh_obj_id AS record_id, e.pgh_created_at AS at, e.pgh_label AS label,
        (e.pgh_context->>'member')::bigint AS member_id,
        CASE e.pgh_label WHEN 'insert' THEN NULL ELSE to_jsonb(e) END AS was,
        CASE e.pgh_label WHEN 'insert' THEN to_jsonb(e) WHEN 'delete' THEN NULL
            ELSE COALESCE(lead(to_jsonb(e)) OVER (PARTITION BY e.pgh_obj_id ORDER BY e.id), to_jsonb(t)) END AS became,
        {went_into} AS went_into
    FROM accounts_{kind}event e
    LEFT JOIN accounts_{kind} t ON t.workspace_id = e.workspace_id AND t.id = e.pgh_obj_id
    WHERE e.workspace_id = %(workspace)s AND e.{key} = ANY(%(accounts)s)
        AND NOT coalesce((e.pgh_context->>'batch')::bigint = e.origin_batch_id, false)
"""
_WENT_INTO = """CASE e.pgh_label WHEN 'delete' THEN (
            SELECT s.name FROM accounts_merged{kind} m
            JOIN accounts_{kind} s ON s.workspace_id = m.workspace_id AND s.id = m.{kind}_id
            WHERE m.workspace_id = e.workspace_id AND m.gone_id = e.pgh_obj_id) END"""
# Payments say for which invoice they were; only those that somebody wrote down, whose coming is an event.
_PAYMENTS = """
    SELECT 'payment', e.id * 8 + 6, e.pgh_obj_id, e.pgh_created_at, e.pgh_label, (e.pgh_context->>'member')::bigint, NULL::jsonb,
        to_jsonb(e) || jsonb_build_object('invoice', i.external_id, 'currency', i.currency), NULL
    FROM accounts_paymentevent e
    JOIN accounts_invoice i ON i.workspace_id = e.workspace_id AND i.id = e.invoice_id
    WHERE %(money)s AND e.workspace_id = %(workspace)s AND i.account_id = %(account)s AND e.pgh_label = 'insert'
"""
_ROWS = """
    SELECT origin_batch_id, '{kind}' AS kind, count(*) AS n FROM accounts_{kind}
    WHERE workspace_id = %(workspace)s AND {key} = %(account)s AND origin_batch_id IS NOT NULL GROUP BY 1
"""
_IMPORTS = """
    SELECT 'import', b.id * 8 + 3, b.id, b.created_at, 'import', b.created_by_id, jsonb_build_object('source', b.source),
        jsonb_object_agg(r.kind, r.n), NULL
    FROM ({rows}) AS r JOIN workspaces_batch b ON b.workspace_id = %(workspace)s AND b.id = r.origin_batch_id
    GROUP BY b.id
"""
# Files added to the account itself; those attached to an entry stand with it, those made are told by their makers.
_FILES = """
    SELECT 'file', f.id * 8 + 4, f.id, f.added_at, 'file', f.added_by_id,
        jsonb_build_object('name', s.name, 'size', s.size), NULL::jsonb, NULL
    FROM accounts_accountfile f JOIN workspaces_storedfile s ON s.workspace_id = f.workspace_id AND s.id = f.file_id
    WHERE %(files)s AND f.workspace_id = %(workspace)s AND f.account_id = %(account)s AND f.deleted_at IS NULL
        AND f.entry_id IS NULL AND NOT f.is_made
"""
# `moves` False leaves out what is nothing but a change of stage: the app that moves accounts tells its moves itself.
_PAGE = """
    SELECT a.kind, a.number, a.record_id, a.at, a.label, COALESCE(NULLIF(u.name, ''), u.email, ''), a.was, a.became,
        a.total, a.first_at, COALESCE(a.went_into, '')
    FROM (SELECT told.*, count(*) OVER () AS total, min(at) OVER () AS first_at FROM ({told}) AS told
        WHERE (%(added)s OR told.label <> 'insert') AND (%(moves)s OR told.kind <> 'account' OR told.label <> 'update'
            OR told.was->'stage' IS NOT DISTINCT FROM told.became->'stage' OR EXISTS (
                SELECT FROM unnest(%(fields)s::text[]) AS f WHERE told.was->f IS DISTINCT FROM told.became->f))) AS a
    LEFT JOIN workspaces_member m ON m.workspace_id = %(workspace)s AND m.id = a.member_id
    LEFT JOIN workspaces_user u ON u.id = m.user_id
    WHERE %(at)s::timestamptz IS NULL OR (a.at, a.number) < (%(at)s::timestamptz, %(number)s)
    ORDER BY a.at DESC, a.number DESC LIMIT %(size)s
"""
_BUT_STAGE = [*(field for field in ACCOUNT_FIELDS if field != "stage"), "parent_id"]
_TABLES = ((ACCOUNT, "pgh_obj_id"), (CONTACT, "account_id"), (CONTRACT, "account_id"))
_IMPORTED = (
    ("account", "id"),
    ("contact", "account_id"),
    ("contract", "account_id"),
    ("ticket", "account_id"),
)
_TOLD = [
    _EVENTS.format(
        kind=kind, key=key, code=code,
        went_into=_WENT_INTO.format(kind=kind) if kind in (ACCOUNT, CONTACT) else "NULL",
    )
    for code, (kind, key) in enumerate(_TABLES)
]  # fmt: skip
_INVOICES = (
    _EVENTS.format(kind=INVOICE, key="account_id", code=5, went_into="NULL").rstrip() + " AND %(money)s"
)
_BROUGHT = _IMPORTS.format(
    rows=" UNION ALL ".join(_ROWS.format(kind=kind, key=key) for kind, key in _IMPORTED)
)
_STATEMENT = _PAGE.format(told=" UNION ALL ".join([*_TOLD, _BROUGHT, _FILES, _INVOICES, _PAYMENTS]))


def changes(
    account_id: int,
    *,
    merged: Sequence[int] = (),
    before: tuple[datetime, int] | None = None,
    size: int = 30,
    added: bool = True,
    files: bool = False,
    money: bool = False,
    moves: bool = True,
) -> list[Change]:
    """The newest `size` events below the mark (moment, number). `merged`: ids of accounts that went into this
    one, whose history it carries on; `added` False leaves out that records were added by hand,
    `files` takes in the files of the account (`was`: name and size), `money` its invoices and the payments written down;
    `moves` False leaves out changes of nothing but the stage."""
    at, number = before or (None, 0)
    asked: dict[str, Any] = {
        "workspace": required_workspace_id(), "account": account_id, "accounts": [account_id, *merged],
        "at": at, "number": number, "size": size, "added": added, "files": files,
        "money": money, "moves": moves, "fields": _BUT_STAGE,
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(_STATEMENT, asked)
        return [
            Change(kind, n, record_id, at, label, who, _row(was), _row(became), total, first, went_into)
            for kind, n, record_id, at, label, who, was, became, total, first, went_into in cursor.fetchall()
        ]


def merged_ids(account: Account) -> list[int]:
    """The numbers of the accounts that went into this one."""
    return list(MergedAccount.objects.filter(account=account).values_list("gone_id", flat=True))


def _row(told: str | None) -> dict[str, Any] | None:
    return json.loads(told) if told else None
