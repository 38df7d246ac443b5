"""The words of knowledge articles that are stored, with what people read."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class ArticleStatus(TextChoices):
    DRAFT = "draft", _("Draft")
    PUBLISHED = "published", _("Published")
    ARCHIVED = "archived", _("Archived")


class Audience(TextChoices):
    """Who may read an article once it is published, the widest first."""

    PUBLIC = "public", _("Everybody, also without signing in")
    CUSTOMERS = "customers", _("All customers")
    SEGMENT = "segment", _("Customers of one segment")
    ACCOUNT = "account", _("One customer")
    STAFF = "staff", _("Staff alone")


class ArticleLanguage(TextChoices):
    """Languages whose words the search knows how to bend; each calls itself by its own name."""

    EN = "en", "English"
    FI = "fi", "Suomi"
    UK = "uk", "Українська"
    RU = "ru", "Русский"


class ArticleActKind(TextChoices):
    WRITTEN = "written", _("wrote it")
    SAVED = "saved", _("saved a new version")
    RESTORED = "restored", _("took an older version up again")
    PUBLISHED = "published", _("published it")
    WITHDRAWN = "withdrawn", _("took it back")
    ARCHIVED = "archived", _("archived it")
    REOPENED = "reopened", _("brought it back from the archive")
