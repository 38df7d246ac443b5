"""Inquiries and chats by the clock: those of who left, first answers that stayed out, mails that lie in the mailbox."""

from pathlib import Path

from django.conf import settings
from django.utils import translation

from core import clock, jobs
from core.links import link_scope
from core.tenancy import workspace_scope
from core.workspaces import active_workspace_ids
from portal.mailbox import take_mailbox
from portal.services.chat.leaving import release_chats
from portal.services.inquiries import sweep_late
from workspaces.models import Workspace

LATE = "portal.decide_late_inquiries"


@jobs.workspace_task(LATE, long=True)
def decide_late_inquiries(workspace_id: int) -> int:
    workspace, now = Workspace.objects.get(pk=workspace_id), clock.now()
    with workspace_scope(workspace.pk), link_scope(workspace.slug), translation.override(workspace.language):
        released = release_chats(now=now)
    return released + sweep_late(workspace, now=now)


@jobs.sweep_task("portal.sweep_late_inquiries")
def sweep_late_inquiries() -> int:
    return sum(jobs.send(LATE, workspace_id) for workspace_id in active_workspace_ids())


@jobs.sweep_task("portal.sweep_mailbox", queue="mail")
def sweep_mailbox() -> int:
    """Takes in what a mail server laid into the maildir, where the platform has one."""
    folder = settings.INBOUND_MAILDIR
    return take_mailbox(Path(folder), now=clock.now()) if folder else 0
