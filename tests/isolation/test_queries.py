"""How many queries each page costs, written down; ten times the rows cost no more (proof G12).

After a change that is meant: CS_WRITE_QUERIES=1 bin/test tests/isolation/test_queries.py
"""

import json
import os
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.isolation.addresses import customer_addresses, staff_addresses
from tests.isolation.builders import TEXTS
from tests.isolation.rows import Shelf
from tests.isolation.visits import browser_of
from tests.support.portal import customer_browser
from tests.support.world import make_world

pytestmark = [pytest.mark.slow, pytest.mark.django_db]

RECORDED = Path(__file__).with_name("queries.json")
MOST = 12
#: Pages over the bound, and why; each wants to get below it.
OVER: dict[str, str] = {}
#: Pages that ask one thing more once there is more to tell, however much that is, and what.
STEPS = {
    "accounts:contacts_panel": "how many there are beyond those that it shows",
    "accounts:history": "the names of parent accounts, once one was changed",
    "accounts:tickets_panel": "how many there are beyond those that it shows",
    "playbooks:waiting": "how many inquiries there are beyond those that it shows",
    "reports:portfolio": "the newest day of the data, where most of the book is unknown",
}
NOT_COUNTED = ("SAVEPOINT", "RELEASE", "ROLLBACK", "BEGIN", "COMMIT", "SELECT set_config", "SET ")


@pytest.fixture
def counts(db, redis):
    """Queries by page, with one row of everything and with ten."""
    world = make_world()
    shelf = Shelf(world.acme, "Words of Acme").fill()
    browser = browser_of(world, world.acme.admin)
    customer = customer_browser(world.acme, shelf["accounts.Contact"])
    first = {**dict(_pages(browser, shelf)), **dict(_pages(customer, shelf, _portal()))}
    shelf.fill(10)
    return first, {**dict(_pages(browser, shelf)), **dict(_pages(customer, shelf, _portal()))}


def _portal():
    """Addresses with words in them are pages whose number has one too."""
    return [address for address in customer_addresses() if not set(address.kwargs) & set(TEXTS)]


def _pages(browser, shelf, among=None):
    """Panels as the pages ask for them: as fragments."""
    for address in among or staff_addresses():
        path = address.path("acme", **shelf.kwargs(address))
        with CaptureQueriesContext(connection) as captured:
            response = browser.get(path, headers={"HX-Request": "true"} if "/panels/" in path else {})
        if response.status_code == 200:
            wanted = [q["sql"] for q in captured.captured_queries if not q["sql"].startswith(NOT_COUNTED)]
            yield address.name, len(wanted)


def test_pages_cost_what_is_written_down_and_no_more_with_more_rows(counts):
    first, tenfold = counts
    if os.environ.get("CS_WRITE_QUERIES"):
        RECORDED.write_text(json.dumps(tenfold, indent=2, sort_keys=True) + "\n")
    recorded = json.loads(RECORDED.read_text())
    grown = {
        name: (count, tenfold[name])
        for name, count in first.items()
        if tenfold[name] > count + (name in STEPS)
    }
    assert grown == {}, "These pages ask the database more often when there are more rows."
    dearer = {
        name: (recorded.get(name), count) for name, count in tenfold.items() if count > recorded.get(name, 0)
    }
    assert dearer == {}, f"Over what is written down; if it is meant: {__doc__.splitlines()[-1]}"
    assert set(recorded) - set(first) == set(), "These pages are gone: write the counts anew."


def test_no_page_costs_more_than_the_bound(counts):
    over = {name: count for name, count in counts[1].items() if count > MOST and name not in OVER}
    assert over == {}
    assert {name for name in OVER if counts[1].get(name, 0) <= MOST} == set(), "Take it out of OVER."
