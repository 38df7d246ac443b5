"""NPS goes out by mail; a detractor answers by the link of the mail, and the loop is closed."""

import re

from playwright.sync_api import expect

from tests.faults.platform import eventually
from tests.flows.journey.onboarding import URHO
from tests.flows.journey.story import Story, says

NAME = "Autumn NPS"
WORDS = "canary-of-an-answer: payday without pay is the worst day."
RULE = "A detractor answered"


def is_answered_by_a_detractor_and_closed(story: Story) -> None:
    lead = story.staff("csm_lead")
    lead.go("/rules/")
    lead.page.locator("main").get_by_role("link", name=RULE).click()
    lead.page.get_by_role("button", name="Let it act").click()
    lead.page.get_by_role("button", name="Let it rest").wait_for()
    _goes_out(story)
    _is_answered(story)
    _is_closed(story)


def _goes_out(story: Story) -> None:
    """To the contacts of all active accounts; started by the lead, mailed by the worker."""
    lead = story.staff("csm_lead")
    page = lead.page
    lead.go("/surveys/campaigns/new/")
    page.locator("[name=name]").fill(NAME)
    page.get_by_role("button", name="Save draft and choose whom").click()
    page.get_by_role("button", name="Ask whom the list shows").click()
    says(page, "Audience saved")
    page.get_by_role("button", name="Start survey").click()
    page.get_by_role("dialog").get_by_role("button", name="Start survey").click()
    page.get_by_role("button", name="Pause").wait_for()
    story.rows("rows.strike('surveys.sweep_due_days')")


def _is_answered(story: Story) -> None:
    """By the address of a low number: opening it records nothing, the button does, and once."""
    letter = eventually(lambda: _letter(story), seconds=60)
    path = story.path_in(letter, r"/s/\S+")
    page = story.person("urho's mail").page
    page.goto(story.base + path)
    assert _answers(story) == 0
    page.locator("[name=score][value='2']").check(force=True)
    page.locator("#sv-comment").fill(WORDS)
    page.locator(".sv-send").click()
    page.locator("form.sv-form").wait_for(state="detached")
    assert _answers(story) == 1


def _answers(story: Story) -> int:
    """Those to the campaign; the rating of the inquiry is another's."""
    query = "SELECT count(*) FROM surveys_answer a JOIN surveys_campaign c ON c.id = a.campaign_id WHERE c.name = %s"
    return int(story.one(query, NAME))


def _letter(story: Story) -> str:
    found = [text for _subject, text in story.mails(URHO) if "/s/" in text]
    return found[-1] if found else ""


def _is_closed(story: Story) -> None:
    """The rule opens a CTA with its playbook; the loop closes when the CTA does."""
    csm = story.staff("csm")
    page = csm.page
    eventually(lambda: _open_loops(story) == 1, seconds=60)
    csm.go("/surveys/answers/")
    page.locator("main").get_by_role("link", name="Urho User").first.click()
    says(page, WORDS)
    page.get_by_role("link", name="Open the CTA").click()
    says(page, "Close the loop with a detractor")
    cta = page.url
    page.get_by_role("link", name="Close with a note").click()
    page.locator("[name=note]").fill("Called Urho; the list is right again.")
    page.locator("main").get_by_role("button", name=re.compile("^Close")).click()
    page.wait_for_url(lambda url: "closure" not in url)
    page.goto(cta)
    page.get_by_role("button", name="Reopen").wait_for()
    csm.go("/surveys/answers/")
    page.locator("main").get_by_role("link", name="Urho User").first.click()
    expect(page.get_by_text("Closed", exact=True)).to_be_visible()


def _open_loops(story: Story) -> int:
    return int(
        story.one(
            "SELECT count(*) FROM playbooks_cta WHERE account_id = %s AND kind = 'satisfaction'"
            " AND closed_at IS NULL",
            story.facts["account"],
        )
    )
