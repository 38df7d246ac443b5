"""Keyset paging over real rows: nobody twice, nobody missing, what is empty last."""

from datetime import date

import pytest
from django.http import QueryDict

from accounts.models import Account
from core.lists import Column, ListContext, ListSpec
from core.lists.filters import DateFilter, MoneyFilter, TextFilter
from tests.support.world import NOW, TODAY, add_account

CONTEXT = ListContext(now=NOW, today=TODAY, currency="EUR", sees_money=True)


def name_cell(row, loaded, context):
    return row.name


SPEC = ListSpec(
    key="things",
    columns=[
        Column(key="name", label="Name", cell=name_cell, sort="name_key", card="lead"),
        Column(
            key="arr",
            label="ARR",
            cell=name_cell,
            sort="arr_amount",
            sort_kind="number",
            sum="arr_amount",
            needs_money=True,
        ),
        Column(
            key="since",
            label="Since",
            cell=name_cell,
            sort="customer_since_on",
            sort_kind="date",
            nullable=True,
        ),
        Column(
            key="parent",
            label="Parent",
            cell=name_cell,
            sort="parent__name_key",
            nullable=True,
            default=False,
        ),
        Column(key="plain", label="Plain", cell=name_cell),
    ],
    filters=[
        TextFilter(key="name", label="Name", field="name_key", folded=True),
        MoneyFilter(key="arr", label="ARR", field="arr_amount"),
        DateFilter(key="since", label="Since", field="customer_since_on", can_be_empty=True),
    ],
    default_sort="name",
    counted=lambda n: f"{n} things",
)


@pytest.fixture
def acme(world):
    with world.acme.scope():
        Account.objects.all().delete()
        yield world.acme


def read(query="", context=CONTEXT):
    state = SPEC.state(QueryDict(query), context)
    return SPEC.read(Account.objects.all(), state, context)


def walk(sort, size=25, step="next"):
    """Every name from the first page to the last, and back again."""
    page = read(f"sort={sort}&size={size}")
    forth = [row.name for row in page.objects]
    while page.next:
        page = read(f"sort={sort}&size={size}&after={page.next}")
        forth += [row.name for row in page.objects]
    back = [row.name for row in page.objects]
    while page.previous:
        page = read(f"sort={sort}&size={size}&before={page.previous}")
        back = [row.name for row in page.objects] + back
    return forth, back, page


@pytest.mark.parametrize("sort", ["name", "-name", "arr", "-arr", "since", "-since", "parent", "-parent"])
def test_every_row_is_met_once_there_and_back(acme, sort):
    parent = add_account("Parent", arr_amount=5)
    for n in range(70):
        add_account(
            f"A{n:03}",
            arr_amount=n // 7,
            customer_since_on=date(2024, 1, 1 + n % 20) if n % 3 else None,
            parent=parent if n % 2 else None,
        )

    forth, back, page = walk(sort)

    assert len(forth) == len(set(forth)) == 71
    assert set(back) >= set(forth)
    assert page.first == 1


@pytest.mark.parametrize("sort", ["since", "-since"])
def test_what_is_empty_stands_last_both_ways(acme, sort):
    add_account("none 1")
    add_account("old", customer_since_on=date(2020, 1, 1))
    add_account("new", customer_since_on=date(2025, 1, 1))

    names = [row.name for row in read(f"sort={sort}").objects]

    assert names == (["old", "new", "none 1"] if sort == "since" else ["new", "old", "none 1"])


def test_rows_that_come_in_between_move_nobody_else(acme):
    for n in range(50):
        add_account(f"B{n:03}")
    first = read("size=25")
    add_account("A before everybody")
    add_account("B010 b")

    second = read(f"size=25&after={first.next}")

    assert [row.name for row in second.objects] == [f"B{n:03}" for n in range(25, 50)]
    assert (second.first, second.last, second.total) == (28, 52, 52)


def test_the_footer_counts_and_adds_up_what_fits(acme):
    for n in range(1, 31):
        add_account(f"C{n:02}", arr_amount=n * 100)

    page = read("size=25&f.arr=over:5")

    assert (page.first, page.last, page.total) == (1, 25, 25)
    assert page.sums == {"arr": sum(n * 100 for n in range(6, 31))}


def test_one_page_asks_twice_whatever_its_rows(acme, django_assert_num_queries):
    for n in range(60):
        add_account(f"D{n:02}")

    with django_assert_num_queries(2):
        read("size=50")
    with django_assert_num_queries(2):
        read("size=25")


def test_a_cursor_of_another_order_leads_to_the_first_page_and_says_so(acme):
    for n in range(30):
        add_account(f"E{n:02}")
    cursor = read("size=25").next

    page = read(f"size=25&sort=arr&after={cursor}")

    assert (page.first, page.last) == (1, 25)
    assert page.notices == ("The page asked for is not there any more. This is the first one.",)
