"""The customer's door: everything below /w/<workspace>/portal/.

Identities of its own: a staff session opens nothing here, and a customer's cookie opens nothing elsewhere, for browsers send
it to these addresses alone.
"""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation
from django.utils.cache import patch_vary_headers
from structlog.contextvars import get_contextvars

from core import clock
from core.history import note_actor
from core.htmx import redirect
from core.links import href, link_scope
from core.tenancy import workspace_scope
from portal.identity import COOKIE, LIVE_COOKIE
from portal.selectors.logins import Opened, session_by_cookie
from portal.services.mailing import language_of
from portal.services.sessions import note_seen, renew_session
from workspaces.models import Workspace
from workspaces.ports import Door

KEY = "portal"
SAFE = ("GET", "HEAD", "OPTIONS")
Respond = Callable[[HttpRequest], HttpResponse]


def enter(request: Any, workspace: Workspace, get_response: Respond) -> HttpResponse:
    """View and rendering in one transaction of the workspace, for a customer; strangers come as far as signing in and
    public articles."""
    request.user, request.rollback = AnonymousUser(), False
    now = clock.now()
    with workspace_scope(workspace.pk), link_scope(workspace.slug):
        opened = _opened(request, workspace)
        request.workspace = workspace
        request.customer = opened.customer if opened else None
        request.portal_session = opened.session if opened else None
        if opened is None and not _is_open(request, workspace):
            response = _to_sign_in(request, workspace)
        else:
            if opened is not None:
                note_seen(opened.session, now=now)
                _note_who(request, opened)
            with timezone.override(workspace.time_zone), translation.override(_language(opened)):
                response = get_response(request)
        if request.rollback or response.status_code >= 500:
            transaction.set_rollback(True)
    _renew(request, response, workspace, opened)
    patch_vary_headers(response, ["Cookie"])
    if not response.has_header("Cache-Control"):
        response["Cache-Control"] = "private, no-store"
    return response


def knows(request: HttpRequest, slug: str) -> bool:
    """Whether a customer who is signed in sends this: before the body is read."""
    workspace = Workspace.objects.filter(slug=slug, closed_at=None).first()
    if workspace is None:
        return False
    with workspace_scope(workspace.pk):
        return _opened(request, workspace) is not None


def give_cookies(response: HttpResponse, workspace: Workspace, value: str, *, expires: Any) -> None:
    """Hand a session to the browser: for the portal's own addresses, and for its streams."""
    for name, path in _places(workspace):
        response.set_cookie(
            name, value, path=path, expires=expires, httponly=True, samesite="Lax",
            secure=settings.SESSION_COOKIE_SECURE,
        )  # fmt: skip


def take_cookies(response: HttpResponse, workspace: Workspace) -> None:
    """Let the browser forget its session."""
    for name, path in _places(workspace):
        response.delete_cookie(name, path=path, samesite="Lax")


DOOR = Door(KEY, enter, knows)


def _places(workspace: Workspace) -> tuple[tuple[str, str], tuple[str, str]]:
    return (COOKIE, f"/w/{workspace.slug}/{KEY}/"), (LIVE_COOKIE, f"/live/{workspace.slug}/")


def _opened(request: HttpRequest, workspace: Workspace) -> Opened | None:
    now = clock.now()
    cookie = request.COOKIES.get(COOKIE, "")
    return (
        session_by_cookie(cookie, now=now, today=clock.today_in(workspace.time_zone, now)) if cookie else None
    )


def _is_open(request: HttpRequest, workspace: Workspace) -> bool:
    return request.path_info.startswith((href("portal:sign_in"), href("portal:articles")))


def _to_sign_in(request: Any, workspace: Workspace) -> HttpResponse:
    """The way in, and back here after it; a fragment's own address is no page to come back to."""
    back = request.htmx.current_url_abs_path if getattr(request, "htmx", False) else request.get_full_path()
    query = f"?{urlencode({'next': back})}" if back and back != href("portal:home") else ""
    response = redirect(request, f"{href('portal:sign_in')}{query}")
    if COOKIE in request.COOKIES:
        take_cookies(response, workspace)
    return response


def _note_who(request: Any, opened: Opened) -> None:
    if request.method not in SAFE:
        note_actor(
            member_id=None,
            request_id=get_contextvars().get("request_id", ""),
            contact=opened.customer.contact.pk,
        )


def _language(opened: Opened | None) -> str:
    return language_of(opened.customer.contact) if opened else translation.get_language() or "en"


def _renew(request: Any, response: HttpResponse, workspace: Workspace, opened: Opened | None) -> None:
    """A session whose login was raised or lowered gets a new secret, so that one that somebody saw is worth nothing.

    Fragments leave it alone: several of one page travel at once. So do answers that hand out cookies themselves.
    """
    if opened is None or not opened.is_stale or getattr(request, "htmx", False) or COOKIE in response.cookies:
        return
    with workspace_scope(workspace.pk):
        made = renew_session(opened.session, opened.customer.login)
    give_cookies(response, workspace, made.cookie, expires=made.session.expires_at)
