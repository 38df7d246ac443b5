"""Quarters, and what a review says by itself."""

from datetime import date
from pathlib import Path

import pytest
from django.conf import settings

from reports.choices import Language
from reports.rules import Quarter, quarter_named, quarter_of


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("2024Q4", Quarter(2024, 4)),
        ("2024-q1", Quarter(2024, 1)),
        (" 2024 Q2 ", Quarter(2024, 2)),
        ("2024Q5", None),
        ("24Q4", None),
        ("Q4 2024", None),
        ("", None),
    ],
)
def test_a_quarter_is_read_as_it_is_written(text, found):
    assert quarter_named(text) == found


def test_a_quarter_has_its_days_and_its_neighbours():
    fourth = quarter_of(date(2024, 12, 31))
    assert (fourth, fourth.first, fourth.last) == (Quarter(2024, 4), date(2024, 10, 1), date(2024, 12, 31))
    assert (fourth.after, Quarter(2024, 1).before, str(fourth)) == (
        Quarter(2025, 1),
        Quarter(2023, 4),
        "2024Q4",
    )
    assert Quarter(2024, 1).last == date(2024, 3, 31)
    assert quarter_of(date(2024, 2, 29)) == Quarter(2024, 1)


def test_every_language_that_is_offered_has_its_words():
    """English are the words themselves; another language without a catalogue would print half a document."""
    for code in {*Language.values, *(code for code, _name in settings.LANGUAGES)}:
        catalogues = [Path(place) / code / "LC_MESSAGES" / "django.mo" for place in settings.LOCALE_PATHS]
        assert code == "en" or any(one.is_file() for one in catalogues), code
