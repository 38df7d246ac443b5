"""Which articles somebody may read: one place decides it, in the query, for every page, list, search and feed."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, F, Q, QuerySet, Sum

from accounts.access import visible_accounts
from accounts.models import Account
from portal.choices.articles import ArticleStatus, Audience
from portal.identity import Customer
from portal.models import Article, ArticleVote, ArticleWord
from workspaces.models import Member

PAGE, READ_FIRST, RELATED = 20, 8, 4


@dataclass(frozen=True, slots=True)
class Reader:
    """Who reads: a colleague, a customer of one account, or, with neither, anybody who passes by."""

    account: Account | None = None
    member: Member | None = None


ANYBODY = Reader()


def reader_of(customer: Customer | None) -> Reader:
    """The reader whom the portal's door let in, or anybody."""
    return ANYBODY if customer is None else Reader(account=customer.account)


def readable(reader: Reader) -> QuerySet[Article]:
    """The published articles that this reader may read. Colleagues read all of them, but those for one account only
    where they see that account."""
    live = Article.objects.filter(status=ArticleStatus.PUBLISHED)
    if reader.member is not None:
        return live.filter(
            ~Q(audience=Audience.ACCOUNT) | Q(account__in=visible_accounts(reader.member).values("pk"))
        )
    audience = Q(audience=Audience.PUBLIC)
    if reader.account is not None:
        audience |= Q(audience=Audience.CUSTOMERS)
        audience |= Q(audience=Audience.ACCOUNT, account_id=reader.account.pk)
        if reader.account.segment:
            audience |= Q(audience=Audience.SEGMENT, segment=reader.account.segment)
    return live.filter(audience)


def article_by_slug(reader: Reader, slug: str) -> Article | None:
    """The article of this address, if the reader may read it."""
    return None if "\0" in slug else readable(reader).filter(slug=slug).first()


def read_first(customer: Customer | None, limit: int = READ_FIRST) -> list[Article]:
    """What the workspace wants read first, in its order; one query."""
    return list(readable(reader_of(customer)).filter(place__isnull=False).order_by("place", "pk")[:limit])


def newest(reader: Reader, limit: int = PAGE) -> list[Article]:
    """The articles published last."""
    return list(readable(reader).order_by("-published_at", "-pk")[:limit])


def by_title(reader: Reader, language: str = "") -> QuerySet[Article]:
    """All articles of the reader, of one language or of each, in the order of their titles."""
    found = readable(reader)
    return (found.filter(language=language) if language else found).order_by("title", "pk")


def languages_of(reader: Reader) -> dict[str, int]:
    """How many articles the reader has, by language."""
    rows = readable(reader).values("language").annotate(number=Count("pk")).order_by("-number", "language")
    return {row["language"]: row["number"] for row in rows}


def related(article: Article, reader: Reader, limit: int = RELATED) -> list[Article]:
    """Articles of the same language that share words of its title, those that share the most first. Two queries."""
    titled = ArticleWord.objects.filter(article=article).exclude(stem="").order_by("-weight", "pk")
    stems = [word.stem for word in titled[:8]]
    shared = (
        ArticleWord.objects.filter(
            stem__in=stems,
            weight__gt=1,
            article__in=readable(reader).filter(language=article.language).values("pk"),
        )
        .exclude(article=article)
        .values("article_id")
        .annotate(near=Sum("weight"))
        .order_by("-near", "-article_id")[:limit]
    )
    return in_order([row["article_id"] for row in shared], readable(reader))


def in_order(ids: Sequence[int], rows: QuerySet[Article]) -> list[Article]:
    """The rows of these ids, in the order of the ids."""
    found = rows.in_bulk(ids)
    return [found[number] for number in ids if number in found]


def vote_of(article: Article, contact_id: int) -> bool | None:
    """What the contact said of the article; None where nothing."""
    return (
        ArticleVote.objects.filter(article=article, contact_id=contact_id)
        .values_list("is_helpful", flat=True)
        .first()
    )


def votes_on(article_ids: Sequence[int]) -> dict[int, tuple[int, int]]:
    """How many said yes and how many no, by article."""
    rows = (
        ArticleVote.objects.filter(article_id__in=article_ids)
        .values("article_id")
        .annotate(yes=Count("pk", filter=Q(is_helpful=True)), no=Count("pk", filter=Q(is_helpful=False)))
        .order_by()
    )
    return {row["article_id"]: (row["yes"], row["no"]) for row in rows}


def waiting_changes() -> Q:
    """Articles whose newest version readers do not see yet."""
    return Q(status=ArticleStatus.PUBLISHED, latest_number__gt=F("shown_number"))
