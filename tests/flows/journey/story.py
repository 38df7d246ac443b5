"""The whole platform with its people at their browsers: who is where, what came by mail, and what time it is."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import date, timedelta
from email import message_from_bytes, policy
from typing import Any

from playwright.sync_api import Browser, Page

from tests.faults.platform import Platform, eventually, free_port
from tests.flows.journey.rows import PASSWORD
from tests.flows.person import SECONDS, Person

ROWS = "from tests.flows.journey import rows\n"
#: How long a page may take to say something while the machine does other things too.
PATIENCE = 30 * SECONDS


class Story:
    """`facts` are the ids that the rows handed over; `days` is how far the story's clock is ahead."""

    def __init__(self, platform: Platform, browser: Browser) -> None:
        self.platform, self.browser, self.port = platform, browser, free_port()
        self.days = 0
        self.facts: dict[str, Any] = self.rows("out(rows.make_story())")
        self.people: dict[str, Person] = {}
        self._complained: list[str] = []
        self._web, self._worker = ExitStack(), ExitStack()
        self._letters = platform.place.media.parent / "mail"
        shutil.rmtree(self._letters, ignore_errors=True)

    @property
    def base(self) -> str:
        return f"http://localhost:{self.port}"

    @property
    def today(self) -> date:
        return date.fromisoformat(self.facts["today"]) + timedelta(days=self.days)

    @property
    def account(self) -> str:
        """The path of the account's page."""
        return f"/accounts/{self.facts['account']}/"

    def rows(self, code: str) -> Any:
        """Runs code of the story's rows in a process of the platform, at the story's time."""
        return self.platform.python(ROWS + code, **self._clock())

    def start(self) -> None:
        """The web process and a worker at the story's time."""
        self.start_web()
        self._worker.enter_context(self.platform.worker(**self._clock()))

    def start_web(self) -> None:
        """At the same port each time, as after a restart."""
        self.platform.port = self.port
        self._web.enter_context(self._serving())

    def stop_web(self) -> None:
        self._web.close()

    def stop(self) -> None:
        self.stop_web()
        self._worker.close()

    def jump(self, days: int) -> None:
        """Days pass; sessions of customers do not last so long, so they sign in again."""
        self.stop()
        for email in [who for who in self.people if "@" in who]:
            person = self.people.pop(email)
            self._complained += person.complaints
            person.page.context.close()
        self.days += days
        self.start()

    @contextmanager
    def _serving(self) -> Iterator[None]:
        argv = ("-m", "csplatform.embedded.web", str(self.port))
        with self.platform.program("web", *argv, **self._clock()):
            eventually(lambda: self.platform.get("/healthz").status == 200, seconds=60)
            yield

    def _clock(self) -> dict[str, str]:
        return {"FAULT_CLOCK_DAYS": str(self.days)}

    def staff(self, role: str) -> Person:
        """A member at a browser of their own, signed in."""
        if role not in self.people:
            person = self.people[role] = self._person("acme")
            person.sign_in(f"{role}@acme.example", PASSWORD)
        return self.people[role]

    def stranger(self) -> Person:
        """The outsider: admin of another workspace, signed in there."""
        if "outsider" not in self.people:
            person = self.people["outsider"] = self._person("other")
            person.sign_in("admin@other.example", PASSWORD)
        return self.people["outsider"]

    def customer(self, email: str) -> Person:
        """A contact at a browser of their own, signed in by the mailed code."""
        if email not in self.people:
            person = self.people[email] = self._person("acme")
            self.sign_in_customer(person, email)
        return self.people[email]

    def person(self, who: str) -> Person:
        """Somebody at a browser of their own who is signed in nowhere."""
        if who not in self.people:
            self.people[who] = self._person("acme")
        return self.people[who]

    def sign_in_customer(self, person: Person, email: str) -> None:
        before = self.mails(email)
        page = person.page
        person.go("/portal/sign-in/")
        page.get_by_label("E-mail").fill(email)
        page.get_by_role("button", name="Mail me a code").click()
        code = eventually(lambda: self._code(email, len(before)), seconds=40)
        page.get_by_label("Code").fill(code)
        page.get_by_role("button", name="Sign in").click()
        page.wait_for_url(f"{person.base}/portal/")

    def _code(self, email: str, before: int) -> str:
        for _subject, text in self.mails(email)[before:]:
            found = re.search(r"\b(\d{6})\b", text)
            if found:
                return found[1]
        return ""

    def mails(self, email: str) -> list[tuple[str, str]]:
        """Subject and text of what was sent to an address, oldest first."""
        found = []
        for file in sorted(self._letters.glob("*.eml")) if self._letters.exists() else []:
            letter = message_from_bytes(file.read_bytes(), policy=policy.default)
            text = letter.get_body(("plain",))
            if email in str(letter["To"]) and text is not None:
                found.append((str(letter["Subject"]), str(text.get_content())))
        return found

    def mail_to(self, email: str, subject: str) -> str:
        """The text of the newest mail to an address whose subject holds these words, once it was sent."""

        def newest() -> str:
            found = [text for said, text in self.mails(email) if subject in said]
            return found[-1] if found else ""

        return str(eventually(newest, seconds=40))

    def path_in(self, text: str, pattern: str) -> str:
        """The path of a link of a mail."""
        found = re.search(rf"https?://[^/\s]+({pattern})", text)
        assert found, text
        return found[1]

    def _person(self, workspace: str) -> Person:
        person = Person(self.browser, self.base, workspace)
        person.page.set_default_timeout(PATIENCE)
        return person

    @property
    def complaints(self) -> list[str]:
        """What any browser complained about: script errors, and answers of 500 and more."""
        return [*self._complained, *(said for one in self.people.values() for said in one.complaints)]

    def one(self, query: str, *values: Any) -> Any:
        """The single value that a query finds."""
        [(value,)] = self.platform.sql(query, *values)
        return value


def main(page: Page) -> str:
    """The words of a page."""
    return page.locator("main").inner_text()


def says(page: Page, words: str) -> None:
    """Waits until the page says so, be it in a toast that goes again."""
    page.get_by_text(words).first.wait_for()
