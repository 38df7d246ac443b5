"""Articles in finished words, for staff and for customers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.choices import Segment
from core.links import href
from core.text import format_number
from portal.choices.articles import ArticleActKind, ArticleStatus, Audience
from portal.models import Article, ArticleAct, ArticleVersion
from portal.models.articles import ArticleText

TONES = {ArticleStatus.PUBLISHED: "good", ArticleStatus.DRAFT: "", ArticleStatus.ARCHIVED: ""}


@dataclass(frozen=True, slots=True)
class ActShown:
    """A line of an article's history; `url` shows the version as it was saved."""

    who: str
    deed: str
    at: datetime
    number: str
    url: str
    audience: str


@dataclass(frozen=True, slots=True)
class Reach:
    """How many an audience is, for the question before publishing."""

    words: str
    is_open: bool


def audience_words(text: ArticleText) -> str:
    """Who may read it: "Customers of the segment SMB", "Itämeri Foods"."""
    audience = Audience(text.audience)
    if audience == Audience.SEGMENT and text.segment:
        return _("Customers of the segment %(name)s") % {"name": Segment(text.segment).label}
    if audience == Audience.ACCOUNT and text.account is not None:
        return _("Only %(name)s") % {"name": text.account.name}
    return str(audience.label)


def status_tag(article: Article) -> tuple[str, str]:
    """The state with its tone; of a published article also that changes wait."""
    if article.status == ArticleStatus.PUBLISHED and article.latest_number > article.shown_number:
        return _("Published, changes wait"), "warn"
    return str(article.get_status_display()), TONES[ArticleStatus(article.status)]


def reach_words(version: ArticleVersion, accounts: int) -> Reach:
    """Whom publishing shows this version to, with their number."""
    audience = Audience(version.audience)
    if audience == Audience.PUBLIC:
        return Reach(_("Everybody on the web can read it, also without signing in."), True)
    if audience == Audience.STAFF:
        return Reach(_("Only colleagues can read it. No customer sees it."), False)
    if audience == Audience.ACCOUNT and version.account is not None:
        return Reach(
            _("The contacts of %(name)s can read it, and no other customer.")
            % {"name": version.account.name},
            False,
        )
    number = {"n": format_number(accounts)}
    if audience == Audience.SEGMENT:
        words = ngettext(
            "The contacts of %(n)s customer of the segment %(segment)s can read it.",
            "The contacts of %(n)s customers of the segment %(segment)s can read it.",
            accounts,
        )
        return Reach(words % {**number, "segment": Segment(version.segment).label}, False)
    words = ngettext(
        "The contacts of %(n)s customer can read it.",
        "The contacts of all %(n)s customers can read it.",
        accounts,
    )
    return Reach(words % number, False)


def acts_shown(acts: Sequence[ArticleAct], versions: Mapping[int, ArticleVersion]) -> list[ActShown]:
    """The history, each deed with the version it was about."""
    return [_act(one, versions.get(one.number)) for one in acts]


def _act(one: ArticleAct, version: ArticleVersion | None) -> ActShown:
    return ActShown(
        who=str(one.by) if one.by else _("Somebody"),
        deed=str(ArticleActKind(one.kind).label),
        at=one.at,
        number=_("Version %(n)s") % {"n": format_number(one.number)},
        url=href("desk:article_version", article_id=one.article_id, text_id=version.pk) if version else "",
        audience=audience_words(version) if version else "",
    )
