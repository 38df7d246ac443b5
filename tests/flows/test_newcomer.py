"""A newcomer's first minutes: one command, three companies to look at, and a business review on the table."""

from __future__ import annotations

import re
import time
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from core.pdf import can_print
from tests.flows.person import Person, open_browser
from tests.runner.conftest import copy  # noqa: F401 - a fixture
from tests.runner.instance import Instance

pytestmark = [pytest.mark.browser, pytest.mark.slow]

COMPANIES = "harrowpoint,havu-hr,smereka"
HOME = "havu-hr"
#: What the promise allows from the command to the last company, on two cores that nobody else uses.
DEMO_SECONDS = 180


@pytest.fixture
def demo(copy: Instance) -> Instance:  # noqa: F811
    """A first start whose demo is there."""
    began = time.monotonic()
    copy.start(demo=True)
    while not password(copy):
        assert time.monotonic() - began < DEMO_SECONDS + 120, copy.log.read_text()
        time.sleep(0.5)
    print(f"demo after {time.monotonic() - began:.0f} s")
    return copy


def password(instance: Instance) -> str:
    said = re.search(r"^Everybody's password: (.+)$", instance.log.read_text(), re.MULTILINE)
    return said.group(1) if said else ""


def somebody(browser: Browser, instance: Instance, role: str) -> Person:
    """Signs in as the person that the start printed for a role."""
    line = next(
        line
        for line in instance.log.read_text().splitlines()
        if f"@{HOME}.example" in line and line.strip().startswith(f"{role}  ")
    )
    person = Person(browser, f"http://localhost:{instance.port}", HOME)
    person.sign_in(re.findall(r"\S+@\S+\.example", line)[0], password(instance))
    return person


def test_a_newcomer_sees_a_living_product_and_prints_a_review(demo: Instance, tmp_path: Path) -> None:
    assert demo.workspaces() == COMPANIES
    assert password(demo) not in (demo.data / "log" / "demo.log").read_text()
    with sync_playwright() as playwright:
        browser = open_browser(playwright)
        executive = somebody(browser, demo, "Executive")
        finds_an_account(executive)
        if can_print():
            prints_a_review(executive, tmp_path / "review.pdf")
        csm = somebody(browser, demo, "CSM")
        assert amounts(csm) != []
        takes_money_from_csms(somebody(browser, demo, "Admin"))
        assert amounts(csm) == []
        assert executive.complaints == csm.complaints == []
        browser.close()
    demo.stop()
    printed = demo.start(demo=True)
    assert not any("companies to look at" in line for line in printed)
    time.sleep(2)
    assert demo.workspaces() == COMPANIES


def finds_an_account(executive: Person) -> None:
    """The whole book in bands, then one of the accounts that moved most."""
    bands = executive.bands()
    assert sum(bands.values()) > 100
    assert min(bands["Healthy"], bands["Monitor"], bands["At risk"]) > 0
    executive.page.locator(".cs-movers a").first.click()
    executive.page.locator("#panel-why").get_by_role("heading", name=re.compile(r"^Why \d+\.\d$")).wait_for()


def prints_a_review(executive: Person, target: Path) -> None:
    page = executive.page
    page.get_by_role("link", name="Reviews").click()
    page.get_by_role("button", name="Take the facts").click()
    page.get_by_label("Claim").fill("The rollout is done and people use it")
    page.get_by_role("button", name="Save words").click()
    page.get_by_role("button", name="Make PDF").click()
    with page.expect_download() as fetched:
        page.get_by_role("link", name=re.compile("^Download")).click()
    fetched.value.save_as(target)
    assert target.read_bytes()[:5] == b"%PDF-"


def takes_money_from_csms(admin: Person) -> None:
    admin.go("/settings/roles/?role=csm")
    right = admin.page.locator("select[name=see_money]")
    right.select_option("none")
    admin.page.get_by_role("button", name="Save rights").click()
    admin.page.get_by_text(re.compile(r"right of .+ changed")).first.wait_for()


def amounts(person: Person) -> list[str]:
    """Sums of euros that the menu's pages and an account with all its tabs show, each with its page."""
    person.go("/")
    pages = addresses(person, "nav a")
    person.go("/accounts/?book=all")
    person.page.locator("main tbody a").first.click()
    person.page.wait_for_load_state("networkidle")
    tabs = addresses(person, ".cs-tabs a")
    assert len(pages) > 5
    assert len(tabs) > 5
    found = []
    for address in (*pages, *tabs):
        person.page.goto(address)
        person.page.wait_for_load_state("networkidle")
        found += [
            f"{address}: {sum_}"
            for sum_ in re.findall(r"€\s*\d[\d.,]*", person.page.locator("body").inner_text())
        ]
    return found


def addresses(person: Person, links: str) -> list[str]:
    """The pages of the workspace behind these links, each once."""
    found = person.page.locator(links).evaluate_all("(links) => links.map((link) => link.href.split('#')[0])")
    return list(dict.fromkeys(link for link in found if f"/w/{HOME}/" in link))
