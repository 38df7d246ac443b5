"""Stems of words by the language of the article, or of whoever searches; English, Finnish and Russian by PostgreSQL's
own Snowball dictionaries, Ukrainian by ours (portal.rules.stems)."""

from collections.abc import Collection

from django.db import connection

from portal.choices.articles import ArticleLanguage
from portal.rules.stems import finnish_stem, ukrainian_stem
from portal.rules.words import is_cyrillic

EN, FI, UK, RU = ArticleLanguage.EN, ArticleLanguage.FI, ArticleLanguage.UK, ArticleLanguage.RU
Stems = dict[str, dict[ArticleLanguage, str]]


def stems_of(words: Collection[str]) -> Stems:
    """Of each folded word its stem in every language of its script; empty where it says nothing by itself. One query."""
    distinct = list(dict.fromkeys(words))
    if not distinct:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT w, ts_lexize('english_stem', w), ts_lexize('finnish_stem', w), ts_lexize('russian_stem', w)"
            " FROM unnest(%s::text[]) AS w",
            [distinct],
        )
        return {word: _of(word, *found) for word, *found in cursor.fetchall()}


def stem_in(language: str, word: str, stems: Stems) -> str:
    """The stem of a word in an article of this language; a word of the other script is taken for English or Russian."""
    known = stems[word]
    return known[ArticleLanguage(language)] if language in known else known[RU if is_cyrillic(word) else EN]


def _of(
    word: str, english: list[str] | None, finnish: list[str] | None, russian: list[str] | None
) -> dict[ArticleLanguage, str]:
    if is_cyrillic(word):
        return {UK: ukrainian_stem(word), RU: _first(russian, word)}
    return {EN: _first(english, word), FI: finnish_stem(_first(finnish, word))}


def _first(lexemes: list[str] | None, word: str) -> str:
    """The dictionary's stem; an empty answer means a small word, none that it does not know the word."""
    if lexemes is None:
        return word
    return lexemes[0] if lexemes else ""
