"""The group of an account: its tree and figures, bounded by what the reader sees."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.access import visible_accounts
from accounts.models import Account, AccountOwner, Contract
from accounts.selectors.hierarchy import group_of
from health.models import CurrentScore
from tests.isolation.rows import Shelf
from tests.support.world import NOW, TODAY, add_account
from workspaces.models import RoleSetting


@pytest.fixture(autouse=True)
def still(time_machine):
    time_machine.move_to(NOW, tick=False)


@pytest.fixture
def family(world):
    """Head over Customer of Acme over Baltic over Deep; Nordic beside Customer of Acme."""
    with world.acme.scope():
        head = add_account("Head", owner=world.acme.csm, term_ends_on=date(2026, 1, 1))
        middle = world.acme.account
        Account.objects.filter(pk=middle.pk).update(parent=head, term_ends_on=date(2026, 12, 31))
        middle.refresh_from_db()
        baltic = add_account("Baltic", owner=world.acme.csm, parent=middle, term_ends_on=date(2026, 11, 30))
        deep = add_account("Deep", owner=world.acme.csm, parent=baltic)
        nordic = add_account("Nordic", owner=world.acme.csm, parent=head)
        for account, currency, amount, ends in (
            (baltic, "EUR", 1_000_00, None),
            (deep, "USD", 500_00, None),
            (nordic, "EUR", 9_000_00, date(2026, 9, 16)),  # ended yesterday
        ):
            Contract.objects.create(
                account=account,
                starts_on=date(2026, 1, 1),
                ends_on=ends,
                currency=currency,
                arr_amount=amount,
            )
    return {"head": head, "middle": middle, "baltic": baltic, "deep": deep, "nordic": nordic}


def group(world, account, *, by=None, money=True):
    return group_of(account, visible_accounts(by or world.acme.admin), today=TODAY, with_money=money)


def names(found):
    return [(one.name, one.level) for one in found.branches]


TREE = [("Head", 0), ("Customer of Acme", 1), ("Baltic", 2), ("Deep", 3), ("Nordic", 1)]


@pytest.mark.parametrize("where", ["head", "middle", "deep", "nordic"])
def test_the_tree_is_the_same_from_everywhere(world, family, where):
    with world.acme.scope():
        found = group(world, family[where])
    assert names(found) == TREE
    assert [one.name for one in found.branches if one.is_here] == [family[where].name]


def test_figures_count_open_contracts_by_currency(world, family):
    with world.acme.scope():
        found = group(world, family["deep"])
        poor = group(world, family["deep"], money=False)
    assert (found.accounts, found.next_end_on) == (5, date(2026, 11, 30))
    assert found.arr == ("€121,000", "$500")
    assert poor.arr == ()


def test_hidden_accounts_are_neither_shown_nor_counted(world, family):
    with world.acme.scope():
        RoleSetting.objects.create(role="csm", visibility="own_book", sees_money=True)
        AccountOwner.objects.filter(account=family["baltic"]).delete()
        found = group(world, family["head"], by=world.acme.csm)
        assert names(found) == [("Head", 0), ("Customer of Acme", 1), ("Nordic", 1)]
        assert (found.accounts, found.arr) == (3, ("€120,000",))
        below = group(world, family["deep"], by=world.acme.csm)
    assert below is None


def test_one_that_stands_alone_has_no_group(world):
    with world.acme.scope():
        assert group(world, world.acme.account) is None


def test_the_tree_costs_the_same_however_large_it_is(world, family):
    def cost():
        with world.acme.scope(), CaptureQueriesContext(connection) as captured:
            group(world, family["head"])
        return len([one for one in captured.captured_queries if one["sql"]])

    cost()  # the first of a member asks for the rights once
    before = cost()
    with world.acme.scope():
        for number in range(20):
            add_account(f"Child {number}", parent=family["nordic"])
    assert cost() == before


def test_a_ring_that_somebody_forced_in_ends(world, family):
    with world.acme.scope():
        Account.objects.filter(pk=family["head"].pk).update(parent=family["deep"])
        found = group(world, family["head"])
    assert sorted(one.name for one in found.branches) == sorted(name for name, _level in TREE)


def test_the_worst_band_of_the_group_is_told(world, family):
    shelf = Shelf(world.acme, "Words").fill()
    with world.acme.scope():
        CurrentScore.objects.all().delete()
        for place, band in (("head", "healthy"), ("nordic", "at_risk"), ("deep", "monitor")):
            CurrentScore.objects.create(
                account=family[place], version=shelf["health.ScorecardVersion"], band=band, ratings=[2],
                score=2000, score_100=50_000, coverage_bp=10_000, since_on=TODAY,
            )  # fmt: skip
        assert group(world, family["middle"]).worst_band == "at_risk"


def test_the_page_shows_tree_and_figures(world, family):
    page = world.client(world.acme.csm).get(
        f"{world.acme.url}/accounts/{family['middle'].pk}/panels/group/", headers={"HX-Request": "true"}
    )
    assert page.status_code == 200
    text = page.content.decode()
    for word in ("Baltic", "Nordic", "Deep", "€121,000 + $500"):
        assert word in text
