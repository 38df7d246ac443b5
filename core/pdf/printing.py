"""Hands a document to the printer, and says why it failed. A document that hangs or grows costs its own job alone."""

import base64
import ctypes.util
import json
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path

from django.conf import settings

from core.pdf.printer import printer

SECONDS = 120
MEMORY_MB = 1536
MAX_HTML_BYTES = 20 * 1024 * 1024
LIBRARIES = ("pango-1.0", "pangoft2-1.0", "harfbuzz-subset")


class Reason(StrEnum):
    """Why nothing was printed."""

    MISSING = "missing"  # Debian's libraries are not here
    TOO_LONG = "too_long"
    TOO_LARGE = "too_large"
    BROKEN = "broken"


class PdfFailed(Exception):
    """No PDF came of it; `reason` says why, the text is for the log."""

    def __init__(self, reason: Reason, detail: str = "") -> None:
        super().__init__(f"{reason}: {detail}")
        self.reason = reason


@dataclass(frozen=True)
class Printed:
    """A PDF: its bytes and how many pages they are; `seconds` of it were spent laying out and writing."""

    content: bytes
    pages: int
    seconds: float


@cache
def can_print() -> bool:
    """Whether the libraries that lay text out are on this machine; asked once per process."""
    return all(ctypes.util.find_library(name) for name in LIBRARIES)


def print_pdf(
    html: str,
    *,
    stylesheet: str,
    identifier: str,
    pictures: Mapping[str, bytes] | None = None,
    seconds: int = SECONDS,
    memory_mb: int = MEMORY_MB,
) -> Printed:
    """Print HTML as a tagged PDF/UA-1.

    `stylesheet` is a path below static/, the only folder that the document may read from; `identifier` stands in
    the file; `pictures` are PNGs by the plain name under which the document shows them ("logo.png"), the only ones that
    it can. The same four give the same bytes. Raises PdfFailed where the libraries are missing, after `seconds`,
    beyond `memory_mb` MiB of addresses, and when it cannot be laid out.
    """
    if not can_print():
        raise PdfFailed(Reason.MISSING)
    if len(html) > MAX_HTML_BYTES:
        raise PdfFailed(Reason.TOO_LARGE, f"{len(html)} characters")
    with tempfile.TemporaryDirectory(prefix="cs-print-") as folder:
        target = Path(folder) / "out.pdf"
        answer, errors = Path(folder) / "answer.json", Path(folder) / "errors"
        order = {
            "html": html,
            "static": str(settings.BASE_DIR / "static"),
            "stylesheet": stylesheet,
            "identifier": identifier,
            "target": str(target),
            "answer": str(answer),
            "errors": str(errors),
            "pictures": {name: base64.b64encode(data).decode() for name, data in (pictures or {}).items()},
            "seconds": seconds,
            "memory": memory_mb * 1024 * 1024,
        }
        code = printer.print(order, seconds=seconds)
        if code is None:
            raise PdfFailed(Reason.TOO_LONG, f"{seconds} s")
        if code != 0:
            said = errors.read_bytes() if errors.exists() else b""
            raise PdfFailed(_reason_of(code, said), said.decode(errors="replace")[-2000:])
        told = json.loads(answer.read_text())
        return Printed(target.read_bytes(), int(told["pages"]), float(told["seconds"]))


def _reason_of(code: int, errors: bytes) -> Reason:
    """24 is SIGXCPU, 9 SIGKILL; a library that gets no more memory ends by 6 or 11 and not by MemoryError."""
    if code == -24:
        return Reason.TOO_LONG
    if code in (-6, -9, -11) or b"MemoryError" in errors or b"Cannot allocate memory" in errors:
        return Reason.TOO_LARGE
    return Reason.BROKEN
