"""A whole platform on servers of its own, to be killed, stopped and emptied as a fault wants it."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psycopg2
from redis import Redis

from csplatform.embedded.places import Places
from csplatform.embedded.processes import Child
from csplatform.embedded.services import Services

ROOT = Path(__file__).resolve().parents[2]
SETUP = "import json, django; django.setup(); out = lambda value: print('>>> ' + json.dumps(value, default=str))\n"


def eventually(true: Callable[[], Any], *, seconds: float = 20, every: float = 0.05) -> Any:
    """What `true` answers once it is true; fails when it is not within the bound."""
    until = time.monotonic() + seconds
    while True:
        found = true()
        if found:
            return found
        assert time.monotonic() < until, f"not within {seconds} s"
        time.sleep(every)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass
class Answer:
    status: int
    body: str
    headers: Any
    seconds: float


@dataclass
class Platform:
    services: Services
    port: int = field(default_factory=free_port)
    more: dict[str, str] = field(default_factory=dict)

    @property
    def place(self) -> Places:
        return self.services.places

    def environment(self, **more: str) -> dict[str, str]:
        return {
            **os.environ,
            "CS_RUNTIME": str(self.place.runtime),
            "PYTHONPATH": str(ROOT),
            "PYTHONUNBUFFERED": "1",
            "DJANGO_SETTINGS_MODULE": "tests.faults.settings",
            **self.more,
            **more,
        }

    def run(self, *argv: str, **more: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, *argv], cwd=ROOT, env=self.environment(**more), capture_output=True, text=True,
            stdin=subprocess.DEVNULL, timeout=90, check=False,
        )  # fmt: skip

    def manage(self, *arguments: str, **more: str) -> str:
        """The last line that a command printed; fails with what it said when it refused."""
        done = self.run("manage.py", *arguments, **more)
        assert done.returncode == 0, done.stderr[-3000:]
        return (done.stdout.strip().splitlines() or [""])[-1]

    def python(self, code: str, **more: str) -> Any:
        """Runs code in a Django process of the platform; what it handed to `out`."""
        done = self.run("-c", SETUP + code, **more)
        assert done.returncode == 0, done.stderr[-3000:]
        handed = [line[4:] for line in done.stdout.splitlines() if line.startswith(">>> ")]
        return json.loads(handed[-1]) if handed else None

    @contextmanager
    def program(self, name: str, *argv: str, **more: str) -> Iterator[Child]:
        """A process of the platform for the while; killed with its group at the end."""
        child = Child(
            name, [sys.executable, *argv], self.place.log / f"{name}.log", self.environment(**more), ROOT
        )
        child.start()
        try:
            yield child
        finally:
            child.kill_group()

    @contextmanager
    def worker(
        self, name: str = "worker", *, queues: str = "default,mail,pdf,ingest", **more: str
    ) -> Iterator[Child]:
        """A worker that is ready to take tasks."""
        argv = ("-m", "celery", "-A", "csplatform.celery:app", "worker", "-n", f"{name}@%h", "-Q", queues)
        options = ("--concurrency", "2", "--without-gossip", "--without-mingle")
        log = self.place.log / f"{name}.log"
        before = log.stat().st_size if log.exists() else 0
        with self.program(name, *argv, *options, **more) as child:
            eventually(lambda: " ready." in self.said(name)[before:], seconds=40)
            yield child

    @contextmanager
    def web(self, **more: str) -> Iterator[Child]:
        """The web process, answering."""
        self.port = free_port()  # a moment before it is taken
        with self.program("web", "-m", "csplatform.embedded.web", str(self.port), **more) as child:
            eventually(lambda: self.get("/healthz").status == 200, seconds=40)
            yield child

    def said(self, name: str) -> str:
        log = self.place.log / f"{name}.log"
        return log.read_text(errors="replace") if log.exists() else ""

    def get(self, path: str, *, timeout: float = 15, **headers: str) -> Answer:
        """A page; status 0 when nobody answers."""
        began = time.monotonic()
        request = urllib.request.Request(f"http://127.0.0.1:{self.port}{path}", headers=headers)
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}), _Stay())
        try:
            with opener.open(request, timeout=timeout) as answer:
                found = Answer(answer.status, answer.read().decode(), answer.headers, 0)
        except urllib.error.HTTPError as error:
            found = Answer(error.code, error.read().decode(errors="replace"), error.headers, 0)
        except OSError as error:
            found = Answer(0, str(error), {}, 0)
        found.seconds = time.monotonic() - began
        return found

    def connect(self, user: str = "cs_owner", database: str = "csplatform") -> Any:
        host = str(self.services.database.sockets)  # type: ignore[union-attr]
        made = psycopg2.connect(host=host, dbname=database, user=user)
        made.autocommit = True
        return made

    def sql(
        self, query: str, *values: Any, user: str = "cs_owner", database: str = "csplatform"
    ) -> list[Any]:
        connection = self.connect(user, database)
        try:
            with connection.cursor() as cursor:
                cursor.execute(query, values or None)
                return cursor.fetchall() if cursor.description else []
        finally:
            connection.close()

    @contextmanager
    def locked(self, table: str) -> Iterator[None]:
        """Nobody else gets at the table meanwhile: whoever asks for it can be caught in the act."""
        holder = self.connect("postgres")
        try:
            with holder.cursor() as cursor:
                cursor.execute(f"BEGIN; LOCK TABLE {table} IN ACCESS EXCLUSIVE MODE")
            yield
        finally:
            holder.close()

    def redis(self, number: int = 1) -> Redis:
        return Redis(unix_socket_path=str(self.services.queue.socket), db=number)  # type: ignore[union-attr]

    def stop_engine(self, name: str) -> Child:
        """As `systemctl stop` does; waits for its end."""
        [child] = [one for one in self.services.engines() if one.name == name]
        child.send(signal.SIGINT if name == "postgres" else signal.SIGTERM)
        assert child.process is not None
        child.process.wait(20)
        return child

    def start_engine(self, child: Child) -> None:
        self.services.start(child)
        engine = self.services.database if child.name == "postgres" else self.services.queue
        engine.wait_ready(child)  # type: ignore[union-attr]


class _Stay(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *arguments: Any, **named: Any) -> None:
        return None
