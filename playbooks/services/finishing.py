"""Whether a run is done: it is with its last task."""

from datetime import datetime

from playbooks.choices import RunState
from playbooks.models import Run, Task
from workspaces.models import Member


def settle_run(run_id: int | None, *, by: Member | None, now: datetime) -> bool:
    """Bring the state of a run in line with its tasks, after one of them ended or was reopened. False for one that was
    stopped, which stays so; True for a free task's None."""
    if run_id is None:
        return True
    run = Run.objects.select_for_update().get(pk=run_id)
    if run.state == RunState.STOPPED:
        return False
    running = Task.objects.filter(run=run, done_at=None).exists()
    if running and run.state == RunState.DONE:
        Run.objects.filter(pk=run.pk).update(state=RunState.RUNNING, ended_at=None, ended_by=None)
    if not running and run.state == RunState.RUNNING:
        Run.objects.filter(pk=run.pk).update(state=RunState.DONE, ended_at=now, ended_by=by)
    return True
