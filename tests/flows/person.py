"""Somebody at a browser: what a person can click and read, and nothing else."""

from __future__ import annotations

import re
import time
from pathlib import Path

from playwright.sync_api import Browser, Page, Playwright

CHROMIUM = "/usr/bin/chromium"
SECONDS = 1000


def open_browser(playwright: Playwright) -> Browser:
    return playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])


def digits(text: str) -> float:
    """The number in words like "1,077" or "0.28 s"."""
    return float(re.sub(r"[^\d.]", "", text) or 0)


class Person:
    """One person, signed in to one workspace."""

    def __init__(self, browser: Browser, base: str, workspace: str) -> None:
        self.base = f"{base}/w/{workspace}"
        self.page: Page = browser.new_context(viewport={"width": 1440, "height": 900}).new_page()
        self.page.set_default_timeout(60 * SECONDS)
        #: What the browser complained about: script errors and failed requests.
        self.complaints: list[str] = []
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on(
            "response",
            lambda answer: (
                self.complaints.append(f"{answer.status} {answer.url}") if answer.status >= 500 else None
            ),
        )

    def sign_in(self, email: str, password: str) -> None:
        self.page.goto(self.base + "/")
        self.page.get_by_label("E-mail").fill(email)
        self.page.get_by_label("Password", exact=True).fill(password)
        self.page.get_by_role("button", name="Sign in").click()
        self.page.wait_for_url(f"{self.base}/**")

    def go(self, path: str) -> None:
        self.page.goto(self.base + path)

    def metrics(self) -> dict[str, str]:
        """The metric strip: label to value."""
        return {
            cell.locator(".cs-metric-label").inner_text(): cell.locator(".cs-metric-value").inner_text()
            for cell in self.page.locator(".cs-metric").all()
        }

    def import_file(self, kind: str, file: Path) -> dict[str, float]:
        """Upload, take the guessed matching, look at the preview, run; the report's figures."""
        self.go("/imports/")
        self.page.locator(f"a[href$='kind={kind}']").first.click()
        self.page.get_by_label("CSV or Excel file").set_input_files(str(file))
        self.page.get_by_role("button", name="Upload file").click()
        self.page.get_by_role("button", name="Check the file").click()
        self.page.get_by_role("button", name=re.compile(r"^Import [\d,]+ rows$")).click()
        self.page.get_by_role("link", name="Import another").wait_for(timeout=240 * SECONDS)
        return {label: digits(value) for label, value in self.metrics().items()}

    def bands(self, day: str = "") -> dict[str, float]:
        """Accounts by band on the portfolio page as of a day."""
        self.go(f"/portfolio/?book=all{f'&asof={day}' if day else ''}")
        rows = self.page.locator(".cs-bandrows > a").all()
        parts = [row.inner_text().split("\n") for row in rows]
        return {part[0].strip(): digits(part[-1]) for part in parts}

    def wait_for(self, path: str, text: re.Pattern[str], *, seconds: float) -> None:
        """Looks at a page again and again until it says so."""
        deadline = time.monotonic() + seconds
        while True:
            self.go(path)
            if text.search(self.page.locator("main").inner_text()):
                return
            assert time.monotonic() < deadline, f"{path} never said {text.pattern}"
            self.page.wait_for_timeout(1 * SECONDS)
