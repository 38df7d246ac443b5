"""Who is in, who is invited, who was in."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from core import clock
from core.errors import DomainError, NotFound
from core.htmx import redirect
from core.links import href
from workspaces.access import require
from workspaces.choices import Right, Role
from workspaces.forms.base import add_refusal
from workspaces.forms.settings import InviteForm, RoleForm
from workspaces.http import StaffRequest
from workspaces.models import Invitation, Member
from workspaces.selectors import members as members_of_workspace
from workspaces.selectors.invitations import open_invitations
from workspaces.services.invitations import invite, resend_invitation, revoke_invitation
from workspaces.services.members import change_role, remove_member, return_member
from workspaces.views.sections import settings_tabs


@require_safe
def members(request: StaffRequest) -> HttpResponse:
    require(request.member, Right.MANAGE_MEMBERS)
    return render(request, "workspaces/members.html", _context(InviteForm()))


@require_POST
def invitations(request: StaffRequest) -> HttpResponse:
    require(request.member, Right.MANAGE_MEMBERS)
    form = InviteForm(request.POST)
    if form.is_valid():
        try:
            made = invite(
                email=form.cleaned_data["email"],
                role=Role(form.cleaned_data["role"]),
                by=request.member,
                now=clock.now(),
                workspace=request.workspace,
            )
        except DomainError as error:
            add_refusal(form, error)
        else:
            return _back(request, _("Invitation sent to %(email)s") % {"email": made.email})
    return render(request, "workspaces/members.html", _context(form), status=422)


@require_POST
def invitation_mail(request: StaffRequest, invitation_id: int) -> HttpResponse:
    require(request.member, Right.MANAGE_MEMBERS)
    invitation = _invitation(invitation_id)
    resend_invitation(invitation, by=request.member, now=clock.now(), workspace=request.workspace)
    return _back(request, _("Invitation sent again. The earlier link no longer works."))


@require_POST
def withdrawal(request: StaffRequest, invitation_id: int) -> HttpResponse:
    require(request.member, Right.MANAGE_MEMBERS)
    revoke_invitation(_invitation(invitation_id), by=request.member, now=clock.now())
    return _back(request, _("Invitation withdrawn"))


@require_POST
def role(request: StaffRequest, member_id: int) -> HttpResponse:
    require(request.member, Right.MANAGE_MEMBERS)
    member, form = _member(member_id), RoleForm(request.POST)
    if not form.is_valid():
        return render(request, "workspaces/members.html", _context(InviteForm()), status=422)
    chosen = Role(form.cleaned_data["role"])
    change_role(member, role=chosen, by=request.member, now=clock.now())
    if member.pk == request.member.pk and chosen != Role.ADMIN:
        return redirect(request, href("workspaces:home"))
    return _back(request, _("%(name)s is now %(role)s") % {"name": member, "role": chosen.label})


@require_POST
def removal(request: StaffRequest, member_id: int) -> HttpResponse:
    require(request.member, Right.MANAGE_MEMBERS)
    member = _member(member_id)
    remove_member(member, by=request.member, now=clock.now())
    if member.pk == request.member.pk:
        return redirect(request, "/")
    return _back(request, _("%(name)s was removed") % {"name": member})


@require_POST
def coming_back(request: StaffRequest, member_id: int) -> HttpResponse:
    require(request.member, Right.MANAGE_MEMBERS)
    member = _member(member_id)
    return_member(member, by=request.member, now=clock.now())
    return _back(request, _("%(name)s is back") % {"name": member})


def _context(form: InviteForm) -> dict[str, Any]:
    return {
        "form": form,
        "members": list(members_of_workspace()),
        "left": list(members_of_workspace(left=True)),
        "invitations": list(open_invitations()),
        "now": clock.now(),
        "roles": Role.choices,
        "tabs": settings_tabs("members"),
    }


def _back(request: StaffRequest, said: str) -> HttpResponse:
    messages.success(request, said)
    return redirect(request, href("workspaces:members"))


def _member(member_id: int) -> Member:
    found = Member.objects.select_related("user").filter(pk=member_id).first()
    if found is None:
        raise NotFound(_("There is no such member."))
    return found


def _invitation(invitation_id: int) -> Invitation:
    found = Invitation.objects.filter(pk=invitation_id).first()
    if found is None:
        raise NotFound(_("There is no such invitation."))
    return found
