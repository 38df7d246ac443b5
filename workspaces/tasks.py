"""Mail: soon after commit by one task each, and healed by a sweep."""

import structlog

from core import clock, jobs
from core.tenancy import workspace_scope
from core.workspaces import active_workspace_ids
from workspaces.selectors.mail import cut_off_mail
from workspaces.services import mail
from workspaces.services.files import sweep_strays

log = structlog.get_logger(__name__)


@jobs.workspace_task(mail.SEND, queue="mail", long=True)
def send_mail(workspace_id: int, message_id: int) -> str | None:
    return mail.send_mail(workspace_id, message_id, now=clock.now())


@jobs.workspace_task("workspaces.send_due_mail", queue="mail", long=True)
def send_due_mail(workspace_id: int) -> int:
    now = clock.now()
    with workspace_scope(workspace_id):
        cut_off = cut_off_mail(now=now).count()
    if cut_off:
        log.warning("mail_cut_off", workspace_id=workspace_id, count=cut_off, see="Settings, Mail")
    return mail.send_due_mail(workspace_id, now=now)


@jobs.workspace_task("workspaces.clear_stray_files")
def clear_stray_files(workspace_id: int) -> int:
    return sweep_strays(now=clock.now())


@jobs.sweep_task("workspaces.sweep_stray_files")
def sweep_stray_files() -> int:
    """Bytes that a rolled back transaction left behind."""
    return sum(jobs.send("workspaces.clear_stray_files", each) for each in active_workspace_ids())


@jobs.sweep_task("workspaces.sweep_outbox", queue="mail")
def sweep_outbox() -> int:
    return sum(jobs.send("workspaces.send_due_mail", workspace_id) for workspace_id in active_workspace_ids())
