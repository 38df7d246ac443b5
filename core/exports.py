"""Cells of files that people open in a spreadsheet: what begins like a formula must not become one."""

import re

_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "\0", "＝", "＋", "－", "＠")
_NUMBER = re.compile(r"[-+]?\d[\d., \u00a0\u202f]*%?")


def safe_cell(text: str) -> str:
    """The text, with an apostrophe before it where a spreadsheet would take it for a formula; negative and
    signed numbers stay what they are."""
    if text.startswith(_STARTS) and not _NUMBER.fullmatch(text):
        return f"'{text}"
    return text
