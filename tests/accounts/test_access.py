"""The doors: hidden is missing, visible is not changeable, and nothing else."""

import pytest

from accounts.access import (
    account_for,
    account_or_404,
    book_of,
    contact_or_404,
    contract_or_404,
    may,
    visible_accounts,
    visible_contacts,
    visible_contracts,
)
from core.errors import Forbidden, NotFound
from tests.support.world import add_account
from workspaces.choices import Right
from workspaces.models import RoleSetting


@pytest.fixture
def acme(world):
    with world.acme.scope():
        yield world.acme


def names(accounts):
    return sorted(account.name for account in accounts)


def test_visibility_by_role_setting_bounds_everything(acme):
    RoleSetting.objects.create(role="csm", visibility="own_book", sees_money=True)
    hidden = add_account("Hidden")

    assert names(visible_accounts(acme.csm)) == ["Customer of Acme"]
    assert names(book_of(acme.csm, "all")) == ["Customer of Acme"]
    assert names(visible_accounts(acme.lead)) == ["Customer of Acme", "Hidden"]
    with pytest.raises(NotFound):
        account_or_404(acme.csm, hidden.pk)


def test_what_hangs_on_a_hidden_account_is_hidden(acme):
    RoleSetting.objects.create(role="observer", visibility="own_book", sees_money=True)

    assert not visible_contacts(acme.observer).exists()
    assert not visible_contracts(acme.observer).exists()
    for find, row in ((contact_or_404, acme.contacts[0]), (contract_or_404, acme.contract)):
        with pytest.raises(NotFound):
            find(acme.observer, acme.account.pk, row.pk)


def test_a_row_is_found_under_its_own_account_only(acme):
    other = add_account("Other one")

    with pytest.raises(NotFound):
        contact_or_404(acme.admin, other.pk, acme.contacts[0].pk)
    assert contact_or_404(acme.admin, acme.account.pk, acme.contacts[0].pk) == acme.contacts[0]


@pytest.mark.parametrize("account_id", [0, -1, 2**63, 10**30])
def test_absurd_ids_are_missing_not_errors(acme, account_id):
    with pytest.raises(NotFound):
        account_or_404(acme.admin, account_id)


def test_owners_edit_their_accounts_and_only_look_at_others(acme):
    lonely = add_account("Lonely")

    assert may(acme.csm, acme.account, Right.EDIT_ACCOUNTS)
    assert not may(acme.csm, lonely, Right.EDIT_ACCOUNTS)
    assert may(acme.lead, lonely, Right.EDIT_ACCOUNTS)
    with pytest.raises(Forbidden, match="Lonely"):
        account_for(acme.csm, lonely.pk, Right.EDIT_ACCOUNTS)


def test_another_workspace_has_no_accounts_here(acme, world):
    with pytest.raises(NotFound):
        account_or_404(acme.admin, world.other.account.pk)
