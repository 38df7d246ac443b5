"""Catalogues of translated words: read as .po, written as .mo, by no tool but Python.

The .mo files are kept with the code, so that nothing has to be compiled where the platform is installed; the same .po
always gives the same bytes. Format: GNU gettext manual, "The Format of GNU MO Files".
"""

import ast
import struct
from dataclasses import dataclass, field
from pathlib import Path

MAGIC, HEAD = 0x950412DE, 28
CONTEXT, PLURAL = "\x04", "\x00"


class CatalogueBroken(Exception):
    """A line of a .po file that cannot be read; the text names file and line."""


@dataclass
class Entry:
    """One message; `words` by plural form, a single one under 0."""

    context: str | None = None
    singular: str = ""
    plural: str | None = None
    words: dict[int, str] = field(default_factory=dict)

    @property
    def key(self) -> str:
        """As .mo files name it."""
        start = "" if self.context is None else self.context + CONTEXT
        return start + self.singular + ("" if self.plural is None else PLURAL + self.plural)

    @property
    def is_translated(self) -> bool:
        return bool(self.words) and all(self.words.values())


def read_entries(path: Path) -> list[Entry]:
    """The entries of a .po file in their order, its head among them under the empty name. Raises CatalogueBroken."""
    found: list[Entry] = []
    entry, part = Entry(), ""
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        line = line.strip()
        if not line or line.startswith("#"):
            continue
        name, _space, quoted = ("", "", line) if line.startswith('"') else line.partition(" ")
        if name in ("msgctxt", "msgid") and entry.words:
            found.append(entry)
            entry = Entry()
        part = name or part
        try:
            _put(entry, part, str(ast.literal_eval(quoted.strip())))
        except (SyntaxError, ValueError) as error:
            raise CatalogueBroken(f"{path}, line {number}: {line}") from error
    return [*found, entry] if entry.words else found


def _put(entry: Entry, part: str, text: str) -> None:
    """Add a line's text to the part of the entry that it stands in."""
    match part:
        case "msgctxt":
            entry.context = (entry.context or "") + text
        case "msgid":
            entry.singular += text
        case "msgid_plural":
            entry.plural = (entry.plural or "") + text
        case _:
            place = 0 if part == "msgstr" else int(part.removeprefix("msgstr[").removesuffix("]"))
            entry.words[place] = entry.words.get(place, "") + text


def compiled(entries: list[Entry]) -> bytes:
    """A .mo file of what is translated."""
    told = {
        entry.key.encode(): PLURAL.join(words for _place, words in sorted(entry.words.items())).encode()
        for entry in entries
        if entry.is_translated
    }
    names = sorted(told)
    ids, texts = (
        b"".join(part + b"\0" for part in parts) for parts in (names, [told[name] for name in names])
    )
    start = HEAD + 16 * len(names)
    tables = b""
    for parts, at in ((names, start), ([told[name] for name in names], start + len(ids))):
        for part in parts:
            tables += struct.pack("<2I", len(part), at)
            at += len(part) + 1
    head = struct.pack("<7I", MAGIC, 0, len(names), HEAD, HEAD + 8 * len(names), 0, start)
    return head + tables + ids + texts


def catalogues_below(folder: Path) -> list[Path]:
    """The .po files of a locale folder."""
    return sorted(folder.glob("*/LC_MESSAGES/*.po"))
