"""One process for the embedded default: pages by WSGI in a2wsgi's threads; streams will be ASGI beside."""

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


async def application(scope: dict[str, Any], receive: Any, send: Any) -> None:
    """Hand HTTP to the pages; accept the lifespan protocol, refuse everything else."""
    if scope["type"] == "http":
        await pages(scope, receive, send)
    elif scope["type"] == "lifespan":
        while True:
            message = await receive()
            await send({"type": message["type"] + ".complete"})
            if message["type"] == "lifespan.shutdown":
                return
