"""Notices that are posted after the deed, and their mail: soon after commit, and healed by a sweep."""

from core import clock, jobs
from core.workspaces import active_workspace_ids
from notifications.services import post_mentions
from notifications.services.mailing import mail_due
from notifications.services.posting import MAIL_DUE
from workspaces.models import Workspace

TELL_MENTIONED = "notifications.tell_mentioned"


@jobs.workspace_task(TELL_MENTIONED)
def tell_mentioned(workspace_id: int, entry_id: int, member_ids: list[int]) -> int:
    return post_mentions(entry_id, member_ids, now=clock.now())


@jobs.workspace_task(MAIL_DUE, queue="mail", long=True)
def mail_due_notices(workspace_id: int) -> int:
    return mail_due(Workspace.objects.get(pk=workspace_id), now=clock.now())


@jobs.sweep_task("notifications.sweep_mail", queue="mail")
def sweep_mail() -> int:
    """Every few minutes: quiet hours end, and digests fall due, at each person's own hour."""
    return sum(jobs.send(MAIL_DUE, workspace_id) for workspace_id in active_workspace_ids())
