"""Every address × method × person: what is another workspace's is as missing as what never was (proof 36)."""

import pytest

from tests.isolation.addresses import staff_addresses
from tests.isolation.builders import ROWS
from tests.isolation.requests import METHODS, NONE, answer, ask, contents
from tests.support.world import add_account
from workspaces.choices import Role, Visibility
from workspaces.models import RoleSetting

#: Roles that try more than to read: the one with all rights, the usual one, the one with none.
ASKED = {Role.ADMIN: METHODS, Role.CSM: ("GET", "POST"), Role.OBSERVER: ("GET", "POST")}

#: Roles whose rights are those of the CSM.
ALIKE = {Role.AM, Role.DM, Role.RM}

pytestmark = [pytest.mark.slow, pytest.mark.django_db]


def with_numbers():
    return [address for address in staff_addresses() if address.kwargs]


def test_every_number_in_an_address_has_a_builder():
    wanted = {
        name: address.name for address in staff_addresses() for name in address.kwargs if name not in ROWS
    }
    assert wanted == {}, (
        f"Add a line to ROWS in tests/isolation/builders.py for {sorted(wanted)}: which model's row does it name?"
    )


def test_what_is_another_workspaces_answers_as_what_is_missing(both):
    browser, differing, found = both.world.client(both.acme.company.admin), {}, {}
    before = contents(both.other.company)
    for address in with_numbers():
        own = both.acme.kwargs(address)
        for method in METHODS:
            whole = ask(browser, method, address.path("acme", **both.other.kwargs(address)))
            if whole.status_code == 405:
                continue  # a method that the address does not know, whatever its numbers
            if whole.status_code != 404:
                found[f"{method} {address.name} all"] = whole.status_code
            if method == "HEAD":
                continue  # answered by the view of GET, one number at a time below
            for name in own:
                foreign = both.other.key(name)
                got = ask(browser, method, address.path("acme", **{**own, name: foreign}))
                missing = ask(browser, method, address.path("acme", **{**own, name: NONE}))
                if answer(got, foreign) != answer(missing, NONE):
                    differing[f"{method} {address.name} {name}"] = (got.status_code, missing.status_code)
                if got.status_code != 404:
                    found[f"{method} {address.name} {name}"] = got.status_code
    assert differing == {}
    assert found == {}
    assert contents(both.other.company) == before


def test_numbers_beyond_all_bounds_are_missing_too(both):
    browser, found = both.world.client(both.acme.company.admin), {}
    for address in with_numbers():
        own = both.acme.kwargs(address)
        for name in own:
            for number in (0, 2**63, 10**30):
                path = address.path("acme", **{**own, name: number})
                methods = ("GET", "POST") if number == 2**63 else ("GET",)
                statuses = {ask(browser, method, path).status_code for method in methods}
                if statuses - {404, 405}:
                    found[f"{address.name} {name}={number}"] = statuses
    assert found == {}


def test_an_outsider_meets_every_address_as_that_of_no_workspace(both):
    browser, found = both.world.client(both.world.outsider), {}
    before = contents(both.acme.company)
    for address in staff_addresses():
        own = both.acme.kwargs(address)
        for method in METHODS:
            theirs = ask(browser, method, address.path("acme", **own))
            nowhere = ask(browser, method, address.path("nowhere", **own))
            if answer(theirs) != answer(nowhere) or theirs.status_code != 404:
                found[f"{method} {address.name}"] = (theirs.status_code, nowhere.status_code)
    assert found == {}
    assert contents(both.acme.company) == before


def test_who_is_not_signed_in_is_led_to_the_door_whether_it_exists_or_not(both):
    browser, found = both.world.client(), {}
    for address in staff_addresses():
        own = both.acme.kwargs(address)
        for method in METHODS:
            here = ask(browser, method, address.path("acme", **own))
            there = ask(browser, method, address.path("other", **dict.fromkeys(own, NONE)))
            nowhere = ask(browser, method, address.path("nowhere", **own))
            ends = [
                r.status_code == 303 and r["Location"].startswith("/accounts/login/?next=")
                for r in (here, there, nowhere)
            ]
            if not all(ends) or not here.content == there.content == nowhere.content:
                found[f"{method} {address.name}"] = [r.status_code for r in (here, there, nowhere)]
    assert found == {}


@pytest.fixture
def hidden(both):
    """An account of Acme, with all that hangs on the shelf's one, that the CSM may not see."""
    with both.acme.company.scope():
        RoleSetting.objects.filter(role=Role.CSM).delete()
        RoleSetting.objects.create(role=Role.CSM, visibility=Visibility.OWN_BOOK, sees_money=True)
        add_account("Nobody's", external_id="hidden")
    return both


def test_a_hidden_account_answers_as_a_missing_one(hidden):
    """The shelf's account belongs to somebody else's book."""
    browser, found = hidden.world.client(hidden.acme.company.csm), {}
    for address in with_numbers():
        if "account_id" not in address.kwargs:
            continue
        own = hidden.acme.kwargs(address)
        for method in METHODS:
            got = ask(browser, method, address.path("acme", **own))
            missing = ask(browser, method, address.path("acme", **{**own, "account_id": NONE}))
            if answer(got, own["account_id"]) != answer(missing, NONE) or got.status_code not in (404, 405):
                found[f"{method} {address.name}"] = (got.status_code, missing.status_code)
    assert found == {}


def test_no_method_of_no_address_breaks_for_any_role(both):
    broken = {}
    for role, member in both.acme.company.members.items():
        if role in ALIKE:
            continue
        browser = both.world.client(member)
        for address in staff_addresses():
            path = address.path("acme", **both.acme.kwargs(address))
            for method in ASKED.get(role, ("GET",)):
                status = ask(browser, method, path).status_code
                if status >= 500:
                    broken[f"{method} {address.name} as {role}"] = status
    assert broken == {}


def test_reading_changes_nothing(both):
    """GET and HEAD leave every table as it is, but for what a refusal notes."""
    browser, changed = both.world.client(both.acme.company.admin), []
    before = contents(both.acme.company)
    for address in staff_addresses():
        path = address.path("acme", **both.acme.kwargs(address))
        for method in ("GET", "HEAD"):
            browser.generic(method, path)
        if contents(both.acme.company) != before:
            changed.append(address.name)
            before = contents(both.acme.company)
    assert changed == []
