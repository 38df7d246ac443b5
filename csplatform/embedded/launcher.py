"""bin/run: everything up, in order, until Ctrl-C."""

from __future__ import annotations

import argparse
import json
import shutil
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import AbstractContextManager

from core.marks import HEARTBEAT_KEY
from csplatform.embedded.bootstrap import ROOT, Refusal, say
from csplatform.embedded.commands import django_environment, migrate_if_changed
from csplatform.embedded.debian import offer_pdf_packages
from csplatform.embedded.demo import FirstDemo
from csplatform.embedded.places import Places, places
from csplatform.embedded.processes import Child
from csplatform.embedded.services import Services, running
from csplatform.embedded.supervisor import Supervisor, watch
from csplatform.embedded.web import listen

READY_SECONDS = 180
SMALLEST_FREE = 300_000_000
QUEUES = "default,mail,pdf,ingest"
WORKER_NICE = 10  # a page that somebody waits for goes before an import


class StopRequested(BaseException):
    """Raised by a signal, so that every `finally` runs wherever the launcher is."""


def run(arguments: list[str]) -> int:
    """Starts, says ready, watches, stops; 0 when it was asked to stop."""
    options = _options(arguments)
    place = places(options.data)
    _catch_signals()
    try:
        _check_before(place)
        with _started(place, options.port) as services:
            _serve(services, options.port, demo=not options.no_demo)
    except StopRequested:
        say("stopped")
    return 0


def _options(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bin/run", description="Starts CS Platform on this machine.")
    parser.add_argument("--port", type=int, default=8000, help="port on localhost (8000)")
    parser.add_argument("--data", metavar="DIR", help="where everything is kept (var/ of the checkout)")
    parser.add_argument(
        "--no-demo", action="store_true", help="leave out the invented companies that a first start makes"
    )
    options = parser.parse_args(arguments)
    if not 1 <= options.port <= 65535:
        parser.error(f"--port {options.port}: a port is a number from 1 to 65535")
    return options


def _catch_signals() -> None:
    def stop(_number: int, _frame: object) -> None:
        # A second signal must not interrupt the stopping itself.
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, signal.SIG_IGN)
        say("stopping")
        raise StopRequested

    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, stop)


def _check_before(place: Places) -> None:
    place.make()
    free = shutil.disk_usage(place.data).free
    if free < SMALLEST_FREE:
        raise Refusal(
            f"the disk of {place.data} has {free // 1_000_000} MB free, {SMALLEST_FREE // 1_000_000} MB are "
            "needed; free some space, or name another place with --data"
        )


def _check_port(port: int) -> None:
    try:
        for listener in listen(port):
            listener.close()
    except PermissionError as error:
        raise Refusal(f"port {port} needs root; choose one from 1024: bin/run --port 8080") from error
    except OSError as error:
        raise Refusal(
            f"port {port} is taken by another program; choose another: bin/run --port {port + 1}"
        ) from error


def _started(place: Places, port: int) -> AbstractContextManager[Services]:
    # An earlier start holds data and port: "already running" is the better line of the two.
    return running(place, kind="run", port=port, check=lambda: _check_port(port))


def _serve(services: Services, port: int, *, demo: bool) -> None:
    place = services.places
    environment = django_environment(place)
    migrate_if_changed(place, environment, always=True)
    offer_pdf_packages(place)
    if services.queue:
        # The heartbeat that the last worker left must not pass for the new one's.
        services.queue.forget(HEARTBEAT_KEY)
    supervisor = Supervisor(services)
    first_demo = FirstDemo(place, environment)
    try:
        for child in _programs(place, environment, port):
            say(f"starting {child.name}")
            supervisor.start(child)
        steps = _first_steps(environment)
        _wait_until_ready(supervisor, port)
        say("ready; stop with Ctrl-C")
        print(f"ready: http://localhost:{port}\n{steps}", flush=True)  # noqa: T201
        if demo:
            first_demo.start()
        watch(supervisor, also=first_demo.look)
    finally:
        first_demo.stop()
        supervisor.stop()


def _first_steps(environment: dict[str, str]) -> str:
    """What a newcomer does next, in the words of the command that knows who can sign in."""
    done = subprocess.run(
        [sys.executable, str(ROOT / "manage.py"), "first_steps"],
        env=environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        start_new_session=True,
        check=False,
    )
    return done.stdout.rstrip() if done.returncode == 0 else "How to sign in: bin/manage first_steps"


def _programs(place: Places, environment: dict[str, str], port: int) -> list[Child]:
    celery = [sys.executable, "-m", "celery", "-A", "csplatform.celery:app"]
    schedule = place.data / "beat" / "schedule"
    schedule.parent.mkdir(exist_ok=True)
    worker = [
        "worker",
        "-Q",
        QUEUES,
        "--concurrency",
        "2",
        "--loglevel",
        "INFO",
        "--without-gossip",
        "--without-mingle",
    ]
    commands: list[tuple[str, list[str], int]] = [
        ("web", [sys.executable, "-m", "csplatform.embedded.web", str(port)], signal.SIGKILL),
        # SIGQUIT makes the worker put unfinished tasks back into the queue before it goes.
        ("worker", [*celery, *worker], signal.SIGQUIT),
        ("beat", [*celery, "beat", "--schedule", str(schedule), "--pidfile", ""], signal.SIGKILL),
    ]
    return [
        Child(
            name,
            argv,
            place.log / f"{name}.log",
            environment,
            ROOT,
            hard_signal=hard,
            nice=WORKER_NICE if name == "worker" else 0,
        )
        for name, argv, hard in commands
    ]


def _wait_until_ready(supervisor: Supervisor, port: int) -> None:
    deadline = time.monotonic() + READY_SECONDS
    told = time.monotonic()
    while True:
        ready, missing = _readyz(port)
        if ready:
            return
        now = time.monotonic()
        if now > deadline:
            raise Refusal(
                f"not ready after {READY_SECONDS} s: {missing}; see the logs in {supervisor.services.places.log}"
            )
        if now - told > 5:
            told = now
            say(f"… waiting: {missing}")
        supervisor.look(now)
        time.sleep(0.1)


def _readyz(port: int) -> tuple[bool, str]:
    """Whether the platform says it is ready, and if not what it says is missing."""
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(f"http://127.0.0.1:{port}/readyz", timeout=5) as answer:
            return answer.status == 200, ""
    except urllib.error.HTTPError as error:
        return False, _what_is_missing(error.read())
    except OSError as error:
        return False, f"web ({error})"


def _what_is_missing(body: bytes) -> str:
    try:
        facts = json.loads(body)
    except ValueError:
        return "web answers with an error"
    return json.dumps(facts)[:200]
