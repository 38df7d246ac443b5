"""What was wrong with the rows of a file, to look through and to take away."""

from urllib.parse import urlencode

from django.http import FileResponse, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from core.errors import NotFound
from core.shell import Choice
from integrations.access import import_or_404
from integrations.models import Import
from integrations.selectors.imports import problems_of
from integrations.services.reports import KEPT
from integrations.shown import facts_of, problems_shown, steps_of
from workspaces.http import StaffRequest
from workspaces.services.files import place_of

SHOWN = ("", "rejected", "warnings")


@require_safe
def problems(request: StaffRequest, import_id: int) -> HttpResponse:
    found = import_or_404(request.member, import_id)
    show = request.GET.get("show", "")
    show = show if show in SHOWN else ""
    code = request.GET.get("code", "").replace("\x00", "")
    page = problems_of(found, show=show, code=code, after=request.GET.get("after", ""))
    kept = {key: value for key, value in (("show", show), ("code", code)) if value}
    context = {
        "found": found,
        "facts": facts_of(found),
        "steps": steps_of(found),
        "tabs": _tabs(found, "" if code else show, is_narrowed=bool(code)),
        "problems": list(problems_shown(found, page.rows)),
        "kept": KEPT if found.rejected > KEPT or found.warnings > KEPT else 0,
        "next_url": f"?{urlencode({**kept, 'after': page.next_mark})}" if page.next_mark else "",
        "first_url": f"?{urlencode(kept)}" if request.GET.get("after") else "",
    }
    return render(request, "integrations/problems.html", context)


@require_safe
def rejected(request: StaffRequest, import_id: int) -> HttpResponseBase:
    """The rejected rows as a file, with the reason behind each."""
    found = import_or_404(request.member, import_id)
    file = found.rejected_file
    if file is None or not place_of(file).exists():
        raise NotFound(_("No row of this import was rejected."))
    return FileResponse(
        place_of(file).open("rb"), as_attachment=True, filename=file.name, content_type=file.content_type
    )


def _tabs(found: Import, show: str, *, is_narrowed: bool) -> tuple[Choice, ...]:
    return (
        Choice(_("All"), "?", show == "" and not is_narrowed),
        Choice(_("Rejected"), "?show=rejected", show == "rejected", count=found.rejected),
        Choice(_("Warnings"), "?show=warnings", show == "warnings", count=found.warnings),
    )
