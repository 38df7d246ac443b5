"""What the generators ask of a language."""

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from random import Random

# Ukrainian letters as passports write them; the rest of Europe loses its marks.
_LATIN = {
    "а": "a", "б": "b", "в": "v", "г": "h", "ґ": "g", "д": "d", "е": "e", "є": "ie", "ж": "zh", "з": "z", "и": "y",
    "і": "i", "ї": "i", "й": "i", "к": "k", "л": "l", "м": "m", "н": "n", "о": "o", "п": "p", "р": "r", "с": "s",
    "т": "t", "у": "u", "ф": "f", "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch", "ь": "", "ю": "iu",
    "я": "ia", "’": "", "'": "",
}  # fmt: skip


def words(text: str) -> tuple[str, ...]:
    """The words of a text, as long lists of names are easier to read."""
    return tuple(text.split())


@dataclass(frozen=True)
class Business:
    """A made-up company and its trade."""

    name: str
    industry: str

    @property
    def slug(self) -> str:
        """The name as an address writes it, without the company form."""
        return latin(re.sub(r"\b(Oyj|Oy|LLC|Inc)\b", "", self.name))


@dataclass(frozen=True)
class Person:
    first: str
    last: str

    @property
    def name(self) -> str:
        return f"{self.first} {self.last}"

    @property
    def local_part(self) -> str:
        """The name as the part of an address before the @."""
        return f"{latin(self.first)}.{latin(self.last)}"


@dataclass(frozen=True)
class Tongue:
    """Names and sentences of one language. `notes`: by metric and rating, what a colleague wrote beside it."""

    language: str
    country: str
    first_names: tuple[str, ...]
    last_names: tuple[str, ...]
    titles: Mapping[str, tuple[str, ...]]
    subjects: tuple[str, ...]
    grave_subjects: tuple[str, ...]
    notes: Mapping[str, Mapping[int, tuple[str, ...]]]
    farewells: Mapping[str, str]
    welcome_back: str
    phone: str
    group_name: Callable[[str], str]
    businesses: Callable[[Random], Iterator[Business]]

    def people(self, rng: Random) -> Iterator[Person]:
        """Different people, first and last names drawn apart, without end for our purposes."""
        pairs = [(first, last) for first in self.first_names for last in self.last_names]
        rng.shuffle(pairs)
        while True:
            yield from (Person(first, last) for first, last in pairs)


def latin(text: str) -> str:
    """Lower-case letters, digits and single hyphens."""
    written = "".join(_LATIN.get(letter, letter) for letter in text.lower())
    plain = unicodedata.normalize("NFKD", written).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")
