"""Takes a request's body in before a workspace is opened, so that a slow sender holds no transaction."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from core.answers import too_large


class ReceivingMiddleware:
    """Just outside WorkspaceMiddleware. A body beyond the bound is refused by its declared length, unread.

    A sender who trickles bytes keeps one thread of the server busy until the proxy's time is up, no connection in a
    transaction and no lock.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method == "POST" and not request.path_info.startswith("/api/"):
            most = (
                settings.REQUEST_MAX_BYTES if request.user.is_authenticated else settings.STRANGER_MAX_BYTES
            )
            if _declared(request) > most:
                return too_large(request, most)
            request.POST  # noqa: B018  reading it takes the body in, files go to temporary ones
        return self.get_response(request)


def _declared(request: HttpRequest) -> int:
    told = request.META.get("CONTENT_LENGTH") or "0"
    return int(told) if told.isascii() and told.isdigit() else 0
