"""Finding articles: words by their stems, the last one by its beginning, a slip of the finger forgiven.

All conditions are plain equality or a prefix on the word table, which indexes serve under row-level security. An
article that has all words stands before one that has some; then words count by where they stand and how well they fit.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Case, Count, F, IntegerField, Max, Q, QuerySet, Value, When

import core.lists.lookups  # noqa: F401  (registers `prefixed`)
from portal.identity import Customer
from portal.models import Article, ArticleWord, WordSlip
from portal.rules.words import Piece, Query, excerpt, marked, one_slip, query_of, slips
from portal.selectors.articles import Reader, in_order, readable, reader_of
from portal.selectors.stems import Stems, stems_of

LIMIT = 20
#: How well a word fits: as it was typed, another form of it, one that begins so, one slip away.
SAME, FORM, BEGINNING, SLIPPED = 8, 6, 4, 3
MOST_MEANT = 6  # words that one mistyped word may stand for
MANY_FORMS = 400


@dataclass(frozen=True, slots=True)
class Found:
    """An article with its title and a part of its text, in pieces, the words that were looked for hit."""

    article: Article
    title: tuple[Piece, ...]
    excerpt: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """What was found, best first. `is_complete`: each article has all words. `meant` are the words taken for mistyped
    ones, by these."""

    found: tuple[Found, ...] = ()
    is_complete: bool = True
    meant: Mapping[str, str] | None = None


def search(customer: Customer | None, text: str, limit: int = LIMIT) -> Answer:
    """The articles of this customer, or of anybody, that fit what was typed."""
    return search_articles(reader_of(customer), text, limit)


def search_articles(reader: Reader, text: str, limit: int = LIMIT) -> Answer:
    """The reader's articles that fit `text`, `limit` at most. Seven queries at most, whatever was typed; what is longer
    than eight words is looked for by the first eight."""
    query = query_of(text)
    if not query.words:
        return Answer()
    wanted = _wanted(query)
    rows = _ranked(wanted, reader, limit)
    meant = (
        _meant([one for one in wanted if not any(row[f"w{one.place}"] for row in rows)], reader)
        if wanted
        else {}
    )
    if meant:
        wanted = [one.or_meant(meant.get(one.word, ())) for one in wanted]
        rows = _ranked(wanted, reader, limit)
    if not rows:
        return Answer()
    most = max(row["matched"] for row in rows)
    kept = [row["article_id"] for row in rows if row["matched"] == most or most < len(wanted)]
    shown = {word: words[0] for word, words in meant.items() if words}
    return Answer(tuple(_shown(kept, wanted, reader)), most == len(wanted), shown or None)


@dataclass(frozen=True, slots=True)
class Wanted:
    """One word looked for: its place among them, its stems, whether it may be unfinished, what it may be mistyped for."""

    place: int
    word: str
    stems: tuple[str, ...]
    is_open: bool = False
    meant: tuple[str, ...] = ()

    def or_meant(self, words: Iterable[str]) -> "Wanted":
        return Wanted(self.place, self.word, self.stems, self.is_open, tuple(words))

    def where(self) -> Q:
        fits = Q(word=self.word)
        if self.stems:
            fits |= Q(stem__in=self.stems)
        if self.is_open:
            fits |= Q(word__prefixed=self.word)
        return fits | Q(word__in=self.meant) if self.meant else fits

    def worth(self) -> Max:
        """The best that a word of the article is worth here; 0 where none fits."""
        cases = [When(word=self.word, then=F("weight") * SAME)]
        if self.stems:
            cases.append(When(stem__in=self.stems, then=F("weight") * FORM))
        if self.is_open:
            cases.append(When(word__prefixed=self.word, then=F("weight") * BEGINNING))
        if self.meant:
            cases.append(When(word__in=self.meant, then=F("weight") * SLIPPED))
        return Max(Case(*cases, default=Value(0), output_field=IntegerField()))


def _wanted(query: Query) -> list[Wanted]:
    """The words that say something; all of them, if none does."""
    stems = stems_of(query.words)
    last = query.words[-1]
    said = [
        word
        for word in query.words
        if _says(word, stems) or (word == last and query.is_open and len(word) > 4)
    ]
    return [
        Wanted(
            place,
            word,
            tuple({stem for stem in stems[word].values() if stem}),
            query.is_open and word == last,
        )
        for place, word in enumerate(said or query.words)
    ]


def _says(word: str, stems: Stems) -> bool:
    return all(stems[word].values())


def _ranked(wanted: Sequence[Wanted], reader: Reader, limit: int) -> list[dict[str, int]]:
    """Articles with what each word is worth in them (`w0`, `w1` …), how many words they have, and the sum."""
    fits = Q()
    for one in wanted:
        fits |= one.where()
    rows = ArticleWord.objects.filter(fits, article__in=readable(reader).values("pk")).values("article_id")
    rows = rows.annotate(**{f"w{one.place}": one.worth() for one in wanted})
    matched: object = Value(0)
    rank: object = Value(0)
    for one in wanted:
        matched = matched + Case(When(**{f"w{one.place}__gt": 0}, then=Value(1)), default=Value(0))  # type: ignore[operator]
        rank = rank + F(f"w{one.place}")  # type: ignore[operator]
    return list(
        rows.annotate(matched=matched, rank=rank).order_by("-matched", "-rank", "-article_id")[:limit]
    )


def _meant(unknown: Sequence[Wanted], reader: Reader) -> dict[str, tuple[str, ...]]:
    """For words that no article of the reader has, those that differ by one slip and that one does have, the commonest
    first. Two queries, or none."""
    rests = {one.word: slips(one.word) for one in unknown}
    asked = set().union(*rests.values()) if rests else set()
    if not asked:
        return {}
    near = list(WordSlip.objects.filter(slip__in=asked).values_list("slip", "word"))
    fitting = {
        typed: {word for slip, word in near if slip in own and one_slip(typed, word)}
        for typed, own in rests.items()
    }
    common = _how_common(set().union(*fitting.values()), reader)
    return {
        typed: tuple(
            sorted((word for word in words if word in common), key=lambda word: (-common[word], word))
        )[:MOST_MEANT]
        for typed, words in fitting.items()
    }


def _how_common(words: set[str], reader: Reader) -> dict[str, int]:
    """In how many articles of the reader each word stands; those in none are left out, whoever else has them."""
    if not words:
        return {}
    rows: QuerySet = ArticleWord.objects.filter(word__in=words, article__in=readable(reader).values("pk"))
    return dict(rows.values_list("word").annotate(number=Count("pk")).order_by())


def _shown(ids: Sequence[int], wanted: Sequence[Wanted], reader: Reader) -> Iterable[Found]:
    """The articles in this order, with the words that were found in them."""
    fits = Q()
    for one in wanted:
        fits |= one.where()
    forms: dict[int, set[str]] = {}
    hits = ArticleWord.objects.filter(fits, article_id__in=ids).values_list("article_id", "word")
    for article_id, word in hits[: MANY_FORMS * len(ids)]:
        forms.setdefault(article_id, set()).add(word)
    for article in in_order(ids, readable(reader)):
        own = forms.get(article.pk, set())
        yield Found(
            article, tuple(marked(article.title, own)), tuple(marked(excerpt(article.plain, own), own))
        )
