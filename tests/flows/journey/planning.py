"""The success plan: written by the CSM, shared, signed in the portal, and begun; the customer ticks an activity."""

import re
from datetime import timedelta

from playwright.sync_api import Page

from tests.flows.journey.onboarding import ANNA, BO
from tests.flows.journey.story import Story, main, says

TITLE = "canary-plan: calm night shifts"
OUTCOME = "Half the errors of the night shift"
KPI = "Errors a week"
THEIRS = "Name the night-shift leads"
OURS = "Train the night-shift leads"
BARRIER = "Shift leads have no time in December"
HIDDEN = "canary-of-a-hidden-barrier-1203"


def is_shared_and_signed(story: Story) -> None:
    csm, anna = story.staff("csm"), story.customer(ANNA)
    page = csm.page
    address = _is_written(story)
    anna.go("/portal/plan/")
    assert TITLE not in main(anna.page)  # a draft is nobody else's
    csm.go(address)
    page.get_by_role("button", name="Share for sign-off").click()
    page.get_by_role("link", name="Record sign-off").wait_for()
    anna.go("/portal/plan/")
    said = main(anna.page)
    assert all(words in said for words in (TITLE, OUTCOME, KPI, THEIRS, BARRIER))
    assert HIDDEN not in anna.page.content()
    anna.page.locator("#signing input[type=checkbox]").check()
    anna.page.get_by_role("button", name="Sign the plan").click()
    anna.page.locator("#signing", has_text="Anna Sponsor").wait_for()
    bo = story.customer(BO)
    bo.go("/portal/plan/")
    assert TITLE not in bo.page.content()
    csm.go(address)
    assert "Anna Sponsor" in main(page)
    page.get_by_role("button", name="Start plan").click()
    page.get_by_role("link", name="Close plan").wait_for()
    anna.go("/portal/plan/")
    row = anna.page.locator("#activities li", has_text=THEIRS)
    row.get_by_role("button", name="Done").click()
    anna.page.locator("#activities", has_text="1 of 2 done").wait_for()
    csm.go(address)
    _deed(page, f"Add reading {KPI}", {"reading": "9"}, "Save reading")


def _is_written(story: Story) -> str:
    csm = story.staff("csm")
    page = csm.page
    csm.go(f"{story.account}plans/new/")
    page.locator("[name=title]").fill(TITLE)
    page.locator("[name=summary]").fill("Fewer errors at night, by spring.")
    page.get_by_role("button", name="Begin plan").click()
    page.wait_for_url(re.compile(r"/plans/\d+/"))
    soon = (story.today + timedelta(days=30)).isoformat()
    _deed(page, "Add outcome", {"title": OUTCOME}, "Add")
    kpi = {"title": KPI, "baseline": "20", "target": "10", "due_on": soon}
    _deed(page, f"Add KPI {OUTCOME}", kpi, "Add", choose={"direction": "down"})
    _deed(page, "Add activity", {"title": THEIRS, "due_on": soon}, "Add", tick="by_customer")
    _deed(page, "Add activity", {"title": OURS, "due_on": soon}, "Add")
    _deed(page, "Add barrier", {"title": BARRIER}, "Add")
    _deed(page, "Add barrier", {"title": HIDDEN}, "Add", tick="is_internal")
    return page.url.partition("?")[0].partition("#")[0].removeprefix(csm.base)


def _deed(
    page: Page,
    link: str,
    values: dict[str, str],
    button: str,
    *,
    tick: str = "",
    choose: dict[str, str] | None = None,
) -> None:
    """Opens a form beside the page, fills it in and sends it."""
    page.locator("main").get_by_role("link", name=link, exact=True).first.click()
    beside = page.get_by_role("dialog")
    for name, value in values.items():
        beside.locator(f"[name={name}]").fill(value)
    for name, label in (choose or {}).items():
        beside.locator(f"[name={name}]").select_option(label)
    if tick:
        beside.locator(f"[name={tick}]").check()
    beside.get_by_role("button", name=button, exact=True).click()
    beside.wait_for(state="hidden")
    says(page, next(iter(values.values())))
