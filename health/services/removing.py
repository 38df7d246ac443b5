"""Accounts leave for good: their usage goes with its key; the ledger of its messages, which has none, goes here."""

from collections.abc import Sequence

from django.db import connection

from core.tenancy import required_workspace_id

FORGET = """
DELETE FROM health_usagemessage m USING health_usageevent e
WHERE m.workspace_id = %(workspace)s AND e.workspace_id = %(workspace)s AND e.account_id = ANY (%(accounts)s)
  AND m.message_id = e.message_id
"""


def forget_messages(account_ids: Sequence[int]) -> None:
    """Let the messages of these accounts count as never seen, so that a later file may bring them anew."""
    with connection.cursor() as cursor:
        cursor.execute(FORGET, {"workspace": required_workspace_id(), "accounts": list(account_ids)})
