"""Files may still use the ids of accounts that went into others: they mean the survivors."""

from django.db import connection

from core.staging import Staged
from core.tenancy import required_workspace_id

_FOLLOW = """
    UPDATE {staged} s SET {column} = a.external_id FROM accounts_mergedaccount m
    JOIN accounts_account a ON a.workspace_id = m.workspace_id AND a.id = m.account_id
    WHERE m.workspace_id = %s AND m.external_id = nullif(btrim(s.{column}), '') AND a.external_id IS NOT NULL
"""


def follow_merges(staged: Staged, *, of_accounts: bool) -> None:
    """Write the survivor's id wherever the file names an account that was merged; `of_accounts`: the rows themselves
    are accounts."""
    columns = ("external_id", "parent_external_id") if of_accounts else ("account",)
    with connection.cursor() as cursor:
        for column in columns:
            if column in staged.columns:
                statement = _FOLLOW.format(staged=staged.table, column=column)
                cursor.execute(statement, [required_workspace_id()])
