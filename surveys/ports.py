"""What may be put into this app: engines that hear the tone of a comment."""

from collections.abc import Callable
from dataclasses import dataclass

from core.ports import Registry


@dataclass(frozen=True)
class SentimentEngine:
    """Hears the tone of texts in these languages: −1 for the worst to 1 for the best; None where it cannot tell. Of two
    engines for a language the first in the order is asked."""

    key: str
    languages: frozenset[str]
    hear: Callable[[str], float | None]
    order: int = 100


SENTIMENT: Registry[SentimentEngine] = Registry("engines of sentiment")
