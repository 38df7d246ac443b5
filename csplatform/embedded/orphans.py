"""What a killed launcher left behind: found by process id and start tick, and ended."""

from __future__ import annotations

import json
import os
import signal
import time
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from csplatform.embedded.processes import Child


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
