"""Charts for paper: plain SVG, 1:1, every attribute on its own element, since page styles do not reach into it.

Measures are points; a chart is 481.9 wide. The first title of each is what is read out for it.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from html import escape

from django.utils.safestring import SafeString, mark_safe

WIDTH = 481.9
INK, SECOND, RULE, PALE = "#17222B", "#55636E", "#C5CED4", "#EEF3F4"
DARK, MIDDLE, LIGHT, RED = "#0C4A57", "#3F8D9C", "#A8CDD5", "#B5382A"
FACES = "Inter Latin, Inter Latin Extended, Inter Cyrillic, Inter Signs, sans-serif"
LABEL = 7.5
BAND = "#E5EAED"  # behind a gap

Scale = Callable[[float], float]

_accents: ContextVar[tuple[str, str, str]] = ContextVar("accents", default=(DARK, MIDDLE, LIGHT))


@contextmanager
def accents(dark: str, middle: str, light: str) -> Iterator[None]:
    """Draw in these three instead of ours, inside the block."""
    token = _accents.set((dark, middle, light))
    try:
        yield
    finally:
        _accents.reset(token)


def number(value: float) -> str:
    """Two decimals at most: short files, and the same on every machine."""
    return f"{value:.2f}".rstrip("0").rstrip(".") or "0"


def svg(title: str, body: str, height: float, width: float = WIDTH) -> SafeString:
    """A whole drawing; without a title it is decoration and is passed over."""
    spoken = f"<title>{escape(title)}</title>" if title else ""
    for ours, theirs in zip((DARK, MIDDLE, LIGHT), _accents.get(), strict=True):
        # As a whole attribute: words are escaped and hold no quotation mark.
        body = body.replace(f'="{ours}"', f'="{theirs}"')
    role = 'role="img"' if title else 'aria-hidden="true"'
    size = f'width="{number(width)}pt" height="{number(height)}pt" viewBox="0 0 {number(width)} {number(height)}"'
    return mark_safe(f'<svg xmlns="http://www.w3.org/2000/svg" {size} {role}>{spoken}{body}</svg>')


def line(
    x1: float, y1: float, x2: float, y2: float, colour: str = RULE, wide: float = 0.5, dash: str = ""
) -> str:
    dashed = f' stroke-dasharray="{dash}"' if dash else ""
    return (
        f'<line x1="{number(x1)}" y1="{number(y1)}" x2="{number(x2)}" y2="{number(y2)}" '
        f'stroke="{colour}" stroke-width="{number(wide)}"{dashed}/>'
    )


def rect(x: float, y: float, wide: float, tall: float, colour: str, edge: str = "") -> str:
    stroke = f' stroke="{edge}" stroke-width="0.75"' if edge else ""
    return (
        f'<rect x="{number(x)}" y="{number(y)}" width="{number(max(0, wide))}" '
        f'height="{number(max(0, tall))}" fill="{colour}"{stroke}/>'
    )


def dot(x: float, y: float, radius: float, colour: str, edge: str = "") -> str:
    stroke = f' stroke="{edge}" stroke-width="1.2"' if edge else ""
    return f'<circle cx="{number(x)}" cy="{number(y)}" r="{number(radius)}" fill="{colour}"{stroke}/>'


def path(d: str, colour: str, wide: float, dash: str = "") -> str:
    dashed = f' stroke-dasharray="{dash}"' if dash else ""
    return (
        f'<path d="{d}" fill="none" stroke="{colour}" stroke-width="{number(wide)}" '
        f'stroke-linejoin="round" stroke-linecap="round"{dashed}/>'
    )


def text(
    x: float,
    y: float,
    words: str,
    *,
    anchor: str = "start",
    colour: str = SECOND,
    size: float = LABEL,
    bold: bool = False,
) -> str:
    weight = ' font-weight="600"' if bold else ""
    return (
        f'<text x="{number(x)}" y="{number(y)}" font-family="{FACES}" font-size="{number(size)}" '
        f'text-anchor="{anchor}" fill="{colour}"{weight}>{escape(words)}</text>'
    )


def line_path(points: Sequence[tuple[float, float] | None]) -> str:
    """A line through known points; a gap stays a gap."""
    drawn, pen = "", "M"
    for point in points:
        if point is None:
            pen = "M"
            continue
        drawn += f"{pen}{number(point[0])} {number(point[1])}"
        pen = "L"
    return drawn


def step_path(points: Sequence[tuple[float, float] | None]) -> str:
    """As line_path, holding each value until the next."""
    drawn, level = "", None
    for point in points:
        if point is None:
            level = None
            continue
        x, y = number(point[0]), number(point[1])
        drawn += f"M{x} {y}" if level is None else f"H{x}" + (f"V{y}" if y != level else "")
        level = y
    return drawn


def gaps(known: Sequence[bool]) -> list[tuple[int, int]]:
    """First and last place of each run of unknown ones."""
    found: list[tuple[int, int]] = []
    for place, is_known in enumerate(known):
        if is_known:
            continue
        if found and found[-1][1] == place - 1:
            found[-1] = (found[-1][0], place)
        else:
            found.append((place, place))
    return found


def scale_top(most: float) -> float:
    """A round number at or above the largest value: 1, 2 or 5 with noughts."""
    size = 1.0
    while True:
        for step in (1, 2, 4, 5, 10):
            if step * size >= most:
                return step * size
        size *= 10


def cut(words: str, wide: float, size: float) -> str:
    """Words that fit a width of points at a size, for a drawing's text does not wrap: the end gives way to an ellipsis.
    By the mean width of Inter's letters, which are wider in capitals and in Cyrillic."""
    room = wide / size
    for place, letter in enumerate(words):
        room -= 0.72 if letter.isupper() or letter in "мшщюжфыwm—" else 0.58 if letter > "\u0400" else 0.54
        if room < 0:
            return words[: max(1, place - 1)].rstrip() + "…"
    return words


def apart(y: float, other: float | None, least: float = 11) -> float:
    """Where a label goes so that it does not touch another one."""
    if other is None or abs(y - other) >= least:
        return y
    return other + least if y >= other else other - least
