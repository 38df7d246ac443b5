"""Streams by ASGI, everything else by WSGI in a2wsgi's threads: all there is in the embedded default, and in
production the process beside gunicorn that the proxy sends /live/ to."""

import os
from concurrent.futures import ThreadPoolExecutor
from typing import Any, cast

from a2wsgi import WSGIMiddleware
from django.core.wsgi import get_wsgi_application

from core.tenancy.roles import guard_role

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "csplatform.settings.embedded")
pages: Any = WSGIMiddleware(cast(Any, get_wsgi_application()), workers=8)
with ThreadPoolExecutor(1) as _thread:  # uvicorn imports this inside its loop, where Django asks no database
    _thread.submit(guard_role).result()

from core.live.server import LiveServer, is_live  # noqa: E402  (wants the settings)

live = LiveServer()


async def application(scope: dict[str, Any], receive: Any, send: Any) -> None:
    """Hand streams to the live server and other HTTP to the pages; refuse what is neither."""
    if scope["type"] == "http":
        await (live if is_live(scope["path"]) else pages)(scope, receive, send)
    elif scope["type"] == "lifespan":
        await _live_as_long(receive, send)


async def _live_as_long(receive: Any, send: Any) -> None:
    while True:
        message = await receive()
        if message["type"] == "lifespan.startup":
            await live.start()
        else:
            await live.stop()
        await send({"type": message["type"] + ".complete"})
        if message["type"] == "lifespan.shutdown":
            return
