"""Where the embedded services keep their things, and who may reach them."""

from __future__ import annotations

import hashlib
import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from csplatform.embedded.bootstrap import ROOT, Refusal, is_root

# PostgreSQL refuses to run as root, so root gives it this user.
SERVICE_USER = "nobody"


@dataclass(frozen=True)
class Places:
    """The files of one data directory."""

    data: Path

    @property
    def lock(self) -> Path:
        return self.data / "lock"

    @property
    def users(self) -> Path:
        return self.data / "users.lock"

    @property
    def runtime(self) -> Path:
        return self.data / "runtime.json"

    @property
    def children(self) -> Path:
        return self.data / "children.json"

    @property
    def migrated(self) -> Path:
        return self.data / "migrated"

    @property
    def secret_key(self) -> Path:
        return self.data / "secret_key"

    @property
    def media(self) -> Path:
        return self.data / "media"

    @property
    def log(self) -> Path:
        return self.data / "log"

    @property
    def valkey(self) -> Path:
        return self.data / "valkey"

    @property
    def postgres(self) -> Path:
        return self.data / "postgres"

    def make(self) -> None:
        self.data.mkdir(parents=True, exist_ok=True)
        for path in (self.log, self.media, self.valkey):
            path.mkdir(exist_ok=True)
        # Traversable for root's PostgreSQL user, whose own directory inside is closed to all others.
        os.chmod(self.valkey, 0o700)
        os.chmod(self.media, 0o700)


def places(data: str | None = None) -> Places:
    """The data directory asked for, else CS_DATA, else var/ of the checkout."""
    named = data or os.environ.get("CS_DATA")
    return Places(Path(named).expanduser().resolve() if named else ROOT / "var")


@contextmanager
def passing_places(prefix: str) -> Iterator[Places]:
    """A data directory that is gone at the end."""
    # Directly in /tmp: the path must be short, and open to root's PostgreSQL user.
    folder = Path(tempfile.mkdtemp(prefix=prefix, dir="/tmp"))
    try:
        folder.chmod(0o711)
        yield Places(folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@dataclass(frozen=True)
class Runner:
    """The operating system user that PostgreSQL runs as."""

    uid: int
    gid: int
    name: str

    @property
    def is_me(self) -> bool:
        return self.uid == os.geteuid()

    def may_enter(self, directory: Path) -> bool:
        return self.may_run(["/bin/sh", "-c", 'cd "$1"', "sh", str(directory)])

    def may_run(self, command: list[str]) -> bool:
        """Tried, not computed from mode bits: ACLs and mount options count too."""
        try:
            done = subprocess.run(command, **self.as_user(), cwd="/", capture_output=True, check=False)
        except OSError:
            return False
        return done.returncode == 0

    def as_user(self) -> dict:
        """Arguments of subprocess that change to this user; none when it is the present one."""
        return {} if self.is_me else {"user": self.uid, "group": self.gid, "extra_groups": []}


def runner_for(cluster: Path) -> Runner:
    """Who runs the cluster: its owner, else nobody under root, else the present user."""
    if cluster.exists():
        owner = cluster.stat().st_uid
        if owner and owner != os.geteuid() and not is_root():
            raise Refusal(
                f"the data in {cluster.parent} belong to {_user(owner).name}; "
                "start as that user or root, or name another place with --data"
            )
        if owner:
            return _user(owner)
    if not is_root():
        return _user(os.geteuid())
    found = pwd.getpwnam(SERVICE_USER)
    return Runner(found.pw_uid, found.pw_gid, found.pw_name)


def _user(uid: int) -> Runner:
    try:
        found = pwd.getpwuid(uid)
    except KeyError as error:
        raise Refusal(
            f"user id {uid} has no name in /etc/passwd, which PostgreSQL needs; add one or use another user"
        ) from error
    return Runner(found.pw_uid, found.pw_gid, found.pw_name)


def outside_home(data: Path) -> Path:
    """A place for root's PostgreSQL when the data directory lies where its user cannot reach it."""
    key = hashlib.sha256(str(data).encode()).hexdigest()[:12]
    return Path("/var/lib/cs-platform") / key
