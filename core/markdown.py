"""Markdown that people write, as safe HTML and as plain words.

Markup of the text's own is shown as it was written, pictures become their words (a page may not fetch what a stranger
chose), and what the renderer makes passes a list of allowed tags once more.
"""

from collections.abc import Iterator, MutableMapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import nh3
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt
from markdown_it.token import Token

TAGS = {
    "a", "blockquote", "br", "code", "em", "h2", "h3", "h4", "hr", "li", "ol", "p", "pre", "s", "strong",
    "table", "tbody", "td", "th", "thead", "tr", "ul",
}  # fmt: skip
ATTRIBUTES = {"a": {"href", "title"}, "ol": {"start"}}
SCHEMES = {"http", "https", "mailto", "tel"}
DEEPEST = 4  # the page's own heading is the first


@dataclass(frozen=True, slots=True)
class Plain:
    """Words without markup: those of headings, and all of them in their order."""

    headings: str
    text: str


def to_html(text: str) -> SafeString:
    """The text as HTML that no page has to fear; its first heading is an h2."""
    engine = _engine()
    tokens = engine.parse(text)
    for token in tokens:
        if token.type in ("heading_open", "heading_close"):
            token.tag = f"h{min(int(token.tag[1:]) + 1, DEEPEST)}"
    drawn = engine.renderer.render(tokens, engine.options, {})
    return mark_safe(
        nh3.clean(
            drawn,
            tags=TAGS,
            attributes=ATTRIBUTES,
            url_schemes=SCHEMES,
            link_rel="nofollow noopener noreferrer",
        )
    )


def to_plain(text: str) -> Plain:
    """The words alone: for searching, and for the few that stand under a title."""
    headings, everything = [], []
    above = ""
    for token in _engine().parse(text):
        if token.type == "inline":
            words = " ".join("".join(_words(token.children or ())).split())
            everything.append(words)
            if above == "heading_open":
                headings.append(words)
        elif token.type in ("fence", "code_block"):
            everything.append(" ".join(token.content.split()))
        above = token.type
    return Plain("\n".join(headings), "\n".join(part for part in everything if part))


def _words(tokens: Sequence[Token]) -> Iterator[str]:
    for token in tokens:
        if token.type in ("text", "code_inline", "image"):
            yield token.content
        elif token.type in ("softbreak", "hardbreak"):
            yield " "


@lru_cache(maxsize=1)
def _engine() -> MarkdownIt:
    engine = MarkdownIt("commonmark", {"html": False, "linkify": False}).enable(["table", "strikethrough"])
    engine.add_render_rule("image", _picture)
    return engine


def _picture(
    _renderer: Any, tokens: Sequence[Token], place: int, _options: Any, _env: MutableMapping[str, Any]
) -> str:
    return escape(tokens[place].content)
