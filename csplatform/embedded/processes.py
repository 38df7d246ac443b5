"""Child processes: started in a group of their own, tied to our life, stopped in bounded time."""

from __future__ import annotations

import ctypes
import json
import os
import signal
import subprocess
import time
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

PR_SET_PDEATHSIG = 1
LOG_BYTES = 10_000_000
_libc = ctypes.CDLL(None, use_errno=True)


@dataclass
class Child:
    """One program that runs for as long as we do."""

    name: str
    argv: list[str]
    log: Path
    env: dict[str, str]
    cwd: Path
    as_user: dict = field(default_factory=dict)
    stop_signal: int = signal.SIGTERM
    # Sent when the stop signal was not enough in time, before SIGKILL.
    hard_signal: int = signal.SIGKILL
    process: subprocess.Popen | None = None
    started_at: float = 0.0

    def start(self) -> None:
        launcher = os.getpid()

        def tie_to_launcher() -> None:
            # After the change of user, which would clear it: the kernel then stops the child also when
            # the launcher is killed by -9.
            _libc.prctl(PR_SET_PDEATHSIG, self.stop_signal)
            if os.getppid() != launcher:
                os._exit(1)

        if self.log.exists() and self.log.stat().st_size > LOG_BYTES:
            self.log.replace(self.log.with_suffix(".1.log"))
        with self.log.open("ab") as out:
            self.process = subprocess.Popen(
                self.argv,
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=subprocess.STDOUT,
                env=self.env,
                cwd=self.cwd,
                start_new_session=True,
                preexec_fn=tie_to_launcher,  # safe: the launcher has one thread
                **self.as_user,
            )
        self.started_at = time.monotonic()

    @property
    def pid(self) -> int | None:
        return self.process.pid if self.process else None

    def is_running(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def send(self, number: int) -> None:
        if self.process is not None and self.process.poll() is None:
            self.process.send_signal(number)

    def kill_group(self) -> None:
        """The program and what it forked; the group outlives its leader."""
        if self.process is not None:
            try:
                os.killpg(self.process.pid, signal.SIGKILL)
            except ProcessLookupError:
                return
            self.process.wait()

    def last_line(self, *marks: str) -> str:
        """The last thing the program said, of the lines with such a mark if any; for the report of its death."""
        if not self.log.exists():
            return ""
        with self.log.open("rb") as log:
            log.seek(max(0, self.log.stat().st_size - 2000))
            lines = log.read().decode(errors="replace").splitlines()
        said = [line.strip() for line in lines if line.strip()]
        marked = [line for line in said if any(mark in line for mark in marks)]
        return (marked or said or [""])[-1]


def stop_all(children: Iterable[Child], *, soft: float, hard: float) -> None:
    """Asks, insists after `soft` seconds, kills after `hard` more."""
    running = [child for child in children if child.is_running()]
    for child in running:
        child.send(child.stop_signal)
    _wait(running, soft)
    for child in running:
        child.send(child.hard_signal)
    _wait(running, hard)
    for child in running:
        child.kill_group()


def _wait(children: list[Child], seconds: float) -> None:
    deadline = time.monotonic() + seconds
    while any(child.is_running() for child in children) and time.monotonic() < deadline:
        time.sleep(0.02)


# What a killed launcher left behind -----------------------------------------------------------------


def remember(children: Iterable[Child], path: Path) -> None:
    """Writes down who runs, so that the next start recognises survivors of a `kill -9`."""
    rows = [
        {"name": child.name, "pid": child.pid, "start": start_tick(child.pid)}
        for child in children
        if child.pid and child.is_running()
    ]
    spare = path.with_suffix(".new")
    spare.write_text(json.dumps({"boot": _boot_id(), "children": rows}))
    spare.replace(path)


def end_survivors(path: Path, *, seconds: float = 4.0) -> int:
    """Ends the children of an earlier launcher that are still alive; how many there were.

    A process is ours when it has the remembered id and start tick, or belongs to the session that such
    a process led: ids are reused, the pair of id and tick within one boot is not.
    """
    try:
        seen = json.loads(path.read_text())
    except (FileNotFoundError, json.JSONDecodeError):
        return 0
    if seen["boot"] != _boot_id():
        return 0
    leaders = {row["pid"]: row["start"] for row in seen["children"]}
    stop = {
        row["pid"]: signal.SIGINT if row["name"] == "postgres" else signal.SIGTERM for row in seen["children"]
    }
    found = _of_sessions(leaders)
    for pid, leader in found.items():
        _signal(pid, stop[leader])
    deadline = time.monotonic() + seconds
    while _of_sessions(leaders) and time.monotonic() < deadline:
        time.sleep(0.05)
    for pid in _of_sessions(leaders):
        _signal(pid, signal.SIGKILL)
    return len(found)


def _of_sessions(leaders: dict[int, int]) -> dict[int, int]:
    found = {}
    for entry in Path("/proc").iterdir():
        if not entry.name.isdigit():
            continue
        stat = _stat(int(entry.name))
        if stat and stat.session in leaders and stat.state != "Z" and stat.start >= leaders[stat.session]:
            found[int(entry.name)] = stat.session
    return found


def _signal(pid: int, number: int) -> None:
    try:
        os.kill(pid, number)
    except ProcessLookupError:
        return


@dataclass(frozen=True)
class Stat:
    state: str
    session: int
    start: int


def _stat(pid: int) -> Stat | None:
    try:
        text = Path(f"/proc/{pid}/stat").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return None
    # The name in parentheses may hold spaces and parentheses itself.
    fields = text.rpartition(")")[2].split()
    return Stat(state=fields[0], session=int(fields[3]), start=int(fields[19]))


def start_tick(pid: int | None) -> int | None:
    stat = _stat(pid) if pid else None
    return stat.start if stat else None


def is_alive(pid: int) -> bool:
    """True for a process that runs; a zombie is dead, though the kernel still knows its id."""
    stat = _stat(pid)
    return stat is not None and stat.state != "Z"


def _boot_id() -> str:
    return Path("/proc/sys/kernel/random/boot_id").read_text().strip()
