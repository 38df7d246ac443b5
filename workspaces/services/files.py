"""Files of a workspace: bytes in the storage at a path nobody can guess, served by no address of their own.

The storage is Django's `default`: a folder of this machine, or a bucket by django-storages. The workspace's id is the
first part of every path. A row without bytes never stands; bytes without a row are swept.
"""

import hashlib
import secrets
import tempfile
from collections.abc import Iterable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, BinaryIO, cast

from django.conf import settings
from django.core.files import File
from django.core.files.storage import FileSystemStorage, default_storage
from django.db import connection
from django.db.models import Sum
from django.utils.translation import gettext as _

from core.errors import DomainError
from core.filekinds import look_at
from core.tenancy import required_workspace_id
from core.text import format_bytes
from workspaces.models import Member, StoredFile

MAX_NAME = 255
BLOCK = 256 * 1024
STRAY_AFTER = timedelta(days=1)  # longer than any transaction that is about to write the row


def store_file(
    chunks: Iterable[bytes], *, name: str, content_type: str, by: Member | None, now: datetime
) -> StoredFile:
    """Keep bytes that we made ourselves for the workspace in force, unchecked and outside the quota.

    `chunks`: the bytes, in parts or as one; `name`: what people call the file, no path. For what people send in, see
    `keep_upload`. Read again by `open_file`, or by `place_of` where a path of this machine is wanted.
    """
    path = f"{required_workspace_id()}/{secrets.token_hex(16)}"
    digest, size = _write(path, chunks)
    return StoredFile.objects.create(
        name=plain_name(name),
        path=path,
        content_type=content_type[:100],
        size=size,
        sha256=digest,
        created_at=now,
        created_by=by,
    )


def keep_upload(content: BinaryIO, *, name: str, size: int, by: Member | None, now: datetime) -> StoredFile:
    """Keep a file that a person sent, once its bytes have been looked at; `size` in bytes. `by` None: a customer did.

    Raises DomainError: `too_large`, `quota` where the workspace's files would be more than it may have, and those of
    core.filekinds.look_at. Two at once are counted one after the other.
    """
    plain = plain_name(name)
    if size > settings.FILE_MAX_BYTES:
        words = _("“%(name)s” has %(size)s; at most %(most)s are taken.")
        sizes = {"name": plain, "size": format_bytes(size), "most": format_bytes(settings.FILE_MAX_BYTES)}
        raise DomainError(words % sizes, code="too_large")
    content_type = look_at(content, plain)
    _require_room(size)
    return store_file(_blocks(content), name=plain, content_type=content_type, by=by, now=now)


def open_file(file: StoredFile) -> Any:
    """The bytes, to be read and closed. Raises FileNotFoundError."""
    return default_storage.open(file.path, "rb")


def place_of(file: StoredFile) -> Path:
    """Where the bytes lie on this machine; from a storage elsewhere they are fetched once."""
    if isinstance(default_storage, FileSystemStorage):
        return Path(default_storage.path(file.path))
    copy = Path(tempfile.gettempdir()) / "cs-files" / file.path
    if not copy.exists():
        copy.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with tempfile.NamedTemporaryFile(dir=copy.parent, delete=False) as target, open_file(file) as source:
            for block in _blocks(source):
                target.write(block)
        Path(target.name).replace(copy)
    return copy


def discard_file(file: StoredFile) -> None:
    """Remove a file that nothing refers to, and its bytes."""
    default_storage.delete(file.path)
    file.delete()


def forget_bytes(files: Iterable[StoredFile]) -> None:
    """Remove the bytes of files whose rows went with a transaction that was rolled back."""
    for file in files:
        default_storage.delete(file.path)


def sweep_strays(*, now: datetime) -> int:
    """Remove bytes of the workspace in force whose row was never written or went with its transaction, a day after
    they came; returns how many files."""
    folder = str(required_workspace_id())
    try:
        found = [f"{folder}/{name}" for name in default_storage.listdir(folder)[1]]
    except FileNotFoundError:
        return 0
    known = set(StoredFile.objects.values_list("path", flat=True))
    strays = [
        path
        for path in found
        if path not in known and default_storage.get_modified_time(path) < now - STRAY_AFTER
    ]
    for path in strays:
        default_storage.delete(path)
    return len(strays)


def used_bytes() -> int:
    """How many bytes the files of the workspace in force take."""
    return StoredFile.objects.aggregate(total=Sum("size"))["total"] or 0


def plain_name(name: str) -> str:
    """The last part of a name, on one line, without what cannot be seen."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    return "".join(one if one.isprintable() else " " for one in last).strip()[-MAX_NAME:] or "file"


def _require_room(size: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtextextended('files.quota', %s))", [required_workspace_id()]
        )
    if used_bytes() + size > settings.WORKSPACE_FILES_MAX_BYTES:
        words = _("The files of this workspace may take %(most)s together. Delete some that nobody needs.")
        sizes = {"most": format_bytes(settings.WORKSPACE_FILES_MAX_BYTES)}
        raise DomainError(words % sizes, code="quota")


def _write(path: str, chunks: Iterable[bytes]) -> tuple[str, int]:
    """Bytes into the storage, never more of them in memory than one chunk; their digest and size."""
    digest, size = hashlib.sha256(), 0
    with tempfile.NamedTemporaryFile(dir=settings.FILE_UPLOAD_TEMP_DIR) as target:
        for chunk in chunks:
            digest.update(chunk)
            size += target.write(chunk)
        target.seek(0)
        default_storage.save(path, File(cast(Any, target), name=path))
    return digest.hexdigest(), size


def _blocks(content: BinaryIO) -> Iterable[bytes]:
    while block := content.read(BLOCK):
        yield block
