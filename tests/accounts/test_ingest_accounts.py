"""Accounts come in once each, whatever the file says against itself."""

from datetime import date

import pytest

from accounts.choices import Segment, Touch
from accounts.ingest import upsert_accounts
from accounts.models import Account, AccountOwner
from tests.support.files import counts, take_in, told
from tests.support.world import TODAY
from workspaces.models import Batch

pytestmark = pytest.mark.django_db


@pytest.fixture
def acme(world):
    with world.acme.scope():
        yield world.acme


def by_id(external_id):
    return Account.objects.get(external_id=external_id)


def test_the_same_file_again_changes_nothing(acme):
    rows = [
        {
            "external_id": "A-2e4581",
            "name": "Company_0",
            "industry": "EdTech",
            "country": "US",
            "customer_since_on": date(2024, 10, 16),
            "is_trial": False,
            "churned_flag": True,
        },
        {"external_id": "A-43a9e3", "name": "Company_1", "industry": "FinTech", "country": "IN"},
    ]
    first = take_in(upsert_accounts, rows)
    assert counts(first) == (2, 0, 0, 0)
    account = by_id("A-2e4581")
    assert (account.name_key, account.stage, account.stage_since_on) == ("company_0", "land", TODAY)
    assert (account.declared_churned, account.origin_row, account.version) == (True, 2, 1)
    assert first.touched_account_ids == {account.pk, by_id("A-43a9e3").pk}

    again = take_in(upsert_accounts, rows)
    assert counts(again) == (0, 0, 2, 0)
    assert again.touched_account_ids == set()


def test_only_columns_of_the_file_are_written(acme):
    Account.objects.filter(external_id="A-1").update(industry="Food", country="FI", version=4)
    outcome = take_in(upsert_accounts, [{"external_id": "A-1", "name": "Itämeri FOODS", "country": "SE"}])
    account = by_id("A-1")
    assert counts(outcome) == (0, 1, 0, 0)
    assert (account.industry, account.country, account.version) == ("Food", "SE", 5)
    assert (account.name, account.name_key, account.segment) == (
        "Itämeri FOODS",
        "itämeri foods",
        "enterprise",
    )


def test_an_empty_cell_of_a_mapped_column_empties_the_field(acme):
    take_in(
        upsert_accounts,
        [{"external_id": "A-1", "name": "X", "segment": None, "customer_since_on": None}],
        types={"customer_since_on": "date"},
    )
    account = by_id("A-1")
    assert (account.segment, account.touch, account.customer_since_on) == ("", "", None)


def test_the_touch_follows_the_segment_unless_given(acme):
    rows = [
        {"external_id": "1", "name": "a", "segment": "smb", "touch": None},
        {"external_id": "2", "name": "b", "segment": "smb", "touch": "high"},
    ]
    take_in(upsert_accounts, rows)
    assert (by_id("1").segment, by_id("1").touch) == (Segment.SMB, Touch.DIGITAL)
    assert by_id("2").touch == Touch.HIGH


def test_rows_that_cannot_be_used_are_refused_with_their_line(acme):
    rows = [
        {"external_id": None, "name": "No id", "segment": None},
        {"external_id": "2", "name": None, "segment": None},
        {"external_id": "3", "name": "Odd", "segment": "huge"},
        {"external_id": "x" * 101, "name": "Long", "segment": None},
        {"external_id": "5", "name": "Good", "segment": None},
    ]
    outcome = take_in(upsert_accounts, rows)
    assert counts(outcome) == (1, 0, 0, 4)
    assert told(outcome.rejections) == [
        (2, "id_missing"),
        (3, "name_missing"),
        (4, "unknown_word"),
        (5, "too_long"),
    ]
    assert outcome.rejections[2].message == "“huge” is none of: enterprise, mid_market, smb."


def test_the_last_row_of_an_id_wins_and_the_earlier_is_told(acme):
    rows = [
        {"external_id": "7", "name": "First"},
        {"external_id": "8", "name": "Other"},
        {"external_id": "7", "name": "Last"},
    ]
    outcome = take_in(upsert_accounts, rows)
    assert counts(outcome) == (2, 0, 1, 0)
    assert told(outcome.warnings) == [(2, "replaced")]
    assert by_id("7").name == "Last"


def test_parents_are_found_in_whatever_order_they_stand(acme):
    rows = [
        {"external_id": "leaf", "name": "Leaf", "parent_external_id": "branch"},
        {"external_id": "branch", "name": "Branch", "parent_external_id": "A-1"},
        {"external_id": "orphan", "name": "Orphan", "parent_external_id": "nobody"},
    ]
    outcome = take_in(upsert_accounts, rows)
    assert counts(outcome) == (3, 0, 0, 0)
    assert told(outcome.warnings) == [(4, "parent_unknown")]
    assert by_id("leaf").parent == by_id("branch")
    assert by_id("branch").parent == by_id("A-1")
    assert by_id("orphan").parent is None
    assert counts(take_in(upsert_accounts, rows)) == (0, 0, 3, 0)


def test_a_loop_of_parents_is_refused_even_when_it_closes_through_what_is_known(acme):
    take_in(
        upsert_accounts,
        [
            {"external_id": "a", "name": "A", "parent_external_id": "b"},
            {"external_id": "b", "name": "B", "parent_external_id": None},
        ],
    )
    outcome = take_in(
        upsert_accounts,
        [
            {"external_id": "b", "name": "B", "parent_external_id": "a"},
            {"external_id": "self", "name": "Self", "parent_external_id": "self"},
            {"external_id": "fine", "name": "Fine", "parent_external_id": "a"},
        ],
    )
    assert counts(outcome) == (1, 0, 0, 2)
    assert told(outcome.rejections) == [(2, "parent_loop"), (3, "parent_loop")]
    assert by_id("b").parent is None


def test_owners_come_by_address_and_an_unknown_one_is_told(acme):
    rows = [
        {"external_id": "1", "name": "a", "csm_email": "CSM@acme.example", "rm_email": None},
        {"external_id": "2", "name": "b", "csm_email": "nobody@acme.example", "rm_email": "rm@acme.example"},
        {"external_id": "3", "name": "c", "csm_email": "admin@other.example", "rm_email": None},
    ]
    outcome = take_in(upsert_accounts, rows)
    assert told(outcome.warnings) == [(3, "owner_unknown"), (4, "owner_unknown")]
    owned = AccountOwner.objects.filter(account__external_id__in="123").order_by("account__external_id")
    assert [(o.account.external_id, o.role, o.member) for o in owned] == [
        ("1", "csm", acme.csm),
        ("2", "rm", acme.rm),
    ]
    assert counts(take_in(upsert_accounts, rows)) == (0, 0, 3, 0)
    rows[0]["csm_email"] = "csm_lead@acme.example"
    assert counts(take_in(upsert_accounts, rows)) == (0, 1, 2, 0)


def test_a_flag_that_open_contracts_contradict_is_told_and_kept(acme):
    outcome = take_in(upsert_accounts, [{"external_id": "A-1", "name": "Customer", "churned_flag": True}])
    assert told(outcome.warnings) == [(2, "churned_but_open")]
    assert by_id("A-1").declared_churned is True


def test_a_namesake_is_told(acme):
    outcome = take_in(upsert_accounts, [{"external_id": "new", "name": "CUSTOMER  of acme"}])
    assert counts(outcome) == (1, 0, 0, 0)
    assert told(outcome.warnings) == [(2, "name_taken")]


def test_rows_know_their_batch(acme):
    from core.staging import staged
    from tests.support.world import NOW

    batch = Batch.objects.create(kind="accounts", source="accounts.csv", created_at=NOW)
    columns = {"row_no": "integer", "external_id": "text", "name": "text"}
    with staged(columns, [(9, "n", "New"), (12, "A-1", "Renamed")]) as table:
        upsert_accounts(table, batch_id=batch.pk, today=TODAY, now=NOW)
    assert [(a.origin_batch, a.origin_row) for a in (by_id("n"), by_id("A-1"))] == [(batch, 9), (batch, 12)]


def test_the_id_of_another_workspace_is_not_touched(world):
    with world.other.scope():
        assert counts(take_in(upsert_accounts, [{"external_id": "A-1", "name": "Mine"}])) == (0, 1, 0, 0)
    with world.acme.scope():
        assert by_id("A-1").name == "Customer of Acme"
