"""Rights of roles and of single people, for admins."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core import clock
from core.errors import NotFound
from core.htmx import redirect
from core.links import href
from core.text import format_number
from workspaces.access import require
from workspaces.bounds import is_open
from workspaces.choices import Right, Role
from workspaces.forms.base import refused
from workspaces.forms.rights import RightsForm
from workspaces.forms.settings import RoleForm
from workspaces.http import StaffRequest
from workspaces.models import Member
from workspaces.selectors import members, role_rights, role_rows
from workspaces.selectors.rights import mark_of, member_rights_page, rights_of_role, rights_page
from workspaces.selectors.teams import teams_of
from workspaces.services.rights import reset_role, set_member_rights, set_role_rights
from workspaces.views.sections import settings_tabs


@require_http_methods(["GET", "HEAD", "POST"])
def roles(request: StaffRequest) -> HttpResponse:
    """The list of roles; with `role` the rights of one."""
    require(request.member, Right.MANAGE_SETTINGS)
    asked = request.POST.get("role") if request.method == "POST" else request.GET.get("role")
    if asked is None and request.method != "POST":
        listed = {"rows": role_rows(), "tabs": settings_tabs("roles")}
        return render(request, "workspaces/roles.html", listed)
    role = _role(asked)
    form = RightsForm(
        request.POST if request.method == "POST" else None,
        groups=rights_page(role),
        initial={"mark": mark_of(rights_of_role(role))},
    )
    status = 200
    if request.method == "POST":
        status = refused(form, lambda: _save_role(request, role, form))
        if not status:
            return redirect(request, _role_url(role))
    context: dict[str, Any] = {
        "form": form,
        "role": role,
        "is_open": any(is_open(role, right) for right in Right),
    }
    return render(request, "workspaces/role.html", {**context, "tabs": settings_tabs("roles")}, status=status)


@require_POST
def role_default(request: StaffRequest) -> HttpResponse:
    require(request.member, Right.MANAGE_SETTINGS)
    role = _role(request.POST.get("role"))
    changed = reset_role(role, by=request.member, now=clock.now())
    words = _("%(role)s is back to the default") if changed else _("%(role)s had the default already")
    messages.success(request, words % {"role": role.label})
    return redirect(request, _role_url(role))


@require_safe
def member(request: StaffRequest, member_id: int) -> HttpResponse:
    require(request.member, Right.MANAGE_MEMBERS)
    found = member_or_404(member_id)
    return _member_page(request, found, _member_form(found), 200)


@require_POST
def member_rights(request: StaffRequest, member_id: int) -> HttpResponse:
    require(request.member, Right.MANAGE_MEMBERS)
    found = member_or_404(member_id)
    form = _member_form(found, request.POST)
    status = refused(form, lambda: _save_member(request, found, form))
    if not status:
        return redirect(request, href("workspaces:member", member_id=found.pk))
    return _member_page(request, found, form, status)


def member_or_404(member_id: int) -> Member:
    """A member who is in. Raises NotFound for everybody else."""
    found = members().filter(pk=member_id).first() if member_id < 2**63 else None
    if found is None:
        raise NotFound(_("There is no such member."))
    return found


def _save_role(request: StaffRequest, role: Role, form: RightsForm) -> None:
    wanted = {right: scope for right, scope in form.scopes().items() if scope is not None}
    mark = form.cleaned_data["mark"]
    changed = set_role_rights(role, wanted, by=request.member, now=clock.now(), mark=mark)
    _say(request, len(changed), str(role.label))


def _save_member(request: StaffRequest, found: Member, form: RightsForm) -> None:
    mark = form.cleaned_data["mark"]
    changed = set_member_rights(found, form.scopes(), by=request.member, now=clock.now(), mark=mark)
    _say(request, len(changed), str(found))


def _say(request: StaffRequest, changed: int, who: str) -> None:
    words = ngettext("%(n)s right of %(who)s changed", "%(n)s rights of %(who)s changed", changed)
    unchanged = _("The rights of %(who)s are as they were")
    messages.success(request, (words if changed else unchanged) % {"n": format_number(changed), "who": who})


def _member_form(found: Member, data: Any = None) -> RightsForm:
    return RightsForm(
        data,
        groups=member_rights_page(found),
        own=found.scopes,
        initial={"mark": mark_of(role_rights(found))},
    )


def _member_page(request: StaffRequest, found: Member, form: RightsForm, status: int) -> HttpResponse:
    context = {
        "form": form,
        "person": found,
        "is_me": found.pk == request.member.pk,
        "role": Role(found.role),
        "role_form": RoleForm(initial={"role": found.role}),
        "is_open": any(is_open(found.role, right) for right in Right),
        "teams": list(teams_of(found)),
        "tabs": settings_tabs("members"),
    }
    return render(request, "workspaces/member.html", context, status=status)


def _role(written: str | None) -> Role:
    if written not in Role.values:
        raise NotFound(_("There is no such role."))
    return Role(written)


def _role_url(role: Role) -> str:
    return f"{href('workspaces:roles')}?role={role}"
