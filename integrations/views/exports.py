"""Lists as files: asked for, under way, taken away by those who asked."""

from typing import Any

from django.http import FileResponse, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.access import ALL, MINE, TEAM
from core import clock
from core.errors import NotFound
from core.htmx import redirect
from core.links import href
from core.lists import LIST_SOURCES
from integrations.access import export_or_404, file_may_go
from integrations.choices import ExportState
from integrations.models import Export
from integrations.selectors.progress import export_rows_written
from integrations.services.exports import start_export
from workspaces.http import StaffRequest
from workspaces.services.files import place_of


@require_POST
def new(request: StaffRequest) -> HttpResponse:
    """The file itself where the list is small, else the page that says how far it is."""
    asked = request.POST
    # As the page showed it, whatever another tab has chosen since.
    if asked.get("book") in (MINE, TEAM, ALL):
        request.member.book = asked["book"]
    export = start_export(
        asked.get("list", ""),
        asked.get("query", ""),
        asked.get("format", "csv"),
        workspace=request.workspace,
        by=request.member,
        now=clock.now(),
    )
    name = "integrations:export_file" if export.state == ExportState.DONE else "integrations:export"
    return redirect(request, href(name, export_id=export.pk))


@require_safe
def detail(request: StaffRequest, export_id: int) -> HttpResponse:
    export = export_or_404(request.member, export_id)
    return render(request, "integrations/export.html", _shown(export))


@require_safe
def progress(request: StaffRequest, export_id: int) -> HttpResponse:
    """The bar; once the worker is through, the page with the file."""
    export = export_or_404(request.member, export_id)
    if export.state not in (ExportState.QUEUED, ExportState.RUNNING):
        return redirect(request, href("integrations:export", export_id=export.pk))
    return render(request, "integrations/_export_progress.html", _shown(export))


@require_safe
def file(request: StaffRequest, export_id: int) -> HttpResponseBase:
    export = export_or_404(request.member, export_id)
    stored = export.file
    if stored is None or not place_of(stored).exists():
        raise NotFound(_("This file is not there any more. Export the list again."))
    file_may_go(request.member, export)
    response = FileResponse(
        place_of(stored).open("rb"),
        as_attachment=True,
        filename=stored.name,
        content_type=stored.content_type,
    )
    response["Cache-Control"] = "private, no-store"
    return response


def _shown(export: Export) -> dict[str, Any]:
    written = export_rows_written(export.pk)
    source = LIST_SOURCES.get(export.list_key)
    return {
        "export": export,
        "label": source.label if source else export.list_key,
        "is_under_way": export.state in (ExportState.QUEUED, ExportState.RUNNING),
        "is_ready": export.state == ExportState.DONE and export.file is not None,
        "written": written,
        "percent": min(99, 100 * written // export.rows_total) if export.rows_total else 0,
    }
