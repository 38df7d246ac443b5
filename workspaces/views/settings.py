"""Settings of the workspace."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from core import clock
from core.errors import DomainError
from core.htmx import redirect
from core.links import href
from workspaces.access import require
from workspaces.choices import Right
from workspaces.forms.base import add_refusal
from workspaces.forms.settings import WorkspaceForm
from workspaces.http import StaffRequest
from workspaces.services.settings import WorkspaceValues, change_workspace
from workspaces.views.sections import settings_tabs

FIELDS = ("name", "time_zone", "currency", "language", "requires_second_factor", "short_term_months")


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
    context = {"form": form, "tabs": settings_tabs("workspace"), "slug": current.slug}
    return render(request, "workspaces/workspace.html", context, status=422 if form.errors else 200)
