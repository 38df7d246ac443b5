"""A short list that people put in order."""

from collections.abc import Sequence


def moved(ids: Sequence[int], one: int, way: str) -> list[int]:
    """The list after one deed: `put` at its end, `take` away, a place `up` or `down`. What is no part of the list does
    not move, and what is one is not put there twice."""
    found = list(ids)
    if way == "put":
        return found if one in found else [*found, one]
    if one not in found:
        return found
    place = found.index(one)
    found.remove(one)
    if way == "take":
        return found
    found.insert(max(0, place - 1) if way == "up" else min(len(found), place + 1), one)
    return found
