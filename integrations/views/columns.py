"""Matching the columns of a file, and reading it otherwise."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from core import clock
from core.errors import Conflict, DomainError
from core.htmx import redirect
from core.links import href
from integrations.access import import_or_404
from integrations.choices import OPEN
from integrations.forms.columns import ColumnsForm
from integrations.forms.upload import ReadingForm
from integrations.models import Import
from integrations.services.runs import match_columns
from integrations.services.uploads import look_through
from integrations.shown import facts_of, steps_of
from workspaces.forms.base import add_refusal
from workspaces.http import StaffRequest


@require_http_methods(["GET", "HEAD", "POST"])
def columns(request: StaffRequest, import_id: int) -> HttpResponse:
    found = import_or_404(request.member, import_id)
    if not _may_be_matched(found):
        return redirect(request, href("integrations:import", import_id=found.pk))
    data = request.POST if request.method == "POST" else None
    form = ColumnsForm(found, currency=request.workspace.currency, data=data)
    if request.method == "POST" and form.is_valid():
        match_columns(found, form.mapping(), by=request.member, now=clock.now())
        return redirect(request, href("integrations:import", import_id=found.pk))
    return _page(request, found, form, ReadingForm(found.profile))


@require_POST
def reading(request: StaffRequest, import_id: int) -> HttpResponse:
    """Read the file by the chosen characters, delimiter or sheet; the matching begins anew."""
    found = import_or_404(request.member, import_id)
    if not _may_be_matched(found):
        raise Conflict(_("This import is under way or done. Upload the file again to read it otherwise."))
    form = ReadingForm(found.profile, request.POST)
    if form.is_valid():
        try:
            look_through(found, now=clock.now(), **form.cleaned_data)
        except DomainError as refusal:
            refusal.field = next(iter(form.fields))
            add_refusal(form, refusal)
        else:
            return redirect(request, href("integrations:import", import_id=found.pk))
    matching = ColumnsForm(found, currency=request.workspace.currency)
    return _page(request, found, matching, form)


def _may_be_matched(found: Import) -> bool:
    return found.state in OPEN and "columns" in found.profile


def _page(request: StaffRequest, found: Import, form: ColumnsForm, reading_form: ReadingForm) -> HttpResponse:
    rows = list(form.rows())
    context = {
        "found": found,
        "form": form,
        "reading": reading_form,
        "rows": rows,
        "matched": sum(row.is_matched for row in rows),
        "doubtful": sum(bool(row.doubt) for row in rows),
        "missing": [] if form.errors else form.missing(),
        "facts": facts_of(found),
        "steps": steps_of(found),
    }
    status = 422 if form.errors or reading_form.errors else 200
    return render(request, "integrations/columns.html", context, status=status)
