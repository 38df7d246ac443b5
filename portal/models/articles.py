"""Knowledge articles: what is shown, every version that was saved, who did what, and whether it helped."""

from django.db import models
from django.db.models.functions import Length
from django.db.models.lookups import LessThanOrEqual
from django.utils.translation import gettext_lazy as _

from accounts.choices import Segment
from accounts.models import Account, Contact
from core.tenancy.fields import WorkspaceForeignKey
from core.tenancy.model import WorkspaceModel
from portal.choices.articles import ArticleActKind, ArticleLanguage, ArticleStatus, Audience
from workspaces.models import Member

TITLE, SLUG, BODY = 160, 80, 60_000


class ArticleText(WorkspaceModel):
    """What an article says and to whom; `body` is Markdown."""

    title = models.CharField(_("title"), max_length=TITLE)
    body = models.TextField(_("text"), blank=True)
    language = models.CharField(
        _("language"), max_length=2, choices=ArticleLanguage.choices, default=ArticleLanguage.EN
    )
    audience = models.CharField(
        _("who may read it"), max_length=9, choices=Audience.choices, default=Audience.CUSTOMERS
    )
    segment = models.CharField(_("segment"), max_length=12, choices=Segment.choices, blank=True, default="")
    account = WorkspaceForeignKey(
        Account, on_delete=models.CASCADE, null=True, blank=True, verbose_name=_("customer")
    )

    class Meta(WorkspaceModel.Meta):
        abstract = True


def to_whom(name: str) -> models.CheckConstraint:
    """An audience of one segment names it, of one account names that, and no other audience names either."""
    by_segment = models.Q(audience=Audience.SEGMENT)
    by_account = models.Q(audience=Audience.ACCOUNT)
    return models.CheckConstraint(
        condition=(by_segment & ~models.Q(segment="") & models.Q(account=None))
        | (by_account & models.Q(segment="", account__isnull=False))
        | (~by_segment & ~by_account & models.Q(segment="", account=None)),
        name=name,
    )


class Article(ArticleText):
    """The columns of ArticleText hold the version `shown_number`: while published, the one that readers see; else the
    newest. `latest_number` is ahead of it while changes wait. `plain` are the words without markup. `place` orders
    the few to read first."""

    slug = models.SlugField(max_length=SLUG, db_index=False, allow_unicode=True)
    plain = models.TextField(editable=False, blank=True, default="")
    status = models.CharField(max_length=9, choices=ArticleStatus.choices, default=ArticleStatus.DRAFT)
    place = models.PositiveSmallIntegerField(null=True)
    author = WorkspaceForeignKey(Member, on_delete=models.PROTECT, null=True)
    shown_number = models.PositiveIntegerField(default=1)
    latest_number = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    published_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta(ArticleText.Meta):
        constraints = [
            models.UniqueConstraint(fields=["workspace", "slug"], name="article_slug_once"),
            models.CheckConstraint(
                condition=LessThanOrEqual(Length("body"), BODY), name="article_body_has_an_end"
            ),
            to_whom("article_says_to_whom"),
        ]
        indexes = [
            models.Index(fields=["workspace", "status", "audience", "-published_at"], name="article_newest"),
            models.Index(
                fields=["workspace", "place"],
                name="article_to_read_first",
                condition=models.Q(place__isnull=False),
            ),
            models.Index(fields=["workspace", "-changed_at", "-id"], name="article_by_change"),
        ]

    def __str__(self) -> str:
        return self.title


class ArticleVersion(ArticleText):
    """One saving of an article, never changed afterwards."""

    article = WorkspaceForeignKey(Article, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    saved_at = models.DateTimeField()
    saved_by = WorkspaceForeignKey(Member, on_delete=models.PROTECT, null=True)

    class Meta(ArticleText.Meta):
        constraints = [
            models.UniqueConstraint(fields=["workspace", "article", "number"], name="article_version_once"),
            to_whom("article_version_says_to_whom"),
        ]


class ArticleAct(WorkspaceModel):
    """What somebody did with an article, and with which version."""

    article = WorkspaceForeignKey(Article, on_delete=models.CASCADE, related_name="acts")
    kind = models.CharField(max_length=9, choices=ArticleActKind.choices)
    number = models.PositiveIntegerField()
    at = models.DateTimeField()
    by = WorkspaceForeignKey(Member, on_delete=models.PROTECT, null=True)

    class Meta(WorkspaceModel.Meta):
        indexes = [models.Index(fields=["workspace", "article", "-at", "-id"], name="article_act_newest")]


class ArticleVote(WorkspaceModel):
    """Whether an article helped a contact; one vote each, which may be changed."""

    article = WorkspaceForeignKey(Article, on_delete=models.CASCADE, related_name="votes")
    contact = WorkspaceForeignKey(Contact, on_delete=models.CASCADE)
    is_helpful = models.BooleanField()
    voted_at = models.DateTimeField()

    class Meta(WorkspaceModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["workspace", "article", "contact"], name="article_vote_once")
        ]
