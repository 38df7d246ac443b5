"""Letters: what pages send to the addresses of their streams, stored by one thread, those together that came meanwhile.

A line of chat so costs a share of one transaction rather than a page's whole way. Each letter waits for its reply; what is
replied to is stored.
"""

import asyncio
import json
from collections import defaultdict
from collections.abc import Awaitable, Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import structlog
from django.db import DatabaseError, InterfaceError, OperationalError, close_old_connections, connection

from core.live.admission import ELSEWHERE, Letter, Reply, Take

log = structlog.get_logger(__name__)

AT_ONCE = 100  # letters of one transaction
MOST_WAITING = 1000
BODY_BYTES = 64 * 1024
BODY_SECONDS = 10.0

Receive = Callable[[], Awaitable[dict[str, Any]]]


class Full(Exception):
    """More letters wait than will be stored soon, or there is no database to store them in: come again."""


class Intake:
    """The letters of this process, of all kinds of stream that take any: one thread, so that more come together."""

    def __init__(self, takes: Mapping[str, Take]) -> None:
        self.takes = takes
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="intake")
        self._waiting: list[tuple[Letter, asyncio.Future[Reply]]] = []
        self._task: asyncio.Task[None] | None = None

    async def put(self, letter: Letter) -> Reply:
        """The reply, once the letter is stored or refused. Raises Full."""
        if len(self._waiting) >= MOST_WAITING:
            raise Full
        reply: asyncio.Future[Reply] = asyncio.get_running_loop().create_future()
        self._waiting.append((letter, reply))
        if self._task is None or self._task.done():
            self._task = asyncio.create_task(self._store())
        return await reply

    def stop(self) -> None:
        self._thread.shutdown(wait=True)

    async def _store(self) -> None:
        loop = asyncio.get_running_loop()
        while self._waiting:
            batch, self._waiting = self._waiting[:AT_ONCE], self._waiting[AT_ONCE:]
            letters = [letter for letter, _reply in batch]
            stored = loop.run_in_executor(self._thread, self._by_kind, letters)
            await asyncio.wait([stored])
            error = stored.exception()
            for place, (_letter, reply) in enumerate(batch):
                if reply.done():  # its sender has gone
                    continue
                if error is None:
                    reply.set_result(stored.result()[place])
                else:
                    reply.set_exception(error)

    def _by_kind(self, letters: Sequence[Letter]) -> list[Reply]:
        replies = [ELSEWHERE] * len(letters)
        places: dict[str, list[int]] = defaultdict(list)
        for place, letter in enumerate(letters):
            places[letter.request.kind].append(place)
        for kind, own in places.items():
            answers = _stored(self.takes[kind], [letters[place] for place in own])
            for place, answer in zip(own, answers, strict=True):
                replies[place] = answer
        return replies


async def body_of(headers: Mapping[str, str], receive: Receive) -> dict[str, Any] | None:
    """A letter's body; None for what is no JSON object of a bounded size. Other sites cannot send this type unasked."""
    if headers.get("content-type", "").partition(";")[0].strip() != "application/json":
        return None
    try:
        raw = await asyncio.wait_for(_whole(receive), BODY_SECONDS)
        body = json.loads(raw) if raw is not None else None
    except (TimeoutError, ValueError, RecursionError):
        return None
    return body if isinstance(body, dict) else None


async def _whole(receive: Receive) -> bytes | None:
    raw = b""
    while True:
        message = await receive()
        raw += message.get("body", b"")
        if message["type"] != "http.request" or len(raw) > BODY_BYTES:
            return None
        if not message.get("more_body"):
            return raw


def _stored(take: Take, letters: Sequence[Letter]) -> Sequence[Reply]:
    """In the thread: together, else one by one, so that one letter cannot hold back others."""
    close_old_connections()
    try:
        return take(letters)
    except (OperationalError, InterfaceError) as error:
        log.warning("letters_without_database", count=len(letters), reason=type(error).__name__)
        connection.close()
        raise Full from error
    except DatabaseError as error:
        log.error("letter_not_stored", count=len(letters), reason=type(error).__name__)
        if len(letters) == 1:
            return [ELSEWHERE]
    return [_stored(take, [letter])[0] for letter in letters]
