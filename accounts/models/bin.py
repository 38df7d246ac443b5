"""What lies in the bin is not there: the managers that leave it out, and the same for statements of our own.

A row in the bin has a moment `deleted_at`. An account takes along what hangs on it, without a row of that being touched.
Whoever means the bin as well asks the manager `with_bin`, which is the base manager too: keys are followed and rows are
removed with their account wherever they lie.
"""

from typing import Any

from django.db.models import QuerySet

from core.tenancy.model import WorkspaceManager

#: The ids of the accounts in the bin, for statements that name their workspace %(workspace)s.
IN_BIN = """(SELECT binned.id FROM accounts_account binned
     WHERE binned.workspace_id = %(workspace)s AND binned.deleted_at IS NOT NULL)"""


class OutsideBin(WorkspaceManager):
    """The rows that do not lie in the bin."""

    def get_queryset(self) -> Any:
        return super().get_queryset().filter(deleted_at=None)


class OfAccountsOutsideBin(WorkspaceManager):
    """The rows of accounts that do not lie in the bin. A set that is looked up once: it joins nothing, so that rows may
    be locked and updated through it."""

    def get_queryset(self) -> Any:
        return outside_bin(super().get_queryset())


class OutsideBinWithAccount(OutsideBin):
    """The rows that lie in the bin neither themselves nor with their account."""

    def get_queryset(self) -> Any:
        return outside_bin(super().get_queryset())


def outside_bin(rows: QuerySet[Any]) -> QuerySet[Any]:
    """Of rows that hang on accounts, those whose account does not lie in the bin."""
    key: Any = rows.model._meta.get_field("account")
    binned = key.related_model.with_bin.filter(deleted_at__isnull=False)
    return rows.exclude(account_id__in=binned.values("pk"))
