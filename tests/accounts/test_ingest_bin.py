"""Files meet the bin: rows are written where they lie, told of, and nothing comes out or is made twice."""

import pytest

from accounts.ingest import upsert_accounts, upsert_contacts, upsert_contracts, upsert_tickets
from accounts.models import Account, Contact, Contract, Ticket
from accounts.services import put_into_bin, take_out_of_bin
from accounts.services.contact_merging import merge_contacts
from core.staging import staged
from tests.support.world import NOW, TODAY, add_account


@pytest.fixture
def acme(world):
    with world.acme.scope():
        yield world.acme


def take_in(upsert, columns, *rows):
    typed = {"row_no": "integer", **columns}
    with staged(typed, [(number, *row) for number, row in enumerate(rows, start=2)]) as waiting:
        return upsert(waiting, batch_id=None, today=TODAY, now=NOW)


def codes(outcome):
    return [one.code for one in outcome.warnings], [one.code for one in outcome.rejections]


def test_an_account_in_the_bin_is_brought_up_to_date_where_it_lies(acme):
    put_into_bin(acme.account, by=acme.admin, now=NOW, today=TODAY)
    found = take_in(
        upsert_accounts, {"external_id": "text", "name": "text", "plan": "text"}, ("A-1", "Renamed", "Gold")
    )
    assert (found.created, found.updated, codes(found)) == (0, 1, (["in_bin"], []))
    assert Account.objects.count() == 0
    take_out_of_bin(acme.account, by=acme.admin, now=NOW, today=TODAY)
    assert Account.objects.get(pk=acme.account.pk).plan == "Gold"


def test_rows_of_an_account_in_the_bin_are_kept_and_told(acme):
    put_into_bin(acme.account, by=acme.admin, now=NOW, today=TODAY)
    found = take_in(
        upsert_tickets,
        {"external_id": "text", "account": "text", "opened_at": "timestamptz"},
        ("T-1", "A-1", NOW),
    )
    assert (found.created, codes(found)) == (1, (["account_in_bin"], []))
    assert Ticket.objects.count() == 0
    take_out_of_bin(acme.account, by=acme.admin, now=NOW, today=TODAY)
    assert Ticket.objects.count() == 1


def test_a_name_means_what_is_outside_the_bin(acme):
    twin = add_account("Customer of Acme", external_id="A-9")
    put_into_bin(acme.account, by=acme.admin, now=NOW, today=TODAY)
    columns = {"external_id": "text", "account": "text", "name": "text"}
    found = take_in(upsert_contacts, columns, ("C-9", "Customer of Acme", "Nora"))
    assert (found.created, codes(found)) == (1, ([], []))
    assert Contact.objects.get(external_id="C-9").account_id == twin.pk
    put_into_bin(twin, by=acme.admin, now=NOW, today=TODAY)
    assert codes(take_in(upsert_contacts, columns, ("C-8", "Customer of Acme", "Nils"))) == (
        [],
        ["account_unknown"],
    )


def test_a_contract_in_the_bin_stays_there(acme):
    put_into_bin(acme.contract, by=acme.admin, now=NOW, today=TODAY)
    columns = {"external_id": "text", "account": "text", "starts_on": "date", "seats": "integer"}
    found = take_in(upsert_contracts, columns, ("K-1", "A-1", TODAY, 7))
    assert (found.updated, codes(found)[0][-1]) == (1, "in_bin")
    assert Contract.objects.count() == 0


def test_a_contact_is_found_in_the_bin_by_address_only_where_none_lies_outside(acme):
    anna = acme.contacts[0]
    Contact.objects.filter(pk=anna.pk).update(external_id=None)
    put_into_bin(anna, by=acme.admin, now=NOW, today=TODAY)
    columns = {"account": "text", "name": "text", "email": "text"}
    found = take_in(upsert_contacts, columns, ("A-1", "Anna S", "anna@customer.example"))
    assert (found.created, found.updated, codes(found)) == (0, 1, (["in_bin"], []))
    outside = Contact.objects.create(
        account=acme.account, name="Anna", name_key="anna", email="anna@customer.example"
    )
    take_in(upsert_contacts, columns, ("A-1", "Anna New", "anna@customer.example"))
    outside.refresh_from_db()
    assert outside.name == "Anna New"


def test_a_file_with_the_old_id_or_address_finds_the_merged_contact(acme):
    anna, urho = acme.contacts
    merge_contacts(anna, urho, versions=(1, 1), from_gone=(), by=acme.admin, now=NOW, today=TODAY)
    columns = {"external_id": "text", "account": "text", "name": "text", "title": "text"}
    found = take_in(upsert_contacts, columns, ("C-2", "A-1", "Anna Sponsor", "CFO"))
    assert (found.created, found.updated) == (0, 1)
    anna.refresh_from_db()
    assert (anna.external_id, anna.title) == ("C-1", "CFO")
    columns = {"account": "text", "name": "text", "email": "text", "title": "text"}
    found = take_in(upsert_contacts, columns, ("A-1", "Anna Sponsor", "urho@customer.example", "CEO"))
    assert (found.created, found.updated) == (0, 1)
    anna.refresh_from_db()
    assert (anna.email, anna.title, Contact.objects.count()) == ("anna@customer.example", "CEO", 1)
    assert (
        take_in(upsert_contacts, columns, ("A-1", "Anna Sponsor", "urho@customer.example", "CEO")).updated
        == 0
    )
