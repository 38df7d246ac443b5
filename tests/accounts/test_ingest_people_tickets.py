"""Contacts and tickets come in once each."""

from datetime import date
from decimal import Decimal

import pytest

from accounts.ingest import upsert_contacts, upsert_tickets
from accounts.models import Account, Contact, Ticket
from tests.support.files import at, counts, take_in, told
from workspaces.models import Workspace

pytestmark = pytest.mark.django_db

TICKET = {
    "external_id": "T-1",
    "account": "A-1",
    "opened_at": at(2026, 7, 27),
    "closed_at": at(2026, 7, 28, 3),
    "resolution_hours": Decimal(27),
    "priority": "high",
    "first_response_minutes": 74,
    "satisfaction_score": None,
    "escalated": False,
}
TYPES = {"satisfaction_score": "integer", "closed_at": "timestamptz"}


@pytest.fixture
def acme(world):
    with world.acme.scope():
        yield world.acme


def tickets(*rows):
    return take_in(upsert_tickets, rows, types=TYPES)


def test_a_contact_is_known_by_id_else_by_address(acme):
    rows = [
        {"external_id": "C-1", "account": "A-1", "name": "Anna S.", "email": "anna@customer.example"},
        {"external_id": None, "account": "A-1", "name": "New One", "email": "New@customer.example"},
    ]
    assert counts(take_in(upsert_contacts, rows)) == (1, 1, 0, 0)
    assert counts(take_in(upsert_contacts, rows)) == (0, 0, 2, 0)
    anna = Contact.objects.get(external_id="C-1")
    assert (anna.name, anna.name_key, anna.level, anna.stakeholder_role) == (
        "Anna S.",
        "anna s.",
        "c_level",
        "sponsor",
    )

    rows[1] |= {"external_id": "C-9", "email": "new@CUSTOMER.example"}
    assert counts(take_in(upsert_contacts, rows)) == (0, 1, 1, 0)
    assert Contact.objects.get(external_id="C-9").name == "New One"
    assert Contact.objects.count() == 3


def test_a_contact_without_id_address_or_name_is_refused(acme):
    outcome = take_in(
        upsert_contacts,
        [
            {"external_id": None, "account": "A-1", "name": "A", "email": None, "level": None},
            {"external_id": "1", "account": "A-1", "name": None, "email": None, "level": None},
            {"external_id": "2", "account": "A-9", "name": "B", "email": None, "level": None},
            {"external_id": "3", "account": "A-1", "name": "C", "email": None, "level": "boss"},
        ],
    )
    assert told(outcome.rejections) == [
        (2, "id_missing"),
        (3, "name_missing"),
        (4, "account_unknown"),
        (5, "unknown_word"),
    ]
    assert Contact.objects.count() == 2


def test_two_rows_of_one_address_are_one_contact(acme):
    row = {"account": "A-1", "name": "Twice", "email": "twice@customer.example"}
    outcome = take_in(upsert_contacts, [row, row | {"email": "TWICE@customer.example", "name": "Thrice"}])
    assert counts(outcome) == (1, 0, 1, 0)
    assert Contact.objects.get(email__iexact="twice@customer.example").name == "Thrice"


def test_a_ticket_comes_in_and_again_changes_nothing(acme):
    assert counts(tickets(TICKET)) == (1, 0, 0, 0)
    assert counts(tickets(TICKET)) == (0, 0, 1, 0)
    made = Ticket.objects.get()
    assert (made.priority, made.first_response_minutes, made.resolution_minutes) == ("high", 74, 1620)
    assert (made.closed_at, made.satisfaction, made.is_escalated) == (at(2026, 7, 28, 3), None, False)
    assert counts(tickets(TICKET | {"closed_at": None})) == (0, 1, 0, 0)
    assert Ticket.objects.get().closed_at is None


def test_tickets_that_cannot_be_are_refused(acme):
    outcome = tickets(
        TICKET | {"external_id": "1", "closed_at": at(2026, 7, 26, 23)},
        TICKET | {"external_id": "2", "opened_at": None},
        TICKET | {"external_id": "3", "satisfaction_score": 6},
        TICKET | {"external_id": "4", "account": "A-9"},
        TICKET | {"external_id": None},
        TICKET | {"external_id": "6", "first_response_minutes": -1},
    )
    assert told(outcome.rejections) == [
        (2, "closed_before_opened"),
        (3, "opened_missing"),
        (4, "satisfaction_out_of_range"),
        (5, "account_unknown"),
        (6, "id_missing"),
        (7, "time_out_of_range"),
    ]
    assert Ticket.objects.count() == 0


def test_a_ticket_before_sign_up_is_told_by_the_workspaces_own_calendar(acme):
    Workspace.objects.filter(pk=acme.workspace.pk).update(time_zone="Pacific/Kiritimati")
    Account.objects.update(customer_since_on=date(2026, 7, 27))
    outcome = tickets(
        TICKET | {"external_id": "1", "opened_at": at(2026, 7, 26, 9, 59)},
        TICKET | {"external_id": "2", "opened_at": at(2026, 7, 26, 10, 0)},
    )
    assert counts(outcome) == (2, 0, 0, 0)
    assert told(outcome.warnings) == [(2, "before_customer_since")]
    assert outcome.warnings[0].value == "2026-07-26"


def test_a_ticket_that_is_only_called_closed_is_closed_after_its_resolution(acme):
    outcome = tickets(
        TICKET | {"closed_at": None, "status": "closed"},
        TICKET | {"external_id": "T-2", "status": "open"},
    )
    assert told(outcome.warnings) == [(2, "closed_without_time"), (3, "open_but_closed")]
    assert [t.closed_at for t in Ticket.objects.order_by("external_id")] == [at(2026, 7, 28, 3)] * 2
