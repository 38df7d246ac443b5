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
    """The RM closes the renewal ninety days before the end, at a higher amount: its outcome stands in the panel, among the
    closed ones and in the timeline, and the next renewal is that of the term after."""
    rm = story.staff("rm")
    page = rm.page
    assert story.today < ends_on
    rm.go("/renewals/?book=all")
    page.locator("main tbody tr", has_text="Aino Wares").get_by_role("link", name="Close renewal").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Close renewal of Aino Wares")
    amount = page.locator("[name=lines-0-amount]")
    before = int(amount.input_value())
    amount.fill(str(before + before // 10))
    page.get_by_role("button", name="Close renewal").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Renewed at a higher amount, until")
    expect(page.locator("main")).to_contain_text(re.compile(r"closed \d+ days before the end"))
    expect(page.locator("main")).to_contain_text(re.compile(r"\+10\s%"))
    rm.go("/renewals/closed/?book=all")
    row = page.locator("main tbody tr", has_text="Aino Wares")
    expect(row).to_contain_text("Renewed, higher")
    expect(row).to_contain_text("In time")
    expect(page.get_by_role("heading", level=1)).to_contain_text("1 of 1 renewal renewed")
    rm.go(story.account)
    panel = page.locator("#panel-renewals")
    expect(panel).to_contain_text("Renewed at a higher amount, until")
    expect(panel).to_contain_text(re.compile(r"45[3456]"))
    rm.go(f"{story.account}timeline/")
    expect(page.locator("main")).to_contain_text("closed a renewal: Renewed at a higher amount, until")
    rm.go("/renewals/?book=all")
    expect(page.locator("main tbody tr", has_text="Bertta Oy")).to_be_visible()  # nobody closed that one
    closed = "SELECT count(*) FROM lifecycle_renewalclosing WHERE outcome = 'renewed_up' AND closed_on < term_ends_on"
    assert story.one(closed) == 1


def _opened(story: Story) -> int:
    return int(
        story.one(
            "SELECT count(*) FROM lifecycle_handshake WHERE account_id = %s AND kind = 3",
            story.facts["account"],
        )
    )
