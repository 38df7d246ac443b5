"""Web processes as they are run for people, and visitors who ask them for pages."""

import http.client
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from types import TracebackType

from csplatform.embedded.bootstrap import ROOT

START_SECONDS = 60
WORKERS = 2


class WebFailed(Exception):
    """The web process did not come up, or answered otherwise than with a page."""


class Visitor:
    """One connection that stays open, with the cookies of somebody who has signed in."""

    def __init__(self, port: int, cookies: str) -> None:
        self._line = http.client.HTTPConnection("localhost", port, timeout=120)
        self._headers = {"Cookie": cookies}

    def __enter__(self) -> "Visitor":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._line.close()

    def visit(self, address: str) -> bytes:
        """The page, whole; raises WebFailed for any other answer than 200."""
        answer = self._ask(address)
        body = answer.read()
        if answer.status != 200:
            raise WebFailed(f"{address} answered {answer.status}")
        return body

    def _ask(self, address: str) -> http.client.HTTPResponse:
        """Like a browser: where the server has hung up on a line that was quiet for long, over a new one."""
        self._line.request("GET", address, headers=self._headers)
        try:
            return self._line.getresponse()
        except http.client.RemoteDisconnected:
            self._line.close()
            self._line.request("GET", address, headers=self._headers)
            return self._line.getresponse()

    def seconds_of(self, address: str) -> float:
        """How long the page took, from asking to its last byte."""
        start = time.perf_counter()
        self.visit(address)
        return time.perf_counter() - start


def one_process() -> AbstractContextManager[int]:
    """The web process that bin/run starts, as long as it is needed; its port."""
    port = _free_port()
    return _serving([sys.executable, "-P", "-m", "csplatform.embedded.web", str(port)], port)


def two_workers() -> AbstractContextManager[int]:
    """gunicorn as the image for real servers runs it, with two workers; their port."""
    port = _free_port()
    shape = [
        "--config",
        "python:csplatform.gunicorn",
        "--workers",
        str(WORKERS),
        "--bind",
        f"127.0.0.1:{port}",
    ]
    return _serving([sys.executable, "-P", "-m", "gunicorn", *shape, "csplatform.wsgi:application"], port)


def bare_asgi(application: str, **environment: str) -> AbstractContextManager[int]:
    """An ASGI application of a bench in one uvicorn process of its own; its port."""
    port = _free_port()
    command = [
        sys.executable,
        "-P",
        "-m",
        "uvicorn",
        application,
        "--port",
        str(port),
        "--log-level",
        "error",
    ]
    command += ["--timeout-graceful-shutdown", "1"]
    return _serving(command, port, environment)


@contextmanager
def _serving(command: list[str], port: int, more: dict[str, str] | None = None) -> Iterator[int]:
    environment = {**os.environ, "PYTHONPATH": str(ROOT), **(more or {})}
    web = subprocess.Popen(
        command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        deadline = time.monotonic() + START_SECONDS
        while not _is_well(port):
            if web.poll() is not None or time.monotonic() > deadline:
                raise WebFailed("The web process does not come up")
            time.sleep(0.1)
        yield port
    finally:
        web.terminate()
        web.wait(60)


def _is_well(port: int) -> bool:
    line = http.client.HTTPConnection("localhost", port, timeout=10)
    try:
        line.request("GET", "/healthz")
        return line.getresponse().status == 200
    except OSError:
        return False
    finally:
        line.close()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
