"""Plain text as people write it: addresses that become links, colleagues named with @."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

# Up to the next space, quote or angle; marks at the end belong to the sentence.
ADDRESS = re.compile(r"https?://[^\s<>\"'`\\]{3,2000}", re.IGNORECASE)
CLOSING = ".,;:!?)]}…"


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text: as it stands, an address, or the name of somebody brought in."""

    kind: Literal["text", "link", "mention"]
    text: str


def mentioned(text: str, names: Mapping[str, int]) -> list[int]:
    """The ids of those whom the text names with @, in the order of the text, each once.

    `names`: id by name. Case does not matter; of two names that fit the longer one is meant, and a name ends where
    the word ends.
    """
    by_key = {name.casefold(): number for name, number in names.items()}
    found = [by_key[match[1].casefold()] for match in _named(names).finditer(text)] if names else []
    return list(dict.fromkeys(found))


def pieces(text: str, names: Iterable[str] = ()) -> Iterator[Piece]:
    """The text cut into pieces, which together are the text."""
    known = [name for name in names if name]
    at = 0
    for start, end, kind in _marks(text, known):
        if start < at:
            continue
        if start > at:
            yield Piece("text", text[at:start])
        yield Piece(kind, text[start:end])
        at = end
    if at < len(text):
        yield Piece("text", text[at:])


def _marks(text: str, names: list[str]) -> list[tuple[int, int, Literal["link", "mention"]]]:
    found: list[tuple[int, int, Literal["link", "mention"]]] = []
    for match in ADDRESS.finditer(text):
        address = match[0].rstrip(CLOSING)
        found.append((match.start(), match.start() + len(address), "link"))
    if names:
        found += [(match.start(), match.end(), "mention") for match in _named(names).finditer(text)]
    return sorted(found)


def _named(names: Iterable[str]) -> re.Pattern[str]:
    longest_first = sorted(names, key=len, reverse=True)
    return re.compile(rf"(?<!\w)@({'|'.join(map(re.escape, longest_first))})(?!\w)", re.IGNORECASE)
