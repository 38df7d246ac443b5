"""bin/pictures takes every page: one that docs/pictures.json does not list was never looked at."""

import json
from pathlib import Path

import pytest
from django.urls import resolve

from tests.isolation.addresses import staff_addresses
from tests.isolation.rows import Shelf
from tests.isolation.visits import browser_of
from tests.support.world import make_world

LISTED = json.loads((Path(__file__).resolve().parents[2] / "docs" / "pictures.json").read_text())


def pictured():
    """The names of the addresses that have a picture."""
    for line in LISTED:
        if line.get("public"):
            continue
        path = (
            line["path"]
            .partition("?")[0]
            .format(**{"workspace": "acme", "account": 1, "import": 1, "export": 1})
        )
        yield line.get("page") or resolve(path).view_name


@pytest.mark.django_db
def test_every_page_of_the_staff_has_a_picture(redis):
    world = make_world()
    shelf, browser = Shelf(world.acme, "Words of Acme").fill(), browser_of(world, world.acme.admin)
    seen = set()
    for address in staff_addresses():
        if "/panels/" in address.route:
            continue
        answer = browser.get(address.path("acme", **shelf.kwargs(address)))
        if answer.status_code == 200 and answer.content.lstrip().lower().startswith(b"<!doctype"):
            seen.add(address.name)
    assert seen - set(pictured()) == set(), "Give these pages a line in docs/pictures.json."


def test_every_picture_has_a_name_of_its_own():
    names = [line["name"] for line in LISTED]
    assert sorted(names) == sorted(set(names))
