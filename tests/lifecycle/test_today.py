"""Renewals on the page of today: whoever was reminded, at the nearest milestone, while the term is still so."""

from datetime import date, timedelta

import pytest

from accounts.models import Contract
from lifecycle.services import PromiseFields, make_promise
from lifecycle.today import RENEWALS, plans_waiting
from tests.lifecycle.renewing import END, sweep
from tests.support.world import NOW, TODAY
from workspaces.choices import Role, Visibility
from workspaces.models import RoleSetting
from workspaces.selectors import member_of_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def acme(world):
    sweep(world.acme, date(2026, 9, 10))
    with world.acme.scope():
        yield world.acme


def items(member, today=TODAY):
    return [
        (item.title, item.due_on, item.account_name) for item in RENEWALS.items(member, today=today, limit=5)
    ]


def test_the_renewal_manager_finds_the_nearest_milestone(acme):
    name = "Customer of Acme"
    assert items(acme.rm) == [("Validate the renewal list", END, name)]
    assert items(acme.csm) == []


def test_the_next_milestone_takes_its_place(world):
    for day in (date(2026, 9, 10), date(2026, 10, 5)):
        sweep(world.acme, day, now=NOW + timedelta(days=30))
    with world.acme.scope():
        assert [title for title, _due, _name in items(world.acme.rm)] == ["Start the renewal talk"]


def test_a_term_that_changed_ended_or_was_cancelled_waits_no_more(acme):
    assert items(acme.rm, today=END + timedelta(days=1)) == []
    Contract.objects.update(ends_on=date(2027, 12, 31))
    assert items(acme.rm) == []
    Contract.objects.update(ends_on=END, cancelled_on=TODAY)
    assert items(acme.rm) == []


def test_what_is_not_seen_any_more_does_not_wait(acme):
    acme.account.owners.all().delete()
    RoleSetting.objects.create(role=Role.RM, visibility=Visibility.OWN_BOOK)
    assert items(member_of_user(acme.rm.user_id)) == []


def test_promises_of_mine_that_are_due_wait_and_others_do_not(acme):
    with acme.scope():
        for words, due_on, owner in (
            ("Late", TODAY - timedelta(days=3), acme.csm),
            ("In a week", TODAY + timedelta(days=7), acme.csm),
            ("In eight days", TODAY + timedelta(days=8), acme.csm),
            ("Of another", TODAY, acme.am),
        ):
            fields = PromiseFields(
                text=words, made_on=TODAY - timedelta(days=9), due_on=due_on, owner_id=owner.pk
            )
            made = make_promise(acme.account, fields, by=acme.am, now=NOW)
        found = plans_waiting(acme.csm, today=TODAY, limit=5)
        assert [(one.title, one.due_on) for one in found] == [
            ("Late", TODAY - timedelta(days=3)), ("In a week", TODAY + timedelta(days=7)),
        ]  # fmt: skip
        assert [one.title for one in plans_waiting(acme.am, today=TODAY, limit=5)] == [made.text]
