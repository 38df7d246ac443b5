"""Which articles a member sees and may write.

Articles are answers given beforehand. Who answers every customer's inquiries writes them for everybody, and so does who
edits surveys, as Marketing does; who answers those of the own accounts writes for one of these alone. Everybody else
reads what is published.
"""

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from accounts.access import MAX_ID, may, visible_accounts
from accounts.models import Account
from core.errors import Forbidden, NotFound
from portal.choices.articles import ArticleStatus, Audience
from portal.models import Article
from workspaces.access import allowed, allowed_somewhere
from workspaces.choices import Right
from workspaces.models import Member


def visible_articles(member: Member) -> QuerySet[Article]:
    """The articles that exist for a member: those for one account only where the member sees that; drafts and archived
    ones only for who writes some."""
    found = Article.objects.filter(
        ~Q(audience=Audience.ACCOUNT) | Q(account__in=visible_accounts(member).values("pk"))
    )
    return found if writes_some(member) else found.filter(status=ArticleStatus.PUBLISHED)


def article_or_404(member: Member, article_id: int) -> Article:
    """The article, if it exists for the member; hidden and missing are the same."""
    rows = visible_articles(member).select_related("account", "author__user")
    found = rows.filter(pk=article_id).first() if 0 < article_id <= MAX_ID else None
    if found is None:
        raise NotFound(_("Not found."))
    return found


def article_to_write(member: Member, article_id: int) -> Article:
    """The article, if the member may write it, as it stands and as its newest version has it. Raises Forbidden where
    it may only be read."""
    found = article_or_404(member, article_id)
    if not may_write(member, found):
        refuse_writing()
    return found


def may_write(member: Member, article: Article) -> bool:
    """Whether the member may change this article."""
    return writes_all(member) or may_write_for(member, article.audience, article.account)


def may_write_for(member: Member, audience: str, account: Account | None) -> bool:
    """Whether the member may write for this audience: any, or one of the own accounts."""
    if writes_all(member):
        return True
    return (
        audience == Audience.ACCOUNT and account is not None and may(member, account, Right.ANSWER_INQUIRIES)
    )


def require_audience(member: Member, audience: str, account_id: int | None) -> None:
    """Raise Forbidden unless the member may write for this audience, NotFound for an account that the member does not
    see."""
    account = None
    if audience == Audience.ACCOUNT and account_id is not None:
        account = visible_accounts(member).filter(pk=account_id).first()
        if account is None:
            raise NotFound(_("Not found."))
    if audience == Audience.ACCOUNT and account is None:
        return  # nobody was chosen yet: the service says so at its field
    if not may_write_for(member, audience, account):
        refuse_writing()


def writes_all(member: Member) -> bool:
    """Whether the member writes for every audience."""
    return allowed(member, Right.ANSWER_INQUIRIES, owns=False) or allowed(member, Right.EDIT_SURVEYS)


def writes_some(member: Member) -> bool:
    """Whether the member writes any article at all."""
    return writes_all(member) or allowed_somewhere(member, Right.ANSWER_INQUIRIES)


def require_writer(member: Member) -> None:
    """Raise Forbidden unless the member writes some."""
    if not writes_some(member):
        refuse_writing()


def refuse_writing() -> None:
    raise Forbidden(
        _(
            "You may read this article, but not change it. Who answers every customer's inquiries, or edits surveys, can."
        )
    )
