"""A workspace's colour on the charts of its reviews, from the snapshot alone."""

from reports.qbr.drawing import DARK, LIGHT, MIDDLE
from workspaces.colours import lighter
from workspaces.printing import BrandFact, colour_of


def accents_of(brand: BrandFact | None) -> tuple[str, str, str]:
    """Dark, middle and light: ours, or the workspace's colour with white in it."""
    colour = colour_of(brand)
    return (colour, lighter(colour, 0.4), lighter(colour, 0.7)) if colour else (DARK, MIDDLE, LIGHT)
