"""The process that prints: orders as lines of JSON on standard input, each printed in a fork of its own, into a file.

It runs alone, outside Django. The document is a stranger's text: every address that is not a font or a stylesheet of
ours is refused, whatever it looks like, before anything is opened.
"""

import base64
import json
import os
import resource
import select
import shutil
import signal
import sys
import time
import traceback
from pathlib import Path
from typing import Any, NoReturn
from urllib.parse import unquote, urlsplit

READABLE = {".css": "text/css", ".woff2": "font/woff2"}
NOWHERE = "https://document.invalid/"


class Refused(ValueError):
    """An address that the document may not read."""


def main() -> None:
    """Read orders line by line until nobody has one for a while, or nobody is there; tell the exit code of each."""
    import weasyprint  # noqa: F401  (loaded once, for every order to come)

    orders = sys.stdin.buffer
    while select.select([orders], [], [], float(sys.argv[1]))[0]:
        line = orders.readline()
        if not line:
            break
        order = json.loads(line)
        sys.stdout.write(json.dumps({"code": _apart(order)}) + "\n")
        sys.stdout.flush()
    shutil.rmtree(os.environ["HOME"], ignore_errors=True)  # made for this printer alone


def _apart(order: dict[str, Any]) -> int | None:
    """Print an order in a fork; its exit code, None when its time was over."""
    child = os.fork()
    if child == 0:
        _child(order)
    waiting = os.pidfd_open(child)
    try:
        ended = select.select([waiting], [], [], order["seconds"])[0]
    finally:
        os.close(waiting)
    if not ended:
        os.kill(child, signal.SIGKILL)
    code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    return code if ended else None


def _child(order: dict[str, Any]) -> NoReturn:
    """Within its bounds; what goes wrong stands in the file of errors, the answer in the file of answers."""
    code = 1
    try:
        errors = os.open(order["errors"], os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        nothing = os.open(os.devnull, os.O_RDWR)
        for ours, theirs in ((nothing, 0), (nothing, 1), (errors, 2)):
            os.dup2(ours, theirs)
        _limit(resource.RLIMIT_AS, order["memory"])
        _limit(resource.RLIMIT_CPU, order["seconds"])
        Path(order["answer"]).write_text(json.dumps(_print(order)))
        code = 0
    finally:  # whatever ends a fork ends it here: it must not go on as the printer
        if code:
            os.write(2, traceback.format_exc().encode())
        os._exit(code)


def _print(order: dict[str, Any]) -> dict[str, float]:
    from weasyprint import CSS, HTML
    from weasyprint.text.fonts import FontConfiguration

    began = time.perf_counter()
    static = Path(order["static"]).resolve()
    fetch = fetcher(static, {name: base64.b64decode(data) for name, data in order["pictures"].items()})
    fonts = FontConfiguration()
    sheet = CSS(filename=str(static / order["stylesheet"]), url_fetcher=fetch, font_config=fonts)
    document = HTML(string=order["html"], base_url=NOWHERE, url_fetcher=fetch).render(
        stylesheets=[sheet], font_config=fonts, pdf_variant="pdf/ua-1", pdf_tags=True
    )
    document.write_pdf(
        order["target"], pdf_variant="pdf/ua-1", pdf_tags=True, pdf_identifier=order["identifier"].encode()
    )
    return {"pages": len(document.pages), "seconds": round(time.perf_counter() - began, 3)}


def fetcher(static: Path, pictures: dict[str, bytes]) -> Any:
    """What reads fonts and stylesheets below `static` and the pictures of the order, and refuses every other address."""
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    class StaticOnly(URLFetcher):
        def fetch(self, url: str, headers: Any = None) -> Any:
            if url.startswith(NOWHERE) and url.removeprefix(NOWHERE) in pictures:
                data = pictures[url.removeprefix(NOWHERE)]
                return URLFetcherResponse(url, body=data, headers={"Content-Type": "image/png"})
            place, kind = readable(url, static)
            return URLFetcherResponse(url, body=place.read_bytes(), headers={"Content-Type": kind})

    return StaticOnly()


def readable(url: str, static: Path) -> tuple[Path, str]:
    """The file below `static` that an address means, and its type. Raises Refused for whatever else it is."""
    parts = urlsplit(url)
    place = Path(unquote(parts.path)).resolve()
    inside = parts.scheme == "file" and not parts.netloc and place.is_relative_to(static)
    if not inside or place.suffix not in READABLE:
        raise Refused(f"refused: {url[:200]}")
    return place, READABLE[place.suffix]


def _limit(which: int, amount: int) -> None:
    hard = resource.getrlimit(which)[1]
    resource.setrlimit(which, (amount if hard == resource.RLIM_INFINITY else min(amount, hard), hard))


if __name__ == "__main__":
    main()
