"""Words for the search: cut out of a text, folded, told apart by script; which two are one slip of the finger apart; and
where in a text they stand. Plain Python; stems of English, Finnish and Russian are PostgreSQL's, of Ukrainian ours."""

import re
import unicodedata
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

LONGEST = 40
QUERY_TEXT, QUERY_WORDS = 200, 8
PREFIX = 3  # shorter beginnings fit too much
SLIP = 4  # shorter words are too near to each other
LONGEST_SLIP = 24
EXCERPT = 180

_APOSTROPHES = "'’ʼ`′"
_WORD = re.compile(rf"[^\W_]+(?:[{_APOSTROPHES}\-‐‑][^\W_]+)*")
_HYPHENS = re.compile(r"[-‐‑]")
_FOLDED = str.maketrans({"ё": "е", "ґ": "г", **dict.fromkeys(_APOSTROPHES)})


@dataclass(frozen=True, slots=True)
class Query:
    """What somebody looks for: distinct words in their order; the last one may be unfinished."""

    words: tuple[str, ...]
    is_open: bool


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a text; `hit` where a word stands that was looked for."""

    text: str
    hit: bool


def fold(word: str) -> str:
    """A word by which spellings meet: small letters, ё as е, ґ as г, without apostrophes, the English 's left out."""
    small = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", word).casefold())
    if len(small) > 2 and small[-1] == "s" and small[-2] in _APOSTROPHES:
        small = small[:-2]
    return small.translate(_FOLDED)[:LONGEST]


def words_of(text: str, *, with_parts: bool = True) -> list[str]:
    """The folded words of a text in their order; one with a hyphen is there without it, and `with_parts` in these too."""
    found: list[str] = []
    for match in _WORD.finditer(text):
        parts = [fold(part) for part in _HYPHENS.split(match[0])]
        whole = "".join(parts)[:LONGEST]
        found += [*parts, whole] if with_parts and len(parts) > 1 else [whole]
    return [word for word in found if word]


def query_of(text: str) -> Query:
    """What was typed, as far as it is looked for: 200 characters and eight words of it. The last word is unfinished
    unless something stands behind it."""
    cut = text.replace("\0", " ")[:QUERY_TEXT]
    words = tuple(dict.fromkeys(words_of(cut, with_parts=False)))[:QUERY_WORDS]
    is_open = bool(words) and cut[-1:].isalnum() and len(words[-1]) >= PREFIX
    return Query(words, is_open)


def is_cyrillic(word: str) -> bool:
    return any("Ѐ" <= letter <= "ӿ" for letter in word)


def slips(word: str) -> set[str]:
    """The word and what is left of it when one letter falls out; none for words too short or too long to guess at."""
    if not SLIP <= len(word) <= LONGEST_SLIP or any(letter.isdigit() for letter in word):
        return set()
    return {word, *(word[:place] + word[place + 1 :] for place in range(len(word)))}


def one_slip(typed: str, meant: str) -> bool:
    """Whether one letter too many, too few, another, or two in the wrong order make one word of the other."""
    if typed == meant:
        return False
    short, long = sorted((typed, meant), key=len)
    place = next((n for n, letter in enumerate(short) if letter != long[n]), len(short))
    rest, other = short[place:], long[place:]
    if len(long) - len(short) == 1:
        return rest == other[1:]
    if len(short) != len(long):
        return False
    return rest[1:] == other[1:] or (rest[:2] == other[1::-1] and rest[2:] == other[2:])


def marked(text: str, forms: Collection[str]) -> list[Piece]:
    """The text in pieces, those words hit whose folded form is one of `forms`."""
    pieces: list[Piece] = []
    done = 0
    for match in _WORD.finditer(text):
        if not _is_hit(match[0], forms):
            continue
        if match.start() > done:
            pieces.append(Piece(text[done : match.start()], False))
        pieces.append(Piece(match[0], True))
        done = match.end()
    return [*pieces, Piece(text[done:], False)] if done < len(text) else pieces


def excerpt(text: str, forms: Collection[str], most: int = EXCERPT) -> str:
    """The part of the text round the first word that is hit, cut at words; its beginning where none is."""
    plain = " ".join(text.split())
    if len(plain) <= most:
        return plain
    first = next((m.start() for m in _WORD.finditer(plain) if _is_hit(m[0], forms)), 0)
    begin = max(0, first - most // 3)
    if begin:
        begin = plain.find(" ", begin, first + 1) + 1 or first
    end = begin + most
    if end < len(plain):
        end = max(plain.rfind(" ", begin, end), begin + most // 2)
    return ("… " if begin else "") + plain[begin:end].strip() + (" …" if end < len(plain) else "")


def beginning_with(prefix: str, words: Iterable[str]) -> set[str]:
    return {word for word in words if word.startswith(prefix)}


def _is_hit(word: str, forms: Collection[str]) -> bool:
    if fold(word) in forms:
        return True
    parts: Sequence[str] = _HYPHENS.split(word)
    return len(parts) > 1 and any(fold(part) in forms for part in (*parts, "".join(parts)))
