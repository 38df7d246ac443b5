"""People who chat, as their browsers do: one stream that says what there is more, one connection for what they say and
one for questions."""

import asyncio
import contextlib
import json
import random
import re
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

SAID = re.compile(r'data-line="(\d+)"[^>]*>\s*<div class="cs-bubble">([^<]*)</div>')
TOKEN = "b" * 32  # of the CSRF cookie and header
WORDS = "Will the fix correct August too? Kaarina had eleven people on it."


class Line:
    """One connection that stays open; asks again on a new one where the server closed it in between."""

    def __init__(self, port: int, cookies: str) -> None:
        self.port, self._head = (
            port,
            f"Host: localhost\r\nCookie: {cookies}; csrftoken={TOKEN}\r\nX-CSRFToken: {TOKEN}\r\n",
        )
        self._streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None
        self._one = asyncio.Lock()

    async def ask(self, method: str, path: str, body: bytes = b"", *, cut: bool = False) -> bytes:
        """The answer's body; with `cut` the line is cut before the answer comes, which raises ConnectionError."""
        async with self._one:
            for last in (False, True):
                try:
                    return await self._once(method, path, body, cut)
                except (ConnectionError, asyncio.IncompleteReadError, EOFError):
                    self.close()
                    if cut or last:
                        raise
        raise ConnectionError

    def close(self) -> None:
        if self._streams is not None:
            self._streams[1].transport.abort()
            self._streams = None

    async def _once(self, method: str, path: str, body: bytes, cut: bool) -> bytes:
        if self._streams is None:
            self._streams = await asyncio.open_connection("127.0.0.1", self.port)
        reader, writer = self._streams
        kind = "Content-Type: application/json\r\nOrigin: http://localhost\r\n" if body else ""
        head = f"{method} {path} HTTP/1.1\r\n{self._head}Accept: application/json\r\n{kind}Content-Length: {len(body)}\r\n\r\n"
        writer.write(head.encode() + body)
        await writer.drain()
        if cut:
            await asyncio.sleep(0.01)
            raise ConnectionError
        answered = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").lower()
        found = re.search(r"content-length: (\d+)", answered)
        content = await reader.readexactly(int(found[1]) if found else 0)
        if " 200 " not in answered.partition("\r\n")[0]:
            raise RuntimeError(f"{path}: {answered[:300]}{content[:300]!r}")
        if "connection: close" in answered:
            self.close()
        return content


@dataclass
class Place:
    """Where one person of a room stands: addresses, cookies, and the number of the last line."""

    cookies: str
    messages: str
    stream: str
    newest: int = 0


@dataclass
class Heard:
    """What reached somebody: seconds from sending to showing, and the numbers in the order in which they came."""

    seconds: list[float] = field(default_factory=list)
    numbers: list[int] = field(default_factory=list)


class Person:
    """One browser in a room, as static/js/chat.js does it: what a hint carries is added where all lines before it are there;
    else the question follows what is beyond the last line."""

    def __init__(self, place: Place, *, pages: int, streams: int, since: Callable[[], float]) -> None:
        self.place, self.since = place, since
        self.tag = place.cookies[-12:]  # tells the own lines from the other's
        self.line, self.letters = Line(pages, place.cookies), Line(streams, place.cookies)
        self.streams = streams
        self.heard, self.seen = Heard(), set[int]()
        self.ready = asyncio.Event()
        self._more = asyncio.Event()
        self._writer: asyncio.StreamWriter | None = None
        self.reconnects = 0

    async def listen(self) -> None:
        """Hold a stream for ever, and open a new one at once where it breaks."""
        while True:
            with contextlib.suppress(ConnectionError, EOFError, asyncio.IncompleteReadError):
                await self._stream()
            self.reconnects += 1
            await asyncio.sleep(0.02)

    async def follow(self) -> None:
        """Ask for what is beyond the last line, whenever there is a hint; one question at a time."""
        while True:
            await self._more.wait()
            self._more.clear()
            answer = json.loads(
                await self.line.ask("GET", f"{self.place.messages}?after={self.place.newest}")
            )
            self._take(answer)
            if answer["last"] > self.place.newest:
                self._more.set()

    async def say(self, words: str, *, key: str = "", cut: bool = False) -> None:
        """Send one line, with what was seen so far; it comes back by the stream."""
        given = {"text": words, "key": key or str(uuid4()), "read": self.place.newest}
        await self.letters.ask("POST", self.place.stream, json.dumps(given).encode(), cut=cut)

    def hang_up(self) -> None:
        """The stream breaks, as when a train goes into a tunnel."""
        if self._writer is not None:
            self._writer.transport.abort()

    def _take(self, answer: dict[str, Any]) -> None:
        now = time.perf_counter()
        for number, words in SAID.findall(answer["html"]):
            if int(number) in self.seen:
                continue
            self.seen.add(int(number))
            self.heard.numbers.append(int(number))
            author, _colon, rest = words.removeprefix("@").partition(":")
            if not words.startswith("@") or author == self.tag:
                continue
            at = float(rest.partition(" ")[0])
            if at >= self.since():
                self.heard.seconds.append(now - at)
        self.place.newest = max(self.place.newest, answer["newest"])

    async def _stream(self) -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", self.streams)
        self._writer = writer
        ask = f"GET {self.place.stream}?after={self.place.newest} HTTP/1.1\r\nHost: localhost\r\nCookie: {self.place.cookies}\r\n\r\n"
        writer.write(ask.encode())
        try:
            while line := await reader.readline():
                if line.startswith(b"event: ready"):
                    self.ready.set()
                    self._more.set()
                elif line.startswith(b"event: hint"):
                    told = json.loads((await reader.readline())[6:])
                    if "news" in told and told["newer_than"] == self.place.newest and not self._more.is_set():
                        self._take(told["news"])
                    elif told["newer_than"] >= self.place.newest:
                        self._more.set()
        finally:
            writer.transport.abort()


async def talk(people: list[Person], *, warm: float, seconds: float) -> list[float]:
    """Everybody says one line a second, each at a moment of their own; how long the lines took that were sent after the
    warm-up. Raises where a stream or a request fails."""
    tasks = [asyncio.create_task(one.listen()) for one in people]
    tasks += [asyncio.create_task(one.follow()) for one in people]
    await asyncio.wait_for(asyncio.gather(*(one.ready.wait() for one in people)), 60)
    chance, until = random.Random(14), time.perf_counter() + warm + seconds
    sending = [asyncio.create_task(_keep_saying(one, chance.random(), until)) for one in people]
    await asyncio.gather(*sending)
    await asyncio.sleep(2)
    for task in tasks:
        if task.done() and task.exception():
            raise task.exception()  # type: ignore[misc]
        task.cancel()
    for one in people:
        one.line.close()
        one.letters.close()
    return [taken for one in people for taken in one.heard.seconds]


async def _keep_saying(person: Person, phase: float, until: float) -> None:
    due = time.perf_counter() + phase
    while due < until:
        await asyncio.sleep(max(due - time.perf_counter(), 0))
        await person.say(f"@{person.tag}:{time.perf_counter():.6f} {WORDS}")
        due += 1


async def talk_bare(port: int, rooms: int, *, warm: float, seconds: float) -> list[float]:
    """The same lines by the app of benchmarks.chat_limit."""
    taken: list[float] = []
    began = time.perf_counter()
    ready = asyncio.Semaphore(0)

    async def hear(room: int, who: str) -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(f"GET /stream?room={room} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
        try:
            while line := await reader.readline():
                if line.startswith(b"data: ready"):
                    ready.release()
                elif line.startswith(b"data: @"):
                    author, _colon, rest = line[7:].decode().partition(":")
                    at = float(rest.partition(" ")[0])
                    if author != who and at - began >= warm:
                        taken.append(time.perf_counter() - at)
        finally:
            writer.transport.abort()

    async def say(room: int, who: str, phase: float, until: float) -> None:
        line, due = Line(port, "none=1"), time.perf_counter() + phase
        while due < until:
            await asyncio.sleep(max(due - time.perf_counter(), 0))
            words = f"@{who}:{time.perf_counter():.6f} {WORDS}"
            await line.ask("POST", f"/send?room={room}", words.encode())
            due += 1
        line.close()

    seats = [(room, f"{room}-{side}") for room in range(rooms) for side in ("a", "b")]
    listening = [asyncio.create_task(hear(*seat)) for seat in seats]
    for _seat in seats:
        await ready.acquire()
    began = time.perf_counter()
    chance, until = random.Random(14), began + warm + seconds
    await asyncio.gather(*(say(*seat, chance.random(), until) for seat in seats))
    await asyncio.sleep(1)
    for one in listening:
        one.cancel()
    return taken
