"""Accounts in the hands of teams, and what members see through their teams."""

import pytest

from accounts.access import (
    account_or_404,
    book_of,
    in_team,
    may,
    members_who_see,
    owns,
    visible_accounts,
    visible_contracts,
)
from accounts.ingest import upsert_accounts
from accounts.models import Account, AccountOwner
from accounts.services.accounts import assign_owners
from core.errors import NotFound
from tests.accounts.test_ingest_accounts import counts, take_in, told
from tests.support.world import NOW, TODAY, add_account, add_member
from workspaces.choices import Right, Role, Scope
from workspaces.selectors import member_of_user
from workspaces.services.rights import set_role_rights
from workspaces.services.teams import TeamValues, close_team, create_team


@pytest.fixture
def theirs(world):
    """A team of the other workspace."""
    with world.other.scope():
        return create_team(TeamValues("Theirs"), by=world.other.admin, now=NOW)


@pytest.fixture
def acme(world, theirs):
    """A pool of two CSMs who own one account each, a third account the pool's, a fourth nobody's."""
    with world.acme.scope():
        acme = world.acme
        acme.mate = add_member(acme, Role.CSM, "mate@acme.example")
        acme.pool = create_team(TeamValues("SMB pool", [acme.csm.pk, acme.mate.pk]), by=acme.admin, now=NOW)
        add_account("Mate's", owner=acme.mate, external_id="M")
        pooled = add_account("Pooled", external_id="P")
        assign_owners(pooled, {"csm": acme.pool}, by=acme.admin, now=NOW, today=TODAY)
        add_account("Nobody's", external_id="N")
        yield acme


def fresh(member):
    return member_of_user(member.user_id)


def names(accounts):
    return sorted(account.name for account in accounts)


def set_csm(acme, **wanted):
    scopes = {Right(right): Scope(scope) for right, scope in wanted.items()}
    set_role_rights(Role.CSM, scopes, by=acme.admin, now=NOW)


OWN = ["Customer of Acme", "Pooled"]
TEAM = ["Customer of Acme", "Mate's", "Pooled"]
ALL = ["Customer of Acme", "Mate's", "Nobody's", "Pooled"]


@pytest.mark.parametrize(
    ("scope", "seen"), [("own", OWN), ("team", TEAM), ("all", ALL)], ids=["own book", "own teams", "all"]
)
def test_what_a_member_sees_is_the_own_book_the_own_teams_or_all(acme, scope, seen):
    set_csm(acme, see_accounts=scope)
    for csm in (acme.csm, fresh(acme.csm)):
        assert names(visible_accounts(csm)) == seen
        assert names(book_of(csm, "mine")) == OWN
        assert names(book_of(csm, "team")) == [name for name in TEAM if name in seen]
        assert names(book_of(csm, "all")) == seen
        assert visible_contracts(csm).count() == 1
        for account in Account.objects.all():
            if account.name in seen:
                assert account_or_404(csm, account.pk) == account
            else:
                with pytest.raises(NotFound):
                    account_or_404(csm, account.pk)


def test_who_is_in_no_team_has_the_own_book_as_team(acme):
    set_csm(acme, see_accounts="team")
    alone = add_member(acme, Role.CSM, "alone@acme.example")
    for member in (alone, fresh(alone)):
        assert names(visible_accounts(member)) == []
    own = add_account("Alone's", owner=alone)
    for member in (alone, fresh(alone)):
        assert names(visible_accounts(member)) == [own.name]


def test_a_closed_team_shares_nothing(acme):
    assign_owners(Account.objects.get(name="Pooled"), {"csm": None}, by=acme.admin, now=NOW, today=TODAY)
    set_csm(acme, see_accounts="team")
    close_team(acme.pool, by=acme.admin, now=NOW)
    assert names(visible_accounts(fresh(acme.csm))) == ["Customer of Acme"]


def test_a_pooled_account_is_everybodys_own_and_a_colleagues_is_the_teams(acme):
    pooled, mates = Account.objects.get(name="Pooled"), Account.objects.get(name="Mate's")
    csm = fresh(acme.csm)
    assert (owns(csm, pooled), in_team(csm, pooled), may(csm, pooled, Right.EDIT_ACCOUNTS)) == (
        True,
        True,
        True,
    )
    assert (owns(csm, mates), in_team(csm, mates), may(csm, mates, Right.EDIT_ACCOUNTS)) == (
        False,
        True,
        False,
    )
    set_csm(acme, edit_accounts="team")
    csm = fresh(acme.csm)
    assert may(csm, mates, Right.EDIT_ACCOUNTS)
    assert not may(csm, Account.objects.get(name="Nobody's"), Right.EDIT_ACCOUNTS)


@pytest.mark.parametrize(
    ("account", "scope", "seen"),
    [
        ("Mate's", "own", ["mate@acme.example"]),
        ("Mate's", "team", ["csm@acme.example", "mate@acme.example"]),
        ("Pooled", "own", ["csm@acme.example", "mate@acme.example"]),
        ("Nobody's", "team", []),
    ],
)
def test_who_sees_an_account_is_told_with_the_teams(acme, account, scope, seen):
    set_csm(acme, see_accounts=scope)
    found = members_who_see(Account.objects.get(name=account))
    assert [member.user.email for member in found if member.role == Role.CSM] == seen


def test_a_team_is_named_where_owners_are(acme, world):
    pooled = Account.objects.get(name="Pooled")
    browser = world.client(acme.admin)
    assert "SMB pool" in browser.get(f"/w/acme/accounts/{pooled.pk}/").content.decode()
    listed = browser.get("/w/acme/accounts/").content.decode()
    assert "SMB pool (team)" in listed
    found = browser.get(f"/w/acme/accounts/?f.team=is:{acme.pool.pk}").context["list"]
    assert [row.id for row in found.rows] == [pooled.pk]


def test_a_team_is_made_owner_by_the_form_and_another_workspaces_is_refused(acme, world, theirs):
    account = acme.account
    browser, address = world.client(acme.admin), f"/w/acme/accounts/{account.pk}/owners/"
    held = {
        name: field.value() for name, field in ((f.name, f) for f in browser.get(address).context["form"])
    }
    for wrong in (theirs.pk, 2_000_000_011):
        assert browser.post(address, {**held, "owner_csm": f"team-{wrong}"}).status_code == 422
    assert browser.post(address, {**held, "owner_csm": f"team-{acme.pool.pk}"}).status_code == 303
    owner = AccountOwner.objects.get(account=account, role="csm")
    assert (owner.member, owner.team) == (None, acme.pool)
    assert browser.get(address).context["form"]["owner_csm"].value() == f"team-{acme.pool.pk}"
    assert browser.post(address, held).status_code == 303
    assert AccountOwner.objects.get(account=account, role="csm").member == acme.csm


def test_owners_are_one_person_or_one_team_by_the_database(acme):
    from django.db import IntegrityError, transaction

    for both in ({"member": acme.csm, "team": acme.pool}, {"member": None, "team": None}):
        with pytest.raises(IntegrityError), transaction.atomic():
            AccountOwner.objects.filter(account=acme.account, role="csm").update(**both)


def test_teams_come_by_import_and_a_person_goes_first(acme):
    rows = [
        {"external_id": "1", "name": "a", "csm_team": "smb POOL", "csm_email": None},
        {"external_id": "2", "name": "b", "csm_team": "SMB pool", "csm_email": "mate@acme.example"},
        {"external_id": "3", "name": "c", "csm_team": "No such team", "csm_email": None},
    ]
    outcome = take_in(upsert_accounts, rows)
    assert told(outcome.warnings) == [(4, "team_unknown")]
    owned = AccountOwner.objects.filter(account__external_id__in="123").order_by("account__external_id")
    assert [(o.account.external_id, o.member, o.team) for o in owned] == [
        ("1", None, acme.pool),
        ("2", acme.mate, None),
    ]
    assert counts(take_in(upsert_accounts, rows)) == (0, 0, 3, 0)
    rows[0] |= {"csm_email": "mate@acme.example"}
    assert counts(take_in(upsert_accounts, rows)) == (0, 1, 2, 0)


def test_the_exported_list_is_bound_by_the_team(acme, world):
    set_csm(acme, see_accounts="team", export_data="all")
    browser = world.client(acme.csm)
    browser.get("/w/acme/accounts/?book=all")
    answer = browser.post(
        "/w/acme/exports/new/", {"list": "accounts", "format": "csv", "book": "all"}, follow=True
    )
    text = b"".join(answer.streaming_content).decode()
    assert [name for name in ALL if name in text] == TEAM


def test_me_in_the_filter_by_team_means_my_teams(acme, world):
    page = world.client(acme.csm).get(f"{acme.url}/accounts/?book=all&f.team=is:me")
    assert [row.name for row in page.context["list"].page.objects] == ["Pooled"]
    assert "my teams" in page.content.decode()
    page = world.client(acme.am).get(f"{acme.url}/accounts/?book=all&f.team=is:me")
    assert list(page.context["list"].page.objects) == []
    answer = world.client(acme.csm).get(f"{acme.url}/accounts/?book=all&f.origin=is:me")
    assert "is no row" in answer.content.decode()
