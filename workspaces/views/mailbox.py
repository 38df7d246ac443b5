"""Mail of the embedded default, read where it was laid down: on this machine only, and only there."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import parsedate_to_datetime
from functools import wraps
from ipaddress import ip_address
from pathlib import Path
from typing import Any

from csp.constants import SELF
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_safe

from core.answers import not_found

NAME = re.compile(r"\d{20}-[0-9a-f]{8}")
SHOWN = 200


@dataclass(frozen=True)
class Laid:
    """One mail of the folder."""

    name: str
    to: str
    subject: str
    at: datetime | None
    text: str = ""
    html: str = ""


def on_this_machine(view: Callable[..., Any]) -> Callable[..., Any]:
    """404 anywhere but in the embedded default, asked from this machine and through no proxy."""

    @wraps(view)
    def inner(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        try:
            is_local = ip_address(request.META.get("REMOTE_ADDR", "")).is_loopback
        except ValueError:
            is_local = False
        proxied = "X-Forwarded-For" in request.headers or "Forwarded" in request.headers
        if not (settings.EMBEDDED and is_local and not proxied):
            return not_found(request)
        return view(request, *args, **kwargs)

    return inner


@on_this_machine
@require_safe
@never_cache
def messages(request: HttpRequest) -> HttpResponse:
    names = sorted((path.stem for path in _folder().glob("*.eml")), reverse=True)
    laid = [found for name in names[:SHOWN] if (found := _read(name)) is not None]
    return render(request, "workspaces/mailbox.html", {"laid": laid, "total": len(names)})


@on_this_machine
@require_safe
@never_cache
def message(request: HttpRequest, name: str) -> HttpResponse:
    found = _read(name)
    if found is None:
        return not_found(request)
    response = render(request, "workspaces/mailbox_message.html", {"mail": found})
    response._csp_update = {"frame-src": [SELF]}  # type: ignore[attr-defined]
    return response


@on_this_machine
@require_safe
@never_cache
@xframe_options_sameorigin
def html_part(request: HttpRequest, name: str) -> HttpResponse:
    """The HTML of a mail in a box of its own: no script, no form, no network, inline styles only."""
    found = _read(name)
    if found is None or not found.html:
        return not_found(request)
    response = HttpResponse(found.html)
    response._csp_exempt = True  # type: ignore[attr-defined]
    response["Content-Security-Policy"] = (
        "sandbox; default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'"
    )
    return response


def _folder() -> Path:
    return Path(settings.EMAIL_FILE_PATH)


def _read(name: str) -> Laid | None:
    if not NAME.fullmatch(name):
        return None
    try:
        raw = (_folder() / f"{name}.eml").read_bytes()
    except FileNotFoundError:
        return None
    parsed: EmailMessage = message_from_bytes(raw, policy=policy.default)
    return Laid(
        name=name,
        to=str(parsed["To"] or ""),
        subject=str(parsed["Subject"] or ""),
        at=parsedate_to_datetime(str(parsed["Date"])) if parsed["Date"] else None,
        text=_part(parsed, "plain"),
        html=_part(parsed, "html"),
    )


def _part(parsed: EmailMessage, kind: str) -> str:
    body = parsed.get_body((kind,))
    return str(body.get_content()) if body is not None else ""
