"""The tone of a comment, by the engine that knows its language."""

from surveys.choices import Tone
from surveys.ports import SENTIMENT
from surveys.rules import guessed_language

FROM = 50
"""Thousandths: from here a tone is positive, and from its negative on negative: the limits that VADER's authors give
[C. J. Hutto, E. Gilbert, "VADER: A Parsimonious Rule-based Model for Sentiment Analysis of Social Media Text", 2014]."""


def tone_of(comment: str, language: str) -> tuple[Tone, int | None]:
    """The tone of a comment and its score in thousandths, −1000 to 1000. `language` is that of the page; unknown where
    the comment is empty, or no engine knows the language that it seems to be written in."""
    if not comment.strip():
        return Tone.UNKNOWN, None
    written_in = guessed_language(comment, language)
    engine = next((one for one in SENTIMENT if written_in in one.languages), None)
    heard = engine.hear(comment) if engine else None
    if heard is None:
        return Tone.UNKNOWN, None
    score = round(1000 * max(-1.0, min(1.0, heard)))
    if score >= FROM:
        return Tone.POSITIVE, score
    return (Tone.NEGATIVE if score <= -FROM else Tone.NEUTRAL), score
