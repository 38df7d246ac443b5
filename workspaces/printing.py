"""A workspace's colour and logo on what is printed for its customers, kept with the document."""

import base64
from dataclasses import dataclass

from django.utils.safestring import SafeString, mark_safe

from workspaces.colours import colour_named
from workspaces.selectors.brand import brand_of_workspace

LOGO = "logo.png"
HIGH, WIDE = 44.0, 150.0  # points, on the cover


@dataclass(frozen=True)
class BrandFact:
    """How the workspace's documents looked on that day: "#0C4A57" or empty, and a PNG in base64 or empty."""

    colour: str
    logo: str
    logo_wide: int
    logo_tall: int


@dataclass(frozen=True)
class Logo:
    """`address` names it where the document is printed, `data` holds it for the page; `name` is read out for it."""

    address: str
    data: str
    name: str


def brand_fact() -> BrandFact | None:
    """Colour and logo as they are now; None where neither was chosen."""
    kept = brand_of_workspace()
    if kept is None or not (kept.colour or kept.logo):
        return None
    logo = base64.b64encode(kept.logo).decode() if kept.logo else ""
    return BrandFact(kept.colour, logo, kept.logo_wide, kept.logo_tall)


def colour_of(brand: BrandFact | None) -> str:
    """The colour that was chosen, or nothing."""
    return colour_named(brand.colour) or "" if brand else ""


def sheet_of(brand: BrandFact | None) -> SafeString | str:
    """The rules that lay the workspace's look over ours; empty without one. All of the cover's words turn white, for a
    tint of a colour that is just dark enough could not be read on it."""
    rules, colour = [], colour_of(brand)
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
