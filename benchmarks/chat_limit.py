"""The least that carries a line from one browser to another: an ASGI app over Redis pub/sub, with nothing stored, nobody
asked who they are, and no words of ours but the line. What G14 is compared with."""

import asyncio
import os
from collections import defaultdict
from collections.abc import Awaitable, Callable
from typing import Any
from urllib.parse import parse_qs

from redis.asyncio import Redis

ROOMS: dict[str, set[asyncio.Queue[bytes]]] = defaultdict(set)
STATE: dict[str, Any] = {}


async def application(
    scope: dict[str, Any],
    receive: Callable[[], Awaitable[dict[str, Any]]],
    send: Callable[..., Awaitable[None]],
) -> None:
    if scope["type"] == "lifespan":
        await receive()
        STATE["redis"] = Redis(unix_socket_path=os.environ["CHAT_LIMIT_REDIS"])
        STATE["task"] = asyncio.create_task(_listen())
        await send({"type": "lifespan.startup.complete"})
        await receive()
        await send({"type": "lifespan.shutdown.complete"})
        return
    room = parse_qs(scope["query_string"].decode()).get("room", [""])[0]
    if scope["method"] == "POST":
        line = (await receive())["body"]
        await STATE["redis"].publish(f"room:{room}", line)
        await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"0")]})
        await send({"type": "http.response.body", "body": b""})
        return
    await send(
        {"type": "http.response.start", "status": 200, "headers": [(b"content-type", b"text/event-stream")]}
    )
    await send({"type": "http.response.body", "body": b"data: ready\n\n", "more_body": True})
    if scope["path"] != "/stream":
        await send({"type": "http.response.body", "body": b""})
        return
    lines: asyncio.Queue[bytes] = asyncio.Queue()
    ROOMS[room].add(lines)
    gone = asyncio.create_task(_gone(receive, lines))
    try:
        while line := await lines.get():
            await send({"type": "http.response.body", "body": b"data: " + line + b"\n\n", "more_body": True})
    finally:
        gone.cancel()
        ROOMS[room].discard(lines)


async def _gone(receive: Callable[[], Awaitable[dict[str, Any]]], lines: asyncio.Queue[bytes]) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
    lines.put_nowait(b"")


async def _listen() -> None:
    async with STATE["redis"].pubsub() as pubsub:
        await pubsub.psubscribe("room:*")
        async for message in pubsub.listen():
            if message["type"] == "pmessage":
                room = message["channel"].decode().removeprefix("room:")
                for lines in ROOMS[room]:
                    lines.put_nowait(message["data"])
