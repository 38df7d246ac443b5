"""Notices that are posted after the deed."""

from core import clock, jobs
from notifications.services import post_mentions

TELL_MENTIONED = "notifications.tell_mentioned"


@jobs.workspace_task(TELL_MENTIONED)
def tell_mentioned(workspace_id: int, entry_id: int, member_ids: list[int]) -> int:
    return post_mentions(entry_id, member_ids, now=clock.now())
