"""Chance that repeats: one generator per subject, so that one ticket more moves nobody's contract."""

from collections.abc import Mapping
from random import Random


def chance(*key: object) -> Random:
    """A generator that gives the same numbers for the same key, in every process."""
    return Random("/".join(str(part) for part in key))  # noqa: S311 - a demo needs no secrets


def picked(rng: Random, weights: Mapping[str, int]) -> str:
    """One of the keys, each as often as its weight says."""
    return rng.choices(list(weights), weights=list(weights.values()))[0]
