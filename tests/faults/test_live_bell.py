"""The bell in a real browser on a real server: it follows the stream, tabs share one, a restart is survived."""

import re

import pytest

from tests.faults.platform import free_port
from tests.faults.test_live import PEOPLE, post, web
from tests.flows.person import open_browser

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture
def people(platform):
    return platform.python(PEOPLE)


@pytest.fixture
def browser():
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        opened = open_browser(playwright)
        yield opened
        opened.close()


def tab(context, platform, complaints):
    page = context.new_page()
    page.set_default_timeout(20_000)
    page.on("console", lambda said: complaints.append(said.text) if "Policy" in said.text else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(f"http://localhost:{platform.port}/w/acme/me/")
    return page


def bell(page, words):
    page.locator(f"#bell-face [aria-label='{words}']").wait_for()


def test_the_bell_follows_what_happens_in_every_tab_and_through_a_restart(platform, people, browser):
    complaints, port = [], free_port()
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    context.add_cookies(
        [{"name": "sessionid", "value": people["session"], "url": f"http://localhost:{port}"}]
    )
    with web(platform, port):
        first, second = tab(context, platform, complaints), tab(context, platform, complaints)
        bell(first, "Notices")
        held = "navigator.locks.query().then(({held, pending}) => [held.length, pending.length])"
        first.wait_for_function("navigator.locks.query().then(({held}) => held.length === 1)")
        assert first.evaluate(held)[0] == 1
        post(platform, people)
        for page in (second, first):
            page.bring_to_front()
            bell(page, "1 new notice")
        first.locator("#bell summary").click()
        first.get_by_role("button", name="Notice 0").wait_for()
        first.get_by_role("button", name="Mark all as read").click()
        first.get_by_text("1 notice marked as read").wait_for()
        second.bring_to_front()
        bell(second, "Notices")
    second.locator("[data-live-off]", has_text="Offline").wait_for()
    post(platform, people, key="b", count=2)
    with web(platform, port):
        bell(second, "2 new notices")
        second.locator("[data-live-off]").wait_for(state="hidden")
        second.goto(f"http://localhost:{port}/w/acme/notices/?show=unread")
        second.locator("#notices li").nth(1).wait_for()
        assert second.locator("#notices li").count() == 2
        post(platform, people, key="c")
        second.locator("#notices li").nth(2).wait_for()
        assert second.locator("#notice-list .cs-tabs").inner_text().split("\n")[0] == "All"
        assert re.search(r"Unread\s+3", second.locator("#notice-list .cs-tabs").inner_text())
    assert complaints == []
