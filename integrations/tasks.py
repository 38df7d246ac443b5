"""Imports in a worker: read, checked or taken in, each in its own transactions. Exports: written and told of."""

from core import clock, jobs
from core.workspaces import active_workspace_ids
from integrations.services.export_work import write
from integrations.services.exports import WRITE, mend_exports
from integrations.services.runs import mend_imports as mend
from integrations.services.uploads import WORK
from integrations.services.work import work_on

MEND = "integrations.mend_imports"


@jobs.workspace_task(WORK, queue="ingest", long=True)
def work_on_import(workspace_id: int, import_id: int) -> None:
    work_on(workspace_id, import_id, now=clock.now())


@jobs.workspace_task(MEND)
def mend_imports(workspace_id: int) -> int:
    now = clock.now()
    return mend(now=now) + mend_exports(now=now)


@jobs.workspace_task(WRITE, queue="ingest", long=True)
def write_export(workspace_id: int, export_id: int) -> None:
    write(workspace_id, export_id, now=clock.now())


@jobs.sweep_task("integrations.sweep_imports")
def sweep_imports() -> int:
    """Twice a minute: an import or export whose worker died says so soon, one whose task was lost is sent again."""
    return sum(jobs.send(MEND, workspace_id) for workspace_id in active_workspace_ids())
