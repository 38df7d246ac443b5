"""Plain text: where an address ends, and who is named."""

import pytest

from accounts.rules import Piece, mentioned, pieces
from accounts.written import as_html

NAMES = {"Anni": 1, "Anni Korhonen": 2, "Jussi Mäkelä": 3, "Ольга Гнатюк": 4}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Ask @Anni Korhonen.", [2]),
        ("Ask @anni korhonen, then @ANNI", [2, 1]),
        ("@Jussi Mäkelä and @Jussi Mäkelä again", [3]),
        ("(@Ольга Гнатюк)", [4]),
        ("anni@Anni.example", []),
        ("@Annika is somebody else", []),
        ("@ Anni", []),
        ("nobody", []),
    ],
)
def test_a_name_after_an_at_is_meant_whole_and_the_longest_wins(text, found):
    assert mentioned(text, NAMES) == found


def test_nobody_is_named_where_nobody_may_be():
    assert mentioned("@Anni", {}) == []


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("See https://acme.example/a?b=1&c=2.", "https://acme.example/a?b=1&c=2"),
        ("(http://acme.example/a)", "http://acme.example/a"),
        ('"https://acme.example"', "https://acme.example"),
    ],
)
def test_an_address_ends_before_the_marks_of_its_sentence(text, address):
    links = [piece.text for piece in pieces(text) if piece.kind == "link"]
    assert links == [address]
    assert "".join(piece.text for piece in pieces(text)) == text


def test_other_schemes_are_no_addresses():
    assert list(pieces("javascript:alert(1) data:x ftp://x")) == [
        Piece("text", "javascript:alert(1) data:x ftp://x")
    ]


def test_text_becomes_html_and_markup_stays_text():
    html = as_html("<b onclick=x>\nhttps://a.example/'\"><script> @Anni", ["Anni"])
    assert html == (
        "&lt;b onclick=x&gt;<br>"
        '<a href="https://a.example/" rel="nofollow noopener noreferrer" target="_blank">https://a.example/</a>'
        '&#x27;&quot;&gt;&lt;script&gt; <b class="cs-mention">@Anni</b>'
    )
