"""When a session was last seen, for the list of sessions: noted every ten minutes, not on each page."""

import time
from collections.abc import Callable
from typing import Any

from allauth.usersessions.models import UserSession
from django.http import HttpRequest, HttpResponse

EVERY_SECONDS = 600


class SessionActivityMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: Any) -> HttpResponse:
        if request.user.is_authenticated and request.session.session_key:
            now = int(time.time())
            if now - request.session.get("seen", 0) >= EVERY_SECONDS:
                request.session["seen"] = now
                UserSession.objects.create_from_request(request)
        return self.get_response(request)
