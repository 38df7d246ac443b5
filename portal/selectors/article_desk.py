"""What the staff's pages of articles show beside the text."""

from collections.abc import Collection

from django.db.models import Q, QuerySet

from accounts.access import MAX_ID, visible_accounts
from accounts.choices import AccountStatus
from accounts.models import Account
from portal.choices.articles import ArticleStatus, Audience
from portal.models import Article, ArticleAct, ArticleVersion
from workspaces.models import Member

SHOWN = 30


def newest_of(article: Article) -> ArticleVersion:
    """The version that was saved last, with its account."""
    rows = ArticleVersion.objects.select_related("account")
    return rows.get(article=article, number=article.latest_number)


def version_of(article: Article, text_id: int) -> ArticleVersion | None:
    """One version of this article by its id."""
    rows = ArticleVersion.objects.select_related("account", "saved_by__user")
    return rows.filter(article=article, pk=text_id).first() if 0 < text_id <= MAX_ID else None


def numbered(article: Article, numbers: Collection[int], member: Member) -> dict[int, ArticleVersion]:
    """Versions by their numbers, without their texts, but those for an account that the member does not see; one query."""
    seen = Q(account=None) | Q(account__in=visible_accounts(member).values("pk"))
    rows = ArticleVersion.objects.filter(seen, article=article, number__in=numbers).select_related("account")
    return {one.number: one for one in rows.defer("body")}


def acts_of(article: Article) -> list[ArticleAct]:
    """What was done with the article, newest first, thirty deeds at most."""
    return list(
        ArticleAct.objects.filter(article=article).select_related("by__user").order_by("-at", "-pk")[:SHOWN]
    )


def audience_size(version: ArticleVersion) -> int:
    """How many active customers a version's audience is; 1 for one customer."""
    if version.audience == Audience.ACCOUNT:
        return 1
    rows = Account.objects.filter(status=AccountStatus.ACTIVE)
    return (
        rows.filter(segment=version.segment).count() if version.audience == Audience.SEGMENT else rows.count()
    )


def placed_ids() -> list[int]:
    """The articles that stand first, in their order, whoever sees them."""
    rows = Article.objects.filter(status=ArticleStatus.PUBLISHED, place__isnull=False)
    return list(rows.order_by("place", "pk").values_list("pk", flat=True))


def to_order(seen: QuerySet[Article]) -> list[Article]:
    """Of the articles seen, those that stand first, in their order, and then the others that are published, by title; a
    hundred at most."""
    live = seen.filter(status=ArticleStatus.PUBLISHED).select_related("account").defer("body", "plain")
    first = live.filter(place__isnull=False).order_by("place", "pk")
    rest = live.filter(place=None).exclude(audience=Audience.STAFF).order_by("title", "pk")
    return [*first, *rest[:100]]
