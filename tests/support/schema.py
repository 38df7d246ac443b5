"""The migrated database of the tests, kept as a dump between runs while no migration changes.

Migrating from nothing takes longer than most of what people run while they work. The dump is taken from a database
that was truly migrated; a changed migration, tenancy recipe or requirement is another dump.
"""

import fcntl
import hashlib
import os
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from csplatform.backup.programs import environment, program
from csplatform.embedded.bootstrap import ROOT

#: What the migrated database depends on.
SOURCES = ("*/migrations/*.py", "core/tenancy/*.py", "core/management/commands/*.py", "requirements/base.txt")


def dump_place() -> Path:
    """Where the dump of the present migrations lies, or will lie: in a folder of this person's own."""
    marks = hashlib.sha256()
    for path in sorted(path for pattern in SOURCES for path in ROOT.glob(pattern)):
        marks.update(str(path.relative_to(ROOT)).encode() + b"\0" + path.read_bytes() + b"\0")
    folder = Path(tempfile.gettempdir()) / f"cs-test-schemas-{os.getuid()}"
    folder.mkdir(mode=0o700, exist_ok=True)
    if folder.stat().st_uid != os.getuid():
        raise PermissionError(f"{folder} belongs to somebody else")
    return folder / f"{marks.hexdigest()[:32]}.sql"


@contextmanager
def one_at_a_time(place: Path) -> Iterator[None]:
    """The first worker migrates and leaves the dump, the others wait for it."""
    with place.with_suffix(".lock").open("a+") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def restore(connection: Any, place: Path) -> None:
    """An empty database of the connection's test name, made by the owner, filled from the dump."""
    name = connection.creation._get_test_db_name()
    with connection._nodb_cursor() as cursor:
        cursor.execute(f'CREATE DATABASE "{name}"')
    command = [program("psql"), "--no-psqlrc", "--quiet", "--set=ON_ERROR_STOP=1", f"--file={place}"]
    _run(command, connection, name)


def leave(connection: Any, place: Path) -> None:
    """Dump the connection's database; whoever reads never sees half of it. Only the newest dumps are kept."""
    part = place.with_suffix(f".{os.getpid()}")
    _run([program("pg_dump"), f"--file={part}"], connection, connection.settings_dict["NAME"])
    part.replace(place)
    for old in sorted(place.parent.glob("*.sql"), key=lambda path: path.stat().st_mtime)[:-8]:
        old.unlink(missing_ok=True)


def _run(command: list[str], connection: Any, database: str) -> None:
    done = subprocess.run(
        command,
        env={**environment(connection), "PGDATABASE": database},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise RuntimeError(f"{command[0]}: {done.stderr.strip()[-2000:]}")
