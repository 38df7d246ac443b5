"""Metrics for Prometheus. Who may ask is decided closed: a token, or this machine where the settings say so."""

import hmac

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from core.answers import not_found
from csplatform.metrics import exposition

LOOPBACK = frozenset({"127.0.0.1", "::1"})
FORWARDED = ("X-Forwarded-For", "X-Real-IP", "Forwarded")


@require_safe
@never_cache
def metrics(request: HttpRequest) -> HttpResponse:
    if not _may_ask(request):
        return not_found(request)
    return HttpResponse(exposition(), content_type="text/plain; version=0.0.4; charset=utf-8")


def _may_ask(request: HttpRequest) -> bool:
    given = request.headers.get("Authorization", "")
    if settings.METRICS_TOKEN:
        return hmac.compare_digest(given.encode(), f"Bearer {settings.METRICS_TOKEN}".encode())
    # Behind a proxy on this machine everybody comes from the loopback: one that forwards does not count.
    is_forwarded = any(name in request.headers for name in FORWARDED)
    return settings.METRICS_FROM_LOOPBACK and not is_forwarded and request.META.get("REMOTE_ADDR") in LOOPBACK
