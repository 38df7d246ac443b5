"""The words by which articles are found, written beside them: see portal.selectors.search."""

from collections.abc import Collection, Iterable

from django.db.models import Exists, OuterRef

from core.markdown import to_plain
from portal.models import Article, ArticleWord, WordSlip
from portal.rules.words import slips, words_of
from portal.selectors.stems import stem_in, stems_of

#: What a word counts that stands in the title, in a heading, in the text.
TITLE, HEADING, TEXT = 12, 4, 1
BATCH = 5_000


def write_words(articles: Collection[Article]) -> None:
    """Write the words of these articles anew, and the slips of words that are new to the workspace; sets of rows,
    whatever the number of articles."""
    weights = {article.pk: _weights(article) for article in articles}
    stems = stems_of({word for words in weights.values() for word in words})
    old = set(ArticleWord.objects.filter(article__in=weights).values_list("word", flat=True).distinct())
    ArticleWord.objects.filter(article__in=weights).delete()
    ArticleWord.objects.bulk_create(
        (
            ArticleWord(
                article=article, word=word, stem=stem_in(article.language, word, stems), weight=weight
            )
            for article in articles
            for word, weight in weights[article.pk].items()
        ),
        batch_size=BATCH,
    )
    _write_slips(set(stems) - old)
    _forget_slips(old - set(stems))


def _weights(article: Article) -> dict[str, int]:
    """Each word with the most that any of its places counts."""
    plain = to_plain(article.body)
    found = dict.fromkeys(words_of(plain.text), TEXT)
    found |= dict.fromkeys(words_of(plain.headings), HEADING)
    return found | dict.fromkeys(words_of(article.title), TITLE)


def _write_slips(words: Iterable[str]) -> None:
    rows = (WordSlip(slip=slip, word=word) for word in sorted(words) for slip in sorted(slips(word)))
    WordSlip.objects.bulk_create(rows, batch_size=BATCH, ignore_conflicts=True)


def _forget_slips(words: Collection[str]) -> None:
    """Of words that no article has any more."""
    if words:
        used = Exists(ArticleWord.objects.filter(word=OuterRef("word")))
        WordSlip.objects.filter(~used, word__in=words).delete()
