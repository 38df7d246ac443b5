"""What kind of answer a request wants, and the headers that htmx understands."""

import json
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect


def wants_fragment(request: HttpRequest) -> bool:
    """The one predicate for "answer with a fragment": htmx, not boosted, not a history restore."""
    htmx: Any = getattr(request, "htmx", None)
    return bool(htmx) and not htmx.boosted and not htmx.history_restore_request


def redirect(request: HttpRequest, url: str) -> HttpResponse:
    """Send the browser to another page, by HX-Redirect where htmx asked, else by 303."""
    if wants_fragment(request):
        response = HttpResponse(status=204)
        response["HX-Redirect"] = url
        return response
    found = HttpResponseRedirect(url)
    found.status_code = 303
    return found


def trigger(response: HttpResponse, event: str, detail: dict[str, Any] | None = None) -> HttpResponse:
    """Let the page hear an event, e.g. `toast` with its text."""
    events = json.loads(response.get("HX-Trigger", "{}"))
    events[event] = detail or {}
    response["HX-Trigger"] = json.dumps(events)
    return response
