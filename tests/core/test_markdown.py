"""Markdown: what people write becomes harmless HTML, and plain words."""

from html.parser import HTMLParser

import pytest

from core.markdown import TAGS, to_html, to_plain


def test_headings_points_links_and_tables_are_drawn():
    html = to_html(
        "# Export\n\nSee [help](https://havu.example/x).\n\n- one\n- **two**\n\n| a | b |\n| - | - |\n| 1 | 2 |"
    )
    assert "<h2>Export</h2>" in html
    assert '<a href="https://havu.example/x" rel="nofollow noopener noreferrer">help</a>' in html
    assert "<li><strong>two</strong></li>" in html
    assert "<td>1</td>" in html


@pytest.mark.parametrize(
    "hostile",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "[x](javascript:alert(1))",
        "[x](  JaVaScRiPt:alert(1))",
        "[x](data:text/html;base64,PHNjcmlwdD4=)",
        "![x](https://evil.example/pixel.png)",
        '<div hx-get="/w/acme/" hx-trigger="load"></div>',
        "<svg/onload=alert(1)>",
        '[x](https://a.example "\\" onmouseover=alert(1)")',
        "<a href='javascript:alert(1)'>x</a>",
        "```html\n<script>alert(1)</script>\n```",
        "<style>*{display:none}</style>",
        "<form action=//evil.example><input name=password></form>",
        "&#106;avascript:alert(1)",
    ],
)
def test_nothing_in_a_text_runs_loads_or_asks(hostile):
    found = Seen()
    found.feed(to_html(hostile))
    for tag, attributes in found.tags:
        assert tag in TAGS
        assert {name for name, _value in attributes} <= {"href", "title", "rel", "start"}
        assert all(value.startswith("https://a.example") for name, value in attributes if name == "href")


class Seen(HTMLParser):
    """The tags of a page as a browser would read them."""

    def __init__(self):
        super().__init__()
        self.tags = []

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, attrs))


def test_a_deeply_nested_text_and_a_long_one_come_to_an_end():
    assert to_html(">" * 5000 + " x")
    assert to_html("[" * 5000)
    assert len(to_plain("word " * 12_000).text) == 59_999


def test_plain_words_have_headings_apart_and_no_markup():
    plain = to_plain("# One\n\ntext **bold** `code`\nnext ![picture](x.png)\n\n## Two\n\n```\nblock\n```")
    assert plain.headings == "One\nTwo"
    assert plain.text == "One\ntext bold code next picture\nTwo\nblock"
