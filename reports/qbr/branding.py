"""A workspace's colour and logo on its reviews, from the snapshot alone."""

import base64
from dataclasses import dataclass

from django.utils.safestring import SafeString, mark_safe

from reports.facts import BrandFact
from reports.qbr.drawing import DARK, LIGHT, MIDDLE
from workspaces.colours import colour_named, lighter

LOGO = "logo.png"
HIGH, WIDE = 44.0, 150.0  # points, on the cover


@dataclass(frozen=True)
class Logo:
    """`address` names it where the document is printed, `data` holds it for the page; `name` is read out for it."""

    address: str
    data: str
    name: str


def accents_of(brand: BrandFact | None) -> tuple[str, str, str]:
    """Dark, middle and light: ours, or the workspace's colour with white in it."""
    colour = _colour(brand)
    return (colour, lighter(colour, 0.4), lighter(colour, 0.7)) if colour else (DARK, MIDDLE, LIGHT)


def sheet_of(brand: BrandFact | None) -> SafeString | str:
    """The rules that lay the workspace's look over ours; empty without one. All of the cover's words turn white, for a
    tint of a colour that is just dark enough could not be read on it."""
    rules, colour = [], _colour(brand)
    if colour:
        rules = [
            f".q-cover-top {{ background: {colour}; }} .q-name {{ border-top-color: {colour}; color: {colour}; }}",
            ".q-cover-top .q-kind, .q-cover-top .q-cover-caption { color: #FFFFFF; }",
        ]
    if brand is not None and brand.logo:
        scale = min(HIGH / max(1, brand.logo_tall), WIDE / max(1, brand.logo_wide))
        wide, tall = brand.logo_wide * scale, brand.logo_tall * scale
        rules.append(f".q-logo {{ width: {wide:.1f}pt; height: {tall:.1f}pt; }}")
    return mark_safe(" ".join(rules))


def logo_of(brand: BrandFact | None, name: str) -> Logo | None:
    """The logo; `name` is what is read out for it."""
    if brand is None or not brand.logo:
        return None
    return Logo(LOGO, f"data:image/png;base64,{brand.logo}", name)


def logo_bytes(brand: BrandFact | None) -> bytes:
    return base64.b64decode(brand.logo) if brand and brand.logo else b""


def _colour(brand: BrandFact | None) -> str:
    return colour_named(brand.colour) or "" if brand else ""
