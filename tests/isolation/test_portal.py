"""The customer's door: whoever is not this account's contact finds nothing, at every address there is (proof 36, 41, 46)."""

import re

import pytest
from django.test import Client

from portal.identity import COOKIE
from tests.isolation.addresses import customer_addresses, staff_addresses
from tests.isolation.builders import CUSTOMER_SEES, OPEN_TO_STRANGERS, ROWS, TEXTS
from tests.isolation.conftest import CANARY
from tests.isolation.crawl import Crawl, body
from tests.isolation.requests import METHODS, NONE, answer, ask, contents
from tests.isolation.rows import Shelf, tenant_models
from tests.isolation.test_visibility import mark
from tests.support.portal import customer_browser
from tests.support.world import make_world

pytestmark = [pytest.mark.slow, pytest.mark.django_db]

DOOR = "/w/acme/portal/sign-in/"
LINK = "/sign-in/link/"


def numbers(shelf, address):
    """What stands in an address: rows of the shelf, and words that mean one."""
    return {name: TEXTS[name](shelf) if name in TEXTS else shelf.key(name) for name in address.kwargs}


def inside():
    """The addresses that want a customer."""
    return [address for address in customer_addresses() if "/portal/sign-in/" not in address.route]


def closed():
    """Those that lead a stranger to the door."""
    return [a for a in inside() if not any(part in a.route for part in OPEN_TO_STRANGERS)]


def with_rows():
    known = set(ROWS) | set(TEXTS)
    return [(a, [name for name in a.kwargs if name in known]) for a in inside() if set(a.kwargs) & known]


@pytest.fixture
def browsers(both):
    """Customers of Acme's shelf account, of its other account, and of Other."""
    acme, other = both.acme, both.other
    return {
        "own": customer_browser(acme.company, acme["accounts.Contact"]),
        "colleague": customer_browser(acme.company, acme.company.contacts[0]),
        "foreign": customer_browser(other.company, other["accounts.Contact"]),
    }


def test_every_number_in_an_address_of_the_portal_has_a_builder():
    wanted = {n: a.name for a in customer_addresses() for n in a.kwargs if n not in ROWS and n not in TEXTS}
    assert wanted == {}, f"Add a line to ROWS or TEXTS in tests/isolation/builders.py for {sorted(wanted)}."


def test_who_is_no_customer_of_this_workspace_is_led_to_the_door(both, browsers):
    """Strangers, members, outsiders and customers of another workspace alike, at every address and method."""
    strangers = {
        "nobody": Client(),
        "member": both.world.client(both.acme.company.admin),
        "outsider": both.world.client(both.world.outsider),
        "foreign": browsers["foreign"],
    }
    before, found = contents(both.acme.company), {}
    for address in closed():
        path = address.path("acme", **numbers(both.acme, address))
        for who, browser in strangers.items():
            for method in METHODS:
                got = ask(browser, method, path)
                if got.status_code != 303 or not got["Location"].startswith(DOOR):
                    found[f"{method} {address.name} {who}"] = got.status_code
    assert found == {}
    assert contents(both.acme.company) == before


def test_what_a_stranger_opens_tells_nothing_of_a_customer(marked):
    """Of the shelf's account is the article there: for everybody else it is missing, at every address and method."""
    with marked.company.scope():
        mark(marked, spared={"portal.Article"})
    slug = marked["portal.Article"].slug
    told = {}
    for address in customer_addresses():
        if "/portal/articles/" not in address.route:
            continue
        for method in METHODS:
            got = ask(Client(), method, address.path("acme", **numbers(marked, address)))
            gone = ask(
                Client(), method, address.path("acme", **dict.fromkeys(address.kwargs, "none-of-these"))
            )
            if (
                answer(got) != answer(gone)
                or CANARY.lower() in body(got).decode().lower()
                or slug in body(got).decode()
            ):
                told[f"{method} {address.name}"] = got.status_code
    assert told == {}


def test_a_customer_opens_no_page_of_the_staff(both, browsers):
    found = {}
    for address in staff_addresses():
        path = address.path("acme", **both.acme.kwargs(address))
        for method in ("GET", "POST"):
            got = ask(browsers["own"], method, path)
            if got.status_code != 303 or not got["Location"].startswith("/accounts/login/"):
                found[f"{method} {address.name}"] = got.status_code
    assert found == {}


def test_what_is_another_accounts_or_another_workspaces_answers_as_what_is_missing(both, browsers):
    """Rows of the shelf's account asked for by the other account's contact, and Other's by the own."""
    before, differing, found = contents(both.other.company), {}, {}
    for address, names in with_rows():
        own = numbers(both.acme, address)
        for who, shelf in (("colleague", both.acme), ("own", both.other)):
            for method in METHODS:
                given = {**own, **{name: numbers(shelf, address)[name] for name in names}}
                missing = {**own, **{name: "none-of-these" if name in TEXTS else NONE for name in names}}
                got = ask(browsers[who], method, address.path("acme", **given))
                never = ask(browsers[who], method, address.path("acme", **missing))
                if answer(got, *(n for n in given.values() if isinstance(n, int))) != answer(never, NONE):
                    differing[f"{method} {address.name} {who}"] = (got.status_code, never.status_code)
                if got.status_code not in (404, 405):
                    found[f"{method} {address.name} {who}"] = got.status_code
    assert differing == {}
    assert found == {}
    assert contents(both.other.company) == before


def test_no_method_of_no_address_of_the_portal_breaks(both, browsers):
    broken, methods = {}, ("GET", "HEAD", "POST", "PUT", "DELETE")
    for address in customer_addresses():
        for who, browser in (("own", browsers["own"]), ("nobody", Client())):
            for method in methods:
                status = ask(browser, method, address.path("acme", **numbers(both.acme, address))).status_code
                if status >= 500:
                    broken[f"{method} {address.name} {who}"] = status
    assert broken == {}


def test_reading_the_portal_changes_nothing(both, browsers):
    changed, before = [], contents(both.acme.company)
    for address in customer_addresses():
        path = address.path("acme", **numbers(both.acme, address))
        for browser in (browsers["own"], Client()):
            for method in ("GET", "HEAD"):
                browser.generic(method, path)
        if contents(both.acme.company) != before:
            changed.append(address.name)
            before = contents(both.acme.company)
    assert changed == []


def test_every_page_of_the_portal_opens_for_its_customer(both, browsers):
    crawled = crawl(both.acme, browsers["own"])
    broken = {
        path: response.status_code
        for path, response in crawled.answers.items()
        if response.status_code not in (200, 204, 302, 303, 405) and LINK not in path
    }
    assert {path for path in broken if not path.startswith(MISSING) and not FILE.search(path)} == set(), (
        broken
    )
    shown = {p: r for p, r in crawled.answers.items() if "attachment" not in r.get("Content-Disposition", "")}
    assert [path for path, response in shown.items() if b"<img src=x" in body(response)] == []
    told = [path for path, response in crawled.answers.items() if CANARY.encode() in body(response)]
    assert told == []


#: Addresses that are missing on the shelf: the row has nothing behind it.
MISSING = ("/w/acme/portal/sign-in/logo/",)
FILE = re.compile(r"/(files|versions)/\d+/$")  # the shelf's files have no bytes


def crawl(shelf, browser):
    """Every address of the portal, and what its pages lead to."""
    first = [address.path("acme", **numbers(shelf, address)) for address in customer_addresses()]
    browser.raise_request_exception = False
    found = Crawl(browser, ("/w/acme/",)).follow(*first)
    for path in first:
        if "/panels/" in path:
            found.answers[f"{path}#fragment"] = browser.get(path, headers={"HX-Request": "true"})
    return found


@pytest.fixture
def marked(db, redis):
    """Acme's shelf, to be marked once the customer's browser is in."""
    return Shelf(make_world().acme, "Words of Acme").fill()


def test_a_customer_of_another_account_is_told_nothing_of_it(marked):
    contact = marked.company.contacts[0]
    browser = customer_browser(marked.company, contact)
    assert contact.account_id != marked["accounts.Account"].pk
    with marked.company.scope():
        mark(marked)
    crawled = crawl(marked, browser)
    told = [p for p, response in crawled.answers.items() if CANARY.lower() in body(response).decode().lower()]
    assert told == []


def test_a_customer_sees_of_the_own_account_what_is_meant_for_customers_alone(marked):
    """Notes, comments on scores, CTAs, readings, handshakes: whatever is not named in CUSTOMER_SEES stays inside."""
    labels = {model._meta.label for model in tenant_models()}
    assert set(CUSTOMER_SEES) <= labels
    browser = customer_browser(marked.company, marked["accounts.Contact"])
    with marked.company.scope():
        mark(marked, spared=CUSTOMER_SEES)
    crawled = crawl(marked, browser)
    told = [p for p, response in crawled.answers.items() if CANARY.lower() in body(response).decode().lower()]
    assert told == []
    assert crawled.answers["/w/acme/portal/"].status_code == 200


def test_both_sessions_in_one_browser_do_not_mix(both):
    acme = both.acme.company
    browser = customer_browser(acme, acme.contacts[0], browser=both.world.client(acme.admin))
    assert browser.get("/w/acme/accounts/").status_code == 200
    assert browser.get("/w/acme/portal/").status_code == 200
    browser.post("/accounts/logout/")
    assert browser.get("/w/acme/accounts/").status_code == 303
    assert browser.get("/w/acme/portal/").status_code == 200
    browser = customer_browser(acme, acme.contacts[0], browser=both.world.client(acme.admin))
    browser.post("/w/acme/portal/sign-out/")
    assert browser.get("/w/acme/portal/").status_code == 303
    assert browser.get("/w/acme/accounts/").status_code == 200


def test_a_customers_page_is_kept_by_nobody_but_its_reader(both, browsers):
    kept = {}
    for path, response in crawl(both.acme, browsers["own"]).answers.items():
        told = response.get("Cache-Control", "")
        if "public" in told or "private" not in told or "Cookie" not in response.get("Vary", ""):
            kept[path] = (told, response.get("Vary"))
    assert kept == {}
    assert browsers["own"].cookies[COOKIE].value
