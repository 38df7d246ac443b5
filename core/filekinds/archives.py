"""Zip archives, which office documents are too: refused by what they declare, then by what they hold. Nothing is
unpacked to disk, and never more than the limit is unpacked at all."""

import stat
import zipfile
import zlib
from typing import BinaryIO

from django.utils.translation import gettext as _

from core.errors import DomainError

MOST_ENTRIES = 10_000
MOST_UNPACKED = 256 * 1024 * 1024
MOST_RATIO = 200
RATIO_FREE = 1024 * 1024  # small files pack well by nature
BLOCK = 64 * 1024
HEADER = 30  # bytes of a local header, without its names
NESTED = (
    ".zip",
    ".7z",
    ".rar",
    ".gz",
    ".tgz",
    ".tar",
    ".bz2",
    ".xz",
    ".zst",
    ".jar",
    ".docx",
    ".xlsx",
    ".pptx",
)
INSIDE_OFFICE = (".docx", ".xlsx", ".pptx", ".xls", ".doc")


def check_archive(content: BinaryIO) -> None:
    """Raise DomainError for an archive that is broken, encrypted, nested or too large once unpacked, whose entries
    overlap, or which names a link or a place outside itself."""
    content.seek(0)
    try:
        with zipfile.ZipFile(content) as archive:
            entries = archive.infolist()
            _check_declared(entries)
            for entry in entries:
                _check_entry(entry, is_office="[Content_Types].xml" in archive.namelist()[:50])
            _check_actual(archive, content, entries)
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, ValueError, OSError) as error:
        raise _refused("archive_broken", _("The archive is broken.")) from error


def hides_archive(content: BinaryIO) -> bool:
    """Whether a file that is something else ends as a zip archive with entries."""
    content.seek(0)
    if not zipfile.is_zipfile(content):
        return False
    try:
        with zipfile.ZipFile(content) as archive:
            return bool(archive.infolist())
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError):
        return False


def _check_declared(entries: list[zipfile.ZipInfo]) -> None:
    if not entries:
        raise _refused("archive_empty", _("The archive is empty."))
    if len(entries) > MOST_ENTRIES:
        raise _refused("archive_too_many", _("The archive holds more than 10,000 files."))
    declared = sum(entry.file_size for entry in entries)
    packed = sum(entry.compress_size for entry in entries)
    if declared > MOST_UNPACKED:
        raise _too_large()
    if declared > RATIO_FREE and declared > MOST_RATIO * max(packed, 1):
        raise _too_large()
    ends = 0
    for entry in sorted(entries, key=lambda one: one.header_offset):
        if entry.header_offset < ends:
            raise _refused("archive_overlaps", _("The archive's files overlap each other."))
        ends = entry.header_offset + HEADER + entry.compress_size


def _check_entry(entry: zipfile.ZipInfo, *, is_office: bool) -> None:
    name = entry.filename.replace("\\", "/")
    if name.startswith("/") or ".." in name.split("/") or name[1:2] == ":":
        raise _refused("archive_path", _("The archive names a place outside itself."))
    if stat.S_ISLNK(entry.external_attr >> 16):
        raise _refused("archive_link", _("The archive holds a link instead of a file."))
    if entry.flag_bits & 0x1:
        raise _refused(
            "archive_locked", _("The archive is locked by a password, so nobody can look into it.")
        )
    nested = name.casefold().endswith(NESTED)
    if nested and not (is_office and name.casefold().endswith(INSIDE_OFFICE)):
        raise _refused("archive_nested", _("The archive holds another archive. Send its files one by one."))


def _check_actual(archive: zipfile.ZipFile, content: BinaryIO, entries: list[zipfile.ZipInfo]) -> None:
    """Count what the entries really hold: a size that is declared may lie."""
    unpacked = 0
    for entry in entries:
        with archive.open(entry):
            pass  # its own header agrees with the directory
        content.seek(entry.header_offset + HEADER - 4)
        names = int.from_bytes(content.read(2), "little") + int.from_bytes(content.read(2), "little")
        content.seek(names, 1)
        held = _held(content, entry, MOST_UNPACKED - unpacked)
        if held > entry.file_size:
            raise _too_large()
        unpacked += held


def _held(content: BinaryIO, entry: zipfile.ZipInfo, most: int) -> int:
    if entry.compress_type == zipfile.ZIP_STORED:
        return entry.compress_size
    if entry.compress_type != zipfile.ZIP_DEFLATED:
        raise NotImplementedError(entry.compress_type)
    unpacking, left, held = zlib.decompressobj(-15), entry.compress_size, 0
    while left > 0 and (block := content.read(min(BLOCK, left))):
        left -= len(block)
        while block:
            held += len(unpacking.decompress(block, BLOCK))
            block = unpacking.unconsumed_tail
            if held > most:
                raise _too_large()
    return held


def _too_large() -> DomainError:
    return _refused("archive_too_large", _("Unpacked, the archive would be larger than 256 MB."))


def _refused(code: str, words: str) -> DomainError:
    return DomainError(words, code=code)
