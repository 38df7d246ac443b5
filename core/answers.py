"""The one place that turns a refusal into an answer: page, or fragment for htmx."""

import sys

import structlog
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from core.errors import Conflict, DomainError, Forbidden, NotFound
from core.htmx import trigger, wants_fragment
from core.text import format_bytes

log = structlog.get_logger(__name__)
RETRY_AFTER_SECONDS = 5
STATUS = {NotFound: 404, Forbidden: 403, Conflict: 409}


def answer_for(request: HttpRequest, error: DomainError) -> HttpResponse:
    """A page that says what was refused and the way out; a toast where htmx asked."""
    if isinstance(error, NotFound):
        return not_found(request)
    status = next((code for kind, code in STATUS.items() if isinstance(error, kind)), 400)
    if wants_fragment(request):
        return trigger(HttpResponse(status=status), "toast", {"text": str(error.message), "tone": "error"})
    return render(request, "errors/refused.html", {"message": error.message, "status": status}, status=status)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """The same body for a missing thing, a hidden thing and another workspace's thing."""
    return HttpResponse(render_to_string("errors/404.html"), status=404)


def too_large(request: HttpRequest, most: int) -> HttpResponse:
    """What somebody sent is more than is taken at all; none of it was read."""
    words = _("At most %(most)s are taken at once. Send less, or in parts.") % {"most": format_bytes(most)}
    if wants_fragment(request):
        return trigger(HttpResponse(status=413), "toast", {"text": words, "tone": "error"})
    return HttpResponse(
        render_to_string("errors/refused.html", {"message": words, "status": 413}), status=413
    )


def permission_denied(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return HttpResponse(render_to_string("errors/403.html"), status=403)


def server_error(request: HttpRequest) -> HttpResponse:
    """Touches no database: the transaction may be broken.

    Django calls it while the error is in hand. A database that is away, full or on its way up is no error of
    the page: 503, and when to ask again.
    """
    error = sys.exc_info()[1]
    if isinstance(error, OperationalError | InterfaceError):
        log.warning("database_away", reason=str(error).strip())
        body = render_to_string("errors/503.html")
        return HttpResponse(body, status=503, headers={"Retry-After": str(RETRY_AFTER_SECONDS)})
    return HttpResponse(render_to_string("errors/500.html"), status=500)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    return HttpResponse(render_to_string("errors/csrf.html"), status=403)
