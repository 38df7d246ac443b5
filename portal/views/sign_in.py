"""Signing in to the portal: an address, then the code of the mail, or its link. A GET changes nothing: mail scanners open
links."""

from secrets import token_urlsafe
from typing import Any
from urllib.parse import unquote

from django.conf import settings
from django.http import HttpResponse
from django.middleware.csrf import rotate_token
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import cache_control, never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core import clock
from core.answers import not_found
from core.htmx import redirect
from core.links import href, link_scope
from core.tenancy import workspace_scope
from portal.door import give_cookies, take_cookies
from portal.errors import LinkClosed, TooOften
from portal.forms.sign_in import AddressForm, CodeForm
from portal.http import CustomerRequest, StrangerRequest
from portal.identity import TRY_COOKIE
from portal.rules.logins import CODE_LASTS
from portal.selectors.logins import try_by_link, try_of_browser
from portal.services.sessions import end_all_sessions, end_session
from portal.services.sign_in import Entered, ask_for_code, deliver_code, enter_code, use_link
from workspaces.adapters import client_of
from workspaces.afterwards import afterwards
from workspaces.forms.base import add_refusal
from workspaces.models import Brand, Workspace

FORM = ["GET", "HEAD", "POST"]


@never_cache
@require_http_methods(FORM)
def ask(request: StrangerRequest) -> HttpResponse:
    if request.customer is not None:
        return redirect(request, href("portal:home"))
    form = AddressForm(request.POST or None, initial={"next": request.GET.get("next", "")[:300]})
    status = 422 if request.method == "POST" else 200
    if request.method == "POST" and form.is_valid():
        try:
            return _asked(request, form.cleaned_data)
        except TooOften as refusal:
            add_refusal(form, refusal)
            status = 429
    return render(request, "portal/sign_in.html", {"form": form}, status=status)


def _asked(request: StrangerRequest, given: dict[str, Any]) -> HttpResponse:
    now, key, workspace = clock.now(), token_urlsafe(32), request.workspace
    attempt = ask_for_code(
        email=given["email"],
        browser_key=key,
        client=client_of(request),
        path=way_on(given["next"], workspace),
        now=now,
    )

    def deliver() -> None:
        with workspace_scope(workspace.pk), link_scope(workspace.slug):
            deliver_code(attempt.pk, workspace=workspace, now=now)

    # after the answer: a known address must not be answered later than an unknown one
    afterwards(request, deliver)
    response = redirect(request, href("portal:code"))
    response.set_cookie(
        TRY_COOKIE, key, path=href("portal:sign_in"), max_age=int(CODE_LASTS.total_seconds()), httponly=True,
        samesite="Lax", secure=settings.SESSION_COOKIE_SECURE,
    )  # fmt: skip
    return response


@never_cache
@sensitive_post_parameters("code")
@require_http_methods(FORM)
def code(request: StrangerRequest) -> HttpResponse:
    if request.customer is not None:
        return redirect(request, href("portal:home"))
    key, now = request.COOKIES.get(TRY_COOKIE, ""), clock.now()
    attempt = try_of_browser(key, now=now)
    if attempt is None:
        return redirect(request, href("portal:sign_in"))
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        entered = enter_code(
            browser_key=key,
            code=form.cleaned_data["code"],
            instead_of=request.portal_session,
            client=client_of(request),
            now=now,
            zone=request.workspace.time_zone,
        )
        if entered.opened is not None:
            return _inside(request, entered)
        form.add_error("code", _refusal(entered.tries_left))
    status = 422 if request.method == "POST" else 200
    context = {"form": form, "email": attempt.email, "minutes": int(CODE_LASTS.total_seconds() // 60)}
    return render(request, "portal/code.html", context, status=status)


def _refusal(left: int) -> str:
    if left <= 0:
        return _("This code is used up. Ask for a new one, or open the link in the mail.")
    return ngettext(
        "That is not the code, or it has run out. %(n)s more try.",
        "That is not the code, or it has run out. %(n)s more tries.",
        left,
    ) % {"n": left}


@never_cache
@require_http_methods(FORM)
def link(request: StrangerRequest, link: str) -> HttpResponse:
    now, zone = clock.now(), request.workspace.time_zone
    attempt = try_by_link(link, now=now, today=clock.today_in(zone, now))
    if attempt is None:
        return render(request, "portal/link_closed.html", status=404)
    if request.method != "POST":
        return render(request, "portal/link.html", {"attempt": attempt})
    try:
        entered = use_link(
            link, instead_of=request.portal_session, client=client_of(request), now=now, zone=zone
        )
    except LinkClosed:
        return render(request, "portal/link_closed.html", status=404)
    return _inside(request, entered)


def _inside(request: StrangerRequest, entered: Entered) -> HttpResponse:
    assert entered.opened is not None
    response = redirect(request, way_on(entered.path, request.workspace) or href("portal:home"))
    give_cookies(
        response, request.workspace, entered.opened.cookie, expires=entered.opened.session.expires_at
    )
    response.delete_cookie(TRY_COOKIE, path=href("portal:sign_in"), samesite="Lax")
    rotate_token(request)
    return response


@require_POST
def sign_out(request: CustomerRequest) -> HttpResponse:
    end_session(request.portal_session, now=clock.now())
    return _outside(request)


@require_POST
def sign_out_everywhere(request: CustomerRequest) -> HttpResponse:
    end_all_sessions(request.customer.login, client=client_of(request), now=clock.now())
    return _outside(request)


def _outside(request: CustomerRequest) -> HttpResponse:
    response = redirect(request, href("portal:sign_in"))
    take_cookies(response, request.workspace)
    rotate_token(request)
    return response


@require_safe
@cache_control(private=True, max_age=3600)
def logo(request: StrangerRequest) -> HttpResponse:
    brand = Brand.objects.filter(logo__isnull=False).first()
    if brand is None or brand.logo is None:
        return not_found(request)
    return HttpResponse(bytes(brand.logo), content_type="image/png")


def way_on(path: str, workspace: Workspace) -> str:
    """Where somebody wanted to go, if that is a page of this very portal; else nothing."""
    below = href("portal:home", workspace=workspace.slug)
    plain = unquote(path)
    inside = path.startswith(below) and ".." not in plain and "\\" not in plain and "//" not in plain
    if not inside or path.startswith(href("portal:sign_in", workspace=workspace.slug)):
        return ""
    return path if url_has_allowed_host_and_scheme(path, allowed_hosts=None) else ""
