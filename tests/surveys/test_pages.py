"""The staff's pages of surveys: who may what, writing a campaign, choosing contacts, results and answers."""

import pytest

from accounts.models import Contact
from playbooks.models import Cta
from surveys.models import Answer, Campaign
from surveys.services import record_answer
from tests.support.world import NOW
from tests.surveys.asking import campaign, customers, mails, recipients, sweep
from workspaces.choices import Role

pytestmark = pytest.mark.django_db
MALICE = "<script>alert(1)</script>"


@pytest.fixture
def acme(world):
    with world.acme.scope():
        customers(world.acme)
    return world.acme


def sent(form, **more):
    """The fields of a campaign's form."""
    return {
        "name": "How are we doing", "kind": "nps", "cadence": "quarterly", "starts_on": "2026-09-17", "sender": "",
        "language": "en", "follows_contact": "on", "subject": "", "intro": "", "question": "", "open_days": "30",
        "reminder_days": "7", "change_days": "7", **form, **more,
    }  # fmt: skip


def test_surveys_are_used_and_edited_as_the_matrix_says(acme, world):
    with acme.scope():
        one = campaign(acme, running=False)
    pages = [
        f"{acme.url}/surveys/",
        f"{acme.url}/surveys/answers/",
        f"{acme.url}/surveys/campaigns/{one.pk}/",
    ]
    editing = [f"{acme.url}/surveys/campaigns/new/", f"{acme.url}/surveys/campaigns/{one.pk}/edit/",
               f"{acme.url}/surveys/campaigns/{one.pk}/audience/", f"{acme.url}/settings/surveys/"]  # fmt: skip
    uses = {Role.ADMIN, Role.CSM_LEAD, Role.CSM, Role.AM, Role.DM, Role.RM, Role.SUPPORT, Role.MARKETING}
    edits = {Role.ADMIN, Role.CSM_LEAD, Role.MARKETING}
    for role in (
        Role.CSM_LEAD,
        Role.CSM,
        Role.SUPPORT,
        Role.FINANCE,
        Role.MARKETING,
        Role.EXECUTIVE,
        Role.OBSERVER,
    ):
        browser = world.client(acme.members[role])
        assert {browser.get(page).status_code for page in pages} == {200 if role in uses else 403}, role
        assert {browser.get(page).status_code for page in editing} == {200 if role in edits else 403}, role
        moved = browser.post(f"{acme.url}/surveys/campaigns/{one.pk}/state/", {"state": "nowhere"})
        assert moved.status_code == (409 if role in edits else 403), role


def test_a_campaign_is_written_once_its_contacts_chosen_and_it_is_started(acme, world):
    browser = world.client(acme.lead)
    key = "7a3d9f52-0a7e-4a35-9d2e-1f8d8a1d5c11"
    for _time in range(2):
        made = browser.post(f"{acme.url}/surveys/campaigns/new/", sent({}, key=key))
    with acme.scope():
        one = Campaign.objects.get()
    assert (made.status_code, made["Location"]) == (303, f"{acme.url}/surveys/campaigns/{one.pk}/audience/")
    chosen = browser.post(f"{made['Location']}?f.level=is:c_level&sort=name")
    assert chosen.status_code == 303
    browser.post(f"{acme.url}/surveys/campaigns/{one.pk}/trial/")
    browser.post(f"{acme.url}/surveys/campaigns/{one.pk}/state/", {"state": "running"})
    with acme.scope():
        one.refresh_from_db()
        assert (one.audience, one.state) == ("f.level=is:c_level", "running")
        high = Contact.objects.filter(level="c_level").count()
    [trial] = mails(acme, "survey_trial")
    assert (trial.to_address, "/s/" in trial.text_body) == (acme.lead.user.email, False)
    assert "This is a trial: nothing is kept." in trial.text_body
    assert sweep(acme)[:2] == (1, high)


def test_strange_names_and_conflicts_are_told_at_their_field(acme, world):
    browser = world.client(acme.lead)
    page = browser.post(
        f"{acme.url}/surveys/campaigns/new/", sent({}, intro="Hi {nam}", cadence="after_inquiry")
    )
    assert page.status_code == 422
    words = page.content.decode()
    assert "{nam} would stay as it is" in words
    assert "choose CSAT" in words


def test_results_answers_and_one_of_them_show_what_was_said_as_words(acme, world):
    with acme.scope():
        campaign(acme)
    sweep(acme)
    first, second, *_rest = recipients(acme)
    with acme.scope():
        bad = record_answer(first, score=2, comment=f"{MALICE} The import is terrible", now=NOW).answer
        record_answer(second, score=9, comment="=cmd() Great import", now=NOW)
    browser = world.client(acme.csm)
    page = browser.get(f"{acme.url}/surveys/").content.decode()
    for words in (
        "NPS 0: below the 55 that pass",
        "2 answers, with 95",
        "import",
        f"f.owner=is:{acme.csm.pk}",
        "Negative",
    ):
        assert words in page, words
    listed = browser.get(f"{acme.url}/surveys/answers/").content.decode()
    assert MALICE not in listed
    assert "&lt;script&gt;" in listed
    assert "2 answers" in listed
    one = f"{acme.url}/surveys/answers/{bad.pk}/"
    assert "Nobody has taken this up yet." in browser.get(one).content.decode()
    for _time in range(2):
        assert browser.post(f"{one}loop/").status_code == 303
    with acme.scope():
        assert Cta.objects.filter(origin_key=bad.origin_key).count() == 1
    assert "The loop closes with the CTA." in browser.get(one).content.decode()
    panel = browser.get(f"{acme.url}/accounts/{acme.account.pk}/panels/satisfaction/").content.decode()
    assert "NPS 0" in panel
    story = browser.get(f"{acme.url}/accounts/{acme.account.pk}/timeline/").content.decode()
    assert "answered NPS with 2 of 10" in story


def test_quiet_days_are_set_and_who_stopped_may_be_asked_again(acme, world):
    from surveys.selectors.settings import setting_in_force
    from surveys.services import stop_surveys

    with acme.scope():
        contact = Contact.objects.order_by("pk").first()
        stop_surveys(contact, now=NOW)
    browser = world.client(acme.admin)
    page = f"{acme.url}/settings/surveys/"
    assert contact.name in browser.get(page).content.decode()
    assert browser.post(page, {"quiet_days": "45", "loop_days": "10", "version": "1"}).status_code == 303
    assert browser.post(page, {"quiet_days": "1", "loop_days": "10", "version": "1"}).status_code == 409
    browser.post(f"{acme.url}/settings/surveys/contacts/{contact.pk}/asking/")
    with acme.scope():
        held = setting_in_force()
        assert (held.quiet_days, held.loop_days, held.version) == (45, 10, 2)
        assert Answer.objects.count() == 0
    assert contact.name not in browser.get(page).content.decode()
