"""What may be put into this app: engines that hear the tone of a comment, and who hears of answers about a thing of theirs."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from core.ports import Registry


@dataclass(frozen=True)
class SentimentEngine:
    """Hears the tone of texts in these languages: −1 for the worst to 1 for the best; None where it cannot tell. Of two
    engines for a language the first in the order is asked."""

    key: str
    languages: frozenset[str]
    hear: Callable[[str], float | None]
    order: int = 100


@dataclass(frozen=True)
class SourceAnswers:
    """Hears, in the answer's own transaction, how something of an upper app was rated: `take(source_key, score, comment,
    now)`, for source keys that begin with `prefix`. Hearing the same again does nothing."""

    key: str
    prefix: str
    take: Callable[[str, int, str, datetime], object]
    order: int = 100


SOURCE_ANSWERS: Registry[SourceAnswers] = Registry("who hears of answers")
SENTIMENT: Registry[SentimentEngine] = Registry("engines of sentiment")
