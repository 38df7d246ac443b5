"""Before the virtual environment exists: makes it, installs the pinned requirements, hands over.

Run as a script by start.sh with the system's Python, so it may import the standard library only.
"""

from __future__ import annotations

import errno
import fcntl
import hashlib
import importlib.util
import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
# CLOCK_MONOTONIC is one for all processes, so the seconds go on counting after the hand-over.
STARTED = float(os.environ.setdefault("CS_STARTED", str(time.monotonic())))
NEEDED_BYTES = 1_500_000_000
UNREACHABLE = re.compile(
    r"NewConnectionError|ConnectTimeout|Max retries exceeded|name resolution|Network is unreachable"
    r"|ProxyError|SSLError|ReadTimeout|No matching distribution found",
    re.IGNORECASE,
)


class Refusal(Exception):
    """Ends the command with one clear line that says the way out."""


def say(text: str) -> None:
    """One line of progress with the seconds since the start; on stderr, stdout belongs to the command."""
    quiet = os.environ.get("CS_QUIET")
    if not quiet:
        print(f"[{time.monotonic() - STARTED:5.1f} s] {text}", file=sys.stderr, flush=True)  # noqa: T201


def is_root() -> bool:
    return os.geteuid() == 0


def apt_install(packages: list[str], *, seconds: int = 300) -> bool:
    """Installs Debian packages when it may; False when it may not or cannot, never an error."""
    if not is_root() or os.environ.get("CS_NO_APT") or not shutil.which("apt-get"):
        return False
    env = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    options = ["-qq", "-o", "Acquire::http::Timeout=15", "-o", "Acquire::Retries=1"]
    install = ["apt-get", "install", "-y", "--no-install-recommends", *options, *packages]
    try:
        for command in (install, ["apt-get", "update", *options], install):
            done = subprocess.run(
                command, env=env, stdin=subprocess.DEVNULL, capture_output=True, timeout=seconds, check=False
            )
            if command is install and done.returncode == 0:
                return True
    except (OSError, subprocess.TimeoutExpired):
        return False
    return False


def ensure_venv(*, dev: bool) -> Path:
    """The environment's Python, with the pinned requirements installed when they changed."""
    if os.environ.get("CS_VENV"):
        # Somebody else's environment: used as it is, never changed.
        python = Path(os.environ["CS_VENV"]) / "bin" / "python"
        if not os.access(python, os.X_OK):
            raise Refusal(f"CS_VENV has no usable {python}; unset it to let .venv be made")
        return python
    venv = ROOT / ".venv"
    if os.pathsep in str(venv):
        raise Refusal(f"the path {ROOT} contains ':', which Python environments refuse; move the checkout")
    wanted = [ROOT / "requirements" / name for name in (["base.txt", "dev.txt"] if dev else ["base.txt"])]
    if all(_is_installed(venv, path) for path in wanted):
        return venv / "bin" / "python"
    with _alone():
        _make(venv)
        for path in wanted:
            if not _is_installed(venv, path):
                _install(venv, path)
    return venv / "bin" / "python"


def _stamp(venv: Path, path: Path) -> Path:
    return venv / f"installed-{path.stem}.sha256"


def _is_installed(venv: Path, path: Path) -> bool:
    stamp = _stamp(venv, path)
    return (
        os.access(venv / "bin" / "python", os.X_OK)
        and stamp.exists()
        and stamp.read_text() == hashlib.sha256(path.read_bytes()).hexdigest()
    )


@contextmanager
def _alone() -> Iterator[None]:
    """Two commands at once must not install into one environment."""
    place = ROOT / "var"
    try:
        place.mkdir(exist_ok=True)
        lock = (place / "venv.lock").open("w")
    except PermissionError as error:
        raise Refusal(
            f"{error.filename} cannot be written; run as the owner of {ROOT} or use your own copy"
        ) from error
    with lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _make(venv: Path) -> None:
    python = venv / "bin" / "python"
    if python.exists() and _runs(python):
        return
    free = shutil.disk_usage(ROOT).free
    if free < NEEDED_BYTES:
        raise Refusal(
            f"the disk of {ROOT} has {free // 1_000_000} MB free and the Python packages need "
            f"{NEEDED_BYTES // 1_000_000} MB; free some space and start again"
        )
    if importlib.util.find_spec("ensurepip") is None:
        version = f"{sys.version_info.major}.{sys.version_info.minor}"
        say("installing Debian's python3-venv")
        if not apt_install([f"python{version}-venv"]) and not apt_install(["python3-venv"]):
            raise Refusal(f"this Python has no venv; as root: apt-get install python{version}-venv")
    say(f"making {venv}")
    # A new process: ensurepip installed a moment ago is not seen by this one.
    done = subprocess.run(
        [sys.executable, "-m", "venv", "--clear", str(venv)], capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise Refusal(f"python3 -m venv failed: {_last_line(done.stdout + done.stderr)}")


def _runs(python: Path) -> bool:
    check = "import pip, sys; raise SystemExit(not (3, 11) <= sys.version_info[:2] <= (3, 13))"
    return subprocess.run([str(python), "-c", check], capture_output=True, check=False).returncode == 0


def _install(venv: Path, path: Path) -> None:
    total = len(re.findall(r"^[\w.-]+(?:\[[^\]]*\])?==", path.read_text(), re.MULTILINE))
    say(f"installing the {total} packages of {path.relative_to(ROOT)}")
    command = [str(venv / "bin" / "python"), "-m", "pip", "install", "--require-hashes", "--no-input"]
    log = ROOT / "var" / "pip.log"
    with (
        log.open("w") as out,
        subprocess.Popen(
            [*command, "--progress-bar", "off", "-r", str(path)],
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=subprocess.STDOUT,
        ) as pip,
    ):
        told = time.monotonic()
        while pip.poll() is None:
            time.sleep(0.1)
            if time.monotonic() - told > 5:
                told = time.monotonic()
                say(_pip_progress(log.read_text(), total))
    if pip.returncode:
        raise Refusal(_pip_failure(log))
    _stamp(venv, path).write_text(hashlib.sha256(path.read_bytes()).hexdigest())


def _pip_progress(text: str, total: int) -> str:
    if "Installing collected packages" in text:
        return "… unpacking"
    seen = len(re.findall(r"^(?:Collecting|Requirement already satisfied)", text, re.MULTILINE))
    return f"… {min(seen, total)} of {total}"


def _pip_failure(log: Path) -> str:
    text = log.read_text()
    if "No space left on device" in text:
        return f"the disk of {ROOT} is full; free {NEEDED_BYTES // 1_000_000} MB and start again"
    if "DO NOT MATCH THE HASHES" in text:
        return f"a package differs from its pinned checksum and was refused; see {log}"
    if UNREACHABLE.search(text):
        return (
            "the Python package index cannot be reached; check the network, or name a mirror "
            f"in PIP_INDEX_URL (details: {log})"
        )
    return f"pip failed: {_last_line(text)} (details: {log})"


def _last_line(text: str) -> str:
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    errors = [line for line in lines if line.startswith(("ERROR", "Error"))]
    return (errors or lines or ["no message"])[-1]


def explain(error: OSError) -> str:
    """An operating system error as one line with the way out."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return f"the disk is full ({error.filename or ROOT}); free some space and start again"
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return f"{error.filename} cannot be written; run as its owner, or name another place with --data"
    return str(error)


def main(arguments: list[str]) -> None:
    if not Path("/proc/self/stat").exists():
        raise Refusal("the embedded services need Linux with /proc; elsewhere use docker compose")
    python = ensure_venv(dev=arguments[:1] in (["test"], ["bench"]))
    os.environ["PYTHONPATH"] = str(ROOT)
    # -P: the present directory may be another checkout, whose code must not come first.
    os.execv(python, [str(python), "-P", "-m", "csplatform.embedded", *arguments])  # noqa: S606 - our own interpreter takes over


if __name__ == "__main__":
    try:
        main(sys.argv[1:])
    except Refusal as refusal:
        raise SystemExit(f"cannot start: {refusal}") from None
    except OSError as failure:
        raise SystemExit(f"cannot start: {explain(failure)}") from None
    except KeyboardInterrupt:
        raise SystemExit("stopped") from None
