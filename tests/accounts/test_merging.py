"""Two accounts become one: nothing stays behind, the old id finds the survivor, history is kept."""

import pytest

from accounts.ingest.accounts import upsert_accounts
from accounts.ingest.merges import follow_merges
from accounts.models import Account, AccountOwner, Contact, MergedAccount
from accounts.selectors.history import changes, merged_ids
from accounts.services.merging import keys_to, merge_accounts
from core.errors import Conflict, DomainError
from core.staging import staged
from tests.isolation.rows import Shelf
from tests.support.world import NOW, TODAY, add_account
from workspaces.models import RoleSetting


@pytest.fixture(autouse=True)
def still(time_machine):
    time_machine.move_to(NOW, tick=False)


@pytest.fixture
def twin(world):
    with world.acme.scope():
        return add_account("Twin", owner=world.acme.csm, external_id="A-2", plan="Gold", industry="Food")


def merge(world, kept, gone, **more):
    asked = {"versions": (1, 1), "from_gone": (), "by": world.acme.admin, "now": NOW, "today": TODAY, **more}
    with world.acme.scope():
        return merge_accounts(kept, gone, **asked)


def tables_with(account):
    return {
        model._meta.label for model, field in keys_to(Account) if model.objects.filter(**{field: account.pk})
    }


def test_of_every_table_that_hangs_on_accounts_no_row_stays_behind(world, twin):
    shelf = Shelf(world.acme, "Words").fill(2)  # rows of every tenant table
    gone = shelf["accounts.Account"]
    with world.acme.scope():
        gone.refresh_from_db()
        assert {"accounts.Contact", "accounts.TimelineEntry", "health.UsageSpan"} <= tables_with(gone)
    merge(world, twin, gone, versions=(1, gone.version))
    with world.acme.scope():
        assert tables_with(gone) == set()
        assert not Account.objects.filter(pk=gone.pk).exists()
        assert {"accounts.Contact", "accounts.TimelineEntry", "health.UsageSpan"} <= tables_with(twin)


def test_fields_are_chosen_and_owners_of_the_survivor_stay(world, twin):
    with world.acme.scope():
        AccountOwner.objects.filter(account=twin).update(member=world.acme.lead)
    stays = merge(world, twin, world.acme.account, from_gone=["name", "segment"])
    assert (stays.name, stays.name_key, stays.segment, stays.plan) == (
        "Customer of Acme", "customer of acme", "enterprise", "Gold",
    )  # fmt: skip
    assert stays.version == 2
    with world.acme.scope():
        owners = {owner.role: owner.member for owner in AccountOwner.objects.filter(account=twin)}
        assert Contact.objects.filter(account=twin, external_id="C-1").exists()
    assert owners == {"csm": world.acme.lead, "am": world.acme.am, "dm": world.acme.dm, "rm": world.acme.rm}


def test_the_next_file_with_the_old_id_finds_the_survivor(world, twin):
    merge(world, twin, world.acme.account)
    with world.acme.scope():
        columns = {"row_no": "integer", "external_id": "text", "name": "text", "plan": "text"}
        with staged(columns, [(2, "A-1", "Twin", "Platinum")]) as waiting:
            follow_merges(waiting, of_accounts=True)
            outcome = upsert_accounts(waiting, batch_id=None, today=TODAY, now=NOW)
        assert (outcome.created, outcome.updated) == (0, 1)
        assert Account.objects.get(pk=twin.pk).plan == "Platinum"
        assert MergedAccount.objects.get().external_id == "A-1"


def test_a_survivor_without_an_id_takes_the_other_one(world):
    with world.acme.scope():
        plain = add_account("By hand")
    assert merge(world, plain, world.acme.account).external_id == "A-1"


def test_the_history_of_both_is_told_of_the_survivor(world, twin):
    merge(world, twin, world.acme.account)
    with world.acme.scope():
        told = changes(twin.pk, merged=merged_ids(twin))
    labels = {(one.kind, one.label, one.record_id) for one in told}
    assert ("account", "delete", world.acme.account.pk) in labels
    assert ("contact", "insert", world.acme.contacts[0].pk) in labels


@pytest.mark.parametrize("depth", [1, 2])
def test_the_survivor_never_stands_below_its_own_children(world, twin, depth):
    with world.acme.scope():
        top = add_account("Top")
        Account.objects.filter(pk=world.acme.account.pk).update(parent=top)
        between = world.acme.account if depth == 1 else add_account("Between", parent=world.acme.account)
        Account.objects.filter(pk=twin.pk).update(parent=between)
    assert merge(world, twin, world.acme.account).parent_id == top.pk
    if depth == 2:
        with world.acme.scope():
            between.refresh_from_db()
        assert between.parent_id == twin.pk


def test_what_changed_since_it_was_looked_at_is_not_merged(world, twin):
    with pytest.raises(Conflict):
        merge(world, twin, world.acme.account, versions=(1, 7))
    with pytest.raises(DomainError):
        merge(world, twin, twin)
    with world.acme.scope():
        assert Account.objects.filter(pk__in=[twin.pk, world.acme.account.pk]).count() == 2


def test_the_page_shows_both_and_merges_once(world, twin):
    browser = world.client(world.acme.admin)
    url = f"{world.acme.url}/accounts/{twin.pk}/merge/"
    assert browser.get(url).status_code == 200
    assert browser.get(f"{url}?other=Nobody").status_code == 422
    page = browser.get(f"{url}?other=A-1").content.decode()
    for words in ("Contacts: 2", "Contracts: 1", "cannot be undone", "Gold", "finds Twin"):
        assert words in page
    stale = browser.post(f"{url}?other=A-1", {"kept_version": "1", "gone_version": "5"})
    assert stale.status_code == 409
    sent = {"kept_version": "1", "gone_version": "1", "take-segment": "gone"}
    assert browser.post(f"{url}?other=A-1", sent).status_code == 303
    with world.acme.scope():
        assert Account.objects.get(pk=twin.pk).segment == "enterprise"
    assert browser.post(f"{url}?other=A-1", sent).status_code == 422


def test_who_may_not_edit_both_merges_nothing(world, twin):
    url = f"{world.acme.url}/accounts/{twin.pk}/merge/"
    sent = {"kept_version": "1", "gone_version": "1"}
    assert world.client(world.acme.am).post(f"{url}?other=A-1", sent).status_code == 403
    assert world.client(world.acme.executive).get(url).status_code == 403
    assert world.client(world.outsider).get(url).status_code == 404
    with world.acme.scope():
        RoleSetting.objects.create(role="csm", visibility="own_book", sees_money=True)
        AccountOwner.objects.filter(account=world.acme.account, role="csm").delete()
    assert world.client(world.acme.csm).post(f"{url}?other=A-1", sent).status_code == 422
    with world.acme.scope():
        assert Account.objects.filter(pk=world.acme.account.pk).exists()
