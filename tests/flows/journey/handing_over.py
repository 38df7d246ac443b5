"""A deal is won, and handed over: delivered with a gap, mended, returned with a reason, accepted."""

import re

from playwright.sync_api import Page, expect

from tests.flows.journey.story import Story, main, says

GAP = "Customer proposal"
REASON = "The promised go-live stands nowhere."


def is_won_and_handed_over(story: Story) -> None:
    am = story.staff("am")
    page = am.page
    am.go(f"{story.account}stage-moves/new/")
    page.get_by_label("Reason").fill("Signed today.")
    page.get_by_role("button", name="Move to Adopt").click()
    says(page, "Aino Wares is in Adopt")
    address = _handshake(story)
    _is_delivered_with_a_gap(story, address)
    _is_refused_and_mended(story, address)
    _is_returned_and_delivered_again(story, address)
    _is_accepted(story, address)


def _handshake(story: Story) -> str:
    """The address of the handshake that the move opened, found in the list."""
    am = story.staff("am")
    am.go("/handshakes/")
    am.page.locator("main").get_by_role("link", name="Aino Wares").first.click()
    expect(am.page.get_by_role("heading", level=1)).to_contain_text("Land to Adopt")
    return am.page.url.removeprefix(am.base)


def _is_delivered_with_a_gap(story: Story, address: str) -> None:
    page = story.staff("am").page
    page.get_by_role("link", name="People", exact=True).click()
    beside = page.get_by_role("dialog")
    beside.get_by_label("Receives").select_option(label="Siiri Laine")
    beside.get_by_role("button", name="Save").click()
    says(page, "People saved")
    _write(page, "Desired business outcomes", "Half the night-shift errors by spring.")
    page.get_by_role("link", name="Fill in", exact=True).click()
    page.get_by_label("Contract closing date").fill(story.today.isoformat())
    page.get_by_label("Contact person").fill("Anna Sponsor")
    page.locator("[name=contact_email]").fill("anna@aino.example")
    page.get_by_label("Contract period, months").fill("12")
    page.get_by_label("Cancellation period, months").fill("3")
    page.locator("[name=it_name]").fill("Urho User")
    page.locator("[name=it_email]").fill("urho@aino.example")
    page.get_by_label("Extra work, per hour").fill("90")
    page.get_by_role("button", name="Save form").click()
    says(page, "Handover form saved")
    assert GAP in page.locator(".cs-notice").inner_text()
    page.get_by_role("button", name="Deliver", exact=True).click()
    says(page, "Handshake delivered")


def _is_refused_and_mended(story: Story, address: str) -> None:
    """The receiver cannot accept, neither by the button nor past it, and the gap has its name."""
    csm, am = story.staff("csm"), story.staff("am")
    page = csm.page
    csm.go(address)
    expect(page.get_by_role("button", name="Accept")).to_be_disabled()
    assert GAP in page.locator(".cs-notice", has_text="Cannot be accepted yet").inner_text()
    with page.expect_response(re.compile("/acceptance/$")) as refused:
        page.locator("form[action$='/acceptance/']").evaluate("form => form.submit()")
    assert refused.value.status == 409
    page.wait_for_url("**/acceptance/")
    assert GAP in page.locator("body").inner_text()
    csm.go(address)
    page.get_by_role("button", name="Remind Aarne Myyrä").click()
    says(page, "Reminded")
    am.go(address)
    _write(am.page, GAP, "Proposal v4: 100 seats, night shift first.")


def _is_returned_and_delivered_again(story: Story, address: str) -> None:
    csm, am = story.staff("csm"), story.staff("am")
    csm.go(address)
    csm.page.locator("[name=reason]").fill(REASON)
    csm.page.get_by_role("button", name="Return with a reason").click()
    says(csm.page, "Handshake returned")
    am.go(address)
    assert REASON in main(am.page)
    _write(am.page, "Timeline", "Go-live in six weeks.")
    am.page.get_by_role("button", name="Deliver again").click()
    says(am.page, "Handshake delivered")


def _is_accepted(story: Story, address: str) -> None:
    """Every item is checked off; with the acceptance the account is the receiver's."""
    csm = story.staff("csm")
    page = csm.page
    csm.go(address)
    assert _owner(story) == ""
    left = page.get_by_role("button", name="Check off")
    while left.count():
        before = left.count()
        left.first.click()
        expect(left).to_have_count(before - 1)
    page.get_by_role("button", name="Accept").click()
    says(page, "Handshake accepted")
    assert _owner(story) == "csm@acme.example"
    assert "became the owner as" in page.locator(".cs-record").inner_text()


def _owner(story: Story) -> str:
    found = story.platform.sql(
        "SELECT u.email FROM accounts_accountowner o JOIN workspaces_member m ON m.id = o.member_id"
        " JOIN workspaces_user u ON u.id = m.user_id WHERE o.account_id = %s AND o.role = 'csm'",
        story.facts["account"],
    )
    return str(found[0][0]) if found else ""


def _write(page: Page, item: str, words: str) -> None:
    """Writes down one line of the handshake, beside its page."""
    page.get_by_role("link", name=re.compile(f"^(Add|Edit) {item}$")).click()
    beside = page.get_by_role("dialog")
    beside.get_by_label("What is handed over").fill(words)
    beside.get_by_role("button", name="Save item").click()
    says(page, "Item saved")
