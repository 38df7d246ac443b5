"""A copy of the tree in a folder with a space in its path, started and stopped as an operator does."""

from __future__ import annotations

import json
import os
import pwd
import shutil
import signal
import socket
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
READY_SECONDS = 120
INSTALL_SECONDS = 900


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def copy_tree(target: Path) -> Path:
    """The files that git knows or would take, as they are now; all of them where there is no git."""
    listed = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard", "-z"], cwd=ROOT, capture_output=True, check=False
    )
    if listed.returncode:
        ignored = shutil.ignore_patterns(".venv", "var", ".git", "__pycache__")
        return Path(shutil.copytree(ROOT, target, ignore=ignored))
    for name in listed.stdout.decode().split("\0"):
        if name and (ROOT / name).is_file():
            (target / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, target / name)
    return target


@dataclass
class Instance:
    """One copy; `user` is the operating system user that runs it, None for the present one."""

    tree: Path
    # None: the copy makes its own, as a newcomer's does.
    venv: Path | None
    user: str | None = None
    port: int = field(default_factory=free_port)
    process: subprocess.Popen[str] | None = None

    @property
    def data(self) -> Path:
        return self.tree / "var"

    def environment(self, **more: str) -> dict[str, str]:
        """A bare operator's: nothing of the test run leaks into the copy."""
        home = "/nonexistent" if self.user else os.environ.get("HOME", "/")
        return {
            "PATH": "/usr/local/bin:/usr/bin:/bin" if self.user else os.environ["PATH"],
            "HOME": home,
            "LANG": "C.UTF-8",
            "CS_VENV": str(self.venv or ""),
            "CS_NO_APT": "1",
            **{name: value for name, value in os.environ.items() if name.startswith(("PIP_", "SSL_CERT"))},
            **more,
        }

    def as_user(self) -> dict[str, object]:
        if not self.user:
            return {}
        who = pwd.getpwnam(self.user)
        return {"user": who.pw_uid, "group": who.pw_gid, "extra_groups": []}

    @property
    def log(self) -> Path:
        return self.tree.parent / "run.log"

    def start(self, *, cwd: str = "/", demo: bool = False) -> list[str]:
        """Starts bin/run from another directory and waits for its `ready:` line; what it printed."""
        log = self.log
        more = [] if demo else ["--no-demo"]
        with log.open("w") as out:
            self.process = subprocess.Popen(
                [str(self.tree / "bin" / "run"), "--port", str(self.port), *more],
                cwd=cwd,
                env=self.environment(),
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=subprocess.STDOUT,
                text=True,
                **self.as_user(),  # type: ignore[call-overload]
            )
        deadline = time.monotonic() + (READY_SECONDS if self.venv else INSTALL_SECONDS)
        while time.monotonic() < deadline and self.process.poll() is None:
            if f"ready: http://localhost:{self.port}" in log.read_text():
                return log.read_text().splitlines()
            time.sleep(0.1)
        raise AssertionError(f"not ready: {log.read_text()}")

    def stop(self, number: int = signal.SIGTERM) -> tuple[int, float]:
        """Asks it to stop; exit status and seconds."""
        assert self.process is not None
        began = time.monotonic()
        self.process.send_signal(number)
        status = self.process.wait(timeout=20)
        return status, time.monotonic() - began

    def command(self, *arguments: str, stdin: str = "", **more: str) -> subprocess.CompletedProcess[str]:
        """One command of bin/, to its end."""
        return subprocess.run(
            [str(self.tree / "bin" / arguments[0]), *arguments[1:]],
            cwd="/",
            env=self.environment(**more),
            input=stdin,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
            **self.as_user(),  # type: ignore[call-overload]
        )

    def processes(self) -> list[int]:
        """All that belong to this copy, by command line, working directory or Python path."""
        found = []
        for entry in Path("/proc").iterdir():
            if not entry.name.isdigit() or int(entry.name) == os.getpid():
                continue
            try:
                line = (entry / "cmdline").read_bytes().decode(errors="replace")
                here = os.readlink(entry / "cwd")
                path = f"PYTHONPATH={self.tree}".encode() in (entry / "environ").read_bytes()
                state = (entry / "stat").read_text().rpartition(")")[2].split()[0]
            except OSError:
                continue
            if state != "Z" and (path or str(self.tree) in line or here.startswith(str(self.tree))):
                found.append(int(entry.name))
        return found

    def kill_everything(self) -> None:
        """`kill -9` of the launcher and all that it started."""
        for _ in range(20):
            for pid in self.processes():
                try:
                    os.kill(pid, signal.SIGKILL)
                except ProcessLookupError:
                    continue
            if not self.processes():
                break
        if self.process is not None:
            self.process.wait(timeout=10)

    def discard(self) -> None:
        """Ends it and removes its sockets, which a killed launcher leaves to the next start."""
        note = self.data / "runtime.json"
        sockets = json.loads(note.read_text())["sockets"] if note.exists() else None
        self.kill_everything()
        if sockets:
            shutil.rmtree(sockets, ignore_errors=True)
        shutil.rmtree(self.tree.parent, ignore_errors=True)

    def workspaces(self) -> str:
        """The slugs in its database, asked through bin/manage."""
        code = "print(','.join(Workspace.objects.order_by('slug').values_list('slug', flat=True)))"
        done = self.command("manage", "shell", "--verbosity", "0", "--command", code)
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()


def venv_for(user: str | None) -> Path | None:
    """The present environment if the user can run it, else None: it may lie below root's home."""
    present = Path(sys.prefix)
    return present if user is None or _runs(present / "bin" / "python", user) else None


def _runs(python: Path, user: str) -> bool:
    who = pwd.getpwnam(user)
    try:
        done = subprocess.run(
            [str(python), "-c", "import django, celery, uvicorn, redis, psycopg2"],
            cwd="/",
            user=who.pw_uid,
            group=who.pw_gid,
            extra_groups=[],
            env={"PATH": os.defpath, "HOME": "/nonexistent"},
            capture_output=True,
            check=False,
        )
    except OSError:
        return False
    return done.returncode == 0
