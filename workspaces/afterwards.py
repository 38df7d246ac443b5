"""Work after the answer has left: so that its duration tells nothing about whether a person exists."""

from collections.abc import Callable
from typing import Any

import structlog
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse

log = structlog.get_logger(__name__)


class AfterwardsMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: Any) -> HttpResponse:
        request.afterwards = []
        response = self.get_response(request)
        for deed in request.afterwards:
            # run by response.close(), which servers call when the last byte is out
            response._resource_closers.append(deed)  # type: ignore[attr-defined]
        return response


def afterwards(request: Any, deed: Callable[[], object]) -> None:
    """Do this once the answer to `request` has left; a database error is logged, the answer stands."""

    def run() -> None:
        try:
            deed()
        except DatabaseError as error:
            log.error("afterwards_failed", deed=getattr(deed, "__qualname__", ""), reason=str(error))

    request.afterwards.append(run)
