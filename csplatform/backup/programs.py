"""PostgreSQL's own programs, of the system or of the carried wheel, told by environment whom to speak to."""

import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

from csplatform.backup.manifest import BackupError
from csplatform.embedded.cluster import client_programs


def program(name: str) -> str:
    """The carried program, which speaks to servers up to its own version; else the system's."""
    carried = client_programs() / name
    found = str(carried) if carried.exists() else shutil.which(name)
    if found is None:
        raise BackupError(f"{name} is missing: install PostgreSQL's client programs.")
    return found


def environment(connection: Any) -> dict[str, str]:
    """libpq's variables for the role that the connection has now; a password never stands on a command line."""
    has = connection.settings_dict
    named = {
        "PGHOST": has["HOST"],
        "PGPORT": str(has.get("PORT") or ""),
        "PGUSER": has["USER"],
        "PGPASSWORD": has["PASSWORD"],
        "PGDATABASE": has["NAME"],
        "PGOPTIONS": "-c row_security=off",
        "PGCONNECT_TIMEOUT": "10",
    }
    for option in ("sslmode", "sslrootcert", "sslcert", "sslkey"):
        if has.get("OPTIONS", {}).get(option):
            named[f"PG{option.upper()}"] = has["OPTIONS"][option]
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "TMPDIR") if name in os.environ}
    return {**kept, "LC_ALL": "C.UTF-8", **{name: value for name, value in named.items() if value}}


def dump(connection: Any, snapshot: str, target: Path) -> None:
    """pg_dump of the snapshot into a file. Raises BackupError with what it said."""
    command = [
        program("pg_dump"), "--format=custom", "--no-owner", "--no-acl", f"--snapshot={snapshot}",
        "--lock-wait-timeout=30s", f"--file={target}",
    ]  # fmt: skip
    done = subprocess.run(
        command,
        env=environment(connection),
        capture_output=True,
        text=True,
        stdin=subprocess.DEVNULL,
        check=False,
    )
    if done.returncode:
        raise BackupError(f"pg_dump failed: {last_line(done.stderr)}")


def last_line(said: str) -> str:
    lines = [line for line in said.splitlines() if line.strip()]
    errors = [line for line in lines if "ERROR" in line or "error" in line]
    return (errors or lines or ["no message"])[0]
