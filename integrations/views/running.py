"""One import in its present state: under way, foreseen, done or stopped."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from core import clock
from core.htmx import redirect
from core.links import href
from integrations.access import import_or_404
from integrations.choices import BUSY, OPEN, READY, ImportState
from integrations.models import Import
from integrations.selectors.imports import problems_of
from integrations.selectors.progress import progress_of
from integrations.services.runs import cancel_import, run_import
from integrations.shown import came_in, facts_of, foreseen, groups_of, outcome, problems_shown, steps_of
from workspaces.http import StaffRequest

FIRST_PROBLEMS = 10


@require_safe
def detail(request: StaffRequest, import_id: int) -> HttpResponse:
    found = import_or_404(request.member, import_id)
    context = {"found": found, "facts": facts_of(found), "steps": steps_of(found)}
    if found.state in BUSY:
        return render(request, "integrations/working.html", context | {"progress": progress_of(found.pk)})
    if found.state == ImportState.UPLOADED:
        return redirect(request, href("integrations:columns", import_id=found.pk))
    if found.state == ImportState.CHECKED:
        return render(
            request, "integrations/preview.html", context | _problems(found) | {"metrics": foreseen(found)}
        )
    if found.state == ImportState.DONE:
        more = {"metrics": outcome(found), "came_in": came_in(found)}
        return render(request, "integrations/report.html", context | _problems(found) | more)
    states: dict[str, Any] = {
        "may_run": found.state in READY,
        "may_match": found.state in OPEN and "columns" in found.profile,
    }
    return render(request, "integrations/stopped.html", context | states)


@require_safe
def progress(request: StaffRequest, import_id: int) -> HttpResponse:
    """The bar; once the worker is through, the page of what came of it."""
    found = import_or_404(request.member, import_id)
    if found.state not in BUSY:
        return redirect(request, href("integrations:import", import_id=found.pk))
    context = {"found": found, "progress": progress_of(found.pk)}
    return render(request, "integrations/_progress.html", context)


@require_POST
def run(request: StaffRequest, import_id: int) -> HttpResponse:
    found = import_or_404(request.member, import_id)
    run_import(found, by=request.member, now=clock.now())
    return redirect(request, href("integrations:import", import_id=found.pk))


@require_POST
def cancellation(request: StaffRequest, import_id: int) -> HttpResponse:
    found = import_or_404(request.member, import_id)
    if not cancel_import(found, now=clock.now()):
        messages.warning(request, _("It was over before it could be cancelled."))
    return redirect(request, href("integrations:import", import_id=found.pk))


def _problems(found: Import) -> dict[str, Any]:
    page = problems_of(found, size=FIRST_PROBLEMS)
    return {
        "groups": groups_of(found),
        "problems": list(problems_shown(found, page.rows)),
        "has_more": bool(page.next_mark),
    }
