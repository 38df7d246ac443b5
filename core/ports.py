"""Typed registries through which an upper app hands its part to a lower app's page.

A lower app declares `PANELS: Registry[Panel] = Registry("account panels")`; the upper app calls
`PANELS.add(...)` from its apps.py. Nothing else crosses upward.
"""

from collections.abc import Iterator
from typing import Any, Generic, Protocol, TypeVar


class Part(Protocol):
    """What a registry holds: something with a key and a place in the order."""

    @property
    def key(self) -> str: ...

    @property
    def order(self) -> int: ...


P = TypeVar("P", bound=Part)


class Registry(Generic[P]):
    """Parts by key, in their order; a second part of one key is a programming error."""

    def __init__(self, name: str) -> None:
        self.name = name
        self._parts: dict[str, P] = {}

    def add(self, part: P) -> P:
        """Register a part; adding the very same part again is harmless."""
        known = self._parts.get(part.key)
        if known is not None and known != part:
            raise ValueError(f"{self.name}: {part.key} is registered twice.")
        self._parts[part.key] = part
        return part

    def __iter__(self) -> Iterator[P]:
        return iter(sorted(self._parts.values(), key=lambda part: (part.order, part.key)))

    def __contains__(self, key: object) -> bool:
        return key in self._parts

    def get(self, key: str, default: Any = None) -> P | Any:
        """The part of this key, else the default."""
        return self._parts.get(key, default)
