"""Imports in a worker: read, checked or taken in, each in its own transactions."""

from core import clock, jobs
from core.workspaces import active_workspace_ids
from integrations.services.runs import mend_imports as mend
from integrations.services.uploads import WORK
from integrations.services.work import work_on

MEND = "integrations.mend_imports"


@jobs.workspace_task(WORK, queue="ingest", long=True)
def work_on_import(workspace_id: int, import_id: int) -> None:
    work_on(workspace_id, import_id, now=clock.now())


@jobs.workspace_task(MEND)
def mend_imports(workspace_id: int) -> int:
    return mend(now=clock.now())


@jobs.sweep_task("integrations.sweep_imports")
def sweep_imports() -> int:
    """Twice a minute: an import whose worker died says so soon, one whose task was lost is sent again."""
    return sum(jobs.send(MEND, workspace_id) for workspace_id in active_workspace_ids())
