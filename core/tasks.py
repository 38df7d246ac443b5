"""The clock's work on core's own tables."""

from core import clock, events, jobs
from core.workspaces import active_workspace_ids


@jobs.workspace_task("core.deliver_events")
def deliver_events(workspace_id: int) -> int:
    return events.deliver_waiting(now=clock.now())


@jobs.sweep_task("core.sweep_events")
def sweep_events() -> int:
    ids = active_workspace_ids()
    return sum(jobs.send(events.DELIVER, workspace_id) for workspace_id in ids)
