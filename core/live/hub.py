"""One subscriber per process for all its streams: hints come in once and are laid into the mailboxes that want them."""

import asyncio
import json
import random
import time
from collections import Counter, defaultdict
from collections.abc import Mapping
from typing import Any

import structlog
from django.conf import settings
from redis.asyncio import Redis
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff
from redis.exceptions import RedisError

from core.live.admission import Admitted
from core.live.hints import RECHECK, channel_of, pattern

log = structlog.get_logger(__name__)

SILENT_SECONDS = 10.0  # without a word from Redis before it is asked whether it is there
PAUSES = (0.2, 5.0)
REMEMBERED_SECONDS = 30.0  # an admission that takes longer is refused
MOST_NEWS = 20  # of one channel that a mailbox holds; whoever is farther behind asks

News = tuple[int, Mapping[str, Any]]  # what stands beyond this number


class Mailbox:
    """What one stream has not said yet. Hints of one channel become one, news beyond a few become a hint, so it never
    grows."""

    def __init__(self, admitted: Admitted, address: str) -> None:
        self.admitted, self.address = admitted, address
        self.keys = {channel_of(admitted.workspace_id, key): key for key in admitted.channels.keys}
        self.wake = asyncio.Event()
        self.hints: dict[str, int] = {}
        self.news: dict[str, list[News]] = {}
        self.state: str | None = None  # "ready" or "deaf", until it was said
        self.recheck = self.gone = False

    def put(self, channel: str, newer_than: int, news: Mapping[str, Any] | None = None) -> None:
        """News keep their order; after a bare hint of their channel, which is asked for, they are hints too."""
        key = self.keys[channel]
        waiting = self.news.setdefault(key, [])
        if news is not None and key not in self.hints and len(waiting) < MOST_NEWS:
            waiting.append((newer_than, news))
        else:
            newest = max([newer_than, *(number for number, _news in waiting)])
            self.hints[key] = max(newest, self.hints.get(key, newest))
            waiting.clear()
        self.wake.set()

    def note(self, state: str) -> None:
        self.state = state
        self.wake.set()

    def ask(self) -> None:
        self.recheck = True
        self.wake.set()

    def leave(self) -> None:
        self.gone = True
        self.wake.set()

    def take(self) -> tuple[str | None, dict[str, int], dict[str, list[News]]]:
        """What is to be said now; the box is empty after it."""
        self.wake.clear()
        taken = self.state, self.hints, {key: news for key, news in self.news.items() if news}
        self.state, self.hints, self.news = None, {}, {}
        return taken


class Hub:
    """The streams of this process, and its one connection to Redis."""

    def __init__(self) -> None:
        self.hearing = self.closing = False
        self.people: Counter[tuple[int, str]] = Counter()
        self.addresses: Counter[str] = Counter()
        self._boxes: dict[str, set[Mailbox]] = defaultdict(set)
        self._workspaces: dict[int, set[Mailbox]] = defaultdict(set)
        self._recent: dict[str, tuple[float, int]] = {}
        self._forgot = time.monotonic()
        self._task: asyncio.Task[None] | None = None

    def __len__(self) -> int:
        return sum(self.addresses.values())

    def start(self) -> None:
        self._task = asyncio.create_task(self._listen())

    def close(self) -> None:
        """Let every stream end by itself."""
        self.closing = True
        for box in self._all():
            box.leave()

    async def stop(self) -> None:
        self.close()
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    def add(self, box: Mailbox, *, since: float) -> None:
        """Take a stream in, with the hints that came while it was being admitted."""
        admitted = box.admitted
        self.people[(admitted.workspace_id, admitted.person)] += 1
        self.addresses[box.address] += 1
        self._workspaces[admitted.workspace_id].add(box)
        for channel in box.keys:
            self._boxes[channel].add(box)
            came, newer_than = self._recent.get(channel, (0.0, 0))
            if came >= since:
                box.put(channel, newer_than)
        box.note("ready" if self.hearing else "deaf")

    def remove(self, box: Mailbox) -> None:
        admitted = box.admitted
        _less(self.people, (admitted.workspace_id, admitted.person))
        _less(self.addresses, box.address)
        _drop(self._workspaces, admitted.workspace_id, box)
        for channel in box.keys:
            _drop(self._boxes, channel, box)

    def hear(self, channel: str, words: str) -> None:
        """One message of Redis."""
        if channel.endswith(f":{RECHECK}"):
            workspace_id = int(channel.partition(":")[0])
            for box in self._workspaces.get(workspace_id, ()):
                if words in ("", box.admitted.person):
                    box.ask()
            return
        number, _space, carried = words.partition(" ")
        newer_than, now = int(number), time.monotonic()
        news = json.loads(carried) if carried else None
        known = self._recent.get(channel, (0.0, newer_than))[1]
        self._recent[channel] = (now, max(known, newer_than))
        if now - self._forgot > REMEMBERED_SECONDS:
            self._forget(now)
        for box in self._boxes.get(channel, ()):
            box.put(channel, newer_than, news)

    def _all(self) -> list[Mailbox]:
        return [box for boxes in self._workspaces.values() for box in boxes]

    def _note(self, hearing: bool) -> None:
        """What was said while nobody heard is lost: every page asks on its own."""
        self.hearing = hearing
        for box in self._all():
            box.note("ready" if hearing else "deaf")

    async def _listen(self) -> None:
        pause = PAUSES[0]
        while not self.closing:
            try:
                async for channel, words in self._messages():
                    pause = PAUSES[0]
                    self.hear(channel, words)
            except (RedisError, OSError, ValueError) as error:
                log.warning("live_without_redis", reason=type(error).__name__)
            if self.hearing:
                self._note(False)
            await asyncio.sleep(pause * random.uniform(0.8, 1.2))  # noqa: S311  (spreads processes)
            pause = min(pause * 2, PAUSES[1])

    async def _messages(self) -> Any:
        client = Redis(
            **settings.REDIS, socket_connect_timeout=2, retry=Retry(NoBackoff(), 0), decode_responses=True
        )
        try:
            async with client.pubsub() as pubsub:
                await pubsub.psubscribe(pattern())
                asked = False
                while True:
                    message = await pubsub.get_message(timeout=SILENT_SECONDS)
                    if message is None:
                        if asked:
                            raise TimeoutError
                        asked = True
                        await pubsub.ping()
                        continue
                    asked = False
                    if message["type"] == "psubscribe":
                        self._note(True)
                    elif message["type"] == "pmessage":
                        yield message["channel"], message["data"]
        finally:
            await client.aclose()

    def _forget(self, now: float) -> None:
        before, self._forgot = now - REMEMBERED_SECONDS, now
        self._recent = {channel: told for channel, told in self._recent.items() if told[0] >= before}


def _less(counted: Counter[Any], key: Any) -> None:
    counted[key] -= 1
    if counted[key] <= 0:
        del counted[key]


def _drop(boxes: dict[Any, set[Mailbox]], key: Any, box: Mailbox) -> None:
    boxes[key].discard(box)
    if not boxes[key]:
        del boxes[key]
