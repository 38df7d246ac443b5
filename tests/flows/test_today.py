"""Today in a real browser: done and next by keys, undo, snooze, and one thing beside the list."""

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from core import clock
from tests.playbooks.making import cta_on
from tests.support.world import PASSWORD, make_world

TITLES = "[data-today] .cs-work-title"
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def page(live_server, redis):
    from playwright.sync_api import sync_playwright

    world = make_world()
    now = clock.now()
    with world.acme.scope():
        for number, words in enumerate(("First thing", "Second thing", "Third thing")):
            due = now.date() - timedelta(days=3 - number)
            cta_on(world.acme.account, words, reason=words, due_on=due, now=now)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        page = browser.new_context(viewport={"width": 1280, "height": 800}).new_page()
        # Django's test server has no streams; a silent one stands in
        silent = {"content_type": "text/event-stream", "body": "event: ready\ndata: {}\n\n"}
        page.route("**/live/**", lambda route: route.fulfill(**silent))
        page.complaints = []
        page.on("console", lambda m: page.complaints.append(m.text) if m.type == "error" else None)
        page.on("pageerror", lambda error: page.complaints.append(str(error)))
        page.goto(f"{live_server.url}/accounts/login/")
        page.get_by_label("E-mail").fill("csm@acme.example")
        page.get_by_label("Password", exact=True).fill(PASSWORD)
        page.get_by_role("button", name="Sign in").click()
        page.wait_for_url("**/w/acme/**")
        page.goto(f"{live_server.url}/w/acme/today/")
        yield page
        browser.close()


def titles(page):
    return page.locator(TITLES).all_inner_texts()


def test_done_and_next_by_keys_with_an_undo(page):
    assert titles(page) == ["First thing", "Second thing", "Third thing"]
    page.keyboard.press("j")
    page.keyboard.press("e")
    page.get_by_text("CTA closed").wait_for()
    expect(page.locator(TITLES)).to_have_text(["Second thing", "Third thing"])
    assert page.locator(".cs-work.is-at .cs-work-title").inner_text() == "Second thing"
    page.get_by_role("button", name="Undo").click()
    page.get_by_text("CTA is open again").wait_for()
    page.wait_for_load_state("load")
    assert titles(page) == ["First thing", "Second thing", "Third thing"]

    page.keyboard.press("j")
    page.keyboard.press("s")
    page.get_by_role("button", name="Tomorrow").click()
    page.get_by_text("Snoozed").wait_for()
    expect(page.locator(TITLES)).to_have_count(2)
    assert page.complaints == []


def test_one_thing_beside_the_list(page):
    page.get_by_role("link", name="Second thing").click()
    beside = page.get_by_role("dialog")
    beside.get_by_role("heading", name="Second thing").wait_for()
    beside.get_by_role("button", name="Done", exact=True).click()
    page.get_by_text("CTA closed").wait_for()
    expect(page.locator(TITLES)).to_have_count(2)
    assert not beside.is_visible()
    page.goto(page.url.replace("/today/", "/ctas/?show=closed"))
    expect(page.locator("main tbody th")).to_contain_text(["Second thing"])
    assert page.complaints == []
