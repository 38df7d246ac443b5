"""The streams themselves: ASGI, outside Django's middleware. A thread and a database connection are needed while
somebody is being admitted, and by no stream that runs."""

import asyncio
import contextlib
import json
import random
import re
import signal
import sys
import threading
import time
from collections.abc import Awaitable, Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from http.cookies import CookieError, SimpleCookie
from typing import Any
from urllib.parse import parse_qs, urlsplit

import structlog
from django.conf import settings
from django.db import InterfaceError, OperationalError, connection
from django.http import HttpRequest
from django.http.request import split_domain_port, validate_host
from django.template.loader import render_to_string
from django.utils.translation import get_language_from_request

from core.live.admission import ADMISSIONS, BELOW, GONE, Admitted, Letter, LiveRequest
from core.live.hub import REMEMBERED_SECONDS, Hub, Mailbox
from core.live.intake import Full, Intake, body_of
from core.live.wire import HEADERS, beat, end, hint, opening, state

log = structlog.get_logger(__name__)

ADDRESS = re.compile(r"/live/([a-z0-9-]{1,48})/([a-z][a-z-]{0,29})(?:/([\w.-]{1,80}))?", re.ASCII)
NUMBER = re.compile(r"\d{1,16}", re.ASCII)
BEAT_SECONDS = 20.0
ADMITTED_SECONDS = 50.0  # then a stream proves again that it may listen; a fifth earlier at most
SOON_SECONDS = (0.3, 1.2)  # after a word that rights changed; spread, for it may mean a whole workspace
SWITCH_SECONDS = 0.0005  # threads beside the streams let them on as often as that
AGAIN_SECONDS = 3.0  # and once more: a session that is being ended may still stand when the word goes out
SEND_SECONDS = 10.0  # a reader that takes longer to take a few bytes is let go
MOST_WAITING = 400  # for a thread to be admitted in
DOORS = 4  # threads, and so database connections, of admission

Send = Callable[[dict[str, Any]], Awaitable[None]]
Receive = Callable[[], Awaitable[dict[str, Any]]]


class Busy(Exception):
    """Too many at once: answered by 429 or 503, and when to come again."""

    def __init__(self, status: int) -> None:
        super().__init__(status)
        self.status = status


class LiveServer:
    """What csplatform.asgi hands `/live/` to; one per process."""

    def __init__(self) -> None:
        self.hub = Hub()
        self._doors = ThreadPoolExecutor(DOORS, thread_name_prefix="door")
        self._intake = Intake({part.key: part.take for part in ADMISSIONS if part.take is not None})
        self._waiting = 0

    async def start(self) -> None:
        """Listen to Redis, and end the streams as soon as the process is told to stop: servers wait for those that
        are open before they tell the application."""
        self.hub.start()
        sys.setswitchinterval(SWITCH_SECONDS)
        if threading.current_thread() is not threading.main_thread():
            return  # signals reach the main thread alone
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(
                number, _also(lambda: loop.call_soon_threadsafe(self.hub.close), signal.getsignal(number))
            )

    async def stop(self) -> None:
        await self.hub.stop()
        self._doors.shutdown(wait=False, cancel_futures=True)
        self._intake.stop()

    async def __call__(self, scope: dict[str, Any], receive: Receive, send: Send) -> None:
        if scope["method"] == "POST":
            await self._take_in(scope, receive, send)
            return
        began = time.monotonic()
        try:
            request = _request(scope)
            admitted = await self._admit(request) if request else None
            if request is None or admitted is None:
                await _refuse(send, 404, render_to_string("errors/404.html"))
                return
            address = str((scope.get("client") or ("",))[0])
            self._bound(admitted, address)
            if time.monotonic() - began > REMEMBERED_SECONDS:
                raise Busy(503)
        except Busy as busy:
            await _refuse(send, busy.status, render_to_string("errors/503.html"))
            return
        except (OperationalError, InterfaceError) as error:
            log.warning("live_without_database", reason=type(error).__name__)
            await _refuse(send, 503, render_to_string("errors/503.html"))
            return
        box = Mailbox(admitted, address)
        self.hub.add(box, since=began)
        leaving = asyncio.create_task(_watch(receive, box))
        try:
            await self._tell(request, box, send)
        finally:
            leaving.cancel()
            self.hub.remove(box)

    async def _take_in(self, scope: dict[str, Any], receive: Receive, send: Send) -> None:
        """A letter to the address of a stream, answered once it is stored."""
        headers = _headers(scope)
        request = _request(scope, "POST") if _is_of_our_page(headers) else None
        takes = request is not None and request.kind in self._intake.takes
        body = await body_of(headers, receive) if takes else None
        if request is None or body is None:
            await _refuse(send, 404, render_to_string("errors/404.html"))
            return
        try:
            reply = await self._intake.put(Letter(request, body))
        except Full:
            await _refuse(send, 503, render_to_string("errors/503.html"))
            return
        if reply == GONE:
            await _refuse(send, 404, render_to_string("errors/404.html"))
            return
        await _answer(send, reply.status, b"application/json", json.dumps(dict(reply.body)).encode())

    async def _admit(self, request: LiveRequest) -> Admitted | None:
        if self._waiting >= MOST_WAITING:
            raise Busy(503)
        self._waiting += 1
        try:
            loop = asyncio.get_running_loop()
            return await loop.run_in_executor(self._doors, _through_the_door, request)
        finally:
            self._waiting -= 1

    def _bound(self, admitted: Admitted, address: str) -> None:
        if self.hub.closing or len(self.hub) >= settings.LIVE_STREAMS:
            raise Busy(503)
        of_person = self.hub.people[(admitted.workspace_id, admitted.person)]
        if of_person >= settings.LIVE_STREAMS_OF_PERSON:
            raise Busy(429)
        if self.hub.addresses[address] >= settings.LIVE_STREAMS_OF_ADDRESS:
            raise Busy(429)

    async def _tell(self, request: LiveRequest, box: Mailbox, send: Send) -> None:
        try:
            await _say(send, None)
            await _say(send, opening())
            why = await self._until_the_end(request, box, send)
            if why:
                await _say(send, end(why))
                await _say(send, b"", more=False)
        except (TimeoutError, OSError) as error:
            log.info("live_reader_let_go", reason=type(error).__name__)

    async def _until_the_end(self, request: LiveRequest, box: Mailbox, send: Send) -> str:
        """Say what comes; answers why it ended, nothing where the reader left."""
        prove_at = time.monotonic() + ADMITTED_SECONDS * random.uniform(0.8, 1)  # noqa: S311
        beat_at, hasty = time.monotonic() + BEAT_SECONDS, False
        while True:
            now = time.monotonic()
            if self.hub.closing:
                return "restart"
            if box.gone:
                return ""
            if box.recheck:
                box.recheck, hasty = False, True
                prove_at = min(prove_at, now + random.uniform(*SOON_SECONDS))  # noqa: S311
            if now >= prove_at:
                if (why := await self._prove(request, box)) is not None:
                    return why
                prove_at = time.monotonic() + (AGAIN_SECONDS if hasty else ADMITTED_SECONDS)
                hasty = False
                continue
            words, hints, news = box.take()
            frames = [state(words, box.admitted.channels.newest)] if words else []
            frames += [hint(key, newer) for key, newer in hints.items() if newer >= request.after]
            frames += [_drawn(request, box, key, *one) for key, told in news.items() for one in told]
            if not frames and now >= beat_at:
                frames = [beat()]
            if frames:
                beat_at = now + BEAT_SECONDS
                await _say(send, b"".join(frames))
            await _rest(box, min(beat_at, prove_at) - time.monotonic())

    async def _prove(self, request: LiveRequest, box: Mailbox) -> str | None:
        """Why the stream ends, None while it may go on. What cannot be decided ends it; the page comes again."""
        try:
            now = await self._admit(request)
        except (Busy, OperationalError, InterfaceError):
            return "restart"
        same = now is not None and (now.workspace_id, now.person, now.channels.keys) == (
            box.admitted.workspace_id,
            box.admitted.person,
            box.admitted.channels.keys,
        )
        if same:
            return None
        return "restart" if now is not None else "closed"


def _also(deed: Callable[[], object], before: Any) -> Callable[[int, Any], None]:
    def handle(number: int, frame: Any) -> None:
        deed()
        if callable(before):
            before(number, frame)

    return handle


def _drawn(request: LiveRequest, box: Mailbox, key: str, newer_than: int, news: Mapping[str, Any]) -> bytes:
    """A hint with what this reader's page shows, where the kind draws it."""
    draw = ADMISSIONS.get(request.kind).draw
    return hint(key, newer_than, draw(box.admitted, key, news) if draw else None)


def _through_the_door(request: LiveRequest) -> Admitted | None:
    try:
        return ADMISSIONS.get(request.kind).admit(request)
    finally:
        connection.close()


def _headers(scope: Mapping[str, Any]) -> dict[str, str]:
    return {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}


def _request(scope: Mapping[str, Any], method: str = "GET") -> LiveRequest | None:
    """What was asked for; None for an unknown address or kind, another method, a foreign host or origin, and without
    any cookie: nobody is admitted by the address alone."""
    found, headers = ADDRESS.fullmatch(scope["path"]), _headers(scope)
    if found is None or scope["method"] != method or found[2] not in ADMISSIONS or not _is_ours(headers):
        return None
    try:
        cookies = {name: morsel.value for name, morsel in SimpleCookie(headers.get("cookie", "")).items()}
    except CookieError:
        return None
    asked = parse_qs(scope["query_string"].decode("latin-1")).get("after", [""])[0]
    after = int(asked) if NUMBER.fullmatch(asked) else 0
    if not cookies:
        return None
    return LiveRequest(found[1], found[2], found[3] or "", after, cookies, _language(headers, cookies))


def _language(headers: Mapping[str, str], cookies: Mapping[str, str]) -> str:
    """As Django's middleware finds it for pages."""
    asked = HttpRequest()
    asked.COOKIES = dict(cookies)
    asked.META["HTTP_ACCEPT_LANGUAGE"] = headers.get("accept-language", "")
    return get_language_from_request(asked)


def _is_ours(headers: Mapping[str, str]) -> bool:
    host = headers.get("host", "")
    if not validate_host(split_domain_port(host)[0], settings.ALLOWED_HOSTS):
        return False
    if headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
        return False
    origin = headers.get("origin")
    return origin is None or urlsplit(origin).netloc == host


def _is_of_our_page(headers: Mapping[str, str]) -> bool:
    """Whether a browser says that our own page sent this: who writes has to, other than who listens."""
    return "origin" in headers or headers.get("sec-fetch-site") == "same-origin"


async def _watch(receive: Receive, box: Mailbox) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
    box.leave()


async def _rest(box: Mailbox, seconds: float) -> None:
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(max(seconds, 0)):
            await box.wake.wait()


async def _say(send: Send, frame: bytes | None, *, more: bool = True) -> None:
    """A frame, or first of all the headers."""
    if frame is None:
        message: dict[str, Any] = {"type": "http.response.start", "status": 200, "headers": HEADERS}
    else:
        message = {"type": "http.response.body", "body": frame, "more_body": more}
    async with asyncio.timeout(SEND_SECONDS):
        await send(message)


async def _refuse(send: Send, status: int, body: str) -> None:
    await _answer(send, status, b"text/html; charset=utf-8", body.encode())


async def _answer(send: Send, status: int, kind: bytes, body: bytes) -> None:
    headers = [
        (b"content-type", kind),
        (b"content-length", str(len(body)).encode()),
        (b"cache-control", b"no-store"),
    ]
    headers += [(b"x-content-type-options", b"nosniff"), (b"x-frame-options", b"DENY")]
    headers.append(
        (b"content-security-policy", b"default-src 'none'; style-src 'self'; frame-ancestors 'none'")
    )
    if status in (429, 503):
        headers.append((b"retry-after", b"30"))
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})


def is_live(path: str) -> bool:
    """Whether an address belongs to the streams."""
    return path.startswith(BELOW)
