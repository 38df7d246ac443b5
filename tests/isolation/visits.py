"""One long visit: every page of Acme by several people, every form sent, every mail written."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from django.test import Client
from django.test.signals import template_rendered
from django.urls import resolve

from tests.isolation.addresses import public_addresses, staff_addresses
from tests.isolation.builders import FILLED, PUBLIC
from tests.isolation.crawl import Crawl, Form

INSIDE = ("/w/acme/", "/accounts/", "/workspaces/", "/join/", "/mail/")


@contextmanager
def rendered_templates() -> Iterator[set[str]]:
    """The names of all templates that are rendered meanwhile."""
    names: set[str] = set()

    def note(template: Any, **kwargs: Any) -> None:
        names.add(str(template.name))

    template_rendered.connect(note)
    try:
        yield names
    finally:
        template_rendered.disconnect(note)


def first_addresses(shelf: Any) -> list[str]:
    """Every staff address with the shelf's rows in it, and every public one that needs none."""
    own = [address.path("acme", **shelf.kwargs(address)) for address in staff_addresses()]
    public = [a for a in public_addresses() if not a.kwargs and a.name not in PUBLIC]
    return own + [address.path() for address in public]


def browser_of(world: Any, member: Any) -> Client:
    """A browser that is shown what breaks as a page, with all accounts in view."""
    browser = world.client(member)
    browser.raise_request_exception = False
    if member is not None:
        browser.get("/w/acme/accounts/?book=all")
    return browser


def pages_of(both: Any, member: Any) -> Crawl:
    """The staff pages alone, without following their links."""
    found = Crawl(browser_of(both.world, member), INSIDE)
    for path in first_addresses(both.acme):
        found.read(path)
    return found


def crawl(both: Any, member: Any) -> Crawl:
    return Crawl(browser_of(both.world, member), INSIDE).follow(*first_addresses(both.acme))


@dataclass
class Sent:
    """A form with the page it stood on; alike are forms of one view with the same fields."""

    form: Form
    view: str
    fields: frozenset[str] = field(default_factory=frozenset)


def forms_of(crawled: Crawl, method: str) -> list[Sent]:
    """One of each form that the pages hold, but for those that end the session."""
    found: dict[tuple[str, frozenset[str]], Sent] = {}
    for page in crawled.pages.values():
        for form in page.forms:
            path = form.action.partition("?")[0]
            if form.method != method or not path.startswith(INSIDE) or path == "/accounts/logout/":
                continue
            fields = frozenset(name for name, _value in form.fields) | frozenset(form.offered)
            sent = Sent(form, resolve(path).view_name, fields)
            found.setdefault((sent.view, fields), sent)
    return list(found.values())


def filled(form: Form) -> list[tuple[str, str]]:
    """The form as it stands, with words in the empty fields that want some."""
    values = dict(form.fields)
    more = {}
    for name in [*values, *form.offered]:
        wanted = FILLED.get(name)
        if wanted is not None and not values.get(name):
            more[name] = wanted(form.offered.get(name, [])) if callable(wanted) else wanted
    return form.with_values(**more)


def send(browser: Client, form: Form, pairs: list[tuple[str, str]], **headers: str) -> Any:
    """Post a form as a browser does; the caller rolls back."""
    data: dict[str, list[str]] = {}
    for name, value in pairs:
        data.setdefault(name, []).append(value)
    return browser.post(form.action, data, headers=headers)
