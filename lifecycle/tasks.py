"""Lifecycle's work by the clock: churn whose day has come, then the renewal milestones of the day."""

from core import clock, jobs
from core.tenancy import workspace_scope
from core.workspaces import active_workspace_ids
from lifecycle.services import apply_due_records, sweep_due_milestones
from workspaces.models import Workspace

RUN_DAY = "lifecycle.run_day"


@jobs.workspace_task(RUN_DAY, long=True)
def run_day(workspace_id: int) -> int:
    workspace = Workspace.objects.get(pk=workspace_id)
    now = clock.now()
    today = clock.today_in(workspace.time_zone, now)
    with workspace_scope(workspace_id):
        apply_due_records(today=today, now=now)
    return sweep_due_milestones(workspace, today=today, now=now).sent


@jobs.sweep_task("lifecycle.sweep_due_days")
def sweep_due_days() -> int:
    """Hourly rather than daily: midnight comes to each workspace at its own hour, and repeating is harmless."""
    return sum(jobs.send(RUN_DAY, workspace_id) for workspace_id in active_workspace_ids())
