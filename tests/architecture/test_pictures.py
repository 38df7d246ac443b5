"""bin/pictures takes every page: one that docs/pictures.json does not list was never looked at."""

import json
from pathlib import Path

import pytest
from django.urls import resolve

from tests.isolation.addresses import customer_addresses, staff_addresses
from tests.isolation.builders import TEXTS
from tests.isolation.rows import Shelf
from tests.isolation.visits import browser_of
from tests.support.portal import customer_browser
from tests.support.world import make_world

LISTED = json.loads((Path(__file__).resolve().parents[2] / "docs" / "pictures.json").read_text())


def pictured():
    """The names of the addresses that have a picture."""
    known = {"workspace": "acme", "account": 1, "import": 1, "export": 1, "survey": "none"}
    for line in LISTED:
        if line.get("page"):
            yield line["page"]
        elif not (line.get("public") and "/portal/" not in line["path"]):
            yield resolve(line["path"].partition("?")[0].format(**known)).view_name


def pages_among(browser, addresses, numbers):
    """The names of those addresses that answer with a whole page."""
    for address in addresses:
        if "/panels/" in address.route:
            continue
        answer = browser.get(address.path("acme", **numbers(address)))
        if answer.status_code == 200 and answer.content.lstrip().lower().startswith(b"<!doctype"):
            yield address.name


@pytest.mark.django_db
def test_every_page_of_the_staff_and_of_customers_has_a_picture(redis):
    world = make_world()
    shelf, browser = Shelf(world.acme, "Words of Acme").fill(), browser_of(world, world.acme.admin)
    seen = set(pages_among(browser, staff_addresses(), shelf.kwargs))
    customer = customer_browser(world.acme, shelf["accounts.Contact"])

    def numbers(address):
        return {name: TEXTS[name](shelf) if name in TEXTS else shelf.key(name) for name in address.kwargs}

    seen |= set(pages_among(customer, customer_addresses(), numbers))
    assert seen - set(pictured()) == set(), "Give these pages a line in docs/pictures.json."


def test_every_picture_has_a_name_of_its_own():
    names = [line["name"] for line in LISTED]
    assert sorted(names) == sorted(set(names))
