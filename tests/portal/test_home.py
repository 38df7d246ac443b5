"""The customer's first page."""

from datetime import timedelta

import pytest

from accounts.models import AccountOwner
from playbooks.models import Task
from portal.rules.logins import PartOfDay, part_of_day
from tests.support.portal import customer_browser
from tests.support.world import NOW, TODAY

pytestmark = pytest.mark.django_db

HOME, SIDE = "/w/acme/portal/", "/w/acme/portal/panels/side/"


@pytest.fixture(autouse=True)
def still(time_machine):
    time_machine.move_to(NOW, tick=False)


@pytest.fixture
def browser(world):
    return customer_browser(world.acme, world.acme.contacts[0])


def test_the_greeting_follows_the_clock_of_the_workspace(world, browser):
    parts = [part_of_day(hour) for hour in (3, 4, 11, 12, 17, 18, 23)]
    early, day, late = PartOfDay.MORNING, PartOfDay.DAY, PartOfDay.EVENING
    assert parts == [late, early, early, day, day, late, late]
    assert "Good morning, Anna" in browser.get(HOME).content.decode()
    world.acme.workspace.time_zone = "Asia/Tokyo"
    world.acme.workspace.save()
    assert "Good afternoon, Anna" in browser.get(HOME).content.decode()


def test_what_waits_is_counted_and_shown_five_at_a_time(world, browser):
    assert "Nothing needs you right now." in browser.get(HOME).content.decode()
    with world.acme.scope():
        for number in range(7):
            Task.objects.create(
                account=world.acme.account, title=f"Task {number}", visible_to_customer=True,
                due_on=TODAY + timedelta(days=number - 1), created_at=NOW, owner=world.acme.csm,
            )  # fmt: skip
    page = browser.get(HOME).content.decode()
    assert "7 things need you." in page
    assert [f"Task {n}" in page for n in range(7)] == [True] * 5 + [False] * 2
    assert "Was due on 16 September" in page
    assert "All 7" in page


def test_my_people_are_the_members_who_own_the_account_and_are_named_once(world, browser):
    acme = world.acme
    with acme.scope():
        AccountOwner.objects.filter(role="am").update(member=acme.csm)
    side = browser.get(SIDE, headers={"HX-Request": "true"}).content.decode()
    assert side.count(str(acme.csm)) == 1
    assert "Success manager" in side
    assert str(acme.dm) in side
    assert "@acme.example" not in side
    assert browser.get(SIDE)["Location"] == HOME
