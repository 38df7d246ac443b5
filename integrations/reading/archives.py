"""A workbook is a zip archive from a stranger: what it declares and what it really holds is checked first.

Nothing is ever written to disk, and no part is held in memory whole.
"""

import stat
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import Path

from django.utils.translation import gettext_lazy as _

from integrations.errors import ImportFileError, Message
from integrations.reading.limits import MIB, ReadingLimits

WORKBOOK_PART = "xl/workbook.xml"
STRINGS_PART = "xl/sharedstrings.xml"
_CONTENT_TYPES = "[Content_Types].xml"
_NESTED_MAGIC = (b"PK\x03\x04", b"\x1f\x8b", b"7z\xbc\xaf", b"Rar!")
_FORBIDDEN_MARKUP = (b"<!DOCTYPE", b"<!ENTITY", b"<!doctype", b"<!entity")
_WIDE_MARKS = (b"\xff\xfe", b"\xfe\xff", b"\0")
_UNSTORED_FORMULA = (b"</f></c>", b"</f><v></v>", b"</f><v/>", b"</f><v />")
_CHUNK = 256 * 1024
_OVERLAP = 16
_OTHER_OFFICE = {"word/": _("a text document"), "ppt/": _("a presentation"), "xl/workbook.bin": _("an XLSB")}


@dataclass(frozen=True, slots=True)
class ArchiveReport:
    """`unstored_formulas` counts formula cells whose result the saving program did not store."""

    unpacked_bytes: int
    unstored_formulas: int


def inspect_workbook_archive(path: Path, limits: ReadingLimits) -> ArchiveReport:
    """Refuse what is no plain workbook or would unpack past the limits; raises ImportFileError."""
    try:
        with zipfile.ZipFile(path) as archive:
            members = archive.infolist()
            _refuse_foreign([member.filename for member in members])
            _refuse_unsafe(members, limits)
            _refuse_declared(members, path.stat().st_size, limits)
            return _stream_through(archive, members, limits)
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, ValueError, OSError) as error:
        raise broken_workbook() from error


def broken_workbook() -> ImportFileError:
    return ImportFileError(
        "broken_workbook",
        _("The workbook is damaged or not whole. Open it, save it again as XLSX or CSV, and upload that."),
    )


def _refuse_foreign(names: list[str]) -> None:
    if WORKBOOK_PART in names and _CONTENT_TYPES in names:
        return
    what: Message = _("a zip archive")
    for start, kind in _OTHER_OFFICE.items():
        if any(name.startswith(start) for name in names):
            what = kind
    if "mimetype" in names and "content.xml" in names:
        what = _("an OpenDocument file")
    raise ImportFileError(
        "not_a_table",
        _("This is %(what)s, not a workbook. Save the table as XLSX or CSV and upload that file.")
        % {"what": what},
    )


def _refuse_unsafe(members: list[zipfile.ZipInfo], limits: ReadingLimits) -> None:
    if len(members) > limits.max_parts:
        raise _bomb(_("it has %(count)s parts") % {"count": len(members)})
    names = [member.filename for member in members]
    if len(set(names)) != len(names):
        raise _bomb(_("it names a part twice"))
    for member in members:
        if member.flag_bits & 0x1:
            raise ImportFileError(
                "encrypted_workbook",
                _("The workbook is protected by a password. Save it without one and upload it again."),
            )
        parts = member.filename.replace("\\", "/").split("/")
        if member.filename.startswith(("/", "\\")) or ".." in parts or ":" in parts[0]:
            raise _bomb(_("it names a part outside itself"))
        if stat.S_ISLNK(member.external_attr >> 16):
            raise _bomb(_("it holds a symbolic link"))


def _refuse_declared(members: list[zipfile.ZipInfo], packed: int, limits: ReadingLimits) -> None:
    _refuse_sizes(sum(member.file_size for member in members), packed, limits)
    for member in members:
        if member.filename.lower() == STRINGS_PART and member.file_size > limits.max_strings_bytes:
            raise _bomb(_too_much(member.file_size, limits.max_strings_bytes))


def _refuse_sizes(unpacked: int, packed: int, limits: ReadingLimits) -> None:
    if unpacked > limits.max_unpacked_bytes:
        raise _bomb(_too_much(unpacked, limits.max_unpacked_bytes))
    if unpacked > limits.ratio_free_bytes and unpacked > packed * limits.max_ratio:
        raise _bomb(_("it unpacks to %(ratio)s times its size") % {"ratio": unpacked // max(packed, 1)})


def _too_much(size: int, limit: int) -> Message:
    return _("it unpacks to %(size)s MB, and at most %(limit)s MB are read") % {
        "size": size // MIB,
        "limit": limit // MIB,
    }


def _bomb(reason: Message) -> ImportFileError:
    return ImportFileError(
        "unsafe_workbook",
        _("The workbook was not unpacked: %(reason)s. Save the table as CSV and upload that file.")
        % {"reason": reason},
    )


def _stream_through(
    archive: zipfile.ZipFile, members: list[zipfile.ZipInfo], limits: ReadingLimits
) -> ArchiveReport:
    """Unpack chunk by chunk into nothing: the true sizes, no entities, no archive in the archive."""
    unpacked = formulas = 0
    for member in members:
        with archive.open(member) as part:
            tail = b""
            while chunk := part.read(_CHUNK):
                unpacked += len(chunk)
                if unpacked > limits.max_unpacked_bytes:
                    raise _bomb(_too_much(unpacked, limits.max_unpacked_bytes))
                _refuse_content(member.filename, tail, chunk)
                formulas += _unstored(tail, chunk)
                tail = chunk[-_OVERLAP:]
    return ArchiveReport(unpacked, formulas)


def _refuse_content(name: str, tail: bytes, chunk: bytes) -> None:
    if not tail and chunk.startswith(_NESTED_MAGIC):
        raise _bomb(_("it holds another archive"))
    if not name.lower().endswith((".xml", ".rels", ".vml")):
        return
    if not tail and chunk.startswith(_WIDE_MARKS):
        raise broken_workbook()
    seam = tail + chunk
    if any(mark in seam for mark in _FORBIDDEN_MARKUP):
        raise _bomb(_("it defines XML entities"))


def _unstored(tail: bytes, chunk: bytes) -> int:
    """Count in the seam what ends inside this chunk, so that nothing is counted twice."""
    seam = tail + chunk
    return sum(seam.count(mark) - tail.count(mark) for mark in _UNSTORED_FORMULA)
