"""Reading whole pages as a browser does: their links, their forms, and what a form would send."""

from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit

LINKS = {"a": "href", "link": "href", "script": "src", "img": "src", "iframe": "src", "form": "action"}
FOLLOWED = ("hx-get",)
PER_PATH = 8  # a list's columns and filters make endless addresses of one page


@dataclass
class Form:
    """A form of a page: its fields in order, with what a select offers."""

    action: str
    method: str
    fields: list[tuple[str, str]] = field(default_factory=list)
    offered: dict[str, list[str]] = field(default_factory=dict)
    kinds: dict[str, str] = field(default_factory=dict)

    def with_values(self, **given: str) -> list[tuple[str, str]]:
        """What a browser would send, with some fields filled in otherwise."""
        rest = [(name, value) for name, value in self.fields if name not in given]
        return [*rest, *given.items()]


class Page(HTMLParser):
    """What one answer holds."""

    def __init__(self, address: str, text: str) -> None:
        super().__init__()
        self.address, self.links, self.forms = address, [], []
        self._form: Form | None = None
        self._select: tuple[str, bool] | None = None
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        for name in (LINKS.get(tag, ""), *FOLLOWED):
            if given.get(name) and not (tag == "form" and given.get("method", "").lower() == "post"):
                self.links.append(urljoin(self.address, given[name]))
        if tag == "form":
            method = given.get("method", "get").lower()
            self._form = Form(urljoin(self.address, given.get("action") or ""), method)
            self.forms.append(self._form)
        elif self._form is not None:
            self._field(self._form, tag, given)

    def _field(self, form: Form, tag: str, given: dict[str, str]) -> None:
        name, kind = given.get("name", ""), given.get("type", "text")
        if tag == "option" and self._select is not None:
            self._option(form, given)
        elif tag == "select" and name:
            self._select = (name, False)
            form.kinds[name] = "select"
        elif tag == "textarea" and name:
            form.kinds[name] = "textarea"
            form.fields.append((name, ""))
        elif tag == "input" and name and kind not in ("submit", "button", "file"):
            form.kinds[name] = kind
            if kind in ("radio", "checkbox"):
                form.offered.setdefault(name, []).append(given.get("value", "on"))
                if "checked" not in given:
                    return
            form.fields.append((name, given.get("value", "on" if kind == "checkbox" else "")))

    def _option(self, form: Form, given: dict[str, str]) -> None:
        assert self._select is not None
        name, chosen = self._select
        offered = form.offered.setdefault(name, [])
        offered.append(given.get("value", ""))
        if "selected" in given or (not chosen and len(offered) == 1):
            form.fields = [(key, value) for key, value in form.fields if key != name]
            form.fields.append((name, given.get("value", "")))
            self._select = (name, "selected" in given)

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._form = None
        elif tag == "select":
            self._select = None


@dataclass
class Crawl:
    """All that one browser gets to see from some first addresses on."""

    browser: Any
    inside: tuple[str, ...]
    answers: dict[str, Any] = field(default_factory=dict)
    pages: dict[str, Page] = field(default_factory=dict)
    _seen: dict[str, set[str]] = field(default_factory=dict)

    def follow(self, *first: str) -> "Crawl":
        waiting = list(first)
        while waiting:
            address = waiting.pop(0)
            if self._is_new(address):
                waiting += self.read(address)
        return self

    def read(self, address: str) -> list[str]:
        """Open one page; returns where it leads."""
        response = self.browser.get(address)
        self.answers[address] = response
        if response.has_header("Location"):
            return [urljoin(address, response["Location"])]
        if not response.get("Content-Type", "").startswith("text/html"):
            return []
        self.pages[address] = Page(address, body(response).decode())
        return self.pages[address].links

    def _is_new(self, address: str) -> bool:
        parts = urlsplit(address)
        if parts.netloc or not parts.path.startswith(self.inside):
            return False
        seen = self._seen.setdefault(parts.path, set())
        query = urlencode(sorted(parse_qsl(parts.query)))
        if query in seen or len(seen) >= PER_PATH:
            return False
        seen.add(query)
        return True


def body(response: Any) -> bytes:
    """The whole body, streamed or not."""
    return b"".join(response.streaming_content) if response.streaming else response.content
