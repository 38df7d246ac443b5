"""Health's work for later: recomputes by the clock, after a change, and the weekly history."""

from core import clock, jobs
from core.tenancy import workspace_scope
from core.workspaces import active_workspace_ids
from health.services import history, recompute, schedule
from health.services.readings import RESCORE
from health.services.recompute import take_turn
from health.services.usage import make_months_ahead
from workspaces.models import Workspace

AGAIN_SECONDS = 3


@jobs.workspace_task("health.recompute_due")
def recompute_due(workspace_id: int) -> None:
    schedule.recompute_if_due(now=clock.now())


@jobs.workspace_task("health.recompute_today")
def recompute_today(workspace_id: int) -> None:
    now = clock.now()
    today = clock.today_in(_zone(workspace_id), now)
    recompute(as_of=today, today=today, now=now)


@jobs.workspace_task(RESCORE)
def rescore_accounts(workspace_id: int, account_ids: list[int]) -> None:
    """After a change. While the whole history is computed back it comes again later: a worker that waited would
    be missed by the imports of other people."""
    if not take_turn():
        jobs.send_or_raise(RESCORE, workspace_id, account_ids, after_seconds=AGAIN_SECONDS)
        return
    now = clock.now()
    today = clock.today_in(_zone(workspace_id), now)
    recompute(as_of=today, today=today, now=now, account_ids=account_ids)


@jobs.workspace_task(history.TASK, queue="ingest", long=True)
def recompute_history(workspace_id: int) -> None:
    now = clock.now()
    with workspace_scope(workspace_id):
        history.compute_waiting_history(today=clock.today_in(_zone(workspace_id), now), now=now)


@jobs.sweep_task("health.sweep_due_recomputes")
def sweep_due_recomputes() -> int:
    """Every quarter of an hour; a workspace whose morning has not come yet is not asked."""
    now = clock.now()
    zones = dict(Workspace.objects.filter(closed_at=None).values_list("id", "time_zone"))
    due = [
        workspace_id
        for workspace_id in sorted(zones)
        if schedule.due_since(now, zones[workspace_id]) is not None
    ]
    return sum(jobs.send("health.recompute_due", workspace_id) for workspace_id in due)


@jobs.sweep_task("health.sweep_waiting_histories", queue="ingest")
def sweep_waiting_histories() -> int:
    """Heals a history whose task was lost; one that waits for nothing ends at once."""
    return sum(jobs.send(history.TASK, workspace_id) for workspace_id in active_workspace_ids())


@jobs.sweep_task("health.sweep_usage_months")
def sweep_usage_months() -> int:
    return make_months_ahead(today=clock.now().date())


def _zone(workspace_id: int) -> str:
    return Workspace.objects.values_list("time_zone", flat=True).get(pk=workspace_id)
