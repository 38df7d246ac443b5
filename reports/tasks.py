"""Facts taken and reviews printed by a worker, and the sweep that heals what was lost."""

from core import clock, jobs
from core.workspaces import active_workspace_ids
from reports import services
from reports.services import RENDER, TAKE, render_snapshot
from reports.services import mend_prints as mend

MEND = "reports.mend_prints"


@jobs.workspace_task(TAKE, queue="pdf", long=True)
def take_facts(workspace_id: int, snapshot_id: int) -> None:
    services.take_facts(workspace_id, snapshot_id, now=clock.now())


@jobs.workspace_task(RENDER, queue="pdf", long=True)
def render_qbr(workspace_id: int, snapshot_id: int) -> None:
    render_snapshot(workspace_id, snapshot_id, now=clock.now())


@jobs.workspace_task(MEND)
def mend_prints(workspace_id: int) -> int:
    return mend(now=clock.now())


@jobs.sweep_task("reports.sweep_prints")
def sweep_prints() -> int:
    """Once a minute: what a worker died of says so, what was lost is asked for again."""
    return sum(jobs.send(MEND, workspace_id) for workspace_id in active_workspace_ids())
