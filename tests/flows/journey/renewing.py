"""Ninety days before the end: the third handshake opens by itself and filled in, and the renewal closes in time."""

import re
from datetime import date, timedelta

from playwright.sync_api import expect

from tests.faults.platform import eventually
from tests.flows.journey.rows import LEFT
from tests.flows.journey.story import Story, main


def is_handed_over_filled_in_and_closed_on_time(story: Story) -> None:
    ends_on = story.today + timedelta(days=LEFT)
    story.rows("rows.strike('lifecycle.sweep_due_days', 'lifecycle.sweep_due_days')")
    eventually(lambda: _opened(story) == 1, seconds=60)
    _is_filled_in(story)
    _is_renewed(story, ends_on)


def _is_filled_in(story: Story) -> None:
    """With score, use, plan and tickets, before anybody wrote a word; the milestone was sent once."""
    csm, rm = story.staff("csm"), story.staff("rm")
    csm.go("/handshakes/")
    csm.page.locator("main tbody tr", has_text="Adopt to Renew").get_by_role("link").first.click()
    expect(csm.page.get_by_role("heading", level=1)).to_contain_text("Adopt to Renew")
    words = main(csm.page)
    assert "Rauno Uusi" in words
    rows = csm.page.locator(".cs-hs-row")
    for item in ("Health score", "Consumption", "Contract terms", "Completion of the adoption plan"):
        given = rows.filter(has_text=item).first.locator(".cs-hs-given").inner_text()
        assert given.strip(), item
        assert not re.match("Missing|Not given", given), item
    assert "1 of 2 activities done" in words
    letter = story.mail_to("rm@acme.example", "Aino Wares")
    assert "Start the renewal talk" in letter
    decided = "SELECT count(*) FROM lifecycle_milestonedecision WHERE state = 'sent' AND milestone = 90"
    assert story.one(decided) == 2  # once for the contract of each customer
    rm.go(story.account)
    rm.page.locator("#panel-renewals", has_text="Start the renewal talk").wait_for()


def _is_renewed(story: Story, ends_on: date) -> None:
    """The RM moves the end of the contract by a year, ninety days before it: no renewal is due any more."""
    rm = story.staff("rm")
    page = rm.page
    contract = story.one("SELECT id FROM accounts_contract WHERE account_id = %s", story.facts["account"])
    assert story.today < ends_on
    rm.go(f"{story.account}contracts/{contract}/edit/")
    page.locator("[name=ends_on]").fill((ends_on + timedelta(days=365)).isoformat())
    page.get_by_role("button", name="Save contract").click()
    page.wait_for_url(f"**/contracts/{contract}/")
    rm.go("/renewals/?book=all")
    expect(page.locator("main")).to_contain_text("Bertta Oy")
    rm.go(story.account)
    panel = page.locator("#panel-renewals")
    expect(panel).to_contain_text(re.compile(r"45[45]"))


def _opened(story: Story) -> int:
    return int(
        story.one(
            "SELECT count(*) FROM lifecycle_handshake WHERE account_id = %s AND kind = 3",
            story.facts["account"],
        )
    )
