"""Each failure is one clear line with the way out, exit status 1 and no traceback."""

import errno
import fcntl
import json
import socket
import subprocess
from pathlib import Path

import pytest

from csplatform.embedded.bootstrap import explain
from tests.runner.instance import Instance, free_port


def refusal(done: subprocess.CompletedProcess[str]) -> str:
    """The one line that is no progress."""
    lines = [line for line in done.stderr.splitlines() if not line.startswith("[")]
    assert (done.returncode, len(lines), "Traceback" in done.stderr) == (1, 1, False), done.stderr
    return lines[0]


def test_a_taken_port(copy: Instance) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", copy.port))
        taken.listen()
        line = refusal(copy.command("run", "--port", str(copy.port)))
    assert line == (
        f"cannot start: port {copy.port} is taken by another program; "
        f"choose another: bin/run --port {copy.port + 1}"
    )


def test_already_running(copy: Instance) -> None:
    copy.data.mkdir()
    with (copy.data / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        lock.write(json.dumps({"pid": 4711, "kind": "run", "port": 8000}))
        lock.flush()
        line = refusal(copy.command("run", "--port", str(free_port())))
    assert line == "cannot start: already running at http://localhost:8000 (stop it with: kill 4711)"


def test_an_old_python(copy: Instance) -> None:
    old = copy.tree.parent / "python3.9"
    old.write_text('#!/bin/sh\n[ "$1" = -V ] && echo "Python 3.9.2" && exit 0\nexit 1\n')
    old.chmod(0o755)
    line = refusal(copy.command("run", CS_PYTHON=str(old)))
    assert line.startswith("cannot start: Python 3.11 to 3.13 is needed, found Python 3.9.2; install one")


def test_an_unreachable_package_index(copy: Instance) -> None:
    nowhere = {
        "CS_VENV": "",
        "PIP_CONFIG_FILE": "/dev/null",
        "PIP_INDEX_URL": f"http://127.0.0.1:{free_port()}/simple",
        "PIP_RETRIES": "0",
    }
    line = refusal(copy.command("run", **nowhere))
    assert line == (
        "cannot start: the Python package index cannot be reached; check the network, or name a mirror "
        f"in PIP_INDEX_URL (details: {copy.tree / 'var' / 'pip.log'})"
    )


def test_a_full_disk(copy: Instance) -> None:
    small = copy.tree.parent / "small"
    small.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=8m", "none", str(small)], check=False)
    if mounted.returncode:
        pytest.skip("needs the right to mount a small file system")
    try:
        line = refusal(copy.command("run", "--data", str(small)))
    finally:
        subprocess.run(["umount", str(small)], check=True)
    assert line == (
        f"cannot start: the disk of {small} has 8 MB free, 300 MB are needed; "
        "free some space, or name another place with --data"
    )


def test_half_a_database_configuration(copy: Instance) -> None:
    line = refusal(copy.command("run", DATABASE_URL="postgres://app@db.internal/cs"))
    assert line.startswith("cannot start: DATABASE_URL is set and DATABASE_OWNER_URL is not")


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (errno.ENOSPC, "the disk is full (/data/x); free some space and start again"),
        (errno.EACCES, "/data/x cannot be written; run as its owner, or name another place with --data"),
    ],
)
def test_errors_of_the_system_are_told_with_the_way_out(number: int, words: str) -> None:
    assert explain(OSError(number, "-", str(Path("/data/x")))) == words
