"""The engine for English: VADER, a lexicon with rules, on this machine alone."""

from functools import lru_cache
from typing import Any

from surveys.choices import Language
from surveys.ports import SentimentEngine


@lru_cache(maxsize=1)
def _analyzer() -> Any:
    # its lexicon takes a moment to read, and most processes never hear a comment
    from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

    return SentimentIntensityAnalyzer()


def hear(text: str) -> float:
    """VADER's compound score, −1 to 1."""
    return float(_analyzer().polarity_scores(text)["compound"])


VADER = SentimentEngine("vader", frozenset({Language.ENGLISH.value}), hear)
