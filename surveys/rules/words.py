"""What comments are about: their words, counted, without those that every sentence has."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from surveys.rules.stopwords import STOP_WORDS

WORD = re.compile(r"[^\W\d_]+(?:[’'-][^\W\d_]+)*")
SHORTEST = 3
SIZES = 5
_ALL_STOPS = frozenset().union(*STOP_WORDS.values())


@dataclass(frozen=True, slots=True)
class Word:
    """A word, in how many comments it stands, and its size from 1 to 5."""

    text: str
    count: int
    size: int


def word_cloud(comments: Iterable[str], most: int = 40) -> list[Word]:
    """The words that stand in most comments, by alphabet; each comment counts a word once, so that one long answer does
    not speak for all. Sizes go by the share of the most frequent one."""
    counts: Counter[str] = Counter()
    for comment in comments:
        counts.update(set(_words(comment)))
    chosen = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))[:most]
    top = max((count for _word, count in chosen), default=0)
    return [Word(word, count, -(-SIZES * count // top)) for word, count in sorted(chosen)]


def guessed_language(text: str, given: str) -> str:
    """The language that a comment is written in, by the small words that stand in it; `given`, that of the page, where
    they do not tell. Empty where the script contradicts the language: nobody knows."""
    words = [word.lower() for word in WORD.findall(text)]
    hits = {language: sum(word in stops for word in words) for language, stops in STOP_WORDS.items()}
    best = max(hits.values(), default=0)
    found = [language for language, count in hits.items() if count == best]
    if best and given not in found:
        return found[0] if len(found) == 1 else ""
    is_cyrillic = any("Ѐ" <= letter <= "ӿ" for letter in text)
    if is_cyrillic != (given in ("uk", "ru")) and words:
        return ""
    return given


def _words(comment: str) -> Sequence[str]:
    found = (word.lower().replace("’", "'") for word in WORD.findall(comment))
    return [word for word in found if len(word) >= SHORTEST and word not in _ALL_STOPS]
