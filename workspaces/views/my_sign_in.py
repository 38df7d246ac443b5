"""My sessions, passwords and second factors: of the person, so outside any workspace."""

from typing import Any

from allauth.account.views import PasswordChangeView
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from core import clock
from core.answers import not_found
from core.htmx import redirect
from core.links import href
from workspaces.adapters import client_of
from workspaces.browsers import browser_name
from workspaces.choices import SecurityActKind
from workspaces.models import User
from workspaces.selectors import workspaces_of
from workspaces.services.person_acts import record_for_person


class ChangePassword(PasswordChangeView):
    """allauth's page; afterwards back to the list, whose other sessions have ended by then."""

    def get_success_url(self) -> str:
        return reverse("usersessions_list")


change_password = never_cache(login_required(ChangePassword.as_view()))


def sign_in_facts(request: HttpRequest) -> dict[str, Any]:
    """What the page of sessions and factors shows, of whoever is signed in."""
    user: Any = request.user
    factors = list(Authenticator.objects.filter(user=user).order_by("created_at", "id"))
    by_type = {factor.type: factor for factor in factors}
    recovery = by_type.get(Authenticator.Type.RECOVERY_CODES)
    sessions = sorted(UserSession.objects.purge_and_list(user), key=lambda s: s.last_seen_at, reverse=True)
    return {
        "totp": by_type.get(Authenticator.Type.TOTP),
        "passkeys": [factor for factor in factors if factor.type == Authenticator.Type.WEBAUTHN],
        "recovery_left": len(recovery.wrap().get_unused_codes()) if recovery else None,
        "has_second_factor": get_adapter().is_mfa_enabled(user),
        "sessions": [(session, browser_name(session.user_agent)) for session in sessions],
        "this_session": request.session.session_key,
    }


@require_safe
@never_cache
@login_required
def second_factor(request: HttpRequest) -> HttpResponse:
    """Where the door of a workspace sends whoever still needs a second factor; else to the page of all."""
    user: Any = request.user
    homes = workspaces_of(user.pk)
    asking = next((home for home in homes if home.slug == request.GET.get("for", "")), None)
    if asking is None and homes:
        return HttpResponseRedirect(href("workspaces:my_sign_in", workspace=homes[0].slug))
    facts = sign_in_facts(request)
    if asking is not None and facts["has_second_factor"]:
        return HttpResponseRedirect(href("workspaces:home", workspace=asking.slug))
    return render(request, "mfa/index.html", {**facts, "asking": asking})


@require_safe
@login_required
def passkeys(request: HttpRequest) -> HttpResponse:
    return HttpResponseRedirect(reverse("usersessions_list"))


@require_safe
@never_cache
@login_required
def sessions(request: HttpRequest) -> HttpResponse:
    """Inside the first workspace, with its shell; on a page of its own for who has none, or may not in."""
    homes = workspaces_of(request.user.pk or 0)
    if len(homes) == 0 or all(home.requires_second_factor for home in homes):
        return render(request, "mfa/index.html", sign_in_facts(request))
    open_home = next((home for home in homes if not home.requires_second_factor), homes[0])
    return HttpResponseRedirect(href("workspaces:my_sign_in", workspace=open_home.slug))


@require_POST
@login_required
def end_session(request: HttpRequest, session_id: int) -> HttpResponse:
    found = UserSession.objects.filter(pk=session_id, user_id=request.user.pk).first()
    if found is None or found.session_key == request.session.session_key:
        return not_found(request)
    _end(request, [found])
    return redirect(request, reverse("usersessions_list"))


@require_POST
@login_required
def end_other_sessions(request: HttpRequest) -> HttpResponse:
    others = UserSession.objects.filter(user_id=request.user.pk)
    _end(request, list(others.exclude(session_key=request.session.session_key)))
    return redirect(request, reverse("usersessions_list"))


def _end(request: HttpRequest, ended: list[UserSession]) -> None:
    for session in ended:
        session.end()
    user = request.user
    if ended and isinstance(user, User):
        detail = {"sessions": [f"{session.ip} {session.user_agent}"[:200] for session in ended]}
        record_for_person(
            user,
            SecurityActKind.SESSION_ENDED,
            now=clock.now(),
            client=client_of(request),
            detail=detail,
        )
    words = ngettext("%(n)d session ended.", "%(n)d sessions ended.", len(ended)) % {"n": len(ended)}
    messages.success(request, words if ended else _("There was no other session."))
