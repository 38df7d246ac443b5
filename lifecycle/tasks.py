"""Lifecycle's work by the clock: places and churn whose day has come, the renewal milestones of the day, the handshakes
and promises that they make due; PDFs of success plans."""

from core import clock, jobs
from core.links import link_scope
from core.tenancy import workspace_scope
from core.workspaces import active_workspace_ids
from lifecycle.services import (
    apply_due_records,
    install_stages,
    open_due_handshakes,
    place_accounts,
    sweep_due_milestones,
    tell_due_promises,
)
from lifecycle.services.plans.printing import RENDER, mend_documents, render_document
from workspaces.models import Workspace

RUN_DAY = "lifecycle.run_day"
PLACE = "lifecycle.place_accounts"
MEND = "lifecycle.mend_plan_prints"


@jobs.workspace_task(RUN_DAY, long=True)
def run_day(workspace_id: int) -> int:
    workspace = Workspace.objects.get(pk=workspace_id)
    now = clock.now()
    today = clock.today_in(workspace.time_zone, now)
    with workspace_scope(workspace_id):
        install_stages(workspace.language)
        place_accounts(zone=workspace.time_zone, now=now)
        apply_due_records(today=today, now=now)
    sent = sweep_due_milestones(workspace, today=today, now=now).sent
    open_due_handshakes(workspace, today=today, now=now)
    with workspace_scope(workspace_id), link_scope(workspace.slug):
        tell_due_promises(today=today, now=now)
    return sent


@jobs.workspace_task(PLACE)
def place(workspace_id: int, account_ids: list[int]) -> int:
    zone = Workspace.objects.values_list("time_zone", flat=True).get(pk=workspace_id)
    return place_accounts(zone=zone, now=clock.now(), account_ids=account_ids)


@jobs.sweep_task("lifecycle.sweep_due_days")
def sweep_due_days() -> int:
    """Hourly rather than daily: midnight comes to each workspace at its own hour, and repeating is harmless."""
    return sum(jobs.send(RUN_DAY, workspace_id) for workspace_id in active_workspace_ids())


@jobs.workspace_task(RENDER, queue="pdf", long=True)
def render_plan(workspace_id: int, document_id: int) -> None:
    render_document(workspace_id, document_id, now=clock.now())


@jobs.workspace_task(MEND)
def mend_plans(workspace_id: int) -> int:
    return mend_documents(now=clock.now())


@jobs.sweep_task("lifecycle.sweep_plan_prints")
def sweep_plan_prints() -> int:
    """Once a minute: PDFs of plans whose worker died say so, lost ones are asked for again."""
    return sum(jobs.send(MEND, workspace_id) for workspace_id in active_workspace_ids())
