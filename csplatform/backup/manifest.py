"""What a backup says of itself, and the names of the parts of its file."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from typing import IO

FORMAT = 1
MANIFEST = "manifest.json"
DATABASE = "database.dump"
FILES = "files/"
BLOCK = 1 << 20


class BackupError(Exception):
    """A backup cannot be taken or restored; the message says the way out."""


@dataclass(frozen=True)
class Part:
    """A part of the backup by its name in the file: bytes and SHA-256."""

    name: str
    size: int
    sha256: str


@dataclass(frozen=True)
class Manifest:
    """`checksums` by workspace id ("0": what belongs to none), computed in the snapshot that was dumped."""

    taken_at: str
    platform: str
    server: str
    migrations: list[str]
    checksums: dict[str, str]
    database: Part
    files: list[Part] = field(default_factory=list)
    format: int = FORMAT

    def to_json(self) -> bytes:
        return json.dumps(asdict(self), indent=1).encode()

    @staticmethod
    def from_json(text: bytes) -> Manifest:
        try:
            facts = json.loads(text)
            if facts["format"] != FORMAT:
                raise BackupError(f"This backup has format {facts['format']}; this version reads {FORMAT}.")
            database = Part(**facts.pop("database"))
            files = [Part(**one) for one in facts.pop("files")]
            return Manifest(**facts, database=database, files=files)
        except (ValueError, KeyError, TypeError) as error:
            raise BackupError("The manifest cannot be read: this is no backup of CS Platform.") from error


def blocks(source: IO[bytes]) -> Iterator[bytes]:
    """The source in blocks of a megabyte."""
    while block := source.read(BLOCK):
        yield block


def digest(source: IO[bytes]) -> tuple[int, str]:
    """Bytes and SHA-256 of what is left in the source."""
    summed, size = hashlib.sha256(), 0
    for block in blocks(source):
        summed.update(block)
        size += len(block)
    return size, summed.hexdigest()
