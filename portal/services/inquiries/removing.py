"""Accounts leave for good: their inquiries go with their key, the files of the conversations go here."""

from collections.abc import Sequence

from portal.models import InquiryFile
from workspaces.services.files import discard_file


def discard_inquiry_files(account_ids: Sequence[int]) -> None:
    """Remove the files of these accounts' conversations, rows and bytes; nothing else refers to them."""
    found = InquiryFile.objects.filter(message__inquiry__account_id__in=account_ids).select_related("file")
    for held in found:
        stored = held.file
        held.delete()
        discard_file(stored)
