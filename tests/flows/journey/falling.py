"""Weeks pass and next to nobody uses the product: the score falls, one CTA opens, and the get-well playbook runs."""

import re
from datetime import UTC, datetime

from playwright.sync_api import expect

from tests.faults.platform import eventually
from tests.flows.journey.rows import LATER
from tests.flows.journey.story import Story, main, says

RULE = "Fell to At risk"


def is_noticed_and_taken_up(story: Story) -> None:
    _the_rule_acts(story)
    assert _band(story) == "healthy"
    story.jump(LATER)
    facts = story.facts
    fall = f"rows.let_usage_fall({facts['workspace']}, {facts['account']}, {facts['another']})"
    night = f"rows.strike_for({facts['workspace']}, 'health.recompute_today')"
    story.rows(f"{fall}; {night}")
    eventually(lambda: _band(story) == "at_risk", seconds=60)
    eventually(lambda: _ctas(story) == 1, seconds=60)
    before = _looked(story)
    story.rows(f"{night}; rows.strike('core.sweep_events', 'playbooks.sweep_rules')")
    eventually(lambda: _looked(story) > before, seconds=60)
    assert _ctas(story) == 1
    _is_shown(story)


def _the_rule_acts(story: Story) -> None:
    """The lead looks whom the rule would match, and lets it act."""
    lead = story.staff("csm_lead")
    lead.go("/rules/")
    lead.page.locator("main").get_by_role("link", name=RULE).click()
    says(lead.page, "No account would match today.")
    lead.page.get_by_role("button", name="Let it act").click()
    lead.page.get_by_role("button", name="Let it rest").wait_for()


def _is_shown(story: Story) -> None:
    """To the CSM: the score with its reasons, the CTA on Today, and the tasks that the playbook brought."""
    csm = story.staff("csm")
    page = csm.page
    csm.go(story.account)
    page.locator("#panel-why").get_by_role("heading", name=re.compile(r"^Why \d+\.\d$")).wait_for()
    assert "Utilisation – licence activation" in page.locator("#panel-why").inner_text()
    csm.go("/ctas/")
    rows = page.locator("main tbody tr", has_text="Aino Wares")
    expect(rows).to_have_count(1)
    rows.get_by_role("link").first.click()
    says(page, "Get-well plan")
    says(page, "Find out what moved the score")
    csm.go("/today/")
    assert "Find out what moved the score" in main(page)
    assert story.staff("executive").bands()["At risk"] == 1


def _band(story: Story) -> str:
    return str(
        story.one("SELECT band FROM health_currentscore WHERE account_id = %s", story.facts["account"])
    )


def _ctas(story: Story) -> int:
    return int(story.one("SELECT count(*) FROM playbooks_cta WHERE account_id = %s", story.facts["account"]))


def _looked(story: Story) -> datetime:
    """When the rule last looked."""
    query = "SELECT last_run_at FROM playbooks_rule WHERE workspace_id = %s AND name = %s"
    return story.one(query, story.facts["workspace"], RULE) or datetime.min.replace(tzinfo=UTC)
