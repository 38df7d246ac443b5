"""The tokens' contrast: text 4.5, shapes, fields and focus 3, on every surface they may stand on, in both themes."""

import re
from pathlib import Path

import pytest

TOKENS = Path(__file__).resolve().parents[2] / "static" / "css" / "tokens.css"
SURFACES = ("canvas", "surface", "sidebar", "sunken", "hover", "selected", "raised")
BANDS = ("healthy", "monitor", "risk", "unknown")

TEXT_ON_SURFACES = ["text", "text-2", "text-3", "accent-text", *(f"{band}-text" for band in BANDS)]
MARKS_ON_SURFACES = ["border-control", "focus", *BANDS]


def themes():
    source = TOKENS.read_text()
    light = re.search(r':root, \[data-bs-theme="light"\] {(.*?)\n}', source, re.S)
    dark = re.search(r'\n\[data-bs-theme="dark"\] {(.*?)\n}', source, re.S)
    return {
        name: dict(re.findall(r"--cs-([\w-]+): (#[0-9A-F]{6});", block.group(1)))
        for name, block in (("light", light), ("dark", dark))
    }


COLOURS = themes()


def luminance(colour):
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one, other):
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def pairs(names, grounds):
    return [(theme, name, ground) for theme in COLOURS for name in names for ground in grounds]


def test_the_measure_is_the_known_one():
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.01)


def test_both_themes_name_the_same_colours():
    assert COLOURS["light"].keys() == COLOURS["dark"].keys()


@pytest.mark.parametrize(("theme", "name", "ground"), pairs(TEXT_ON_SURFACES, SURFACES))
def test_text_is_readable_on_every_surface(theme, name, ground):
    assert contrast(COLOURS[theme][name], COLOURS[theme][ground]) >= 4.5


@pytest.mark.parametrize(("theme", "name", "ground"), pairs(MARKS_ON_SURFACES, SURFACES))
def test_shapes_fields_and_focus_are_seen_on_every_surface(theme, name, ground):
    assert contrast(COLOURS[theme][name], COLOURS[theme][ground]) >= 3


@pytest.mark.parametrize("theme", list(COLOURS))
@pytest.mark.parametrize(
    ("name", "ground"),
    [
        *((f"{band}-text", f"{band}-soft") for band in BANDS),
        ("accent-text", "accent-soft"),
        ("on-accent", "accent"),
        ("on-accent", "accent-hover"),
        ("canvas", "text"),
    ],
)
def test_words_are_readable_on_their_own_fill(theme, name, ground):
    assert contrast(COLOURS[theme][name], COLOURS[theme][ground]) >= 4.5


@pytest.mark.parametrize("theme", list(COLOURS))
@pytest.mark.parametrize("band", BANDS)
def test_shapes_are_seen_on_their_own_fill(theme, band):
    assert contrast(COLOURS[theme][band], COLOURS[theme][f"{band}-soft"]) >= 3


def test_white_on_the_danger_button_is_readable():
    controls = (TOKENS.parent / "controls.css").read_text()
    ground = re.search(
        r"cs-btn-danger-solid:hover \{ border-color: transparent; background: (#\w{6})", controls
    )
    assert contrast(ground.group(1), "#FFFFFF") >= 4.5
