"""Colours as arithmetic: contrast with white, and lighter shades. Plain Python."""

import re

ENOUGH = 4.5
"""WCAG 2.2, 1.4.3: text of ordinary size against its ground (AA)."""
_WRITTEN = re.compile(r"#?([0-9a-fA-F]{6})")


def colour_named(text: str) -> str | None:
    """ "#0C4A57" of "#0c4a57" or "0c4a57"; None for anything else."""
    found = _WRITTEN.fullmatch(text.strip())
    return f"#{found[1].upper()}" if found else None


def contrast_with_white(colour: str) -> float:
    """The contrast ratio of white and "#RRGGBB", 1 to 21, by relative luminance as WCAG 2.2 defines it."""
    red, green, blue = (_linear(part / 255) for part in _parts(colour))
    return 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05)


def lighter(colour: str, share: float) -> str:
    """The colour with that share of white in it, 0 to 1."""
    return "#" + "".join(f"{round(part + (255 - part) * share):02X}" for part in _parts(colour))


def _parts(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def _linear(part: float) -> float:
    return float(part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4)
