"""Articles: versions, publishing, who may read what, votes, order."""

from dataclasses import replace

import pytest

from accounts.errors import ChangedMeanwhile
from accounts.models import AccountOwner
from core.errors import Conflict, DomainError, DomainErrors, Forbidden, NotFound
from portal.access.articles import article_or_404, article_to_write, require_audience, visible_articles
from portal.choices.articles import Audience
from portal.models import Article, ArticleAct, ArticleVersion, ArticleVote
from portal.selectors.articles import (
    ANYBODY,
    Reader,
    article_by_slug,
    by_title,
    newest,
    read_first,
    readable,
    related,
    votes_on,
)
from portal.selectors.search import search_articles
from portal.services.articles import (
    ArticleFields,
    archive_article,
    fields_of,
    latest_version,
    order_articles,
    publish_article,
    reopen_article,
    restore_version,
    save_article,
    vote_on_article,
    withdraw_article,
    write_article,
)
from tests.portal.articles import one_of_each, published, written
from tests.support.world import NOW, add_account
from workspaces.choices import Visibility
from workspaces.models import RoleSetting

pytestmark = pytest.mark.django_db


@pytest.fixture
def acme(world):
    with world.acme.scope():
        yield world.acme


@pytest.fixture
def second(acme):
    return add_account("Second", segment="smb")


#: Who reads which of tests.portal.articles.one_of_each.
READ = {
    "anybody": {"public"},
    "a contact of the first": {"public", "customers", "enterprise", "first"},
    "a contact of the second": {"public", "customers", "smb", "second"},
    "a contact of one without a segment": {"public", "customers"},
    "a colleague who sees all": {"public", "customers", "enterprise", "smb", "first", "second", "staff"},
    "a colleague who sees the own book": {"public", "customers", "enterprise", "smb", "first", "staff"},
}


def reader(acme, second, who):
    acme.account.segment = "enterprise"
    if who == "a colleague who sees the own book":
        RoleSetting.objects.update_or_create(role="csm", defaults={"visibility": Visibility.OWN_BOOK})
    return {
        "anybody": ANYBODY,
        "a contact of the first": Reader(account=acme.account),
        "a contact of the second": Reader(account=second),
        "a contact of one without a segment": Reader(account=add_account("Third")),
        "a colleague who sees all": Reader(member=acme.lead),
        "a colleague who sees the own book": Reader(member=acme.csm),
    }[who]


@pytest.mark.parametrize("who", READ)
def test_every_way_to_an_article_asks_the_same_question(acme, second, who):
    ids = one_of_each(acme.lead, acme.account, second)
    names = {number: name for name, number in ids.items()}
    order_articles(list(ids.values())[:7], by=acme.lead, now=NOW)
    asks = reader(acme, second, who)
    wanted = READ[who]

    assert {names[one.pk] for one in readable(asks)} == wanted
    assert {names[one.pk] for one in newest(asks)} == wanted
    assert {names[one.pk] for one in by_title(asks)} == wanted
    assert {names[one.article.pk] for one in search_articles(asks, "note").found} == wanted
    found = {name for name, number in ids.items() if search_articles(asks, f"{name}word").found}
    assert found == wanted
    slipped = {name for name in ids if search_articles(asks, f"{name}wodr ").found}
    assert slipped == wanted
    shown = Article.objects.get(pk=ids["public"])
    assert {names[one.pk] for one in related(shown, asks, 20)} == wanted - {"public"}
    opened = {names[one.pk] for one in Article.objects.all() if article_by_slug(asks, one.slug)}
    assert opened == wanted


def test_a_word_of_hidden_articles_is_not_even_offered_as_meant(acme, second):
    published(acme.lead, "Confidentialword", audience=Audience.STAFF)
    assert search_articles(ANYBODY, "confidentialwrod ").meant is None


def test_readers_see_what_was_published_until_it_is_published_again(acme):
    article = published(acme.lead, body="First text", audience=Audience.STAFF)
    fields = replace(fields_of(latest_version(article)), body="Second text", audience=Audience.PUBLIC)
    saved = save_article(article, fields, version=article.version, by=acme.lead, now=NOW)

    assert not article_by_slug(ANYBODY, article.slug)
    shown = Article.objects.get()
    assert (shown.body, shown.audience, shown.shown_number, shown.latest_number) == (
        "First text",
        "staff",
        1,
        2,
    )
    publish_article(saved, version=saved.version, by=acme.lead, now=NOW)
    assert article_by_slug(ANYBODY, article.slug).body == "Second text"
    assert [act.kind for act in ArticleAct.objects.order_by("pk")] == [
        "written",
        "published",
        "saved",
        "published",
    ]


def test_a_double_click_and_the_same_text_make_nothing_twice(acme):
    article = published(acme.lead)
    again = publish_article(article, version=1, by=acme.lead, now=NOW)
    same = save_article(article, fields_of(latest_version(article)), version=1, by=acme.lead, now=NOW)
    assert (again.version, same.version, ArticleVersion.objects.count()) == (2, 2, 1)


def test_the_second_of_two_editors_is_shown_both_texts_and_loses_none(acme):
    article = written(acme.lead, body="Old")
    fields = fields_of(latest_version(article))
    save_article(article, replace(fields, body="Theirs"), version=1, by=acme.lead, now=NOW)
    with pytest.raises(ChangedMeanwhile) as refused:
        save_article(article, replace(fields, body="Mine"), version=1, by=acme.admin, now=NOW)
    assert [(one.field, one.theirs, one.yours) for one in refused.value.differences] == [
        ("body", "Theirs", "Mine")
    ]
    assert Article.objects.get().body == "Theirs"
    with pytest.raises(Conflict):
        publish_article(article, version=1, by=acme.admin, now=NOW)


def test_an_older_version_comes_back_as_the_newest(acme):
    article = written(acme.lead, body="One")
    article = save_article(
        article, replace(fields_of(latest_version(article)), body="Two"), version=1, by=acme.lead, now=NOW
    )
    back = restore_version(article, 1, version=article.version, by=acme.admin, now=NOW)
    assert (back.body, back.latest_number) == ("One", 3)
    assert list(ArticleVersion.objects.order_by("number").values_list("body", flat=True)) == [
        "One",
        "Two",
        "One",
    ]
    with pytest.raises(NotFound):
        restore_version(back, 9, version=back.version, by=acme.admin, now=NOW)


def test_taken_back_and_archived_articles_are_found_by_nobody(acme):
    article = published(acme.lead, audience=Audience.PUBLIC)
    order_articles([article.pk], by=acme.lead, now=NOW)
    draft = withdraw_article(Article.objects.get(), version=2, by=acme.lead, now=NOW)
    assert (draft.status, draft.place, read_first(None), list(readable(Reader(member=acme.lead)))) == (
        "draft",
        None,
        [],
        [],
    )
    archived = archive_article(draft, version=draft.version, by=acme.lead, now=NOW)
    assert reopen_article(archived, version=archived.version, by=acme.lead, now=NOW).status == "draft"


def test_nonsense_is_refused_at_its_field(acme):
    wrong = ArticleFields(title=" ", body="x" * 60_001, language="xx", audience="segment", segment="nobody")
    with pytest.raises(DomainErrors) as refused:
        write_article(wrong, by=acme.lead, now=NOW)
    assert [one.field for one in refused.value.errors] == ["title", "body", "language", "segment"]
    with pytest.raises(DomainErrors, match="Choose the customer"):
        write_article(
            ArticleFields(title="x", body="", audience="account", account_id=2**40), by=acme.lead, now=NOW
        )
    empty = written(acme.lead, body="")
    with pytest.raises(DomainError, match="Write the text"):
        publish_article(empty, version=1, by=acme.lead, now=NOW)


def test_titles_in_any_letters_give_addresses_that_differ(acme):
    slugs = [
        written(acme.lead, title).slug for title in ("Експорт звітів", "Експорт звітів", "!!!", "Työvuorot")
    ]
    assert slugs == ["експорт-звітів", "експорт-звітів-2", "article", "työvuorot"]


def test_a_contact_has_one_vote_and_may_change_it(acme):
    article = published(acme.lead)
    for helpful in (True, True, False):
        vote_on_article(article, contact=acme.contacts[0], is_helpful=helpful, now=NOW)
    vote_on_article(article, contact=acme.contacts[1], is_helpful=True, now=NOW)
    assert votes_on([article.pk]) == {article.pk: (1, 1)}
    assert ArticleVote.objects.count() == 2


def test_at_most_eight_published_articles_stand_first_in_their_order(acme):
    ids = [published(acme.lead, f"Article {n}", audience=Audience.PUBLIC).pk for n in range(9)]
    assert order_articles([ids[2], ids[0], written(acme.lead, "Draft").pk, 2**40], by=acme.lead, now=NOW) == 2
    assert [one.pk for one in read_first(None)] == [ids[2], ids[0]]
    with pytest.raises(DomainError, match="eight"):
        order_articles(ids, by=acme.lead, now=NOW)


#: Who writes for everybody, who for the own account alone, who reads.
RIGHTS = {
    "admin": "all", "csm_lead": "all", "support": "all", "marketing": "all", "csm": "own", "am": "own", "dm": "own",
    "rm": "own", "finance": "no", "executive": "no", "observer": "no",
}  # fmt: skip


@pytest.mark.parametrize("role", RIGHTS)
def test_the_matrix_says_who_writes_for_whom(acme, second, role):
    member = acme.members[role]
    ids = one_of_each(acme.admin, acme.account, second)
    drafts = visible_articles(member).filter(pk=ids["draft"]).exists()
    assert drafts == (RIGHTS[role] != "no")
    writable = {name for name, number in ids.items() if _writes(member, number)}
    assert writable == {"all": set(ids), "own": {"first"}, "no": set()}[RIGHTS[role]]
    for audience, account_id, needed in (
        ("public", None, ("all",)), ("account", second.pk, ("all",)), ("account", acme.account.pk, ("all", "own")),
    ):  # fmt: skip
        if RIGHTS[role] in needed:
            require_audience(member, audience, account_id)
        else:
            with pytest.raises(Forbidden):
                require_audience(member, audience, account_id)


def _writes(member, number):
    try:
        article_to_write(member, number)
    except (Forbidden, NotFound):
        return False
    return True


def test_an_article_for_an_account_that_a_member_does_not_see_does_not_exist(acme, second):
    ids = one_of_each(acme.lead, acme.account, second)
    RoleSetting.objects.update_or_create(role="csm", defaults={"visibility": Visibility.OWN_BOOK})
    with pytest.raises(NotFound):
        article_or_404(acme.csm, ids["second"])
    with pytest.raises(NotFound):
        require_audience(acme.csm, "account", second.pk)
    AccountOwner.objects.create(account=second, role="csm", member=acme.csm)
    assert article_or_404(acme.csm, ids["second"]).pk == ids["second"]
