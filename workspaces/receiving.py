"""Takes a request's body in before a workspace is opened, so that a slow sender holds no transaction."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from core.answers import too_large
from workspaces.middleware import door_of


class ReceivingMiddleware:
    """Just outside WorkspaceMiddleware. A body beyond the bound is refused by its declared length, unread.

    A sender who trickles bytes keeps one thread of the server busy until the proxy's time is up, no connection in a
    transaction and no lock.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method == "POST" and not request.path_info.startswith("/api/"):
            declared = _declared(request)
            most = settings.STRANGER_MAX_BYTES
            if declared > most and _is_known(request):
                most = settings.REQUEST_MAX_BYTES
            if declared > most:
                return too_large(request, most)
            request.POST  # noqa: B018  reading it takes the body in, files go to temporary ones
        return self.get_response(request)


def _is_known(request: HttpRequest) -> bool:
    """A member, or at another door somebody whom it knows: there a member's own session counts for nothing."""
    door, slug = door_of(request.path_info)
    return door.knows(request, slug) if door is not None else request.user.is_authenticated


def _declared(request: HttpRequest) -> int:
    told = request.META.get("CONTENT_LENGTH") or "0"
    return int(told) if told.isascii() and told.isdigit() else 0
