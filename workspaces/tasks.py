"""Mail: soon after commit by one task each, and healed by a sweep."""

from core import clock, jobs
from core.workspaces import active_workspace_ids
from workspaces.services import mail


@jobs.workspace_task(mail.SEND, queue="mail", long=True)
def send_mail(workspace_id: int, message_id: int) -> str | None:
    return mail.send_mail(workspace_id, message_id, now=clock.now())


@jobs.workspace_task("workspaces.send_due_mail", queue="mail", long=True)
def send_due_mail(workspace_id: int) -> int:
    return mail.send_due_mail(workspace_id, now=clock.now())


@jobs.sweep_task("workspaces.sweep_outbox", queue="mail")
def sweep_outbox() -> int:
    return sum(jobs.send("workspaces.send_due_mail", workspace_id) for workspace_id in active_workspace_ids())
