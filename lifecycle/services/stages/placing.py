"""Accounts that came without a row of their own, or whose stage an import wrote, get their place and their move."""

from collections.abc import Iterable
from datetime import datetime

from django.db import connection, transaction

from core.tenancy import required_workspace_id
from lifecycle.choices import MoveOrigin

FIRST_SUB_STAGES = """
first_sub AS (
    SELECT DISTINCT ON (stage) stage, id, name FROM lifecycle_substage
    WHERE workspace_id = %(workspace)s ORDER BY stage, position, id
)"""

PLACE = f"""
WITH {FIRST_SUB_STAGES},
missing AS (
    SELECT a.id, a.stage, f.id AS sub_id, coalesce(f.name, '') AS sub_name,
           least(coalesce(a.stage_since_on::timestamp AT TIME ZONE %(zone)s, %(now)s), %(now)s) AS at
    FROM accounts_account a LEFT JOIN first_sub f ON f.stage = a.stage
    WHERE a.workspace_id = %(workspace)s {{of_accounts}} AND NOT EXISTS (
        SELECT 1 FROM lifecycle_accountstage s WHERE s.workspace_id = %(workspace)s AND s.account_id = a.id)
),
made AS (
    INSERT INTO lifecycle_accountstage
        (workspace_id, account_id, stage, sub_stage_id, entered_at, sub_entered_at, version)
    SELECT %(workspace)s, id, stage, sub_id, at, at, 1 FROM missing ORDER BY id
    ON CONFLICT (workspace_id, account_id) DO NOTHING
    RETURNING account_id
)
INSERT INTO lifecycle_stagemove
    (workspace_id, account_id, from_stage, from_sub_stage, to_stage, to_sub_stage, origin, reason, unmet, moved_at)
SELECT %(workspace)s, m.id, '', '', m.stage, m.sub_name, %(start)s, '', '[]'::jsonb, m.at
FROM missing m JOIN made ON made.account_id = m.id
RETURNING account_id
"""  # noqa: S608

# Both rows are locked, so that a move under way is waited for and then seen whole.
FOLLOW = f"""
WITH {FIRST_SUB_STAGES},
drifted AS (
    SELECT s.id, s.account_id, s.stage AS was, s.sub_stage_id AS was_sub, a.stage
    FROM lifecycle_accountstage s
    JOIN accounts_account a ON a.workspace_id = %(workspace)s AND a.id = s.account_id
    WHERE s.workspace_id = %(workspace)s AND s.stage <> a.stage {{of_accounts}}
    ORDER BY a.id FOR UPDATE OF a, s
),
moved AS (
    UPDATE lifecycle_accountstage s
    SET stage = d.stage, sub_stage_id = (SELECT f.id FROM first_sub f WHERE f.stage = d.stage),
        entered_at = %(now)s, sub_entered_at = %(now)s, version = s.version + 1
    FROM drifted d WHERE s.workspace_id = %(workspace)s AND s.id = d.id
    RETURNING s.account_id
)
INSERT INTO lifecycle_stagemove
    (workspace_id, account_id, from_stage, from_sub_stage, to_stage, to_sub_stage, origin, reason, unmet, moved_at)
SELECT %(workspace)s, d.account_id, d.was, coalesce(b.name, ''), d.stage, coalesce(f.name, ''), %(import)s, '',
       '[]'::jsonb, %(now)s
FROM drifted d JOIN moved ON moved.account_id = d.account_id
LEFT JOIN lifecycle_substage b ON b.workspace_id = %(workspace)s AND b.id = d.was_sub
LEFT JOIN first_sub f ON f.stage = d.stage
RETURNING account_id
"""  # noqa: S608


def place_accounts(*, zone: str, now: datetime, account_ids: Iterable[int] | None = None) -> int:
    """Give accounts (None: all) that have none their row in the stage that the account's column names, with its first
    sub-stage; and follow where an import wrote another stage. Returns how many moves were noted.

    `zone`: in which the day begins since which the account is in its stage. Two statements, whatever the number;
    repeating it changes nothing.
    """
    chosen = None if account_ids is None else sorted(set(account_ids))
    of_accounts = "" if chosen is None else "AND a.id = ANY (%(ids)s)"
    given = {
        "workspace": required_workspace_id(),
        "ids": chosen,
        "zone": zone,
        "now": now,
        "start": MoveOrigin.START.value,
        "import": MoveOrigin.IMPORT.value,
    }
    noted = 0
    with transaction.atomic(), connection.cursor() as cursor:
        for statement in (PLACE, FOLLOW):
            cursor.execute(statement.format(of_accounts=of_accounts), given)
            noted += len(cursor.fetchall())
    return noted
