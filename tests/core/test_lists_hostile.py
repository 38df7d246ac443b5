"""What an address may hold: everything is read, left out with a word, or bounded; nothing fails."""

import base64

import pytest
from django.http import QueryDict

from accounts.models import Account
from core.lists import ListContext
from tests.core.test_lists_paging import CONTEXT, SPEC, acme, read  # noqa: F401
from tests.support.world import NOW, TODAY, add_account

BLIND = ListContext(now=NOW, today=TODAY, currency="EUR", sees_money=False)


def token(text):
    return base64.urlsafe_b64encode(text.encode()).rstrip(b"=").decode()


HOSTILE = [
    "page=1000000000",
    "limit=1000000000",
    "size=1e9",
    "size=0",
    "sort=password",
    "sort=-plain",
    "sort=name;drop table accounts_account",
    "cols=name,secret",
    "f.name=" + "%25_" * 5000,
    "f.name=%00",
    "f.name=contains:%00abc",
    "f.arr=over:NaN",
    "f.arr=over:1e309",
    "f.arr=over:99999999999999999999999999",
    "f.arr=between:1",
    "f.arr=' OR 1=1 --",
    "f.since=before:0000-00-00",
    "f.since=within:999999999999",
    "f.since=is:+10000-01-01",
    "f.since=hack:2024-01-01",
    "f.unknown=1",
    "v.name=" + "x" * 300,
    "after=~~~",
    "after=" + "A" * 5000,
    "before=%00",
    "after=" + token('["a"]'),
    "after=" + token("[" * 500),
    "after=" + token('["\\u0000",1]'),
    "after=" + token('["a",9223372036854775808]'),
    "after=" + token("[1e309,1]"),
    "after=" + token('[{"a":1},1]'),
    "after=%D0%B0%D0%B1",
]


@pytest.mark.parametrize("query", HOSTILE)
def test_hostile_addresses_are_left_out_with_a_word(acme, query):  # noqa: F811
    add_account("Havu")

    page = read(query)

    assert [row.name for row in page.objects] == ["Havu"]
    assert len(page.notices) == 1
    assert len(page.notices[0]) < 300


@pytest.mark.parametrize("text", ["%", "_", "%%__%", "\\", "'", '"', "a%' --"])
def test_marks_of_patterns_are_plain_text(acme, text):  # noqa: F811
    add_account("Havu")
    add_account(f"odd {text} one")

    query = QueryDict(mutable=True)
    query["f.name"] = f"contains:{text}"
    state = SPEC.state(query, CONTEXT)
    again = SPEC.state(QueryDict(state.to_query()[1:]), CONTEXT)

    assert again.conditions == state.conditions
    assert [row.name for row in SPEC.read(Account.objects.all(), again, CONTEXT).objects] == [
        f"odd {text} one"
    ]


def test_money_is_no_column_no_filter_no_order_and_no_sum_for_those_who_do_not_see_it(acme):  # noqa: F811
    add_account("Havu", arr_amount=500)

    page = read("sort=arr&cols=name,arr&f.arr=over:1", BLIND)

    assert "arr" not in page.columns
    assert "arr" not in page.filters
    assert page.sums == {}
    assert page.sort == "name"
    assert len(page.notices) == 3
