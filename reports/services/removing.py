"""Accounts leave for good: their reviews go with their key, the printed files go here."""

from collections.abc import Sequence

from reports.models import QbrSnapshot
from workspaces.models import StoredFile
from workspaces.services.files import discard_file


def discard_prints(account_ids: Sequence[int]) -> None:
    """Remove the printed reviews of these accounts, rows and bytes; nothing else may refer to them any more."""
    printed = QbrSnapshot.objects.filter(account_id__in=account_ids, file__isnull=False)
    for file in StoredFile.objects.filter(pk__in=printed.values("file_id")):
        discard_file(file)
