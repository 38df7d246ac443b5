"""A customer in a real browser: in by the mailed code, a task ticked and taken back, out; cookies stay where they belong."""

import re
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from core import clock
from playbooks.models import Task
from portal.identity import COOKIE, LIVE_COOKIE
from tests.support.portal import give_login
from tests.support.world import make_world
from workspaces.models import OutboxMessage

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def acme(redis):
    acme = make_world().acme
    give_login(acme, acme.contacts[0])
    with acme.scope():
        Task.objects.create(
            account=acme.account, title="Name the users", visible_to_customer=True, created_at=clock.now()
        )
    return acme


@pytest.fixture
def page(live_server, acme):
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        page = browser.new_context(viewport={"width": 1280, "height": 800}).new_page()
        page.complaints = []
        page.on("console", lambda m: page.complaints.append(m.text) if m.type == "error" else None)
        page.on("pageerror", lambda error: page.complaints.append(str(error)))
        yield page
        browser.close()


def mailed_code(acme):
    """Read beside the browser's own loop, where Django asks no database."""

    def read():
        try:
            with acme.scope():
                return re.search(r"\b(\d{6})\b", OutboxMessage.objects.get().text_body)[1]
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as beside:
        return beside.submit(read).result()


def test_in_by_the_code_a_task_ticked_and_taken_back_and_out(page, acme, live_server):
    page.goto(f"{live_server.url}/w/acme/portal/tasks/")
    page.get_by_label("E-mail").fill("anna@customer.example")
    page.get_by_role("button", name="Mail me a code").click()
    page.get_by_role("heading", name="Look into your mail").wait_for()
    code = mailed_code(acme)
    page.get_by_label("Code").fill(f"{code[:3]} {code[3:]}")
    page.get_by_role("button", name="Sign in").click()
    page.get_by_role("heading", name="To do").wait_for()
    paths = {cookie["name"]: cookie["path"] for cookie in page.context.cookies()}
    assert (paths[COOKIE], paths[LIVE_COOKIE]) == ("/w/acme/portal/", "/live/acme/")

    page.get_by_role("link", name="Home").first.click()
    page.get_by_role("heading", name="Your people at Acme").wait_for()
    page.get_by_role("button", name="Done").click()
    page.get_by_text("Nothing needs you right now.").wait_for()
    page.get_by_role("button", name="Undo").click()
    page.get_by_text("Not done yet").wait_for(state="detached")
    assert page.get_by_text("Name the users").is_visible()

    page.goto(f"{live_server.url}/w/acme/accounts/")
    page.wait_for_url("**/accounts/login/**")
    page.goto(f"{live_server.url}/w/acme/portal/")
    page.locator(".cs-portal-me summary").click()
    page.get_by_role("menuitem", name="Sign out", exact=True).or_(
        page.get_by_role("button", name="Sign out", exact=True)
    ).click()
    page.get_by_role("heading", name="Sign in to Acme").wait_for()
    page.go_back()
    page.get_by_role("heading", name="Sign in to Acme").wait_for()
    assert page.complaints == []
