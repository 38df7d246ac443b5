"""The customer is let into the portal, and the onboarding playbook has steps that the customer ticks there."""

from playwright.sync_api import expect

from tests.flows.journey.story import Story, main, says

ANNA, URHO, BO = "anna@aino.example", "urho@aino.example", "bo@bertta.example"
STEP = "Send us what we need to set you up"
OURS = "Read the handover, and ask for what is missing"


def begins_and_is_ticked_by_the_customer(story: Story) -> None:
    csm = story.staff("csm")
    page = csm.page
    csm.go(f"{story.account}runs/new/")
    page.get_by_label("Playbook").select_option(label="Onboarding 30/60/90")
    page.get_by_role("button", name="Start playbook").click()
    says(page, "Playbook started")
    run = page.url.removeprefix(csm.base)
    for name in ("Anna Sponsor", "Urho User"):
        _invite(story, story.facts["account"], name)
    _invite(story, story.facts["another"], "Bo Other")
    _is_ticked(story)
    csm.go(run)
    step = page.locator("li", has_text=STEP)
    assert "done by Anna Sponsor" in step.inner_text()


def _invite(story: Story, account_id: int, name: str) -> None:
    csm = story.staff("csm")
    csm.go(f"/accounts/{account_id}/portal/")
    page = csm.page
    who = page.get_by_label("Who", exact=True)
    who.select_option(value=who.locator("option", has_text=name).get_attribute("value"))
    page.get_by_role("button", name="Send invitation").click()
    page.locator("#access", has_text=name).wait_for()


def _is_ticked(story: Story) -> None:
    """By the sponsor, who signs in by a mailed code; a step of ours is not shown, and a colleague's Bo sees none."""
    anna = story.customer(ANNA)
    page = anna.page
    anna.go("/portal/tasks/")
    assert STEP in main(page)
    assert OURS not in main(page)
    task = page.locator(".cs-task", has_text=STEP)
    items = task.locator(".cs-task-item")
    for place in range(items.count()):
        items.nth(place).click()
        expect(items.nth(place)).to_have_attribute("aria-pressed", "true")
    task.get_by_role("button", name="Done").click()
    says(page, "Anna Sponsor,")
    bo = story.customer(BO)
    bo.go("/portal/tasks/")
    assert STEP not in main(bo.page)
