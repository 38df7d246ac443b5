"""A reader of event streams, as a browser is one: connects again, and asks for what it missed."""

import http.client
import json
import queue
import threading
import time
from typing import Any


class Stream:
    """One open stream; `events` are (name, data) as they come, ("gone", {}) at its end."""

    def __init__(self, port: int, path: str, *, session: str = "", **headers: str) -> None:
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        sent = {"Host": f"localhost:{port}", **headers}
        if session:
            sent["Cookie"] = f"sessionid={session}"
        self._connection.request("GET", path, headers=sent)
        self._answer = self._connection.getresponse()
        self.status, self.headers = self._answer.status, dict(self._answer.getheaders())
        self.body = self._answer.read() if self.status != 200 else b""
        self.events: queue.Queue[tuple[str, dict[str, Any]]] = queue.Queue()
        if self.status == 200:
            threading.Thread(target=self._read, daemon=True).start()

    def __enter__(self) -> "Stream":
        return self

    def __exit__(self, *_error: object) -> None:
        self.close()

    def close(self) -> None:
        # The reading thread holds the buffer's lock: only the socket itself may be shut under it.
        if self._connection.sock is not None:
            self._connection.sock.close()
        raw = getattr(getattr(self._answer, "fp", None), "raw", None)
        sock = getattr(raw, "_sock", None)
        if sock is not None:
            try:
                sock.shutdown(2)
            except OSError:
                return

    def next(self, *wanted: str, seconds: float = 10) -> tuple[str, dict[str, Any]]:
        """The next event of these names (any, without); fails when none comes in time."""
        until = time.monotonic() + seconds
        while True:
            left = until - time.monotonic()
            assert left > 0, f"no {wanted or 'event'} within {seconds} s"
            try:
                name, data = self.events.get(timeout=left)
            except queue.Empty:
                continue
            if not wanted or name in wanted:
                return name, data

    def silent(self, *unwanted: str, seconds: float) -> bool:
        """Whether none of these events comes for so long."""
        until = time.monotonic() + seconds
        while (left := until - time.monotonic()) > 0:
            try:
                name, _data = self.events.get(timeout=left)
            except queue.Empty:
                return True
            if name in unwanted:
                return False
        return True

    def _read(self) -> None:
        name = ""
        try:
            while line := self._answer.readline():
                text = line.decode().rstrip("\n")
                if text.startswith("event: "):
                    name = text[7:]
                elif text.startswith("data: "):
                    self.events.put((name, json.loads(text[6:])))
        except (OSError, ValueError, AttributeError, http.client.HTTPException):
            pass
        self.events.put(("gone", {}))
