"""Surveys by the clock: waves that are due, their mails, reminders to the silent."""

from core import clock, jobs
from core.workspaces import active_workspace_ids
from surveys.services import send_invitations, send_reminders, start_due_waves
from surveys.services.campaigns import RUN_DAY
from surveys.services.inquiries import INVITE
from workspaces.models import Workspace


@jobs.workspace_task(RUN_DAY, long=True)
def run_day(workspace_id: int) -> int:
    workspace = Workspace.objects.get(pk=workspace_id)
    now = clock.now()
    start_due_waves(workspace, today=clock.today_in(workspace.time_zone, now), now=now)
    return send_invitations(workspace, now=now) + send_reminders(workspace, now=now)


@jobs.workspace_task(INVITE, long=True)
def invite(workspace_id: int) -> int:
    """Soon after somebody came in; lost, it is healed by the sweep."""
    return send_invitations(Workspace.objects.get(pk=workspace_id), now=clock.now())


@jobs.sweep_task("surveys.sweep_due_days")
def sweep_due_days() -> int:
    """Hourly: midnight comes to each workspace at its own hour, and repeating is harmless."""
    return sum(jobs.send(RUN_DAY, workspace_id) for workspace_id in active_workspace_ids())
