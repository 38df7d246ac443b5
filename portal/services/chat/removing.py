"""Chats of accounts that leave for good."""

from collections.abc import Sequence

from portal.models.chat import ChatMessage, ChatRoom
from workspaces.models import StoredFile
from workspaces.services.files import discard_file


def discard_chats(account_ids: Sequence[int]) -> int:
    """Remove the rooms of these accounts with their lines and files; returns how many files. Again does nothing."""
    rooms = ChatRoom.objects.filter(account_id__in=list(account_ids))
    lines = ChatMessage.objects.filter(room__in=rooms, file__isnull=False)
    files = list(StoredFile.objects.filter(pk__in=lines.values("file_id")))
    rooms.delete()
    for file in files:
        discard_file(file)
    return len(files)
