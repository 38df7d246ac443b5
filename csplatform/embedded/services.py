"""PostgreSQL and Valkey up for a while, and the note (runtime.json) by which others find them."""

from __future__ import annotations

import fcntl
import json
import os
import secrets
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from csplatform.embedded import cluster, postgres, valkey
from csplatform.embedded.bootstrap import Refusal, is_root, say
from csplatform.embedded.orphans import end_survivors, remember
from csplatform.embedded.places import Places
from csplatform.embedded.processes import Child, stop_all

# A socket's path may have 107 bytes, so the sockets never lie in the data directory.
SOCKET_BASE = "/tmp"  # noqa: S108 - mkdtemp makes an unguessable directory of our own in it


@dataclass
class Services:
    """The engines that run for one data directory; empty where real servers are named instead."""

    places: Places
    sockets: Path
    kind: str
    port: int | None = None
    database: postgres.Postgres | None = None
    queue: valkey.Valkey | None = None
    children: list[Child] = field(default_factory=list)

    def environment(self) -> dict[str, str]:
        """What Django's processes need to find us."""
        return {**os.environ, "CS_RUNTIME": str(self.places.runtime)}

    def note(self) -> None:
        """Tells other commands where the services are; written when they answer, removed when they stop."""
        database, queue = self.database, self.queue
        facts = {
            "pid": os.getpid(),
            "kind": self.kind,
            "port": self.port,
            "sockets": str(self.sockets),
            "database": database
            and {
                "name": cluster.DATABASE,
                "host": str(database.sockets),
                "user": cluster.APP,
                "owner": cluster.OWNER,
            },
            "redis": queue and {"socket": str(queue.socket), "databases": valkey.DATABASES},
            "secret_key_file": str(self.places.secret_key),
            "media": str(self.places.media),
        }
        spare = self.places.runtime.with_suffix(".new")
        spare.write_text(json.dumps(facts, indent=1))
        spare.replace(self.places.runtime)

    def start(self, child: Child) -> None:
        """Starts (again) and remembers, so that a later launcher knows its own orphans."""
        engine = {"postgres": self.database, "valkey": self.queue}.get(child.name)
        if engine is not None:
            engine.before_start()
        child.start()
        if child not in self.children:
            self.children.append(child)
        remember(self.children, self.places.children)

    def engines(self) -> list[Child]:
        return [child for child in self.children if child.name in ("postgres", "valkey")]


def check_external() -> None:
    """Refuses half a configuration before anything starts."""
    given = [name for name in ("DATABASE_URL", "DATABASE_OWNER_URL") if os.environ.get(name)]
    if len(given) == 1:
        missing = {"DATABASE_URL": "DATABASE_OWNER_URL", "DATABASE_OWNER_URL": "DATABASE_URL"}[given[0]]
        raise Refusal(
            f"{given[0]} is set and {missing} is not: the app runs as one role and migrates as another; "
            "set both, or neither for the embedded PostgreSQL"
        )


@contextmanager
def running(
    places: Places,
    *,
    kind: str,
    port: int | None = None,
    fast: bool = False,
    check: Callable[[], None] = lambda: None,
) -> Iterator[Services]:
    """Holds the data directory, starts what is not named by URL, and stops it at the end.

    `check` may refuse after the directory is held and before anything starts.
    """
    check_external()
    places.make()
    with _hold(places, kind=kind, port=port):
        check()
        _clean_up(places)
        _secret_key(places)
        sockets = Path(tempfile.mkdtemp(prefix="cs-", dir=SOCKET_BASE))
        services = Services(places, sockets, kind, port)
        try:
            if is_root():
                # PostgreSQL's user passes through to its own directory inside.
                os.chmod(sockets, 0o711)  # noqa: S103 - passing through is all it allows
            _start_engines(services, fast=fast)
            services.note()
            yield services
        finally:
            stop_all(services.engines(), soft=1.6, hard=0.3)
            places.runtime.unlink(missing_ok=True)
            places.children.unlink(missing_ok=True)
            shutil.rmtree(sockets, ignore_errors=True)


def _start_engines(services: Services, *, fast: bool) -> None:
    waiting: list[tuple[postgres.Postgres | valkey.Valkey, Child]] = []
    if not os.environ.get("DATABASE_URL"):
        folder = services.sockets / "pg"
        folder.mkdir(mode=0o700)
        services.database = postgres.prepare(services.places, folder, fast=fast)
        child = services.database.child()
        services.start(child)
        waiting.append((services.database, child))
    if not os.environ.get("REDIS_URL"):
        folder = services.sockets / "redis"
        folder.mkdir(mode=0o700)
        services.queue = valkey.prepare(services.places, folder, fast=fast)
        child = services.queue.child()
        services.start(child)
        waiting.append((services.queue, child))
    for engine, child in waiting:
        engine.wait_ready(child)
    if services.database:
        services.database.create_roles()


@contextmanager
def _hold(places: Places, *, kind: str, port: int | None) -> Iterator[None]:
    """One launcher per data directory. The kernel drops the lock with the process, also after -9."""
    with places.lock.open("a+") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise Refusal(_already(read_holder(lock))) from error
        lock.truncate(0)
        lock.write(json.dumps({"pid": os.getpid(), "kind": kind, "port": port}))
        lock.flush()
        yield


def read_holder(lock: IO[str]) -> dict:
    """Who holds the lock; the writer may be a moment behind the lock itself."""
    for _ in range(20):
        lock.seek(0)
        try:
            return json.loads(lock.read())
        except json.JSONDecodeError:
            time.sleep(0.05)
    return {"pid": None, "kind": "run", "port": None}


def _already(holder: dict) -> str:
    pid = holder["pid"]
    if holder["kind"] == "run":
        return f"already running at http://localhost:{holder['port']} (stop it with: kill {pid})"
    return (
        f"bin/{holder['kind']} (process {pid}) is using this data; wait until it ends, or end it: kill {pid}"
    )


def _clean_up(places: Places) -> None:
    """What a launcher killed by -9 left: processes, the note, the socket directory."""
    if count := end_survivors(places.children):
        say(f"ended {count} processes of a start that was killed")
    try:
        old = Path(json.loads(places.runtime.read_text())["sockets"])
    except (FileNotFoundError, json.JSONDecodeError, KeyError):
        old = None
    if old and old.parent == Path(SOCKET_BASE) and old.name.startswith("cs-") and not old.is_symlink():
        shutil.rmtree(old, ignore_errors=True)
    places.runtime.unlink(missing_ok=True)
    places.children.unlink(missing_ok=True)


def _secret_key(places: Places) -> None:
    """Made once; signed sessions and links outlive a restart."""
    if places.secret_key.exists() and places.secret_key.read_text().strip():
        return
    spare = places.secret_key.with_suffix(".new")
    spare.unlink(missing_ok=True)
    handle = os.open(spare, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w") as out:
        out.write(secrets.token_urlsafe(50))
    spare.replace(places.secret_key)
