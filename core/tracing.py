"""Which request or task is in hand: bound to every log line, handed from the page on to the tasks it enqueues."""

import re
import time
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import structlog
from celery.signals import task_postrun, task_prerun
from django.db import close_old_connections
from django.http import HttpRequest, HttpResponse
from structlog.contextvars import bind_contextvars, clear_contextvars, get_contextvars

from core import metrics

log = structlog.get_logger("core.requests")
HEADER = "X-Request-ID"
QUIET = ("healthz", "readyz", "metrics")
_NUMBER = re.compile(r"[A-Za-z0-9._-]{8,64}")


class TracingMiddleware:
    """Outermost: gives each request a number, tells of its end in one line, counts it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        began = time.perf_counter()
        clear_contextvars()
        request_id = _number_of(request)
        bind_contextvars(request_id=request_id)
        response = self.get_response(request)
        response[HEADER] = request_id
        self._tell(request, response, time.perf_counter() - began)
        return response

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> None:
        workspace = getattr(request, "workspace", None)
        if workspace is not None:
            bind_contextvars(workspace_id=workspace.pk)

    def _tell(self, request: HttpRequest, response: HttpResponse, seconds: float) -> None:
        match = getattr(request, "resolver_match", None)
        page = match.view_name if match else "none"
        metrics.count_request(request.method or "", page, response.status_code, seconds)
        if page not in QUIET:
            # The page's name, not its path: paths hold people's searches and the secrets of links.
            log.info(
                "request",
                method=request.method,
                page=page,
                status=response.status_code,
                milliseconds=round(seconds * 1000, 1),
            )


def _number_of(request: HttpRequest) -> str:
    """The proxy's number where it gave one that is plain, else our own."""
    given = request.headers.get(HEADER, "")
    return given if _NUMBER.fullmatch(given) else uuid4().hex


def headers_for_task() -> dict[str, str]:
    """What a task carries on from whoever enqueues it."""
    request_id = get_contextvars().get("request_id")
    return {"request_id": str(request_id)} if request_id else {}


def begin_task(task_id: str = "", task: Any = None, args: Any = (), **kwargs: Any) -> None:
    close_old_connections()  # one that broke under the last task, as a request closes it too
    clear_contextvars()
    bind_contextvars(task=task.name, task_id=task_id)
    request_id = getattr(task.request, "request_id", None) or (task.request.headers or {}).get("request_id")
    if request_id:
        bind_contextvars(request_id=request_id)
    if getattr(task, "opens_workspace", False) and args:
        bind_contextvars(workspace_id=args[0])


def end_task(**kwargs: Any) -> None:
    clear_contextvars()


task_prerun.connect(begin_task)
task_postrun.connect(end_task)
