"""Kinds of files that people may keep: the name says what is meant, the bytes say what is there; both must agree."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import BinaryIO

from django.utils.translation import gettext as _

from core.errors import DomainError
from core.filekinds.archives import check_archive, hides_archive
from core.filekinds.pictures import check_picture

HEAD = 4096
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
TEXT_BLOCK = 1024 * 1024
# what a web browser would run; kept, and never told to a browser by its true name
ACTIVE = "application/octet-stream"


@dataclass(frozen=True, slots=True)
class Kind:
    """`begins`: any of these must stand at the very start; none for text, which must be readable as such."""

    content_type: str
    begins: tuple[bytes, ...] = ()
    check: Callable[[BinaryIO], None] | None = None


_ZIP = (b"PK\x03\x04",)
_OFFICE = "application/vnd.openxmlformats-officedocument."
_OPEN = "application/vnd.oasis.opendocument."
ACCEPTED: dict[str, Kind] = {
    "pdf": Kind("application/pdf", (b"%PDF-",)),
    "png": Kind("image/png", (b"\x89PNG\r\n\x1a\n",), check_picture),
    "jpg": Kind("image/jpeg", (b"\xff\xd8\xff",), check_picture),
    "jpeg": Kind("image/jpeg", (b"\xff\xd8\xff",), check_picture),
    "gif": Kind("image/gif", (b"GIF87a", b"GIF89a"), check_picture),
    "webp": Kind("image/webp", (b"RIFF",), check_picture),
    "docx": Kind(_OFFICE + "wordprocessingml.document", _ZIP, check_archive),
    "xlsx": Kind(_OFFICE + "spreadsheetml.sheet", _ZIP, check_archive),
    "pptx": Kind(_OFFICE + "presentationml.presentation", _ZIP, check_archive),
    "odt": Kind(_OPEN + "text", _ZIP, check_archive),
    "ods": Kind(_OPEN + "spreadsheet", _ZIP, check_archive),
    "odp": Kind(_OPEN + "presentation", _ZIP, check_archive),
    "zip": Kind("application/zip", _ZIP, check_archive),
    "doc": Kind("application/msword", (OLE,)),
    "xls": Kind("application/vnd.ms-excel", (OLE,)),
    "ppt": Kind("application/vnd.ms-powerpoint", (OLE,)),
    "msg": Kind("application/vnd.ms-outlook", (OLE,)),
    "txt": Kind("text/plain"),
    "md": Kind("text/plain"),
    "log": Kind("text/plain"),
    "csv": Kind("text/csv"),
    "eml": Kind("message/rfc822"),
    "ics": Kind("text/calendar"),
    "json": Kind("application/json"),
    "xml": Kind(ACTIVE),
    "svg": Kind(ACTIVE),
    "html": Kind(ACTIVE),
    "htm": Kind(ACTIVE),
}
ARCHIVES = frozenset(key for key, kind in ACCEPTED.items() if kind.begins == _ZIP)


def look_at(content: BinaryIO, name: str) -> str:
    """The content type under which this file is handed out again; `content` can be sought and is left at its start.

    Raises DomainError for an empty file, a kind that is not taken (`unknown_kind`), bytes that are not what the name
    says (`wrong_kind`), a file that is two things at once (`two_kinds`), a picture beyond the bounds
    (`picture_too_large`) and an archive that may not be unpacked safely (`archive_…`).
    """
    ending = name.rsplit(".", 1)[-1].casefold() if "." in name else ""
    kind = ACCEPTED.get(ending)
    if kind is None:
        raise DomainError(_unknown(name), code="unknown_kind")
    content.seek(0)
    head = content.read(HEAD)
    if not head:
        raise DomainError(_("“%(name)s” is empty.") % {"name": name}, code="empty_file")
    if kind.begins:
        _check_magic(kind, head, name)
    else:
        _check_text(content, name)
    if kind.check is not None:
        kind.check(content)
    if kind.begins != _ZIP and hides_archive(content):
        raise DomainError(
            _("“%(name)s” hides an archive. Send the two as two files.") % {"name": name}, code="two_kinds"
        )
    content.seek(0)
    return kind.content_type


def _check_magic(kind: Kind, head: bytes, name: str) -> None:
    is_webp = kind.content_type != "image/webp" or head[8:12] == b"WEBP"
    if not head.startswith(kind.begins) or not is_webp:
        raise DomainError(_wrong(name), code="wrong_kind")


def _check_text(content: BinaryIO, name: str) -> None:
    """Text has no NUL and no other signature; UTF-16 is told by its mark."""
    content.seek(0)
    head = content.read(HEAD)
    signatures = {start for kind in ACCEPTED.values() for start in kind.begins} | {b"\x7fELF", b"MZ", b"#!"}
    if head.startswith(tuple(signatures)):
        raise DomainError(_wrong(name), code="wrong_kind")
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return
    content.seek(0)
    while block := content.read(TEXT_BLOCK):
        if b"\0" in block:
            raise DomainError(_wrong(name), code="wrong_kind")


def _wrong(name: str) -> str:
    return _("“%(name)s” is not what its name says. Give it the ending of what it is.") % {"name": name}


def _unknown(name: str) -> str:
    words = _("“%(name)s” is of a kind that is not kept here. Taken are: %(kinds)s.")
    return words % {"name": name, "kinds": ", ".join(ACCEPTED)}
