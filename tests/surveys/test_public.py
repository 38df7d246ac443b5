"""The page on which customers answer: reading changes nothing, what is refused says why (proof 48)."""

from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from django.conf import settings
from django.db import connection
from django.test import Client

from accounts.models import Contact
from notifications.models import Notice
from surveys.choices import Kind
from surveys.links import Stop, stop_url
from surveys.models import Answer, Recipient, SurveyRest
from tests.support.world import NOW
from tests.surveys.asking import campaign, customers, path_of, recipients, sweep

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
MALICE = "<script>alert(1)</script><img src=x onerror=y> {{7*7}} =cmd()"


@pytest.fixture
def acme(world):
    with world.acme.scope():
        customers(world.acme)
        campaign(world.acme)
    sweep(world.acme)
    return world.acme


@pytest.fixture
def browser():
    with time_machine.travel(NOW + timedelta(hours=1), tick=False):
        yield Client()


def row(company):
    return recipients(company)[0]


def answers(company):
    with company.scope():
        return list(Answer.objects.order_by("pk").values_list("score", "comment", "group"))


def test_the_page_is_whole_without_scripts_and_smaller_than_50_kb(acme, browser):
    page = browser.get(path_of(row(acme), 7))
    style = (Path(settings.BASE_DIR) / "static" / "css" / "survey.css").read_bytes()
    assert page.status_code == 200
    assert len(page.content) + len(style) < 50_000
    assert b"<script" not in page.content
    assert page.content.count(b"<link") == 2
    assert page.content.count(b'type="radio"') == 11
    assert b'value="7" required checked' in page.content
    assert "How likely are you to recommend Acme to a colleague?" in page.content.decode()
    assert page["Cache-Control"].startswith("max-age=0")


def test_reading_and_scanning_never_votes(acme, browser):
    for path in (path_of(row(acme)), path_of(row(acme), 0), path_of(row(acme), 10)):
        for method in ("GET", "HEAD", "OPTIONS"):
            browser.generic(method, path)
    assert answers(acme) == []
    assert row(acme).answered_at is None


def test_the_button_votes_once_and_replay_changes_nothing(acme, browser):
    path = path_of(row(acme))
    for _time in range(3):
        sent = browser.post(path, {"score": "2", "comment": "Support is terribly slow"})
        assert (sent.status_code, sent["Location"]) == (303, path)
    assert answers(acme) == [(2, "Support is terribly slow", "detractor")]
    thanks = browser.get(path).content.decode()
    assert "Thank you" in thanks
    assert "Your answer: 2" in thanks
    assert "?change=1" in thanks
    with acme.scope():
        found = Answer.objects.get()
        assert (found.tone, found.answered_on.isoformat()) == ("negative", "2026-09-17")
        [told] = Notice.objects.filter(kind="detractor")
        assert (told.member, told.mail) == (acme.csm, "at_once")


def test_a_change_of_mind_replaces_within_the_window_and_not_after(acme, browser):
    path = path_of(row(acme))
    browser.post(path, {"score": "9", "comment": ""})
    assert "You answered 9 on" in browser.get(path + "?change=1").content.decode()
    with time_machine.travel(NOW + 6 * DAY, tick=False):
        assert browser.post(path, {"score": "4", "comment": "Changed"}).status_code == 303
    with time_machine.travel(NOW + 8 * DAY, tick=False):
        late = browser.post(path, {"score": "10"})
        assert (late.status_code, "Your answer stands" in late.content.decode()) == (409, True)
        assert browser.get(path, {"score": "10"}).status_code == 409
    assert answers(acme) == [(4, "Changed", "detractor")]
    with acme.scope():
        assert sorted(Notice.objects.values_list("kind", flat=True)) == ["detractor", "survey_answer"]


def test_after_the_end_the_page_says_so(acme, browser):
    with time_machine.travel(NOW + 40 * DAY, tick=False):
        for answer in (browser.get(path_of(row(acme))), browser.post(path_of(row(acme)), {"score": "9"})):
            assert answer.status_code == 410
            assert "Answers were taken until 17 Oct 2026" in answer.content.decode()
    assert answers(acme) == []


def test_a_tampered_link_anothers_and_none_are_one_and_the_same(acme, browser, world):
    with world.other.scope():
        customers(world.other)
        campaign(world.other)
    sweep(world.other)
    token = path_of(row(acme)).split("/")[2]
    theirs = path_of(row(world.other)).split("/")[2]
    mine, secret = token.split("-", 1)
    foreign = f"{world.other.workspace.pk}-{secret}"
    wrong = [token[:-1] + ("A" if token[-1] != "A" else "B"), foreign, f"{mine}-{theirs.split('-', 1)[1]}", "x", "99999-x",
             f"{mine}-{'A' * 43}", "9" * 30, token.lower() + "é"]  # fmt: skip
    pages = [browser.get(f"/s/{one}/") for one in wrong]
    pages += [browser.post(f"/s/{one}/", {"score": "9"}) for one in wrong]
    assert {page.status_code for page in pages} == {404}
    assert len({page.content for page in pages}) == 1
    assert answers(acme) == answers(world.other) == []


@pytest.mark.parametrize("score", ["", "11", "-1", "９", "1e3", "x", "5; DROP TABLE", "999"])
def test_no_score_or_a_strange_one_is_refused_in_words(acme, browser, score):
    page = browser.post(path_of(row(acme)), {"score": score, "comment": "Kept"})
    assert (page.status_code, "Choose a number first." in page.content.decode()) == (422, True)
    assert "Kept" in page.content.decode()
    assert answers(acme) == []


def test_comments_are_kept_as_words_and_shown_as_words(acme, browser):
    browser.post(path_of(row(acme)), {"score": "1", "comment": MALICE + "\x00"})
    assert answers(acme)[0][1] == MALICE
    page = browser.get(path_of(row(acme)) + "?change=1").content.decode()
    assert "<script>" not in page
    assert "&lt;script&gt;" in page
    long = browser.post(path_of(row(acme)), {"score": "1", "comment": "x" * 2001})
    assert (long.status_code, "2,000 characters" in long.content.decode()) == (422, True)


def test_the_form_wants_its_token(acme):
    careful = Client(enforce_csrf_checks=True)
    with time_machine.travel(NOW, tick=False):
        assert careful.post(path_of(row(acme)), {"score": "9"}).status_code == 403
    assert answers(acme) == []


def test_what_is_kept_opens_no_link(acme, browser):
    """Who reads the tables has the nonce and the hash, and neither answers."""
    kept = row(acme)
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_jsonb(r)::text FROM surveys_recipient r")
        assert cursor.fetchall() == []  # no workspace in force
    for guess in (kept.nonce, kept.token_hash, kept.token_hash[:43]):
        assert browser.get(f"/s/{kept.workspace_id}-{guess}/").status_code == 404
    with acme.scope():
        Recipient.objects.filter(pk=kept.pk).update(nonce="another")
    assert browser.get(path_of(kept)).status_code == 200


def test_one_click_ends_surveys_and_reading_the_link_does_not(acme, browser):
    contact = row(acme).contact
    url = stop_url(Stop(acme.workspace.pk, contact.pk))
    path = "/" + url.split("/", 3)[3]
    assert "No more surveys?" in browser.get(path).content.decode()
    with acme.scope():
        assert SurveyRest.objects.count() == 0
    strict = Client(enforce_csrf_checks=True)
    done = strict.post(path, {"List-Unsubscribe": "One-Click"})
    assert (done.status_code, "You will not be asked any more" in done.content.decode()) == (200, True)
    strict.post(path)
    with acme.scope():
        assert SurveyRest.objects.get().contact == contact
        n = Contact.objects.count()
    assert sweep(acme, days=8)[2] == n - 1
    assert browser.post(path[:-3] + "zz/").status_code == 404


def test_a_closed_workspace_and_an_account_in_the_bin_have_no_page(acme, browser):
    from accounts.models import Account
    from workspaces.models import Workspace

    kept = row(acme)
    with acme.scope():
        Account.objects.filter(pk=kept.account_id).update(deleted_at=NOW)
    assert browser.get(path_of(kept)).status_code == 404
    with acme.scope():
        Account.with_bin.filter(pk=kept.account_id).update(deleted_at=None)
    Workspace.objects.filter(pk=acme.workspace.pk).update(closed_at=NOW)
    assert browser.get(path_of(kept)).status_code == 404


def test_a_csat_shows_its_words_in_the_contacts_language(world, browser):
    with world.acme.scope():
        customers(world.acme)
        Contact.objects.update(language="uk")
        campaign(world.acme, kind=Kind.CSAT)
    sweep(world.acme)
    page = browser.get(path_of(row(world.acme), 4)).content.decode()
    assert '<html lang="uk">' in page
    assert "Дуже задоволені" in page
    assert page.count('type="radio"') == 5
