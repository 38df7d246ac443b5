"""The way back: nothing is changed before the whole file is proved, and the database comes back in one transaction."""

import hashlib
import os
import subprocess
import tarfile
import time
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO, Any, cast

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from core.tenancy.roles import as_owner, refuse_powerful_role
from core.tenancy.walls import missing_walls, visible_without_workspace
from csplatform.backup.checksums import NOBODY, checksums
from csplatform.backup.manifest import BLOCK, DATABASE, FILES, MANIFEST, BackupError, Manifest, Part, blocks
from csplatform.backup.programs import environment, last_line, program

#: Another session would hold the tables; a moment for those that just ended.
PATIENCE = 3.0
EMPTIED = (
    "DROP SCHEMA public CASCADE; CREATE SCHEMA public; ALTER SCHEMA public OWNER TO pg_database_owner;\n"
)
OTHERS = """
    SELECT count(*) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid() AND usename IS NOT NULL
"""


@dataclass(frozen=True)
class Restored:
    """What came back, all of it proved: checksums per workspace equal, walls standing."""

    taken_at: str
    workspaces: int
    files: int
    migrated: bool


def restore(file: Path, *, replace: bool = False) -> Restored:
    """Put a backup into the configured database and file store.

    Refuses, before anything is changed: a damaged file, one of a newer version, a target that holds people or
    workspaces or files (unless `replace`), and a database that others use. Raises BackupError.
    """
    with tarfile.open(file, mode="r:") as archive:
        manifest = Manifest.from_json(_part(archive, MANIFEST).read())
        _refuse_newer(manifest)
        _prove(archive, manifest)
        if not replace:
            _refuse_full()
        with as_owner() as owner, owner.cursor() as cursor:
            _refuse_company(cursor)
        _load(archive)
        _compare(manifest)
        migrated = _migrate(manifest)
        _prove_walls()
        for part in manifest.files:
            _put(archive, part)
    return Restored(manifest.taken_at, len(set(manifest.checksums) - {NOBODY}), len(manifest.files), migrated)


def _prove(archive: tarfile.TarFile, manifest: Manifest) -> None:
    """Every part has the size and checksum that the manifest tells, and a place that may be written."""
    for part in [manifest.database, *manifest.files]:
        summed, size = hashlib.sha256(), 0
        for block in blocks(_part(archive, part.name)):
            summed.update(block)
            size += len(block)
        if (size, summed.hexdigest()) != (part.size, part.sha256):
            raise BackupError(f"{part.name} is damaged: its checksum differs from the manifest's.")
        if part.name.startswith(FILES):
            _place(part)


def _part(archive: tarfile.TarFile, name: str) -> IO[bytes]:
    try:
        found = archive.extractfile(name)
    except KeyError:
        found = None
    if found is None:
        raise BackupError(f"{name} is missing: the file is damaged, or no backup of CS Platform.")
    return found


def _place(part: Part) -> Path:
    """Where a file belongs; only below the file store."""
    name = PurePosixPath(part.name.removeprefix(FILES))
    if name.is_absolute() or ".." in name.parts or not name.parts:
        raise BackupError(f"{part.name} would lie outside the file store.")
    return Path(settings.MEDIA_ROOT) / name


def _refuse_newer(manifest: Manifest) -> None:
    known = {f"{app}.{name}" for app, name in MigrationLoader(None).disk_migrations}
    unknown = sorted(set(manifest.migrations) - known)
    if unknown:
        raise BackupError(
            f"The backup is of a newer version ({manifest.platform}, with {unknown[0]}): restore it with that one."
        )


def _refuse_full() -> None:
    way = "Restore into an empty one, or say --replace: all that it holds is then gone."
    with as_owner() as owner, owner.cursor() as cursor:
        for table, what in (("workspaces_workspace", "workspaces"), ("workspaces_user", "people")):
            cursor.execute("SELECT to_regclass(%s) IS NOT NULL", [f"public.{table}"])
            if cursor.fetchone()[0]:
                cursor.execute(f"SELECT EXISTS (SELECT 1 FROM {table})")  # noqa: S608  (one of the two above)
                if cursor.fetchone()[0]:
                    raise BackupError(f"The database holds {what}. {way}")
    root = Path(settings.MEDIA_ROOT)
    if root.exists() and any(path.is_file() for path in root.rglob("*")):
        raise BackupError(f"{root} holds files. {way}")


def _refuse_company(cursor: Any) -> None:
    until = time.monotonic() + PATIENCE
    while True:
        cursor.execute(OTHERS)
        number = cursor.fetchone()[0]
        if not number:
            return
        if time.monotonic() > until:
            raise BackupError(
                f"{number} other sessions use the database: stop web, live, workers and beat first."
            )
        time.sleep(0.1)


def _load(archive: tarfile.TarFile) -> None:
    """Old out and new in, in one transaction: what fails leaves the database as it was."""
    with as_owner() as owner:
        env = environment(owner)
    reader = [program("pg_restore"), "--no-owner", "--no-acl", "--file=-"]
    writer = [
        program("psql"), "--no-psqlrc", "--quiet", "--single-transaction", "--set=ON_ERROR_STOP=1",
        "--output=/dev/null", f"--command={EMPTIED}", "--file=-",
    ]  # fmt: skip
    with (
        subprocess.Popen(
            reader, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=env
        ) as one,
        subprocess.Popen(writer, stdin=one.stdout, stderr=subprocess.PIPE, env=env) as two,
    ):
        to_reader, to_writer = cast(IO[bytes], one.stdin), cast(IO[bytes], one.stdout)
        to_writer.close()  # the writer alone holds it: it then hears of the reader's end
        try:
            for block in blocks(_part(archive, DATABASE)):
                to_reader.write(block)
            to_reader.close()
        except BrokenPipeError:
            to_writer.close()  # the reader's own words follow
        said = b"".join(cast(IO[bytes], program.stderr).read() for program in (two, one)).decode(
            errors="replace"
        )
    if one.returncode or two.returncode:
        raise BackupError(f"The database was not restored and stands as before: {last_line(said)}")


def _compare(manifest: Manifest) -> None:
    with as_owner() as owner, owner.cursor() as cursor:
        found = checksums(cursor)
    differing = sorted(
        key for key in {*found, *manifest.checksums} if found.get(key) != manifest.checksums.get(key)
    )
    if differing:
        raise BackupError(f"Restored, but not the same: workspaces {', '.join(differing)}. Do not use it.")


def _migrate(manifest: Manifest) -> bool:
    """Up to this version's schema, and the app role's rights, which no backup carries."""
    call_command("migrate", interactive=False, verbosity=0)
    known = {f"{app}.{name}" for app, name in MigrationLoader(None).disk_migrations}
    return bool(known - set(manifest.migrations))


def _prove_walls() -> None:
    with as_owner() as owner, owner.cursor() as cursor:
        missing = missing_walls(cursor)
    refuse_powerful_role(connection)
    with connection.cursor() as cursor:
        seen = visible_without_workspace(cursor)
    connection.close()
    if missing or seen:
        raise BackupError(
            f"Restored, but the walls do not stand ({', '.join([*missing, *seen])}). Do not use it."
        )


def _put(archive: tarfile.TarFile, part: Part) -> None:
    place = _place(part)
    place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    spare = place.with_name(f"{place.name}.part")
    with os.fdopen(os.open(spare, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as out:
        source = _part(archive, part.name)
        while block := source.read(BLOCK):
            out.write(block)
    spare.replace(place)
