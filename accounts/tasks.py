"""What follows the calendar: figures, as terms end and contracts open without anybody touching them, and the bin."""

from accounts.services import refresh_figures
from accounts.services.emptying import empty_bin
from core import clock, jobs
from core.tenancy import required_workspace_id
from core.workspaces import active_workspace_ids
from workspaces.models import Workspace

REFRESH = "accounts.refresh_figures"
EMPTY_BIN = "accounts.empty_bin"


@jobs.workspace_task(REFRESH)
def refresh(workspace_id: int) -> int:
    zone = Workspace.objects.get(pk=required_workspace_id()).time_zone
    return len(refresh_figures(today=clock.today_in(zone)))


@jobs.sweep_task("accounts.sweep_figures")
def sweep_figures() -> int:
    """Hourly rather than daily: midnight comes to each workspace at its own hour, and repeating is harmless."""
    return sum(jobs.send(REFRESH, workspace_id) for workspace_id in active_workspace_ids())


@jobs.workspace_task(EMPTY_BIN)
def empty(workspace_id: int) -> int:
    return empty_bin(now=clock.now())


@jobs.sweep_task("accounts.sweep_bins")
def sweep_bins() -> int:
    """What was deleted 30 days ago is removed for good."""
    return sum(jobs.send(EMPTY_BIN, workspace_id) for workspace_id in active_workspace_ids())
