"""Which characters the bytes of a text file stand for, and why we think so."""

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.utils.translation import gettext_lazy as _

from integrations.errors import ImportFileError, Message

CHUNK_BYTES = 1024 * 1024
SAMPLE_BYTES = 64 * 1024


@dataclass(frozen=True, slots=True)
class Encoding:
    """`name` is Python's codec, `label` what people call it, `confidence` is high, medium or low."""

    name: str
    label: str
    confidence: str
    reason: Message


_BOMS: tuple[tuple[bytes, str, str], ...] = (
    (codecs.BOM_UTF8, "utf-8-sig", "UTF-8"),
    (codecs.BOM_UTF32_LE, "utf-32", "UTF-32"),
    (codecs.BOM_UTF32_BE, "utf-32", "UTF-32"),
    (codecs.BOM_UTF16_LE, "utf-16", "UTF-16"),
    (codecs.BOM_UTF16_BE, "utf-16", "UTF-16"),
)
LABELS = {
    "utf-8": "UTF-8",
    "utf-8-sig": "UTF-8",
    "utf-16": "UTF-16",
    "utf-16-le": "UTF-16 LE",
    "utf-16-be": "UTF-16 BE",
    "utf-32": "UTF-32",
    "cp1252": "Windows-1252",
    "latin-1": "Latin-1",
    "cp1251": "Windows-1251 (Cyrillic)",
}
_HIGH_RUN = re.compile(rb"[\x80-\xff]+")
_UNDEFINED_IN_CP1252 = re.compile(rb"[\x81\x8d\x8f\x90\x9d]")
_UTF8_CHARACTER = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")


def named_encoding(name: str) -> Encoding:
    """The encoding that a person chose. Raises ImportFileError for one that is not offered."""
    try:
        codec = codecs.lookup(name).name
    except LookupError:
        codec = ""
    codec = {"iso8859-1": "latin-1"}.get(codec, codec)
    if codec not in LABELS:
        raise ImportFileError(
            "unknown_encoding",
            _("The encoding “%(name)s” is not offered. Choose one of: %(names)s.")
            % {"name": name, "names": ", ".join(LABELS)},
        )
    return Encoding(codec, LABELS[codec], "high", _("Chosen by a person."))


def detect_encoding(path: Path) -> Encoding:
    """Byte order mark, then UTF-16 by its zero bytes, then strict UTF-8, then a legacy code page.

    Raises ImportFileError where the file mixes UTF-8 with something else: reading it under a guess would
    spoil names silently.
    """
    with path.open("rb") as file:
        sample = file.read(SAMPLE_BYTES)
    for mark, name, label in _BOMS:
        if sample.startswith(mark):
            return Encoding(name, label, "high", _("The file starts with a byte order mark."))
    wide = _wide_encoding(sample)
    if wide:
        return Encoding(wide, LABELS[wide], "medium", _("Every second byte is that of UTF-16."))
    return _narrow_encoding(path)


def _wide_encoding(sample: bytes) -> str | None:
    """UTF-16 without a mark: one byte of each pair is nearly always 0 (Latin) or 4 (Cyrillic)."""
    if b"\0" not in sample or len(sample) < 4:
        return None
    for name, page, letters in (
        ("utf-16-le", sample[1::2], sample[0::2]),
        ("utf-16-be", sample[0::2], sample[1::2]),
    ):
        if (page.count(0) + page.count(4)) / len(page) > 0.9 and letters.count(0) / len(letters) < 0.02:
            return name
    return None


def _narrow_encoding(path: Path) -> Encoding:
    valid, ascii_only, high = _look_through(path)
    if ascii_only:
        return Encoding("utf-8", "UTF-8", "high", _("The file holds plain ASCII characters only."))
    if valid:
        return Encoding("utf-8", "UTF-8", "high", _("All bytes are valid UTF-8."))
    multibyte = sum(len(found) for found in _UTF8_CHARACTER.findall(high))
    if multibyte > 0.9 * sum(len(run) for run in _HIGH_RUN.findall(high)):
        raise _mixed(path)
    return _code_page(high)


def _look_through(path: Path) -> tuple[bool, bool, bytes]:
    """Whether all is UTF-8, whether all is ASCII, and the first 64 KiB from where it is not ASCII."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    valid, high = True, bytearray()
    for chunk in _chunks(path):
        if len(high) < SAMPLE_BYTES and not chunk.isascii():
            first = _HIGH_RUN.search(chunk)
            start = max(0, first.start() - 1) if first else 0
            high += chunk[start : start + SAMPLE_BYTES]
        if valid:
            try:
                decoder.decode(chunk)
            except UnicodeDecodeError:
                valid = False
        if not valid and len(high) >= SAMPLE_BYTES:
            break
    if valid:
        try:
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            valid = False
    return valid, not high, bytes(high)


def _code_page(high: bytes) -> Encoding:
    """Cyrillic words are runs of high bytes; accented Latin letters stand alone among ASCII ones."""
    runs = _HIGH_RUN.findall(high)
    long_share = sum(len(run) for run in runs if len(run) > 2) / sum(len(run) for run in runs)
    if long_share > 0.6:
        confidence = "medium" if long_share > 0.8 else "low"
        reason = _("Not UTF-8; its letters above ASCII stand in whole words, as Cyrillic does.")
        return Encoding("cp1251", LABELS["cp1251"], confidence, reason)
    if _UNDEFINED_IN_CP1252.search(high):
        reason = _("Not UTF-8; it holds bytes that Windows-1252 lacks.")
        return Encoding("latin-1", LABELS["latin-1"], "low", reason)
    reason = _("Not UTF-8; single accented letters stand among ASCII ones.")
    return Encoding("cp1252", LABELS["cp1252"], "medium" if long_share < 0.2 else "low", reason)


def _mixed(path: Path) -> ImportFileError:
    decoder = codecs.getincrementaldecoder("utf-8")()
    lines = 1
    for chunk in _chunks(path):
        try:
            decoder.decode(chunk)
        except UnicodeDecodeError as error:
            lines += error.object[: error.start].count(b"\n")
            break
        lines += chunk.count(b"\n")
    return ImportFileError(
        "mixed_encoding",
        _("Line %(line)s holds bytes that are not UTF-8, unlike the rest. Save the file anew as UTF-8.")
        % {"line": lines},
    )


def _chunks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while chunk := file.read(CHUNK_BYTES):
            yield chunk
