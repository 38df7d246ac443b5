"""A backup while everything runs: one snapshot for dump and checksums, then the files that its rows name."""

import io
import os
import tarfile
import tempfile
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction

from core.tenancy.roles import as_owner
from csplatform.backup.checksums import NOBODY, checksums
from csplatform.backup.manifest import DATABASE, FILES, MANIFEST, Manifest, Part, digest
from csplatform.backup.programs import dump

APPLIED = "SELECT app || '.' || name FROM django_migrations ORDER BY 1"


@dataclass(frozen=True)
class Taken:
    """`vanished`: files that were deleted while the backup was taken."""

    file: Path
    bytes: int
    workspaces: int
    files: int
    vanished: int


def take_backup(target: Path, *, now: datetime) -> Taken:
    """Write a backup to `target`, or into it under a name of its own where it is a directory.

    The file comes into being whole or not at all, readable by its owner alone. Raises BackupError, OSError.
    """
    if target.is_dir():
        target = target / f"cs-platform-{now:%Y%m%dT%H%M%SZ}.tar"
    spare = target.with_name(f"{target.name}.part")
    with tempfile.TemporaryDirectory(dir=target.parent, prefix=".backup-") as folder:
        dumped = Path(folder) / DATABASE
        facts = _dump(dumped)
        opener = os.open(spare, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(opener, "wb") as out, tarfile.open(fileobj=out, mode="w") as archive:
            database = _add(archive, dumped, DATABASE)
            dumped.unlink()
            files, vanished = _add_files(archive, Path(settings.MEDIA_ROOT))
            manifest = Manifest(
                taken_at=now.isoformat(), platform=settings.VERSION, database=database, files=files, **facts
            )
            _write(archive, MANIFEST, manifest.to_json())
            archive.close()
            out.flush()
            os.fsync(out.fileno())
    spare.replace(target)
    workspaces = len(set(manifest.checksums) - {NOBODY})
    return Taken(target, target.stat().st_size, workspaces, len(files), vanished)


def _dump(target: Path) -> dict[str, Any]:
    """Dump, checksums and migrations of one and the same moment."""
    with as_owner() as connection, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        cursor.execute("SELECT pg_export_snapshot(), current_setting('server_version')")
        snapshot, server = cursor.fetchone()
        cursor.execute(APPLIED)
        migrations = [name for (name,) in cursor.fetchall()]
        dump(connection, snapshot, target)
        return {"server": server, "migrations": migrations, "checksums": checksums(cursor)}


def _add_files(archive: tarfile.TarFile, root: Path) -> tuple[list[Part], int]:
    """After the dump: a file is written before its row, so all that the snapshot names are there."""
    found, vanished = [], 0
    for path in sorted(root.rglob("*")):
        if path.is_symlink() or not path.is_file():
            continue
        try:
            found.append(_add(archive, path, f"{FILES}{path.relative_to(root).as_posix()}"))
        except FileNotFoundError:
            vanished += 1
    return found, vanished


def _add(archive: tarfile.TarFile, path: Path, name: str) -> Part:
    with path.open("rb") as source:
        size, sha256 = digest(source)
        source.seek(0)
        entry = tarfile.TarInfo(name)
        entry.size, entry.mode = size, 0o600
        archive.addfile(entry, source)
    return Part(name, size, sha256)


def _write(archive: tarfile.TarFile, name: str, content: bytes) -> None:
    entry = tarfile.TarInfo(name)
    entry.size, entry.mode = len(content), 0o600
    archive.addfile(entry, io.BytesIO(content))
