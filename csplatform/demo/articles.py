"""What a company has written down for its customers, whether it helped them, and papers shared with a few."""

from datetime import datetime, timedelta
from itertools import islice
from random import Random

from accounts.models import Account, AccountFile, Contact
from core.markdown import to_plain
from csplatform.demo.companies import Company
from csplatform.demo.words.articles import ARTICLES, Piece
from portal.choices.articles import ArticleActKind, ArticleStatus, Audience
from portal.models import Article, ArticleAct, ArticleVersion, ArticleVote, SharedFile, SharedFileVersion
from portal.services.articles import slug_of
from portal.services.search_words import write_words
from workspaces.models import Member, StoredFile
from workspaces.services.files import store_file

SEGMENTS = {"enterprise": "enterprise", "smb": "smb"}
READ_FIRST, VOTERS = 3, 24
#: By language: the file that a contact sends.
SENT = {
    "en": "Answers to your questions.txt",
    "fi": "Vastaukset kysymyksiinne.txt",
    "uk": "Відповіді на запитання.txt",
}


def write_articles(company: Company, *, by: Member, seed: int, now: datetime) -> int:
    """Write the company's articles and publish all but the one for staff, with votes; returns how many."""
    dice = Random(seed)  # noqa: S311 - an invented company, no secret
    pieces = ARTICLES[company.slug]
    made = Article.objects.bulk_create(
        _article(piece, number, by, now - timedelta(days=150 - 15 * number))
        for number, piece in enumerate(pieces)
    )
    ArticleVersion.objects.bulk_create(
        ArticleVersion(
            article=one, number=1, saved_at=one.created_at, saved_by=by, title=one.title, body=one.body,
            language=one.language, audience=one.audience, segment=one.segment,
        )
        for one in made
    )  # fmt: skip
    ArticleAct.objects.bulk_create(
        ArticleAct(article=one, kind=kind, number=1, by=by, at=one.created_at + timedelta(minutes=place))
        for one in made
        for place, kind in enumerate((ArticleActKind.WRITTEN, ArticleActKind.PUBLISHED))
        if kind == ArticleActKind.WRITTEN or one.status == ArticleStatus.PUBLISHED
    )
    write_words(made)
    contacts = list(Contact.objects.filter(left_on=None).order_by("pk")[:VOTERS])
    read = [one for one in made if one.audience in (Audience.PUBLIC, Audience.CUSTOMERS)]
    ArticleVote.objects.bulk_create(
        ArticleVote(
            article=one,
            contact=contact,
            is_helpful=dice.random() < 0.8,
            voted_at=now - timedelta(days=dice.randint(1, 40)),
        )
        for one in read
        for contact in contacts
        if dice.random() < 0.3
    )
    return len(made)


def share_papers(company: Company, *, now: datetime) -> int:
    """Show every second paper to its large customer, and let a few send one back; returns how many files are shared."""
    kept = list(
        AccountFile.objects.select_related("file", "account").filter(is_made=False, entry=None).order_by("pk")
    )
    contacts: dict[int, Contact] = {}
    for contact in Contact.objects.filter(
        account__in={one.account_id for one in kept}, left_on=None
    ).order_by("-pk"):
        contacts[contact.account_id] = contact
    sent = [
        _sent(company, contact, now - timedelta(days=3 + 2 * place))
        for place, contact in islice(enumerate(contacts.values()), 3)
    ]
    rows = [*kept[::2], *sent]
    shared = SharedFile.objects.bulk_create(
        SharedFile(account_id=one.account_id, name=one.file.name, changed_at=one.added_at) for one in rows
    )
    SharedFileVersion.objects.bulk_create(
        SharedFileVersion(
            shared_file=one, number=1, account_file=file, added_at=file.added_at, member_id=file.added_by_id,
            contact_id=file.contact_id,
        )
        for one, file in zip(shared, rows, strict=True)
    )  # fmt: skip
    return len(shared)


def _article(piece: Piece, number: int, by: Member, at: datetime) -> Article:
    title, audience, language, body = piece
    segment, is_draft = SEGMENTS.get(audience, ""), audience == Audience.STAFF
    return Article(
        title=title,
        slug=slug_of(title),
        body=body,
        plain=to_plain(body).text,
        language=language,
        audience=Audience.SEGMENT if segment else audience,
        segment=segment,
        status=ArticleStatus.DRAFT if is_draft else ArticleStatus.PUBLISHED,
        place=number + 1 if number < READ_FIRST else None,
        author=by,
        created_at=at,
        changed_at=at,
        published_at=None if is_draft else at,
    )


def _sent(company: Company, contact: Contact, at: datetime) -> AccountFile:
    name = SENT[company.tongue.language]
    account = Account.objects.get(pk=contact.account_id)
    words = f"{account.name}\n\n1. 42\n2. 15.10.\n"
    stored: StoredFile = store_file([words.encode()], name=name, content_type="text/plain", by=None, now=at)
    return AccountFile.objects.create(account=account, file=stored, added_at=at, contact=contact)
