"""The commands beside bin/run: manage.py and the benchmarks, with the services up."""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from csplatform.embedded.bootstrap import ROOT, Refusal, say
from csplatform.embedded.cluster import client_programs
from csplatform.embedded.places import Places, passing_places, places
from csplatform.embedded.services import read_holder, running

# These look at the code or change the schema themselves; no migrating before them.
AS_IS = {
    "migrate",
    "makemigrations",
    "showmigrations",
    "sqlmigrate",
    "help",
    "version",
    "check",
    "flush",
    "restore",
}


def manage(arguments: list[str]) -> int:
    """manage.py with the services of the data directory: those that run, else its own for the while."""
    place = places()
    with services_up(place, kind="manage") as environment:
        if arguments and arguments[0] not in AS_IS and "--help" not in arguments and "-h" not in arguments:
            migrate_if_changed(place, environment)
        return call([sys.executable, str(ROOT / "manage.py"), *arguments], environment)


def bench(arguments: list[str]) -> int:
    """The speed goals, on services of their own that leave nothing behind: the operator's are not touched."""
    for name in ("DATABASE_URL", "DATABASE_OWNER_URL", "REDIS_URL", "EMAIL_URL"):
        os.environ.pop(name, None)
    with passing_places("cs-bench-") as place, running(place, kind="bench"):
        environment = django_environment(place)
        migrate_if_changed(place, environment)
        return call([sys.executable, "-P", "-m", "benchmarks", *arguments], environment)


def call(command: list[str], environment: dict[str, str], *, cwd: Path | None = None) -> int:
    """Runs one program in the foreground; Ctrl-C reaches it from the terminal, we wait for its end."""
    process = subprocess.Popen(command, env=environment, cwd=cwd)

    def pass_on(number: int, _frame: object) -> None:
        process.send_signal(number)

    before = {
        signal.SIGTERM: signal.signal(signal.SIGTERM, pass_on),
        signal.SIGHUP: signal.signal(signal.SIGHUP, pass_on),
        signal.SIGINT: signal.signal(signal.SIGINT, lambda *_: None),
    }
    try:
        code = process.wait()
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
    return 128 - code if code < 0 else code


@contextmanager
def services_up(place: Places, *, kind: str) -> Iterator[dict[str, str]]:
    """The environment for Django's processes, with services that last as long as the block."""
    place.make()
    with place.users.open("a+") as users:
        # Readers' lock: whoever started the services waits at the end until nobody else uses them.
        fcntl.flock(users, fcntl.LOCK_SH)
        if _join(place):
            yield django_environment(place)
            return
        with running(place, kind=kind):
            yield django_environment(place)
            _wait_for_others(users)


def django_environment(place: Places) -> dict[str, str]:
    return {
        **os.environ,
        # For `bin/manage dbshell`; psql speaks to older servers too, so it may come first.
        "PATH": f"{client_programs()}{os.pathsep}{os.environ.get('PATH', os.defpath)}",
        "CS_RUNTIME": str(place.runtime),
        "PYTHONPATH": str(ROOT),
        "PYTHONUNBUFFERED": "1",
        "DJANGO_SETTINGS_MODULE": "csplatform.settings.embedded",
    }


def _join(place: Places) -> bool:
    """True when another command's services are up and answer; waits while they are on their way."""
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        with place.lock.open("a+") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                return False
            except BlockingIOError:
                holder = read_holder(lock)
        try:
            facts = json.loads(place.runtime.read_text())
            if facts["pid"] == holder["pid"]:
                _same_servers(facts)
                return True
        except (FileNotFoundError, json.JSONDecodeError):
            pass  # not written yet, or just removed: look at the lock again
        time.sleep(0.1)
    raise Refusal(
        f"process {holder['pid']} holds {place.lock} but its services do not come up; end it and retry"
    )


def _same_servers(facts: dict) -> None:
    """What runs on real servers is not reached without their addresses."""
    for part, names in {"database": ["DATABASE_URL", "DATABASE_OWNER_URL"], "redis": ["REDIS_URL"]}.items():
        missing = [name for name in names if not facts[part] and not os.environ.get(name)]
        if missing:
            raise Refusal(
                f"the running platform uses servers of its own; set {' and '.join(missing)} here too"
            )


def _wait_for_others(users: IO[str]) -> None:
    try:
        fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        say("another command uses the same services; waiting for its end")
        fcntl.flock(users, fcntl.LOCK_EX)


def migrate_if_changed(place: Places, environment: dict[str, str], *, always: bool = False) -> None:
    """Migrates when the set of migration files differs from the one last applied here."""
    # Two commands at once: the second waits, then sees that it is done.
    with (place.data / "migrate.lock").open("a+") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        stamp = _migration_stamp()
        if always or not place.migrated.exists() or place.migrated.read_text() != stamp:
            say("bringing the database up to date")
            _migrate(place, environment)
            place.migrated.write_text(stamp)


def _migration_stamp() -> str:
    files = sorted(ROOT.glob("*/migrations/*.py"))
    names = [os.environ.get("DATABASE_URL", "embedded")]
    names += [f"{path.relative_to(ROOT)} {path.stat().st_size}" for path in files]
    return hashlib.sha256("\n".join(names).encode()).hexdigest()


def _migrate(place: Places, environment: dict[str, str]) -> None:
    log = place.log / "migrate.log"
    with log.open("wb") as out:
        done = subprocess.run(
            [sys.executable, str(ROOT / "manage.py"), "migrate", "--noinput"],
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            check=False,
        )
    if done.returncode:
        lines = log.read_text(errors="replace").strip().splitlines()
        errors = [line for line in lines if "Error" in line]
        raise Refusal(f"migrating failed: {(errors or lines or ['no message'])[-1]} (see {log})")
