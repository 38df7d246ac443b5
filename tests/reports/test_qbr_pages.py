"""Taking, rewording, printing and fetching a review; whose it is, and who may."""

import json
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from accounts.models import Account
from core.pdf import can_print
from reports.choices import PrintState
from reports.models import QbrSnapshot
from reports.services import ask_for_pdf, mend_prints, render_snapshot, take_facts
from tests.support.world import NOW
from workspaces.choices import Role, Visibility
from workspaces.models import RoleSetting, StoredFile

pytestmark = pytest.mark.django_db
needs_libraries = pytest.mark.skipif(not can_print(), reason="Debian's pango and harfbuzz are not here")
GIVEN = {
    "period": "2026Q2",
    "edition": "customer",
    "paper": "a4",
    "language": "en",
    "sections": ["health", "renewal"],
}


def ask(world, member=None, **more):
    browser = world.client(member or world.acme.csm)
    account = world.acme.account.pk
    return browser, browser.post(f"/w/acme/accounts/{account}/reviews/", {**GIVEN, **more})


def work(company):
    """What the worker does about the facts that were asked for."""
    with company.scope():
        asked = list(QbrSnapshot.objects.filter(state=PrintState.TAKING).values_list("pk", flat=True))
    for pk in asked:
        take_facts(company.workspace.pk, pk, now=NOW)


def take(world, member=None, **more):
    browser, answer = ask(world, member, **more)
    work(world.acme)
    return browser, answer


def only(company):
    with company.scope():
        return QbrSnapshot.objects.get()


def test_the_facts_are_taken_and_the_same_again_are_the_same_snapshot(world):
    browser, answer = take(world)
    found = only(world.acme)
    assert (answer.status_code, answer["Location"]) == (
        303,
        f"/w/acme/accounts/{world.acme.account.pk}/reviews/{found.pk}/",
    )
    assert (found.period, found.sections, found.state, found.created_by_id) == (
        "2026Q2", ["health", "renewal"], "none", world.acme.csm.pk,
    )  # fmt: skip
    _browser, again = take(world)
    assert browser.get(again["Location"])["Location"] == answer["Location"]
    with world.acme.scope():
        assert QbrSnapshot.objects.exclude(fingerprint="").get().pk == found.pk
    page = browser.get(answer["Location"])
    assert page.status_code == 200
    assert found.code in page.content.decode()
    assert found.code in browser.get(f"{answer['Location']}preview/").content.decode()


def test_the_page_answers_before_the_facts_are_taken_and_shows_how_far_they_are(world):
    browser, answer = ask(world)
    address, row = answer["Location"], only(world.acme)
    assert (answer.status_code, row.state, row.data, row.is_taken) == (303, "taking", {}, False)
    assert ask(world)[1]["Location"] == address
    assert only(world.acme).pk == row.pk
    page = browser.get(address).content.decode()
    assert "Facts being taken" in page
    assert "hx-get" in page
    assert "Save words" not in page
    for later in ("preview/", "preview.css", "review.pdf", "mailing/"):
        assert browser.get(address + later).status_code == 404
    assert browser.post(f"{address}words/", {"claim": "x"}).status_code == 404
    work(world.acme)
    assert take_facts(world.acme.workspace.pk, row.pk, now=NOW) is None
    assert browser.get(f"{address}progress/")["Location"] == address
    assert "Save words" in browser.get(address).content.decode()


def test_facts_that_never_come_say_so_and_can_be_asked_for_again(world):
    browser, answer = ask(world)
    with world.acme.scope():
        assert mend_prints(now=NOW + timedelta(minutes=3)) == 1
        assert mend_prints(now=NOW + timedelta(minutes=3)) == 0
        assert mend_prints(now=NOW + timedelta(minutes=30)) == 1
    page = browser.get(answer["Location"]).content.decode()
    assert "could not be taken" in page
    assert "Try again" in page
    browser.post(f"{answer['Location']}printing/")
    work(world.acme)
    assert (only(world.acme).state, only(world.acme).is_taken) == ("none", True)


def test_a_row_that_only_asked_is_cleared_away_after_a_day(world):
    take(world)
    take(world)
    with world.acme.scope():
        assert QbrSnapshot.objects.count() == 2
        mend_prints(now=NOW + timedelta(hours=25))
        assert QbrSnapshot.objects.get().is_taken


def test_a_review_is_taken_in_the_language_that_was_chosen(world):
    browser, answer = take(world, language="uk")
    found = only(world.acme)
    assert found.language == "uk"
    page = browser.get(f"{answer['Location']}preview/").content.decode()
    assert '<html lang="uk">' in page
    assert "Порядок денний" in page
    assert "Back to the words" in page
    assert "Українська" in browser.get(answer["Location"]).content.decode()


def test_new_words_supersede_a_printed_review_and_replace_one_that_never_was(world):
    browser, answer = take(world)
    address, first = answer["Location"], only(world.acme)
    browser.post(f"{address}words/", {"claim": "First claim"})
    second = only(world.acme)
    assert (second.claim, second.taken_at) == ("First claim", first.taken_at)
    assert second.code != first.code
    with world.acme.scope():
        QbrSnapshot.objects.filter(pk=second.pk).update(state=PrintState.DONE, pages=7)
    base = f"/w/acme/accounts/{world.acme.account.pk}/reviews/"
    moved = browser.post(
        f"{base}{second.pk}/words/", {"claim": "Second claim", "actions": "a | b | c\n\n d "}
    )
    with world.acme.scope():
        third = QbrSnapshot.objects.get(claim="Second claim")
        assert QbrSnapshot.objects.get(pk=second.pk).superseded_by_id == third.pk
    assert moved["Location"] == f"{base}{third.pk}/"
    assert third.actions == ["a | b | c", "d"]
    assert "superseded" in browser.get(base).content.decode()
    assert "newer snapshot" in browser.get(f"{base}{second.pk}/").content.decode()


def test_who_may_not_edit_the_account_takes_none_and_nothing_is_left(world):
    _browser, answer = ask(world, world.acme.observer)
    assert answer.status_code == 403
    with world.acme.scope():
        assert QbrSnapshot.objects.count() == 0


def test_an_executive_makes_one_although_he_edits_no_account(world):
    browser, answer = take(world, world.acme.executive)
    assert answer.status_code == 303
    assert browser.post(f"{answer['Location']}words/", {"claim": "The rollout is done"}).status_code == 303
    assert only(world.acme).claim == "The rollout is done"


def test_a_review_with_amounts_is_closed_to_who_may_not_see_money(world):
    _browser, answer = take(world)
    with world.acme.scope():
        RoleSetting.objects.filter(role=Role.OBSERVER).delete()
        RoleSetting.objects.create(role=Role.OBSERVER, visibility=Visibility.ALL, sees_money=False)
    browser = world.client(world.acme.observer)
    for page in ("", "preview/", "review.pdf"):
        assert browser.get(answer["Location"] + page).status_code == 403
    listed = browser.get(f"/w/acme/accounts/{world.acme.account.pk}/reviews/").content.decode()
    assert "Holds amounts" in listed
    assert f'href="{answer["Location"]}"' not in listed


@needs_libraries
def test_the_pdf_is_made_by_a_worker_once_and_is_nobody_elses(world):
    browser, answer = take(world)
    address, found = answer["Location"], only(world.acme)
    assert browser.get(f"{address}review.pdf").status_code == 404
    assert browser.post(f"{address}printing/")["Location"] == address
    assert only(world.acme).state == "waiting"
    assert "hx-get" in browser.get(address).content.decode()
    workspace = world.acme.workspace.pk
    assert render_snapshot(workspace, found.pk, now=NOW) == PrintState.DONE
    assert render_snapshot(workspace, found.pk, now=NOW) is None
    with world.acme.scope():
        assert ask_for_pdf(found, now=NOW) is False
        assert StoredFile.objects.get().name == f"{found.code}.pdf"
    file = browser.get(f"{address}review.pdf")
    assert file["Content-Type"] == "application/pdf"
    assert file["Content-Disposition"] == f'attachment; filename="{found.code}.pdf"'
    assert b"".join(file.streaming_content)[:5] == b"%PDF-"
    stranger = world.client(world.outsider)
    for path in (f"{address}review.pdf", address.replace("/acme/", "/other/") + "review.pdf"):
        assert stranger.get(path).status_code == 404


@needs_libraries
def test_what_cannot_be_printed_says_so_and_can_be_tried_again(world, monkeypatch):
    monkeypatch.setattr("core.pdf.printing.MAX_HTML_BYTES", 10)
    browser, answer = take(world)
    found = only(world.acme)
    browser.post(f"{answer['Location']}printing/")
    assert render_snapshot(world.acme.workspace.pk, found.pk, now=NOW) == PrintState.FAILED
    page = browser.get(answer["Location"]).content.decode()
    assert "It needed too much memory" in page
    assert "Try again" in page
    browser.post(f"{answer['Location']}printing/")
    assert only(world.acme).state == "waiting"


def test_without_the_libraries_the_page_says_so_and_the_preview_stays(world, monkeypatch):
    monkeypatch.setattr("reports.views.reviews.can_print", lambda: False)
    monkeypatch.setattr("reports.services.qbr.can_print", lambda: False)
    browser, answer = take(world)
    page = browser.get(answer["Location"]).content.decode()
    assert "cannot make PDFs" in page
    assert "Make PDF" not in page
    browser.post(f"{answer['Location']}printing/")
    assert only(world.acme).state == "none"


def test_the_sweep_fails_a_dead_workers_review_and_asks_again_for_a_lost_one(world):
    take(world)
    with world.acme.scope():
        QbrSnapshot.objects.update(state=PrintState.RENDERING, started_at=NOW - timedelta(hours=1))
        assert mend_prints(now=NOW) == 1
        assert QbrSnapshot.objects.get().state == PrintState.FAILED
        QbrSnapshot.objects.update(state=PrintState.WAITING, queued_at=NOW - timedelta(minutes=5))
        assert mend_prints(now=NOW) == 1
        assert mend_prints(now=NOW) == 0


@needs_libraries
def test_the_command_prints_and_says_what_it_did(world, tmp_path):
    target, out = tmp_path / "qbr.pdf", StringIO()
    named = ["--workspace", "acme", "--account", "A-1", "--period", "2026Q2", "--language", "fi"]
    call_command("render_qbr", *named, "--output", str(target), stdout=out)
    told = json.loads(out.getvalue())
    assert set(told) == {"pages", "snapshot", "seconds", "printing_seconds"}
    first = target.read_bytes()
    call_command("render_qbr", *named, "--output", str(target), stdout=out)
    assert target.read_bytes() == first
    call_command("render_qbr", *named, "--output", str(target), "--edition", "internal", stdout=out)
    assert target.read_bytes() != first
    with world.acme.scope():
        assert sorted(QbrSnapshot.objects.values_list("edition", "state", "language")) == [
            ("customer", "done", "fi"),
            ("internal", "done", "fi"),
        ]


@pytest.mark.parametrize(
    ("more", "said"),
    [
        (["--account", "A-1", "--period", "2026"], "no quarter"),
        (["--account", "A-1", "--period", "2026Q4"], "lies ahead"),
        (["--account", "B-9", "--period", "2026Q1"], "no account"),
    ],
)
def test_the_command_refuses_in_words(world, tmp_path, more, said):
    with pytest.raises(CommandError, match=said):
        call_command("render_qbr", "--workspace", "acme", *more, "--output", str(tmp_path / "x.pdf"))


def test_the_other_workspaces_facts_are_not_in_it(world):
    with world.other.scope():
        Account.objects.update(name="Qzx7kanarie Oy")
    take(world)
    assert "Qzx7kanarie" not in str(only(world.acme).data)
