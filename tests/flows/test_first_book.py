"""The main job on a real book: five files through the browser, scored, explained, looked back on and reminded of."""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from core.pdf import can_print
from tests.flows.person import Person, open_browser
from tests.runner.conftest import copy  # noqa: F401 - a fixture
from tests.runner.instance import Instance
from tests.support.pdfs import Pdf
from tests.support.ravenstack import FILES, needs_ravenstack, ravenstack_file

pytestmark = [pytest.mark.browser, pytest.mark.slow, needs_ravenstack]

OWNER, PASSWORD = "ada@raven.example", "a long pass phrase of 9 words"
LAST_DAY = "2024-12-31"
#: Rows of each file; all go in, with warnings where they contradict what is here.
ROWS = {"accounts": 500, "contracts": 5_000, "tickets": 2_000, "usage": 25_000, "churn": 600}
#: Contradictions that are kept but told; among those of usage the 21 double ids, two rows each.
WARNINGS = {"accounts": 0, "contracts": 110, "tickets": 1_077, "usage": 19_184, "churn": 316}


@pytest.fixture
def raven(copy: Instance) -> Iterator[Instance]:  # noqa: F811
    """A running platform with one fresh workspace."""
    copy.start()
    made = copy.command(
        "manage", "create_workspace", "raven", "--name", "RavenStack", "--owner", OWNER, "--password-stdin",
        stdin=f"{PASSWORD}\n",
    )  # fmt: skip
    assert made.returncode == 0, made.stderr
    yield copy
    copy.stop()


def said(done: subprocess.CompletedProcess[str]) -> dict[str, int]:
    assert done.returncode == 0, done.stderr
    return dict(json.loads(done.stdout.strip().splitlines()[-1]))


def remind(instance: Instance, day: str) -> dict[str, int]:
    return said(instance.command("manage", "send_renewal_reminders", "--today", day, "--workspace", "raven"))


def remind_twice_at_once(instance: Instance, day: str) -> list[dict[str, int]]:
    command = [
        str(instance.tree / "bin" / "manage"),
        "send_renewal_reminders",
        "--today",
        day,
        "--workspace",
        "raven",
    ]
    both = [
        subprocess.Popen(
            command,
            cwd="/",
            env=instance.environment(),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for _ in range(2)
    ]
    answers = []
    for process in both:
        out, err = process.communicate(timeout=120)
        assert process.returncode == 0, err
        answers.append(json.loads(out.strip().splitlines()[-1]))
    return answers


def test_a_real_book_comes_out_scored_explained_and_reminded(raven: Instance) -> None:
    from playwright.sync_api import sync_playwright

    figures: dict[str, object] = {}
    with sync_playwright() as playwright:
        browser = open_browser(playwright)
        ada = Person(browser, f"http://localhost:{raven.port}", "raven")
        ada.sign_in(OWNER, PASSWORD)
        goes_in(ada, figures)
        is_scored(ada, figures)
        is_explained(ada)
        is_old_today(ada, figures)
        assert ada.complaints == []
        browser.close()
    is_reminded_of(raven, figures)
    is_reviewed(raven, figures)
    print(json.dumps(figures, indent=1))


def goes_in(ada: Person, figures: dict[str, object]) -> None:
    """Every file, as a person meets them; the usage file twice."""
    for kind in ROWS:
        found = ada.import_file(kind, ravenstack_file(kind))
        figures[kind] = found
        assert found["Created"] == ROWS[kind], found
        assert (found["Rejected"], found["Warnings"]) == (0, WARNINGS[kind]), found
    assert set(ROWS) == set(FILES)
    again = ada.import_file("usage", ravenstack_file("usage"))
    figures["usage again"] = again
    assert (again["Created"], again["Updated"], again["Unchanged"]) == (0, 0, ROWS["usage"])


def is_scored(ada: Person, figures: dict[str, object]) -> None:
    """Mostly unknown under the default scorecard, mostly scored under the one that the data offers."""
    history = re.compile(r"In force|Offered")
    ada.wait_for("/scorecards/", history, seconds=60)
    settle(ada)
    default = ada.bands(LAST_DAY)
    figures["default scorecard"] = default
    assert sum(default.values()) == 500
    assert default["Unknown"] > 250
    ada.go("/scorecards/")
    ada.page.get_by_role("button", name="Publish this scorecard").click()
    ada.page.get_by_text("Default v2").first.wait_for()
    settle(ada)
    offered = ada.bands(LAST_DAY)
    figures["offered scorecard"] = offered
    assert offered["Unknown"] < 50
    ada.go(f"/portfolio/?book=all&asof={LAST_DAY}")
    assert ada.page.locator(".cs-movers a").count() == 8
    assert digits_after(ada, r"([\d,]+) accounts moved") > 100
    # Two years back: the first weeks of the data have scores too.
    early = ada.bands("2023-07-02")
    figures["as of 2 July 2023"] = early
    assert sum(early.values()) - early["Unknown"] > 0


def settle(ada: Person) -> None:
    """Waits until no weekly history is being computed back, or asked for."""
    for _look in range(180):
        ada.go("/scorecards/")
        if not ada.page.locator(".cs-notice", has_text="The weekly history is").count():
            return
        ada.page.wait_for_timeout(1000)
    raise AssertionError("the weekly history never came to its end")


def is_explained(ada: Person) -> None:
    """One account as of the last day of the data: every metric with rating, points and age, and its history."""
    ada.go(f"/portfolio/?book=all&asof={LAST_DAY}")
    ada.page.get_by_label("Find by name").fill("Company_0")
    ada.page.get_by_label("Find by name").press("Enter")
    ada.page.get_by_role("link", name="Company_0", exact=True).click()
    why = ada.page.locator("#panel-why")
    why.get_by_role("heading", name=re.compile(r"^Why \d+\.\d$")).wait_for()
    words = why.inner_text()
    for metric in (
        "Utilisation – product features",
        "Support tickets",
        "Customer sentiment",
        "Customer growth",
    ):
        assert metric in words
    assert re.search(r"\d+\.\d / \d+", words)
    history = ada.page.locator("#panel-score-history")
    history.get_by_text("Computed back over imported data").first.wait_for()
    ada.page.get_by_role("link", name="Back to today").click()
    ada.page.get_by_role("heading", name="Why the score is unknown").wait_for()
    assert "days old" in ada.page.locator("#panel-why").inner_text()


def is_old_today(ada: Person, figures: dict[str, object]) -> None:
    """The same readings are stale today, and the page says so and leads back to their day."""
    today = ada.bands()
    figures["today"] = today
    assert today["Unknown"] > 400
    ada.page.get_by_role("link", name="Look at 31 December 2024").click()
    ada.page.get_by_role("heading", name="Portfolio as of 31 December 2024").wait_for()


def is_reminded_of(raven: Instance, figures: dict[str, object]) -> None:
    """Three days running, twice each and the last two at once: each reminder once, a mail per account and milestone.

    `skipped` are farther milestones that a first, late sweep makes void; they are none of the due ones.
    """
    for number, day in enumerate(("2024-11-12", "2024-11-13")):
        first, second = remind(raven, day), remind(raven, day)
        figures[day] = [first, second]
        assert first["sent"] + first["already"] == first["due"]
        assert (first["already"] == 0) == (number == 0)
        assert 0 < first["messages"] <= first["sent"]
        assert (second["sent"], second["messages"], second["already"]) == (0, 0, first["due"])
    both = remind_twice_at_once(raven, "2024-11-14")
    again = remind(raven, "2024-11-14")
    figures["2024-11-14"] = [*both, again]
    fresh = sum(answer["sent"] for answer in both)
    assert fresh > 0
    assert sorted(answer["sent"] for answer in both) == [0, fresh]
    assert (again["sent"], again["messages"]) == (0, 0)


def is_reviewed(raven: Instance, figures: dict[str, object]) -> None:
    """A quarter of one account on paper, for the customer and for us: the code on each page, the same bytes again."""
    if not can_print():
        return
    for edition in ("customer", "internal"):
        answer = said(review(raven, edition))
        figures[f"review, {edition}"] = answer
        content = paper(raven).read_bytes()
        file = Pdf(content)
        assert len(file.pages) == answer["pages"] >= 7
        code = str(answer["snapshot"])
        assert re.fullmatch(r"QBR-2024Q4-\d{4,}-[0-9a-f]{8}", code)
        assert all(code in "".join(file.words(page).split()) for page in file.pages)
        assert 0 < answer["printing_seconds"] < answer["seconds"]
        again = said(review(raven, edition))
        assert (again["snapshot"], paper(raven).read_bytes()) == (code, content)


def review(raven: Instance, edition: str) -> subprocess.CompletedProcess[str]:
    return raven.command(
        "manage", "render_qbr", "--workspace", "raven", "--account", "A-2e4581", "--period", "2024Q4",
        "--output", str(paper(raven)), "--edition", edition,
    )  # fmt: skip


def paper(raven: Instance) -> Path:
    return raven.data / "review.pdf"


def digits_after(ada: Person, pattern: str) -> int:
    found = re.search(pattern, ada.page.locator("main").inner_text())
    assert found, pattern
    return int(found.group(1).replace(",", ""))
