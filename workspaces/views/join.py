"""The page behind an invitation link: reading it changes nothing (scanners open links), posting accepts."""

import re
from typing import Any

from django.contrib import messages
from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from core import clock
from core.errors import DomainError
from core.links import href
from core.tenancy import workspace_scope
from workspaces.errors import InvitationClosed
from workspaces.forms.base import add_refusal
from workspaces.forms.joining import JoinForm
from workspaces.models import Member, User
from workspaces.selectors.invitations import OpenInvitation, invitation_by_link
from workspaces.services.invitations import accept_invitation

LINK = re.compile(r"(\d{1,18})-([\w-]{20,100})", re.ASCII)
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def join(request: HttpRequest, link: str) -> HttpResponse:
    now = clock.now()
    parts = LINK.fullmatch(link)
    invitation = invitation_by_link(int(parts[1]), parts[2], now=now) if parts else None
    if invitation is None:
        return render(request, "workspaces/join_closed.html", status=404)
    user = request.user if isinstance(request.user, User) else None
    form = JoinForm(
        request.POST if request.method == "POST" else None, needs_person=not invitation.person_exists
    )
    if request.method == "POST" and form.is_valid():
        try:
            with workspace_scope(invitation.workspace.pk):
                member = accept_invitation(
                    invitation.invitation_id,
                    user=user,
                    name=form.cleaned_data.get("name", ""),
                    password=form.cleaned_data.get("password", ""),
                    now=now,
                )
        except InvitationClosed:
            return render(request, "workspaces/join_closed.html", status=404)
        except DomainError as error:
            add_refusal(form, error)
        else:
            return _enter(request, user, member, invitation)
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "workspaces/join.html", _context(request, user, invitation, form), status=status)


def _enter(
    request: HttpRequest, user: User | None, member: Member, invitation: OpenInvitation
) -> HttpResponse:
    if user is None:
        login(request, member.user, backend=BACKEND)
    messages.success(request, _("You are in. Welcome to %(name)s.") % {"name": invitation.workspace.name})
    return HttpResponseRedirect(href("workspaces:home", workspace=invitation.workspace.slug))


def _context(
    request: HttpRequest, user: User | None, invitation: OpenInvitation, form: JoinForm
) -> dict[str, Any]:
    with timezone.override(invitation.workspace.time_zone):
        until = timezone.localtime(invitation.expires_at)
    return {
        "invitation": invitation,
        "until": until,
        "form": form,
        "is_other_person": user is not None and user.email != invitation.email,
        "must_sign_in": user is None and invitation.person_exists,
        "sign_in_url": f"{reverse('account_login')}?next={request.path}",
    }
