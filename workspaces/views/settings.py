"""Settings of the workspace."""

import base64

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core import clock
from core.errors import DomainError
from core.htmx import redirect
from core.links import href
from workspaces.access import require
from workspaces.choices import Right
from workspaces.forms.base import add_refusal
from workspaces.forms.settings import BrandForm, WorkspaceForm
from workspaces.http import StaffRequest
from workspaces.selectors.brand import brand_of_workspace
from workspaces.services.brand import change_brand
from workspaces.services.settings import WorkspaceValues, change_workspace
from workspaces.views.sections import settings_tabs

FIELDS = (
    "name", "time_zone", "currency", "country", "language", "requires_second_factor", "short_term_months",
)  # fmt: skip


@require_safe
def first_page(request: StaffRequest) -> HttpResponse:
    require(request.member, Right.MANAGE_SETTINGS)
    return HttpResponseRedirect(href("workspaces:workspace"))


@require_http_methods(["GET", "HEAD", "POST"])
def workspace(request: StaffRequest) -> HttpResponse:
    require(request.member, Right.MANAGE_SETTINGS)
    current = request.workspace
    form = WorkspaceForm(
        request.POST if request.method == "POST" else None,
        initial={name: getattr(current, name) for name in FIELDS},
    )
    if request.method == "POST" and form.is_valid():
        try:
            values = WorkspaceValues(**form.cleaned_data)
            change_workspace(current, values, by=request.member, now=clock.now())
        except DomainError as error:
            add_refusal(form, error)
        else:
            messages.success(request, _("Settings saved"))
            return redirect(request, href("workspaces:workspace"))
    return _page(request, form, _brand_form())


@require_POST
def brand(request: StaffRequest) -> HttpResponse:
    """Colour and logo of the documents, on the same page."""
    require(request.member, Right.MANAGE_SETTINGS)
    form = _brand_form(request)
    if form.is_valid():
        colour, without = form.cleaned_data["colour"], form.cleaned_data["without_logo"]
        try:
            change_brand(
                request.workspace, colour=colour, picture=form.picture, without_logo=without,
                by=request.member, now=clock.now(),
            )  # fmt: skip
        except DomainError as error:
            add_refusal(form, error)
        else:
            messages.success(request, _("Look of documents saved"))
            return redirect(request, href("workspaces:workspace"))
    return _page(request, _workspace_form(request), form)


def _workspace_form(request: StaffRequest) -> WorkspaceForm:
    return WorkspaceForm(initial={name: getattr(request.workspace, name) for name in FIELDS})


def _brand_form(request: StaffRequest | None = None) -> BrandForm:
    if request is not None:
        return BrandForm(request.POST, request.FILES, prefix="brand")
    kept = brand_of_workspace()
    return BrandForm(initial={"colour": kept.colour if kept else ""}, prefix="brand")


def _page(request: StaffRequest, form: WorkspaceForm, brand_form: BrandForm) -> HttpResponse:
    kept = brand_of_workspace()
    logo = base64.b64encode(kept.logo).decode() if kept and kept.logo else ""
    context = {
        "form": form,
        "brand_form": brand_form,
        "logo": f"data:image/png;base64,{logo}" if logo else "",
        "tabs": settings_tabs("workspace"),
        "slug": request.workspace.slug,
    }
    wrong = form.errors or brand_form.errors
    return render(request, "workspaces/workspace.html", context, status=422 if wrong else 200)
