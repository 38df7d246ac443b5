"""How a stream is written: the text format of server-sent events."""

import json
from collections.abc import Mapping
from typing import Any

RETRY_MILLISECONDS = 5000

HEADERS = [
    (b"content-type", b"text/event-stream; charset=utf-8"),
    (b"cache-control", b"no-store, no-transform"),  # and no proxy packs it, which would hold it back
    (b"x-accel-buffering", b"no"),
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"DENY"),
    (b"referrer-policy", b"same-origin"),
]


def opening() -> bytes:
    """The first bytes; they make proxies pass the answer on at once."""
    return f"retry: {RETRY_MILLISECONDS}\n\n".encode()


def state(word: str, newest: int | None) -> bytes:
    """`ready`: hints will come from here on, so ask once for what came before. `deaf`: none will, for a while."""
    return _event(word, {"newest": newest} if word == "ready" and newest is not None else {})


def hint(channel: str, newer_than: int, news: Mapping[str, Any] | None = None) -> bytes:
    """There are rows beyond this id; `news` shows the one after it."""
    carried = {"news": news} if news else {}
    return _event("hint", {"channel": channel, "newer_than": newer_than, **carried})


def beat() -> bytes:
    """Still there; a page that hears nothing for two beats opens a new stream."""
    return _event("beat", {})


def end(why: str) -> bytes:
    """`restart`: come again soon. `closed`: the door no longer admits."""
    return _event("end", {"why": why})


def _event(name: str, data: dict[str, Any]) -> bytes:
    return f"event: {name}\ndata: {json.dumps(data, separators=(',', ':'))}\n\n".encode()
