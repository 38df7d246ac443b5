"""The shell in a real browser, under the strict policy: keys, theme, phone menu, and nothing refused."""

import pytest

from tests.support.world import PASSWORD, make_world

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def page(live_server, redis):
    from playwright.sync_api import sync_playwright

    make_world()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        page = browser.new_context(viewport={"width": 1280, "height": 800}).new_page()
        # Django's test server has no streams; a silent one stands in, else each page would complain of a missing one.
        silent = {"content_type": "text/event-stream", "body": "event: ready\ndata: {}\n\n"}
        page.route("**/live/**", lambda route: route.fulfill(**silent))
        page.complaints = []
        page.on("console", lambda m: page.complaints.append(m.text) if m.type == "error" else None)
        page.on("pageerror", lambda error: page.complaints.append(str(error)))
        page.goto(f"{live_server.url}/accounts/login/")
        page.get_by_label("E-mail").fill("admin@acme.example")
        page.get_by_label("Password", exact=True).fill(PASSWORD)
        page.get_by_role("button", name="Sign in").click()
        page.wait_for_url("**/w/acme/**")
        yield page
        browser.close()


def shown(page):
    return page.evaluate("document.documentElement.dataset.bsTheme")


def test_keys_theme_and_menu_work_and_the_policy_refuses_nothing(page, live_server):
    page.goto(f"{live_server.url}/w/acme/me/")
    page.keyboard.press("?")
    assert page.get_by_role("dialog", name="Keyboard shortcuts").is_visible()
    page.keyboard.press("Escape")

    page.keyboard.press("g")
    page.keyboard.press("a")
    page.wait_for_url("**/w/acme/accounts/")

    page.locator(".cs-nav-foot summary").click()
    page.get_by_role("menuitemradio", name="Dark").click()
    assert shown(page) == "dark"
    page.reload()
    assert shown(page) == "dark"

    page.set_viewport_size({"width": 390, "height": 844})
    page.get_by_role("link", name="More").click()
    assert page.get_by_role("link", name="Close the menu").is_visible()
    page.get_by_role("link", name="Close the menu").click()
    assert page.get_by_role("link", name="Close the menu").is_hidden()
    assert page.complaints == []


def test_keys_rest_while_somebody_types(page, live_server):
    page.goto(f"{live_server.url}/w/acme/accounts/new/")
    name = page.locator("main input[type=text]").first
    name.fill("")
    name.press_sequentially("ga?")
    assert name.input_value() == "ga?"
    assert page.url.endswith("/accounts/new/")
    assert page.locator("dialog[open]").count() == 0
