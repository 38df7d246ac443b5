"""Pages of articles, search and files, both sides: what they do, what they refuse, what they show as it was written."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.models import Account
from portal.choices.articles import Audience
from portal.models import Article, ArticleVote, SharedFile
from portal.services.files import send_files, share_file, take_back
from tests.portal.articles import published, written
from tests.support.portal import customer_browser
from tests.support.world import NOW, add_account

pytestmark = pytest.mark.django_db
HOSTILE = '<script>alert(1)</script>"><img src=x onerror=alert(1)>{{7*7}}'


@pytest.fixture(autouse=True)
def still(time_machine, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    time_machine.move_to(NOW, tick=False)


@pytest.fixture
def acme(world):
    return world.acme


def sent(name="plan.txt", content=b"words"):
    return SimpleUploadedFile(name, content)


def form(**given):
    fields = {
        "title": "Export", "body": "# One\n\n**two**", "language": "en", "audience": "customers", "segment": "", "account": "",
    }  # fmt: skip
    return {**fields, **given}


def test_an_article_is_written_looked_at_published_and_taken_back(world, acme):
    lead = world.client(acme.lead)
    made = lead.post("/w/acme/articles/new/", form())
    article = _only(acme)
    assert (made.status_code, article.status, article.version) == (303, "draft", 1)
    own = f"/w/acme/articles/{article.pk}/"
    with acme.scope():
        Account.objects.update(status="active")
    asked = lead.get(f"{own}publication/").content.decode()
    assert "The contacts of 1 customer can read it." in asked
    assert lead.post(f"{own}publication/", {"version": 1}).status_code == 303
    assert "<strong>two</strong>" in lead.get(own).content.decode()
    lead.post(f"{own}edit/", form(body="Second", version=2))
    shown = lead.get(own).content.decode()
    assert "Published, changes wait" in shown
    assert "Publish changes" in shown
    lead.post(f"{own}withdrawal/", {"version": 2})
    assert _only(acme).status == "published", "somebody who saw an older version decides nothing"
    lead.post(f"{own}withdrawal/", {"version": 3})
    assert _only(acme).status == "draft"


def test_the_second_editor_gets_both_texts_and_may_save_over_them(world, acme):
    with acme.scope():
        article = written(acme.lead, body="Old")
    lead, own = world.client(acme.lead), f"/w/acme/articles/{article.pk}/edit/"
    lead.post(own, form(title=article.title, body="Theirs", version=1))
    mine = form(title=article.title, body="Mine", version=1)
    refused = lead.post(own, mine)
    assert refused.status_code == 409
    assert "Theirs" in refused.content.decode()
    assert lead.post(own, {**mine, "version": 2, "take-body": "mine"}).status_code == 303
    assert _only(acme).body == "Mine"


def test_the_own_account_is_all_that_a_csm_writes_for(world, acme):
    csm = world.client(acme.csm)
    with acme.scope():
        add_account("Second")
    assert csm.post("/w/acme/articles/new/", form()).status_code == 422
    assert csm.post("/w/acme/articles/new/", form(audience="account", account="Second")).status_code == 403
    own = form(audience="account", account="Customer of Acme")
    assert csm.post("/w/acme/articles/new/", own).status_code == 303
    assert world.client(acme.observer).get("/w/acme/articles/new/").status_code == 403
    assert world.client(acme.csm).get("/w/acme/articles/first/").status_code == 403


def test_a_preview_keeps_nothing_and_runs_nothing(world, acme):
    shown = world.client(acme.lead).post("/w/acme/articles/preview/", {"title": HOSTILE, "body": HOSTILE})
    text = shown.content.decode()
    assert "&lt;script&gt;" in text
    assert "<script" not in text
    assert "<img" not in text
    with acme.scope():
        assert not Article.objects.exists()


def test_hostile_words_are_inert_on_every_page_and_in_the_feed(world, acme):
    with acme.scope():
        article = published(acme.lead, HOSTILE[:150], HOSTILE, audience=Audience.PUBLIC)
        send_files(acme.account, [sent("x<script>.txt")], by=acme.lead, now=NOW)
    customer, stranger = customer_browser(acme, acme.contacts[0]), world.client()
    portal = "/w/acme/portal/"
    pages = [
        world.client(acme.lead).get(f"/w/acme/articles/{article.pk}/"),
        customer.get(f"{portal}articles/{article.slug}/"),
        customer.get(f"{portal}search/", {"q": "alert script"}),
        customer.get(f"{portal}search/", {"q": HOSTILE}),
        customer.get(f"{portal}files/", {"q": HOSTILE}),
        customer.get(f"{portal}files/"),
        stranger.get(f"{portal}articles/", {"q": HOSTILE}),
        stranger.get(f"{portal}articles/feed.xml"),
    ]
    for page in pages:
        assert page.status_code == 200
        text = page.content.decode()
        assert "<script>" not in text
        assert "<img src=x" not in text
        assert ">49<" not in text


def test_strangers_read_public_articles_alone_and_cannot_vote(world, acme):
    with acme.scope():
        public = published(acme.lead, "Publicword", audience=Audience.PUBLIC)
        hidden = published(acme.lead, "Customersword")
    stranger, articles = world.client(), "/w/acme/portal/articles/"
    listed = stranger.get(articles).content.decode()
    assert "Publicword" in listed
    assert "Customersword" not in listed + stranger.get(f"{articles}feed.xml").content.decode()
    assert stranger.get(f"{articles}{public.slug}/").status_code == 200
    assert stranger.get(f"{articles}{hidden.slug}/").status_code == 404
    assert stranger.post(f"{articles}{public.slug}/vote/", {"helpful": "yes"})["Location"].endswith(
        "/sign-in/"
    )
    assert stranger.get("/w/acme/portal/search/").status_code == 303
    with acme.scope():
        assert not ArticleVote.objects.exists()


def test_a_customer_says_whether_it_helped(acme):
    with acme.scope():
        article = published(acme.lead)
    browser, own = customer_browser(acme, acme.contacts[0]), f"/w/acme/portal/articles/{article.slug}/"
    for said in ("yes", "no", "maybe"):
        assert browser.post(f"{own}vote/", {"helpful": said})["Location"] == own
    with acme.scope():
        assert [vote.is_helpful for vote in ArticleVote.objects.all()] == [False]


def test_one_search_answers_with_articles_and_files(acme):
    with acme.scope():
        published(acme.lead, "Payroll export")
        send_files(acme.account, [sent("payroll may.txt")], by=acme.csm, now=NOW)
        send_files(add_account("Second"), [sent("payroll june.txt")], by=acme.lead, now=NOW)
    text = customer_browser(acme, acme.contacts[0]).get("/w/acme/portal/search/?q=payroll").content.decode()
    assert "<mark>Payroll</mark> export" in text
    assert "payroll may.txt" in text
    assert "payroll june.txt" not in text


def test_a_customer_sends_opens_renews_and_restores_a_file(world, acme):
    browser, files = customer_browser(acme, acme.contacts[0]), "/w/acme/portal/files/"
    assert browser.post(files, {"files": [sent("a.svg", b"<svg onload=alert(1)></svg>")]}).status_code == 303
    with acme.scope():
        shared = SharedFile.objects.get()
        copy = shared.versions.get()
    own = f"{files}{shared.pk}/"
    got = browser.get(f"{own}versions/{copy.pk}/")
    assert b"".join(got.streaming_content) == b"<svg onload=alert(1)></svg>"
    assert (got["Content-Type"], got["X-Content-Type-Options"]) == ("application/octet-stream", "nosniff")
    assert got["Content-Disposition"].startswith("attachment")
    assert "sandbox" in got["Content-Security-Policy"]
    assert browser.post(own, {"file": sent("b.txt")}).status_code == 303
    assert browser.post(f"{own}restoration/", {"number": 1, "latest": 2}).status_code == 303
    assert "the same as version 1" in browser.get(own).content.decode()
    assert browser.post(files, {"files": [sent("a.exe", b"MZ")]}).status_code == 422
    staff = world.client(acme.csm).get(f"/w/acme/accounts/{acme.account.pk}/files/").content.decode()
    assert "Customer sees this" in staff
    assert "Anna Sponsor" in staff


def test_staff_share_a_file_of_the_account_and_take_it_back(world, acme):
    csm, account = world.client(acme.csm), f"/w/acme/accounts/{acme.account.pk}"
    csm.post(f"{account}/files/", {"files": [sent()]})
    with acme.scope():
        file = acme.account.files.get()
    assert f"{account}/files/{file.pk}/share/" in csm.get(f"{account}/files/").content.decode()
    assert "Customer of Acme can open it" in csm.get(f"{account}/files/{file.pk}/share/").content.decode()
    assert world.client(acme.observer).post(f"{account}/files/{file.pk}/sharing/").status_code == 403
    assert csm.post(f"{account}/files/{file.pk}/sharing/").status_code == 303
    browser = customer_browser(acme, acme.contacts[0])
    assert "plan.txt" in browser.get("/w/acme/portal/files/").content.decode()
    with acme.scope():
        shared = SharedFile.objects.get()
    csm.post(f"{account}/shared-files/{shared.pk}/taking-back/")
    assert browser.get(f"/w/acme/portal/files/{shared.pk}/").status_code == 404
    csm.post(f"{account}/shared-files/{shared.pk}/taking-back/", {"again": "1"})
    assert browser.get(f"/w/acme/portal/files/{shared.pk}/").status_code == 200
    told = csm.get(f"{account}/timeline/", headers={"HX-Request": "true"}).content.decode()
    assert "shared a file with the customer" in told


def test_neither_the_other_account_nor_the_other_workspace_opens_a_file(world, acme):
    with acme.scope():
        shared = send_files(acme.account, [sent()], by=acme.csm, now=NOW)[0]
        copy = shared.versions.get()
        second = add_account("Second")
        stranger = acme.contacts[1]
        stranger.account = second
        stranger.save()
        gone = send_files(acme.account, [sent("gone.txt")], by=acme.csm, now=NOW)[0]
        share_file(copy.account_file, by=acme.csm, now=NOW)
        take_back(gone, by=acme.csm, now=NOW)
    other = customer_browser(acme, stranger)
    foreign = customer_browser(world.other, world.other.contacts[0])
    for path in (f"{shared.pk}/", f"{shared.pk}/versions/{copy.pk}/"):
        assert other.get(f"/w/acme/portal/files/{path}").status_code == 404
        assert foreign.get(f"/w/other/portal/files/{path}").status_code == 404
    own = customer_browser(acme, acme.contacts[0])
    assert own.get(f"/w/acme/portal/files/{gone.pk}/").status_code == 404
    assert own.get(f"/w/acme/portal/files/{gone.pk}/versions/{copy.pk}/").status_code == 404


def _only(company):
    with company.scope():
        return Article.objects.get()
