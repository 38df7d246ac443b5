"""The process that prints: an order as JSON on standard input, the PDF in a file, one line of JSON as the answer.

It runs alone, outside Django. The document is a stranger's text: every address that is not a font or a stylesheet of
ours is refused, whatever it looks like, before anything is opened.
"""

import base64
import json
import resource
import sys
import time
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

READABLE = {".css": "text/css", ".woff2": "font/woff2"}
NOWHERE = "https://document.invalid/"


class Refused(ValueError):
    """An address that the document may not read."""


def main() -> None:
    order = json.load(sys.stdin)
    _limit(resource.RLIMIT_AS, order["memory"])
    _limit(resource.RLIMIT_CPU, order["seconds"])
    # WeasyPrint loads its libraries on import, inside the bounds.
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
    seconds = time.perf_counter() - began
    sys.stdout.write(json.dumps({"pages": len(document.pages), "seconds": round(seconds, 3)}) + "\n")


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
