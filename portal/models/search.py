"""Words of articles, to be found by plain equality: other operators are no index conditions under row-level security."""

from django.db import models

from core.tenancy.fields import WorkspaceForeignKey
from core.tenancy.model import WorkspaceModel
from portal.models.articles import Article

WORD = 40


class ArticleWord(WorkspaceModel):
    """A word of an article as it stands there, folded, with its stem; `weight` says where it stands: in the title, in a
    heading or in the text."""

    article = WorkspaceForeignKey(Article, on_delete=models.CASCADE, related_name="words")
    word = models.CharField(max_length=WORD)
    stem = models.CharField(max_length=WORD)
    weight = models.PositiveSmallIntegerField()

    class Meta(WorkspaceModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["workspace", "article", "word"], name="article_word_once")
        ]
        indexes = [
            models.Index(fields=["workspace", "stem", "article", "weight"], name="article_word_by_stem"),
            models.Index(fields=["workspace", "word", "article", "weight"], name="article_word_by_word"),
        ]


class WordSlip(WorkspaceModel):
    """A word that some article has, and what is left of it when one letter falls out: two words that share such a rest
    are one slip of the finger apart."""

    slip = models.CharField(max_length=WORD)
    word = models.CharField(max_length=WORD)

    class Meta(WorkspaceModel.Meta):
        constraints = [models.UniqueConstraint(fields=["workspace", "slip", "word"], name="word_slip_once")]
        indexes = [models.Index(fields=["workspace", "word"], name="word_slip_of_word")]
