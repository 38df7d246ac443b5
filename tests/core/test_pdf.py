"""Printing: the same bytes, nothing read from elsewhere, and bounds that cost the one job alone."""

import http.server
import os
import re
import signal
import threading
import zlib
from pathlib import Path

import pytest
from django.conf import settings

from core.pdf import PdfFailed, Reason, can_print, print_pdf
from core.pdf.printer import printer
from core.pdf.program import Refused, readable

STATIC = (Path(settings.BASE_DIR) / "static").resolve()
needs_libraries = pytest.mark.skipif(not can_print(), reason="Debian's pango and harfbuzz are not here")


def inside(content):
    """All streams of a PDF, unpacked."""
    streams = re.findall(rb"stream\r?\n(.*?)\r?\nendstream", content, re.DOTALL)
    return content + b"".join(_unpacked(stream) for stream in streams)


def _unpacked(stream):
    try:
        return zlib.decompress(stream)
    except zlib.error:
        return stream


def page(body):
    return (
        f'<!doctype html><html lang="en"><head><title>T</title></head><body class="a4">{body}</body></html>'
    )


def printed(body, **more):
    return print_pdf(page(body), stylesheet="print/review.css", identifier="X-1", **more)


@pytest.mark.parametrize(
    "address",
    [
        "file:///etc/passwd",
        "file:///etc/passwd.css",
        "http://169.254.169.254/latest/meta-data",
        "http://[::1]/x.css",
        "https://document.invalid/x.css",
        "data:text/css,x",
        "ftp://localhost/x.css",
        f"file://localhost{STATIC}/print/review.css",
        f"file://{STATIC}/../manage.py",
        f"file://{STATIC}/css/../../pyproject.css",
        f"file://{STATIC}/%2e%2e/x.css",
        f"file://{STATIC}/js/main.js",
        "print/review.css",
    ],
)
def test_every_address_but_our_fonts_and_styles_is_refused(address):
    with pytest.raises(Refused):
        readable(address, STATIC)


def test_our_fonts_and_styles_are_read():
    font = STATIC / "vendor/inter/inter-latin-opsz-normal.woff2"
    assert readable(f"file://{font}", STATIC) == (font, "font/woff2")


@needs_libraries
def test_the_same_document_gives_the_same_bytes_of_a_tagged_pdf():
    first, second = printed("<h1>Hello</h1>"), printed("<h1>Hello</h1>")
    assert first.content == second.content
    assert (first.pages, first.content[:5]) == (1, b"%PDF-")
    told = inside(first.content)
    assert b"/MarkInfo" in told
    assert b"pdfuaid" in told


@needs_libraries
def test_a_document_reaches_no_server_and_no_file():
    asked = []

    class Ears(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            asked.append(self.path)
            self.send_response(200)
            self.end_headers()

        def log_message(self, *args):
            pass

    server = http.server.HTTPServer(("127.0.0.1", 0), Ears)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        here = f"http://127.0.0.1:{server.server_port}"
        hostile = f"""<img src="{here}/img"><link rel=stylesheet href="{here}/css"><style>@import "{here}/import";
        p {{ background: url({here}/background) }}</style><object data="{here}/object"></object>
        <img src="file:///etc/passwd"><svg><image href="{here}/svg"/><use href="{here}/use"/></svg>
        <a rel="attachment" href="file:///etc/passwd">x</a><link rel=attachment href="file:///etc/hostname"><p>words</p>"""
        content = inside(printed(hostile).content)
    finally:
        server.shutdown()
        server.server_close()
    assert asked == []
    assert b"root:" not in content
    assert b"EmbeddedFile" not in content


@needs_libraries
def test_a_document_that_takes_too_long_fails_alone():
    endless = "<table>" + "<tr><td>word</td></tr>" * 60_000 + "</table>"
    with pytest.raises(PdfFailed) as failed:
        printed(endless, seconds=3)
    assert failed.value.reason == Reason.TOO_LONG


@needs_libraries
def test_a_document_that_grows_too_large_fails_alone():
    with pytest.raises(PdfFailed) as failed:
        printed("<table>" + "<tr><td>word</td></tr>" * 20_000 + "</table>", memory_mb=260)
    assert failed.value.reason == Reason.TOO_LARGE
    assert printed("<p>after</p>").pages == 1


def test_a_document_of_unheard_size_is_not_begun():
    with pytest.raises(PdfFailed) as failed:
        printed("x" * (21 * 1024 * 1024))
    assert failed.value.reason in (Reason.TOO_LARGE, Reason.MISSING)


@needs_libraries
def test_one_printer_serves_many_documents_and_one_that_died_is_replaced():
    printed("<p>first</p>")
    kept = printer._process.pid
    printed("<p>second</p>")
    assert printer._process.pid == kept
    os.kill(kept, signal.SIGKILL)
    assert printed("<p>third</p>").pages == 1
    assert printer._process.pid != kept


@needs_libraries
def test_the_printer_knows_nothing_of_our_environment(monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgres://secret")
    printer.close()
    printed("<p>words</p>")
    told = Path(f"/proc/{printer._process.pid}/environ").read_bytes()
    assert b"secret" not in told
    assert {line.partition(b"=")[0] for line in told.split(b"\0") if line} <= {
        b"PATH", b"LANG", b"HOME", b"PYTHONHASHSEED", b"SOURCE_DATE_EPOCH", b"XDG_CACHE_HOME",
    }  # fmt: skip
