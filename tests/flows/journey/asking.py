"""The customer asks with a file, chats through a cut line and a restart, escalates, and rates what was solved."""

import re
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.faults.platform import eventually
from tests.flows.journey.onboarding import ANNA, URHO
from tests.flows.journey.story import Story, main, says

SUBJECT = "Night-shift supplements are missing"
QUESTION = "They are missing in August, see the list."
ANSWER = "We found it: the shift table ended in July."
NOTE = "canary-of-an-internal-note-0815"
FILE = "canary-codes.pdf"
PDF = b"%PDF-1.4\n1 0 obj << >> endobj\ntrailer << >>\n%%EOF\n"
REASON = "Payday is on Friday."
CHAT = "canary-of-the-chat: is anybody here?"


def is_answered_escalated_and_rated(story: Story, folder: Path) -> None:
    address = _is_asked(story, folder)
    _is_answered(story, address)
    _is_chatted_about(story)
    _is_escalated_and_seen(story, address)
    _is_solved_and_rated(story, address)


def _is_asked(story: Story, folder: Path) -> str:
    urho = story.customer(URHO)
    page = urho.page
    urho.go("/portal/inquiries/new/")
    page.get_by_label("What is it about?").fill(SUBJECT)
    page.get_by_label("Tell us more").fill(QUESTION)
    (folder / FILE).write_bytes(PDF)
    page.locator("input[type=file]").set_input_files(str(folder / FILE))
    page.get_by_role("button", name="Send inquiry").click()
    page.wait_for_url(re.compile(r"/portal/inquiries/\d+/"))
    assert SUBJECT in main(page)
    expect(page.get_by_role("link", name=FILE)).to_be_visible()
    return page.url.partition("#")[0].partition("?")[0].removeprefix(urho.base)


def _is_answered(story: Story, address: str) -> None:
    """With a note for colleagues and an answer for the customer; the file came whole; a colleague reads along."""
    csm, urho, anna = story.staff("csm"), story.customer(URHO), story.customer(ANNA)
    page = csm.page
    csm.go("/inquiries/?book=all")
    page.locator("main").get_by_role("link", name=SUBJECT).first.click()
    with page.expect_download() as loaded:
        page.get_by_role("link", name=FILE).click()
    assert loaded.value.path().read_bytes() == PDF
    _write(page, "note", NOTE, "Save note")
    _write(page, "answer", ANSWER, "Send answer")
    story.mail_to(URHO, SUBJECT)
    for person in (urho, anna):
        person.go(address)
        assert ANSWER in main(person.page)
        assert NOTE not in person.page.content()


def _write(page: Page, side: str, words: str, button: str) -> None:
    composer = page.locator("#composer")
    composer.locator(f"[name=side][value={side}]").check(force=True)
    composer.get_by_label("Text").fill(words)
    composer.get_by_role("button", name=button).click()
    page.locator(".cs-talk", has_text=words).wait_for()


def _is_chatted_about(story: Story) -> None:
    """Lines of both sides, some of them written while the line is cut or the server away, each there once and in order."""
    csm, urho = story.staff("csm"), story.customer(URHO)
    desk, page = csm.page, urho.page
    csm.go("/chat/")
    eventually(lambda: _opens_a_chat(urho.page, urho.base))
    page.get_by_label("Message").or_(page.locator("main [name=text]")).first.fill(CHAT)
    page.get_by_role("button", name="Start chat").click()
    page.wait_for_url(re.compile(r"/portal/chat/\d+/"))
    room = page.url.partition("#")[0].removeprefix(f"{urho.base}/portal")
    csm.go(room)
    desk.get_by_role("button", name="Take chat").click()
    says(desk, "The chat is yours")
    said = [CHAT]
    said += _say(page, desk, "1 from the customer") + _say(desk, page, "2 from us")
    page.context.set_offline(True)
    _put(page, "3 written with the line cut")
    said += _say(desk, None, "4 said meanwhile")
    page.context.set_offline(False)
    for side in (page, desk):
        side.locator("[data-line]", has_text="3 written with the line cut").wait_for()
        side.locator("[data-line]", has_text="4 said meanwhile").wait_for()
    story.stop_web()
    _put(page, "5 written with the server away")
    _put(desk, "6 so did we")
    story.start_web()
    for side in (page, desk):
        side.locator("[data-line]", has_text="5 written").wait_for(timeout=60_000)
        side.locator("[data-line]", has_text="6 so did we").wait_for(timeout=60_000)
    said += _say(page, desk, "7 thank you")
    wanted = {*said, "3 written with the line cut", "5 written with the server away", "6 so did we"}
    stored = story.platform.sql("SELECT text FROM portal_chatmessage WHERE text <> '' ORDER BY number")
    lines = [body for (body,) in stored if body in wanted]
    assert sorted(lines) == sorted(wanted)
    for side in (page, desk):
        shown = [text for text in side.locator("[data-line] .cs-bubble").all_inner_texts() if text in wanted]
        assert shown == lines


def _opens_a_chat(page: Page, base: str) -> bool:
    """Whether the portal offers to chat, which it does as soon as an agent is there."""
    page.goto(f"{base}/portal/chat/")
    return page.get_by_role("button", name="Start chat").count() == 1


def _put(page: Page, words: str) -> None:
    page.locator("[data-composer] [name=text]").fill(words)
    page.locator("[data-composer]").get_by_role("button", name="Send").click()


def _say(page: Page, to: Page | None, words: str) -> list[str]:
    """Sends a line, which the other side sees without doing anything."""
    _put(page, words)
    page.locator("[data-line]", has_text=words).wait_for()
    if to is not None:
        to.locator("[data-line]", has_text=words).wait_for()
    return [words]


def _is_escalated_and_seen(story: Story, address: str) -> None:
    urho, lead = story.customer(URHO), story.staff("csm_lead")
    urho.go(address)
    urho.page.get_by_role("link", name="Escalate").click()
    urho.page.locator("[name=reason]").fill(REASON)
    urho.page.get_by_role("button", name="Escalate").click()
    says(urho.page, "Escalated")
    lead.go("/notices/")
    notice = lead.page.locator("#notices li", has_text=SUBJECT)
    eventually(lambda: _again(lead.page) and notice.count() >= 1)
    lead.go("/inquiries/board/?book=all")
    lead.page.get_by_role("link", name=SUBJECT).first.click()
    says(lead.page, REASON)


def _again(page: Page) -> bool:
    page.reload()
    return True


def _is_solved_and_rated(story: Story, address: str) -> None:
    csm, urho = story.staff("csm"), story.customer(URHO)
    csm.go(address.removeprefix("/portal"))
    csm.page.get_by_role("button", name="Close as solved").click()
    csm.page.get_by_role("button", name="Reopen").wait_for()
    urho.go(address)
    urho.page.get_by_label("What should we know?").fill("Quick, in the end.")
    urho.page.get_by_role("button", name="Good").click()
    says(urho.page, "You said: Good")
    csm.go(address.removeprefix("/portal"))
    assert "Quick, in the end." in main(csm.page)
