"""Opens the workspace of the address for its members, and for nobody else."""

import re
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import resolve_url
from django.urls import reverse
from django.utils import timezone
from structlog.contextvars import get_contextvars

from core import clock
from core.answers import answer_for, not_found
from core.errors import DomainError, Forbidden
from core.history import note_actor
from core.htmx import redirect
from core.links import link_scope
from core.tenancy import workspace_scope
from workspaces.adapters import client_of
from workspaces.choices import SecurityActKind
from workspaces.models import Workspace
from workspaces.models.tenants import SLUG
from workspaces.ports import DOORS
from workspaces.privileges import renew_session
from workspaces.rights import BOOK_ROLES
from workspaces.selectors import member_of_user
from workspaces.services import record_act

BELOW = "/w/"
ADDRESS = re.compile(rf"^/w/({SLUG})(?:/([^/]*)|$)")
SAFE = ("GET", "HEAD", "OPTIONS")
BOOKS = ("mine", "team", "all")


class WorkspaceMiddleware:
    """Innermost: view and rendering share one transaction in one workspace's scope.

    An error of any kind rolls the transaction back: Django turns exceptions into answers before a
    middleware's `with` block sees them, hence the flag. What was refused is noted after the rollback.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: Any) -> HttpResponse:
        if not request.path_info.startswith(BELOW):
            return self.get_response(request)
        door, slug = door_of(request.path_info)
        if door is None and not request.user.is_authenticated:
            return _to_sign_in(request)
        workspace = Workspace.objects.filter(slug=slug, closed_at=None).first() if slug else None
        if workspace is None:
            return not_found(request)
        if door is not None:
            return door.enter(request, workspace, self.get_response)
        request.rollback, request.refused = False, None
        response = self._inside(request, workspace)
        if hasattr(request, "member"):
            # outside the transaction: a refusal rolls it back, and the session's new id would go with it
            renew_session(request, request.member)
        if request.refused is not None:
            _note_refusal(request, workspace)
        return response

    def _inside(self, request: Any, workspace: Workspace) -> HttpResponse:
        with workspace_scope(workspace.id), link_scope(workspace.slug):
            member = member_of_user(request.user.id)
            if member is None:
                return not_found(request)
            if workspace.requires_second_factor and not is_mfa_enabled(request.user):
                return redirect(request, f"{reverse('mfa_index')}?{urlencode({'for': workspace.slug})}")
            request.workspace, request.member = workspace, member
            if request.method not in SAFE:
                note_actor(member_id=member.pk, request_id=get_contextvars().get("request_id", ""))
            chosen = _chosen_book(request)
            with timezone.override(member.user.time_zone or workspace.time_zone):
                response = self.get_response(request)
            if request.rollback or response.status_code >= 500:
                transaction.set_rollback(True)
        if chosen:
            response.set_cookie(
                "book", chosen, path=f"{BELOW}{workspace.slug}/", samesite="Lax", httponly=True,
                max_age=settings.SESSION_COOKIE_AGE, secure=settings.SESSION_COOKIE_SECURE,
            )  # fmt: skip
        return response

    def process_view(self, request: Any, view: Any, args: Any, kwargs: dict[str, Any]) -> None:
        """Views do not repeat the workspace of the address as an argument."""
        if hasattr(request, "workspace"):
            kwargs.pop("workspace", None)

    def process_exception(self, request: Any, error: Exception) -> HttpResponse | None:
        request.rollback = True
        if isinstance(error, Forbidden):
            request.refused = error
        return answer_for(request, error) if isinstance(error, DomainError) else None


def door_of(path: str) -> tuple[Any, str]:
    """The door that an address belongs to, and the workspace that it names; None for those of members."""
    address = ADDRESS.match(path)
    return (DOORS.get(address[2]), address[1]) if address else (None, "")


def _to_sign_in(request: Any) -> HttpResponse:
    """The door, with the way back; a fragment's own address is no page to come back to."""
    back = request.htmx.current_url_abs_path if getattr(request, "htmx", False) else request.get_full_path()
    query = urlencode({"next": back}) if back else ""
    return redirect(request, f"{resolve_url(settings.LOGIN_URL)}{'?' if query else ''}{query}")


def _chosen_book(request: Any) -> str:
    """Whose accounts lists show: as the address says, else as it said last; kept in a cookie, so that
    reading a page changes nothing on the server. Returns what is new."""
    asked, kept = request.GET.get("book", ""), request.COOKIES.get("book", "")
    if asked in BOOKS:
        request.member.book = asked
        return asked if asked != kept else ""
    if kept in BOOKS:
        request.member.book = kept
    elif request.member.role not in BOOK_ROLES:
        request.member.book = "all"
    return ""


def _note_refusal(request: Any, workspace: Workspace) -> None:
    client = client_of(request)
    with workspace_scope(workspace.id):
        record_act(
            SecurityActKind.REFUSED,
            by=request.member,
            now=clock.now(),
            subject=f"{request.method} {request.path}",
            detail={"reason": str(request.refused.message)},
            address=client.address,
            user_agent=client.user_agent,
        )
