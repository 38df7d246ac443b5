"""Mails as people read them: one template for the words in HTML, one for the words alone."""

import re
import textwrap
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.template.loader import render_to_string

WIDTH = 72


@dataclass(frozen=True)
class Letter:
    """The two bodies of one mail."""

    text: str
    html: str


def render_letter(name: str, context: Mapping[str, Any]) -> Letter:
    """Render templates/emails/<name>.html (extends emails/base.html) and <name>.txt with the same context.

    The text part is broken at 72 columns; a line with a link is left whole.
    """
    values = dict(context)
    return Letter(
        text=wrapped(render_to_string(f"emails/{name}.txt", values)),
        html=render_to_string(f"emails/{name}.html", values),
    )


def wrapped(text: str) -> str:
    """Plain text in paragraphs of at most 72 columns, with no two empty lines in a row."""
    lines = [line.rstrip() for line in text.strip().splitlines()]
    kept = "\n".join(line if "://" in line else _wrap(line) for line in lines)
    return re.sub(r"\n{3,}", "\n\n", kept) + "\n"


def _wrap(line: str) -> str:
    indent = re.match(r"\s*(?:\d+\.\s+|- )?", line)
    hang = " " * len(indent[0]) if indent else ""
    return textwrap.fill(line, WIDTH, subsequent_indent=hang, break_long_words=False) if line else ""
