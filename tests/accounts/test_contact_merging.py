"""Two contacts of one account become one: fields chosen, all that points at them moved, history told."""

import pytest

from accounts.models import Contact, MergedContact
from accounts.services.contact_merging import merge_contacts
from core.errors import Conflict, DomainError
from tests.isolation.rows import Shelf
from tests.support.world import NOW, TODAY, add_account


@pytest.fixture(autouse=True)
def still(time_machine):
    time_machine.move_to(NOW, tick=False)


def merge(world, kept, gone, **more):
    asked = {"versions": (1, 1), "from_gone": (), "by": world.acme.admin, "now": NOW, "today": TODAY, **more}
    with world.acme.scope():
        return merge_contacts(kept, gone, **asked)


def at(world, contact, path="merge/"):
    return f"{world.acme.url}/accounts/{world.acme.account.pk}/contacts/{contact.pk}/{path}"


def test_fields_are_chosen_and_the_old_id_and_address_are_kept(world):
    anna, urho = world.acme.contacts
    stays = merge(world, anna, urho, from_gone=["name", "level"])
    assert (stays.name, stays.name_key, stays.level, stays.stakeholder_role, stays.version) == (
        "Urho User", "urho user", "specialist", "sponsor", 2,
    )  # fmt: skip
    with world.acme.scope():
        known = MergedContact.objects.get()
        assert (known.contact_id, known.gone_id, known.external_id, known.email) == (
            anna.pk, urho.pk, "C-2", "urho@customer.example",
        )  # fmt: skip
        assert Contact.with_bin.count() == 1


def test_a_survivor_without_an_id_takes_the_other_one(world):
    anna, urho = world.acme.contacts
    with world.acme.scope():
        Contact.objects.filter(pk=anna.pk).update(external_id=None)
    assert merge(world, anna, urho).external_id == "C-2"


def test_a_chain_of_merges_leads_to_the_last(world):
    anna, urho = world.acme.contacts
    with world.acme.scope():
        third = Contact.objects.create(
            account=world.acme.account, name="Third", name_key="third", external_id="C-3"
        )
    merge(world, urho, anna)
    merge(world, third, urho, versions=(1, 2))
    with world.acme.scope():
        known = dict(MergedContact.objects.values_list("external_id", "contact_id"))
    assert known == {"C-1": third.pk, "C-2": third.pk}


def test_every_row_that_points_at_it_moves(world):
    shelf = Shelf(world.acme, "Words").fill(1)
    gone = shelf["accounts.Contact"]
    with world.acme.scope():
        kept = Contact.objects.create(account=shelf["accounts.Account"], name="Kept", name_key="kept")
        gone.refresh_from_db()
        mailing = shelf["reports.QbrMailing"]
    merge(world, kept, gone, versions=(1, gone.version))
    with world.acme.scope():
        mailing.refresh_from_db()
        assert mailing.contact_id == kept.pk
        assert not Contact.with_bin.filter(pk=gone.pk).exists()


def test_another_accounts_contact_itself_and_a_stale_page_are_refused(world):
    anna, urho = world.acme.contacts
    with world.acme.scope():
        stranger = Contact.objects.create(account=add_account("Other"), name="S", name_key="s")
    for gone in (anna, stranger):
        with pytest.raises(DomainError):
            merge(world, anna, gone)
    with pytest.raises(Conflict):
        merge(world, anna, urho, versions=(1, 7))
    with world.acme.scope():
        assert Contact.objects.count() == 3


def test_the_page_shows_both_and_merges_once_and_history_says_so(world):
    anna, urho = world.acme.contacts
    browser = world.client(world.acme.csm)
    url = at(world, anna)
    assert "urho@customer.example" in browser.get(url).content.decode()
    assert browser.get(f"{url}?other=Nobody").status_code == 422
    asked = f"{url}?other=urho@customer.example"
    page = browser.get(asked).content.decode()
    for words in ("Urho User goes into Anna Sponsor", "cannot be undone", "finds Anna Sponsor", "C-level"):
        assert words in page
    assert browser.post(asked, {"kept_version": "1", "gone_version": "5"}).status_code == 409
    sent = {"kept_version": "1", "gone_version": "1", "take-email": "gone"}
    assert browser.post(asked, sent).status_code == 303
    assert browser.post(asked, sent).status_code == 422
    with world.acme.scope():
        assert Contact.objects.get(pk=anna.pk).email == "urho@customer.example"
    history = browser.get(f"{world.acme.url}/accounts/{world.acme.account.pk}/history/").content.decode()
    assert "merged the contact Urho User into Anna Sponsor" in history
    assert browser.get(at(world, urho, "")).status_code == 404


def test_who_may_not_edit_the_account_merges_nothing(world):
    anna, urho = world.acme.contacts
    sent = {"kept_version": "1", "gone_version": "1"}
    for member, status in ((world.acme.executive, 403), (world.outsider, 404)):
        assert world.client(member).post(f"{at(world, anna)}?other=C-2", sent).status_code == status
    with world.acme.scope():
        assert Contact.objects.filter(pk=urho.pk).exists()


def test_swapping_keeps_the_other_one(world):
    anna = world.acme.contacts[0]
    browser = world.client(world.acme.admin)
    swap = browser.get(f"{at(world, anna)}?other=C-2").context["swap_url"]
    assert "Anna Sponsor goes into Urho User" in browser.get(swap).content.decode()
