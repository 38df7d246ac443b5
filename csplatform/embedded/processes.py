"""Child processes: started in a group of their own, tied to our life, stopped in bounded time."""

from __future__ import annotations

import contextlib
import ctypes
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
    # Above 0, it takes the processor only as far as the others leave it.
    nice: int = 0
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
            if self.nice:
                _yield_to_others(self.nice)

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


def _yield_to_others(nice: int) -> None:
    os.nice(nice)
    # Where the kernel shares by session first (autogroup), a process's niceness counts within its session only.
    with contextlib.suppress(OSError):
        Path("/proc/self/autogroup").write_text(f"{nice}\n")


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
