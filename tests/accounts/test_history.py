"""The history of records: written by triggers, read as sentences, never rewritten."""

import json
from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import ProgrammingError, connection, transaction

from accounts.models import Account, AccountEvent, Contact, ContactEvent, Contract, ContractEvent
from accounts.selectors.history import changes
from accounts.sentences import tell
from accounts.services import ContactFields, put_into_bin, refresh_figures, update_contact
from accounts.services.contracts import ContractFields, update_contract
from accounts.services.emptying import empty_bin
from core.history import note_actor
from tests.support.world import NOW, TODAY
from workspaces.models import Batch, RoleSetting

HTMX = {"HX-Request": "true"}


def at(world, path=""):
    return f"{world.acme.url}/accounts/{world.acme.account.pk}/{path}"


def told(world, *, money=True):
    with world.acme.scope():
        found = changes(world.acme.account.pk, added=False)
        return [
            (one.who, one.deed, one.sentences) for one in (tell(c, names={}, sees_money=money) for c in found)
        ]


def move_the_end(world, day):
    with world.acme.scope():
        note_actor(member_id=world.acme.csm.pk)
        contract = Contract.objects.get(pk=world.acme.contract.pk)
        fields = ContractFields(
            starts_on=contract.starts_on, currency="EUR", external_id="K-1", ends_on=day,
        )  # fmt: skip
        update_contract(
            contract,
            by=world.acme.csm,
            version=contract.version,
            fields=fields,
            lines=None,
            now=NOW,
            today=TODAY,
        )


def test_a_change_is_a_sentence_with_both_values(world):
    move_the_end(world, date(2027, 5, 1))
    move_the_end(world, date(2027, 6, 1))
    who = world.acme.csm.user.name
    assert told(world)[:2] == [
        (who, "changed the contract K-1", ("end: from 1 May 2027 to 1 Jun 2027",)),
        (who, "changed the contract K-1", ("end: from 31 Dec 2026 to 1 May 2027",)),
    ]


def test_choices_and_empty_fields_are_told_in_words(world):
    anna = world.acme.contacts[0]
    with world.acme.scope():
        note_actor(member_id=world.acme.am.pk)
        fields = ContactFields(
            name="Anna Sponsor", external_id="C-1", stance="promoter", stakeholder_role="champion"
        )
        update_contact(anna, by=world.acme.am, version=1, fields=fields, now=NOW, today=TODAY)
    who, deed, sentences = told(world)[0]
    assert (who, deed) == (world.acme.am.user.name, "changed the contact Anna Sponsor")
    assert set(sentences) == {
        "e-mail: emptied, was anna@customer.example",
        "stakeholder role: from Sponsor to Champion",
        "level: emptied, was C-level",
        "stance: set to Promoter",
    }


def test_a_deleted_contact_stays_in_the_history(world):
    with world.acme.scope():
        note_actor(member_id=world.acme.csm.pk)
        put_into_bin(world.acme.contacts[1], by=world.acme.csm, now=NOW, today=TODAY)
    assert told(world)[0] == (world.acme.csm.user.name, "moved the contact Urho User to the bin", ())
    with world.acme.scope():
        note_actor(member_id=None)
        empty_bin(now=NOW + timedelta(days=30))
    assert told(world)[0] == ("The platform", "removed the contact Urho User from the bin for good", ())


def test_money_is_told_to_those_who_see_it_alone(world):
    with world.acme.scope():
        note_actor(member_id=world.acme.csm.pk)
        Contract.objects.filter(pk=world.acme.contract.pk).update(arr_amount=15_000_000)
    assert told(world)[0][2] == ("ARR: from €120,000 to €150,000",)
    assert told(world, money=False)[0][2] == ("Amounts changed; your role does not see them",)
    with world.acme.scope():
        RoleSetting.objects.update_or_create(
            role="observer", defaults={"visibility": "all", "sees_money": False}
        )
    for path in ("history/", "timeline/"):
        page = world.client(world.acme.observer).get(at(world, path)).content.decode()
        assert "150,000" not in page
    assert "150,000" in world.client(world.acme.admin).get(at(world, "history/")).content.decode()


def test_figures_that_the_platform_derives_write_no_history(world):
    with world.acme.scope():
        before = AccountEvent.objects.count()
        refresh_figures(today=TODAY)
        Account.objects.filter(pk=world.acme.account.pk).update(seats=7, figures_on=TODAY)
        assert AccountEvent.objects.count() == before


def test_imported_rows_write_no_event_for_coming_and_one_for_changing(world):
    with world.acme.scope():
        batch = Batch.objects.create(
            kind="contacts", source="people.csv", created_at=NOW, created_by=world.acme.lead
        )
        before = ContactEvent.objects.count()
        made = Contact.objects.create(
            account=world.acme.account, name="New", name_key="new", origin_batch=batch
        )
        assert ContactEvent.objects.count() == before
        Contact.objects.filter(pk=made.pk).update(title="CFO")
        assert ContactEvent.objects.count() == before + 1
    lines = [(who, deed) for who, deed, _sentences in told(world)]
    assert (world.acme.lead.user.name, "imported 1 contact from people.csv") in lines


@pytest.mark.parametrize(
    "table", ["accounts_accountevent", "accounts_contactevent", "accounts_contractevent"]
)
@pytest.mark.parametrize("statement", ["UPDATE {} SET pgh_label = 'x'", "DELETE FROM {}", "TRUNCATE {}"])
def test_the_app_role_rewrites_no_history(world, table, statement):
    with world.acme.scope():
        with (
            pytest.raises(ProgrammingError, match="permission denied"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(statement.format(table))
        assert ContractEvent.objects.filter(pgh_obj=world.acme.contract, pgh_label="insert").count() == 1


def test_what_an_import_changes_in_rows_it_has_just_brought_is_no_change_of_its_own(world):
    with world.acme.scope():
        first, later = (
            Batch.objects.create(kind="contracts", source=name, created_at=NOW) for name in ("a.csv", "b.csv")
        )
        brought = Contract.objects.create(
            account=world.acme.account, external_id="K-9", starts_on=TODAY, currency="EUR", origin_batch=first
        )
        for batch, seats in ((first, 10), (later, 12)):
            note_actor(member_id=world.acme.csm.pk, batch=batch.pk)
            Contract.objects.filter(pk=brought.pk).update(seats=seats)
    assert [sentences for _who, deed, sentences in told(world) if deed == "changed the contract K-9"] == [
        ("seats: from 10 to 12",)
    ]


def test_who_and_which_request_stand_beside_each_change(world):
    browser = world.client(world.acme.csm)
    form = {"name": "Renamed", "version": "1", "external_id": "A-1", "segment": "enterprise", "touch": "high"}
    answer = browser.post(at(world, "edit/"), form, headers={"X-Request-Id": "r-00000001"})
    assert answer.status_code == 303
    with world.acme.scope():
        event = AccountEvent.objects.filter(pgh_label="update").latest("id")
    assert event.pgh_context == {"member": world.acme.csm.pk, "request": "r-00000001"}
    assert event.name == "Customer of Acme"
    assert event.pgh_context_id is not None


def test_the_page_is_paged_and_reads_no_enum_value(world, time_machine):
    time_machine.move_to(NOW, tick=False)
    for number in range(31):
        with world.acme.scope():
            Contact.objects.filter(pk=world.acme.contacts[0].pk).update(title=f"Title {number}")
    browser = world.client(world.acme.csm)
    first = browser.get(at(world, "history/")).content.decode()
    assert "Title 30" in first
    assert "set to Title 0" not in first
    older = first.partition("?after=")[2].partition('"')[0]
    second = browser.get(at(world, f"history/?after={older}")).content.decode()
    assert "added the contact Anna Sponsor" in second
    for word in ("c_level", "end_user", "stakeholder_role", "pgh_", json.dumps(None)):
        assert word not in first + second


def test_changes_stand_in_the_timeline_without_their_values(world):
    move_the_end(world, date(2027, 5, 1))
    page = world.client(world.acme.csm).get(at(world, "timeline/"), headers=HTMX).content.decode()
    assert "changed the contract K-1" in page
    assert "1 May 2027" not in page
    assert ZoneInfo(world.acme.workspace.time_zone)
