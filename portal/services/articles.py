"""Knowledge articles: written, saved version by version, published and taken back.

What readers see is the version that was published; what is saved afterwards waits until somebody publishes it too, its
audience included. Each save is a version that nobody changes any more.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.text import capfirst, slugify
from django.utils.translation import gettext as _

from accounts.choices import Segment
from accounts.errors import ChangedMeanwhile, Difference
from accounts.models import Account, Contact
from accounts.services.editing import told
from core.errors import Conflict, DomainError, DomainErrors, NotFound
from core.markdown import to_plain
from portal.choices.articles import ArticleActKind, ArticleLanguage, ArticleStatus, Audience
from portal.models import Article, ArticleAct, ArticleVersion, ArticleVote
from portal.models.articles import BODY, SLUG, TITLE
from portal.selectors.articles import READ_FIRST
from portal.services.search_words import write_words
from workspaces.models import Member

TEXT = ("title", "body", "language", "audience", "segment", "account_id")
TRIES = 20
SHOWN = 400


@dataclass(frozen=True, kw_only=True)
class ArticleFields:
    """What people write; `body` is Markdown, `segment` and `account_id` belong to the audience of that name."""

    title: str
    body: str
    language: str = ArticleLanguage.EN
    audience: str = Audience.CUSTOMERS
    segment: str = ""
    account_id: int | None = None

    def tidy(self) -> "ArticleFields":
        """Without spaces round the title, and without what another audience than the chosen one asks for."""
        return ArticleFields(
            title=" ".join(self.title.split()),
            body=self.body.replace("\r\n", "\n").strip(),
            language=self.language,
            audience=self.audience,
            segment=self.segment if self.audience == Audience.SEGMENT else "",
            account_id=self.account_id if self.audience == Audience.ACCOUNT else None,
        )


def write_article(fields: ArticleFields, *, by: Member | None, now: datetime) -> Article:
    """A new draft with its first version. Raises DomainErrors."""
    tidy = fields.tidy()
    _check(tidy)
    with transaction.atomic():
        article = _with_free_slug(tidy, by, now)
        _keep_version(article, tidy, 1, by, now)
        _note(article, ArticleActKind.WRITTEN, 1, by, now)
        write_words([article])
    return article


def save_article(
    article: Article, fields: ArticleFields, *, version: int, by: Member, now: datetime
) -> Article:
    """Save one more version, if the article is still of `version`; the very same text makes none.

    A draft, or an archived article, shows it at once; a published one when it is published again. Raises Conflict where
    somebody saved meanwhile (ChangedMeanwhile, with both texts), and DomainErrors.
    """
    tidy = fields.tidy()
    _check(tidy)
    with transaction.atomic():
        current = lock_article(article, None)
        latest = latest_version(current)
        if fields_of(latest) == tidy:
            return current
        if current.version != version:
            raise ChangedMeanwhile(current.version, _differences(latest, tidy))
        return _save(current, tidy, ArticleActKind.SAVED, by, now)


def restore_version(article: Article, number: int, *, version: int, by: Member, now: datetime) -> Article:
    """Take an older version up again as the newest. Raises NotFound, Conflict, and DomainErrors where its account has
    gone."""
    with transaction.atomic():
        current = lock_article(article, version)
        older = ArticleVersion.objects.filter(article=current, number=number).first()
        if older is None:
            raise NotFound(_("Not found."))
        fields = fields_of(older)
        _check(fields)
        return _save(current, fields, ArticleActKind.RESTORED, by, now)


def publish_article(article: Article, *, version: int, by: Member, now: datetime) -> Article:
    """Show the newest version to its audience; where that is shown already, nothing happens. Raises Conflict, and
    DomainError for an article without a text."""
    with transaction.atomic():
        current = lock_article(article, None)
        if current.status == ArticleStatus.PUBLISHED and current.shown_number == current.latest_number:
            return current
        current = lock_article(article, version)
        latest = latest_version(current)
        if not latest.body.strip():
            raise DomainError(_("Write the text before you publish it."), field="body")
        current.status = ArticleStatus.PUBLISHED
        current.published_at = current.published_at or now
        _show(current, fields_of(latest), latest.number)
        return _changed(current, ArticleActKind.PUBLISHED, by, now)


def withdraw_article(article: Article, *, version: int, by: Member, now: datetime) -> Article:
    """Take a published article back: it is a draft again, that of its newest version. Raises Conflict."""
    return _leave(article, ArticleStatus.DRAFT, ArticleActKind.WITHDRAWN, version, by, now)


def archive_article(article: Article, *, version: int, by: Member, now: datetime) -> Article:
    """Put an article away; who had it open finds it no more. Raises Conflict."""
    return _leave(article, ArticleStatus.ARCHIVED, ArticleActKind.ARCHIVED, version, by, now)


def reopen_article(article: Article, *, version: int, by: Member, now: datetime) -> Article:
    """Bring an archived article back as a draft. Raises Conflict."""
    return _leave(article, ArticleStatus.DRAFT, ArticleActKind.REOPENED, version, by, now)


def order_articles(article_ids: Sequence[int], *, by: Member, now: datetime) -> int:
    """Say which articles customers are to read first, in this order, and no others; returns how many. Ids that are no
    published article are passed over. Raises DomainError for more than eight."""
    wanted = list(dict.fromkeys(article_ids))
    if len(wanted) > READ_FIRST:
        raise DomainError(_("At most eight articles can stand first. Take one away."), code="too_many")
    with transaction.atomic():
        rows = {
            one.pk: one
            for one in Article.objects.select_for_update()
            .filter(pk__in=wanted, status=ArticleStatus.PUBLISHED)
            .order_by("pk")
        }
        Article.objects.filter(place__isnull=False).exclude(pk__in=rows).update(place=None)
        ordered = [rows[number] for number in wanted if number in rows]
        for place, one in enumerate(ordered, start=1):
            one.place = place
        Article.objects.bulk_update(ordered, ["place"])
    return len(ordered)


def vote_on_article(article: Article, *, contact: Contact, is_helpful: bool, now: datetime) -> None:
    """Keep what a contact says of an article: one word each, the last one counts."""
    ArticleVote.objects.update_or_create(
        article=article, contact=contact, defaults={"is_helpful": is_helpful, "voted_at": now}
    )


def lock_article(article: Article, version: int | None) -> Article:
    """The article for a change, if it is still of `version`."""
    current = Article.objects.select_for_update(of=("self",)).filter(pk=article.pk).first()
    if current is None:
        raise NotFound(_("Not found."))
    if version is not None and current.version != version:
        raise Conflict(
            _("Somebody changed this article meanwhile. Look at it again."), code="changed_meanwhile"
        )
    return current


def latest_version(article: Article) -> ArticleVersion:
    """The version that was saved last."""
    return ArticleVersion.objects.get(article=article, number=article.latest_number)


def fields_of(version: ArticleVersion) -> ArticleFields:
    """A version as people write it."""
    return ArticleFields(**{name: getattr(version, name) for name in TEXT})


def _save(
    article: Article, fields: ArticleFields, kind: ArticleActKind, by: Member | None, now: datetime
) -> Article:
    article.latest_number += 1
    _keep_version(article, fields, article.latest_number, by, now)
    if article.status != ArticleStatus.PUBLISHED:
        _show(article, fields, article.latest_number)
    return _changed(article, kind, by, now)


def _leave(
    article: Article, status: ArticleStatus, kind: ArticleActKind, version: int, by: Member, now: datetime
) -> Article:
    with transaction.atomic():
        current = lock_article(article, None)
        if current.status == status:
            return current
        current = lock_article(article, version)
        current.status, current.place = status, None
        latest = latest_version(current)
        _show(current, fields_of(latest), latest.number)
        return _changed(current, kind, by, now)


def _show(article: Article, fields: ArticleFields, number: int) -> None:
    """Make this version the one that the article's own columns hold, and find it by its words."""
    for name in TEXT:
        setattr(article, name, getattr(fields, name))
    article.plain = to_plain(fields.body).text
    article.shown_number = number
    write_words([article])


def _changed(article: Article, kind: ArticleActKind, by: Member | None, now: datetime) -> Article:
    article.version += 1
    article.changed_at = now
    article.save()
    _note(article, kind, article.latest_number, by, now)
    return article


def _keep_version(
    article: Article, fields: ArticleFields, number: int, by: Member | None, now: datetime
) -> ArticleVersion:
    return ArticleVersion.objects.create(
        article=article, number=number, saved_by=by, saved_at=now, **asdict(fields)
    )


def _note(article: Article, kind: ArticleActKind, number: int, by: Member | None, now: datetime) -> None:
    ArticleAct.objects.create(article=article, kind=kind, number=number, by=by, at=now)


def _with_free_slug(fields: ArticleFields, by: Member | None, now: datetime) -> Article:
    """The row under an address made of its title, with a number where another article has that."""
    root = slug_of(fields.title)
    for number in range(1, TRIES):
        slug = root if number == 1 else f"{root[: SLUG - 4]}-{number}"
        try:
            with transaction.atomic():
                return Article.objects.create(
                    slug=slug,
                    author=by,
                    created_at=now,
                    changed_at=now,
                    plain=to_plain(fields.body).text,
                    **asdict(fields),
                )
        except IntegrityError:
            if not Article.objects.filter(slug=slug).exists():
                raise
    raise DomainError(_("Too many articles have this title. Choose another one."), field="title")


def slug_of(title: str) -> str:
    """The words of a title as they stand in an address, in their own letters."""
    return slugify(title, allow_unicode=True)[:SLUG].strip("-") or "article"


def _differences(latest: ArticleVersion, mine: ArticleFields) -> list[Difference]:
    """What the newest version and this text say otherwise, the long ones by their beginning."""
    found = []
    for name in TEXT:
        theirs, yours = getattr(latest, name), getattr(mine, name)
        if theirs == yours:
            continue
        if name == "account_id":
            both = Account.objects.in_bulk([number for number in (theirs, yours) if number])
            theirs, yours = (str(both.get(number) or "") for number in (theirs, yours))
        else:
            theirs, yours = (told(latest, name, value)[:SHOWN] for value in (theirs, yours))
        found.append(Difference(name.removesuffix("_id"), _label(latest, name), theirs, yours))
    return found


def _label(row: Any, name: str) -> str:
    return str(capfirst(str(row._meta.get_field(name).verbose_name)))


def _check(fields: ArticleFields) -> None:
    errors = []
    if not 1 <= len(fields.title) <= TITLE:
        errors.append(DomainError(_("Write a title of 1 to 160 characters."), field="title"))
    if len(fields.body) > BODY:
        errors.append(DomainError(_("The text is too long: 60,000 characters at most."), field="body"))
    if fields.language not in ArticleLanguage.values:
        errors.append(DomainError(_("Choose one of the list."), field="language"))
    if fields.audience not in Audience.values:
        errors.append(DomainError(_("Choose one of the list."), field="audience"))
    if fields.audience == Audience.SEGMENT and fields.segment not in Segment.values:
        errors.append(DomainError(_("Choose the segment that may read it."), field="segment"))
    if fields.audience == Audience.ACCOUNT and not Account.objects.filter(pk=fields.account_id).exists():
        errors.append(DomainError(_("Choose the customer who may read it."), field="account"))
    if errors:
        raise DomainErrors(errors)
