"""Files of a workspace: bytes below MEDIA_ROOT at a path nobody can guess, served by no address of their own."""

import hashlib
import secrets
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

from django.conf import settings

from core.tenancy import required_workspace_id
from workspaces.models import Member, StoredFile

MAX_NAME = 255


def store_file(
    chunks: Iterable[bytes], *, name: str, content_type: str, by: Member | None, now: datetime
) -> StoredFile:
    """Keep these bytes for the workspace in force; `name` is what people call the file and names no path."""
    path = f"{required_workspace_id()}/{secrets.token_hex(16)}"
    place = Path(settings.MEDIA_ROOT) / path
    place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    digest, size = hashlib.sha256(), 0
    with place.open("xb") as target:
        place.chmod(0o600)
        for chunk in chunks:
            digest.update(chunk)
            size += target.write(chunk)
    return StoredFile.objects.create(
        name=_plain(name),
        path=path,
        content_type=content_type[:100],
        size=size,
        sha256=digest.hexdigest(),
        created_at=now,
        created_by=by,
    )


def place_of(file: StoredFile) -> Path:
    """Where the bytes lie, for those who read them."""
    return Path(settings.MEDIA_ROOT) / file.path


def discard_file(file: StoredFile) -> None:
    """Remove a file that nothing refers to, and its bytes."""
    place_of(file).unlink(missing_ok=True)
    file.delete()


def _plain(name: str) -> str:
    """The last part of a name, on one line, without what cannot be seen."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    return "".join(one if one.isprintable() else " " for one in last).strip()[-MAX_NAME:] or "file"
