"""Opens the workspace of the address for its members, and for nobody else."""

import re
from collections.abc import Callable
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from core.answers import answer_for, not_found
from core.errors import DomainError
from core.links import link_scope
from core.tenancy import workspace_scope
from workspaces.models import Workspace
from workspaces.models.tenants import SLUG
from workspaces.selectors import member_of_user

ADDRESS = re.compile(rf"^/w/({SLUG})(?:/|$)")


class WorkspaceMiddleware:
    """Innermost: view and rendering share one transaction in one workspace's scope.

    An error of any kind rolls the transaction back: Django turns exceptions into answers before a
    middleware's `with` block sees them, hence the flag.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: Any) -> HttpResponse:
        address = ADDRESS.match(request.path_info)
        if address is None:
            return self.get_response(request)
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        workspace = Workspace.objects.filter(slug=address[1], closed_at=None).first()
        if workspace is None:
            return not_found(request)
        request.rollback = False
        with workspace_scope(workspace.id), link_scope(workspace.slug):
            member = member_of_user(request.user.id)
            if member is None:
                return not_found(request)
            request.workspace, request.member = workspace, member
            with timezone.override(request.user.time_zone or workspace.time_zone):
                response = self.get_response(request)
            if request.rollback or response.status_code >= 500:
                transaction.set_rollback(True)
        return response

    def process_view(self, request: Any, view: Any, args: Any, kwargs: dict[str, Any]) -> None:
        """Views do not repeat the workspace of the address as an argument."""
        if hasattr(request, "workspace"):
            kwargs.pop("workspace", None)

    def process_exception(self, request: Any, error: Exception) -> HttpResponse | None:
        request.rollback = True
        return answer_for(request, error) if isinstance(error, DomainError) else None
