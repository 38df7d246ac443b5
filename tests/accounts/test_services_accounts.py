"""Single accounts and their owners: what is written, refused, guarded and told."""

import pytest

from accounts.choices import OwnerRole
from accounts.errors import ChangedMeanwhile
from accounts.models import Account, AccountOwner
from accounts.services import AccountFields, assign_owner, create_account, update_account
from core.errors import DomainError, DomainErrors
from core.models import StoredEvent
from tests.support.world import NOW, TODAY, add_account


@pytest.fixture
def acme(world):
    with world.acme.scope():
        yield world.acme


def edit(account, acme, *, version=1, **values):
    fields = AccountFields(**{"name": account.name, **values})
    return update_account(account, by=acme.admin, version=version, fields=fields, now=NOW, today=TODAY)


def test_a_csm_who_adds_an_account_has_it_in_the_own_book(acme):
    fields = AccountFields(name="  Havu   Oy ", segment="smb", external_id=" H-1 ")

    account = create_account(fields, by=acme.csm, now=NOW, today=TODAY)

    assert (account.name, account.name_key, account.external_id, account.touch) == (
        "Havu Oy", "havu oy", "H-1", "digital",
    )  # fmt: skip
    owners = AccountOwner.objects.filter(account=account).values_list("role", "member_id")
    assert list(owners) == [("csm", acme.csm.pk)]
    assert StoredEvent.objects.get().payload == {"account_ids": [account.pk]}


def test_every_fault_is_named_at_its_field(acme):
    fields = AccountFields(name=" ", country="XX", segment="huge", touch="soft", parent_id=10**9)

    with pytest.raises(DomainErrors) as refused:
        create_account(fields, by=acme.admin, now=NOW, today=TODAY)

    assert [error.field for error in refused.value.errors] == [
        "name",
        "country",
        "segment",
        "touch",
        "parent",
    ]


def test_an_external_id_belongs_to_one_account(acme):
    with pytest.raises(DomainError, match="A-1") as refused:
        create_account(AccountFields(name="Twin", external_id="A-1"), by=acme.admin, now=NOW, today=TODAY)

    assert refused.value.field == "external_id"
    assert not Account.objects.filter(name="Twin").exists()


def test_the_second_editor_is_shown_both_values_and_nothing_is_written(acme):
    account = add_account("Havu")
    edit(account, acme, segment="smb", touch="low")

    with pytest.raises(ChangedMeanwhile) as conflict:
        edit(account, acme, segment="enterprise", touch="low")

    found = [(d.field, d.theirs, d.yours) for d in conflict.value.differences]
    assert found == [("segment", "SMB", "Enterprise")]
    assert conflict.value.version == 2
    assert Account.objects.get(pk=account.pk).segment == "smb"


def test_the_same_edit_twice_is_one_edit(acme):
    account = add_account("Havu")

    edit(account, acme, plan="Pro")
    again = edit(account, acme, plan="Pro")

    assert (again.version, again.plan) == (2, "Pro")
    assert StoredEvent.objects.count() == 1


def test_no_account_stands_below_itself(acme):
    top = add_account("Top")
    middle = add_account("Middle", parent=top)
    low = add_account("Low", parent=middle)

    for parent in (top, middle, low):
        with pytest.raises(DomainErrors) as refused:
            edit(top, acme, parent_id=parent.pk)
        assert refused.value.errors[0].field == "parent"
        assert refused.value.errors[0].code == "parent_loop"


def test_an_owner_is_given_changed_and_taken_away(acme):
    account = add_account("Havu")

    def give(member_id):
        return assign_owner(
            account, role=OwnerRole.AM, member_id=member_id, by=acme.admin, now=NOW, today=TODAY
        )

    assert give(acme.am.pk) is True
    assert give(acme.am.pk) is False
    assert give(acme.lead.pk) is True
    assert AccountOwner.objects.get(account=account, role="am").member_id == acme.lead.pk
    assert give(None) is True
    assert not AccountOwner.objects.filter(account=account).exists()
    assert StoredEvent.objects.count() == 3


def test_somebody_of_another_workspace_owns_nothing(acme, world):
    account = add_account("Havu")

    with pytest.raises(DomainError) as refused:
        assign_owner(account, role="csm", member_id=world.outsider.pk, by=acme.admin, now=NOW, today=TODAY)

    assert refused.value.field == "owner_csm"
