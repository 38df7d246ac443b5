"""What a file is, told by its bytes. Its name says nothing that counts."""

from enum import StrEnum
from pathlib import Path

from django.utils.translation import gettext_lazy as _

from integrations.errors import ImportFileError, Message
from integrations.reading.limits import MIB, ReadingLimits


class FileKind(StrEnum):
    DELIMITED = "csv"
    WORKBOOK = "xlsx"


_TEXT_WAY_OUT = _("Export the table as CSV or XLSX and upload that file.")

_SIGNATURES: tuple[tuple[bytes, Message], ...] = (
    (b"%PDF", _("This is a PDF document, not a table.")),
    (b"\x89PNG", _("This is a PNG picture, not a table.")),
    (b"\xff\xd8\xff", _("This is a JPEG picture, not a table.")),
    (b"GIF8", _("This is a GIF picture, not a table.")),
    (b"\x1f\x8b", _("This is a gzip archive, not a table.")),
    (b"7z\xbc\xaf\x27\x1c", _("This is a 7-Zip archive, not a table.")),
    (b"Rar!", _("This is a RAR archive, not a table.")),
    (b"BZh", _("This is a bzip2 archive, not a table.")),
    (b"\xfd7zXZ", _("This is an xz archive, not a table.")),
    (b"\x28\xb5\x2f\xfd", _("This is a Zstandard archive, not a table.")),
    (b"{\\rtf", _("This is a rich-text document, not a table.")),
    (b"SQLite format 3", _("This is an SQLite database, not a table.")),
    (b"PAR1", _("This is a Parquet file, which is not read here.")),
    (b"\x7fELF", _("This is a program, not a table.")),
    (b"MZ\x90", _("This is a program, not a table.")),
)
_EMPTY_ARCHIVES = (b"PK\x05\x06", b"PK\x07\x08")
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED_PACKAGE = "EncryptedPackage".encode("utf-16-le")
_MARKUP = (b"<!doctype html", b"<html", b"<head", b"<body", b"<table", b"<?xml", b"<svg")
_HEAD_BYTES = 4096


def detect_file_kind(path: Path, limits: ReadingLimits) -> FileKind:
    """The kind of the file at `path`.

    Raises ImportFileError for an empty or too large file, and for everything that is no table.
    """
    size = path.stat().st_size
    if size == 0:
        raise ImportFileError("empty_file", _("The file is empty. Export it again and upload the new file."))
    if size > limits.max_bytes:
        raise ImportFileError("too_many_bytes", _too_large(size, limits))
    with path.open("rb") as file:
        head = file.read(_HEAD_BYTES)
    if head.startswith(b"PK\x03\x04"):
        return FileKind.WORKBOOK
    _refuse_foreign(path, head)
    return FileKind.DELIMITED


def _too_large(size: int, limits: ReadingLimits) -> Message:
    return _("The file has %(size)s MB and at most %(limit)s MB are read. Split it into smaller files.") % {
        "size": f"{size / MIB:.1f}",
        "limit": f"{limits.max_bytes / MIB:.1f}",
    }


def _refuse_foreign(path: Path, head: bytes) -> None:
    if head.startswith(_EMPTY_ARCHIVES):
        raise ImportFileError(
            "not_a_table", _join(_("This is a zip archive without content."), _TEXT_WAY_OUT)
        )
    if head.startswith(_OLE):
        raise _ole_error(path)
    for signature, message in _SIGNATURES:
        if head.startswith(signature):
            raise ImportFileError("not_a_table", _join(message, _TEXT_WAY_OUT))
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    if start.startswith(_MARKUP):
        raise ImportFileError(
            "not_a_table", _join(_("This is a web page or XML document, not a table."), _TEXT_WAY_OUT)
        )
    if start.startswith((b"{", b"[{", b"[\n", b"[[")):
        raise ImportFileError("not_a_table", _join(_("This is JSON, not a table."), _TEXT_WAY_OUT))


def _ole_error(path: Path) -> ImportFileError:
    with path.open("rb") as file:
        encrypted = _ENCRYPTED_PACKAGE in file.read(8 * MIB)
    if encrypted:
        return ImportFileError(
            "encrypted_workbook",
            _("The workbook is protected by a password. Save it without a password and upload it again."),
        )
    return ImportFileError(
        "old_workbook",
        _("This is an old Office file (.xls, .doc). Save it as XLSX or CSV and upload that file."),
    )


def _join(reason: Message, way_out: Message) -> Message:
    return _("%(reason)s %(way_out)s") % {"reason": reason, "way_out": way_out}
