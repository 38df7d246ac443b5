"""Settings of the workspace and of its roles."""

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
from workspaces.choices import Right, Role, Visibility
from workspaces.forms.base import add_refusal
from workspaces.forms.settings import WorkspaceForm
from workspaces.http import StaffRequest
from workspaces.selectors import role_choices
from workspaces.services.settings import WorkspaceValues, change_workspace, set_role
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


@require_http_methods(["GET", "HEAD", "POST"])
def roles(request: StaffRequest) -> HttpResponse:
    require(request.member, Right.MANAGE_SETTINGS)
    choices = role_choices()
    if request.method == "POST":
        now = clock.now()
        for choice in choices:
            if choice.visibility_may_be_set or choice.money_may_be_set:
                set_role(
                    choice.role,
                    visibility=_visibility(request, choice.role),
                    sees_money=f"money_{choice.role}" in request.POST,
                    by=request.member,
                    now=now,
                )
        messages.success(request, _("Roles saved"))
        return redirect(request, href("workspaces:roles"))
    context = {"choices": choices, "tabs": settings_tabs("roles"), "visibilities": Visibility.choices}
    return render(request, "workspaces/roles.html", context)


def _visibility(request: StaffRequest, role: Role) -> Visibility:
    """What was chosen; nothing counts as the narrower one. Raises DomainError for what is no choice."""
    chosen = request.POST.get(f"visibility_{role}") or Visibility.OWN_BOOK
    if chosen not in Visibility.values:
        message = _("What %(role)s sees is none of the choices. Choose again.") % {"role": role.label}
        raise DomainError(message, code="visibility_unknown", field=f"visibility_{role}")
    return Visibility(chosen)
