"""The figures of accounts follow the calendar: terms end and contracts open without anybody touching them."""

from accounts.services import refresh_figures
from core import clock, jobs
from core.tenancy import required_workspace_id
from core.workspaces import active_workspace_ids
from workspaces.models import Workspace

REFRESH = "accounts.refresh_figures"


@jobs.workspace_task(REFRESH)
def refresh(workspace_id: int) -> int:
    zone = Workspace.objects.get(pk=required_workspace_id()).time_zone
    return len(refresh_figures(today=clock.today_in(zone)))


@jobs.sweep_task("accounts.sweep_figures")
def sweep_figures() -> int:
    """Hourly rather than daily: midnight comes to each workspace at its own hour, and repeating is harmless."""
    return sum(jobs.send(REFRESH, workspace_id) for workspace_id in active_workspace_ids())
