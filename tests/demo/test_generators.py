"""The generators by themselves: the same for the same seed and day, and the shares that were asked for."""

from datetime import UTC, date, datetime

import pytest
from django.core.management import CommandError, call_command

from csplatform.demo import churn, contacts, contracts, customers, invoices, notes, readings, tickets, usage
from csplatform.demo.companies import COMPANIES
from csplatform.demo.courses import AIMS, courses_for, score_of
from csplatform.demo.customers import make_customers
from csplatform.demo.staff import assign, places
from csplatform.demo.teams import hand_to_teams, pools
from csplatform.demo.words.tongue import latin
from workspaces.models import Workspace

TODAY = date(2026, 9, 17)
NOW = datetime(2026, 9, 17, 8, 0, tzinfo=UTC)


def all_rows(company, seed, today=TODAY):
    book = make_customers(company, accounts=30, seed=seed, today=today)
    staff = places(company, seed=seed)
    assign(book, staff)
    hand_to_teams(book, pools(company, staff))
    billed = invoices.billed(company, book, seed=seed, today=today)
    return [
        *customers.account_rows(company, book),
        *contacts.contact_rows(company, book, seed=seed),
        *contracts.contract_rows("X", book),
        *usage.usage_rows(company, book, seed=seed, today=today),
        *tickets.ticket_rows(company, book, seed=seed, today=today, now=NOW),
        *invoices.invoice_rows(billed),
        *invoices.payment_rows(billed),
        *readings.reading_rows(company, book, seed=seed, today=today),
        *churn.churn_rows(company, book, seed=seed),
    ]


@pytest.mark.parametrize("company", COMPANIES.values(), ids=list(COMPANIES))
def test_the_same_seed_and_day_give_the_same_rows(company):
    assert all_rows(company, 1) == all_rows(company, 1)
    assert all_rows(company, 1) != all_rows(company, 2)


def written(company, seed=1):
    book = make_customers(company, accounts=30, seed=seed, today=TODAY)
    assign(book, places(company, seed=seed))
    people = {one.external_id: ["Anna A", "Bo B"] for one in book}
    return list(notes.talks(company, book, people, seed=seed, today=TODAY, now=NOW))


@pytest.mark.parametrize("company", COMPANIES.values(), ids=list(COMPANIES))
def test_notes_are_the_same_for_the_same_seed_and_past_and_without_gaps(company):
    found = written(company)
    assert found == written(company) != written(company, seed=2)
    assert len(found) > 100
    assert {talk.fields.kind for talk in found} == {"note", "call", "meeting", "email"}
    assert all(talk.fields.happened_at <= NOW and "{" not in talk.fields.body for talk in found)
    assert all(
        (talk.fields.duration_minutes is None) == (talk.fields.kind in ("note", "email")) for talk in found
    )


@pytest.mark.parametrize("company", COMPANIES.values(), ids=list(COMPANIES))
@pytest.mark.parametrize("today", [date(2024, 2, 29), date(2025, 12, 31), date(2026, 3, 31)])
def test_any_day_of_the_year_will_do(company, today):
    book = make_customers(company, accounts=60, seed=3, today=today)
    assert len({one.business.name for one in book}) == 60
    for one in book:
        assert all(sold.ends_on is None or sold.starts_on <= sold.ends_on for sold in one.sold)
    assert all(row[3] <= today for row in usage.usage_rows(company, book[:20], seed=3, today=today))


def test_most_customers_are_steady_and_some_of_each_course_are_there():
    names = [course.name for course in courses_for(150)]
    assert len(names) == 150
    assert names.count("steady") >= 50
    assert {"lost", "returned", "plunging", "new", "prospect"} <= set(names)


def test_ratings_are_drawn_for_their_band():
    book = make_customers(COMPANIES["havu-hr"], accounts=150, seed=1, today=TODAY)
    misses = 0
    for one in book:
        last = one.phases[-1]
        low, high = AIMS[last.band]
        misses += not low - 3 <= score_of(last.ratings) <= high + 3
    assert misses <= 8


def test_names_become_addresses_in_latin_letters():
    assert latin("Уляна Дем’яненко") == "uliana-demianenko"
    assert latin("Härkävaaran Sähkö") == "harkavaaran-sahko"


def test_it_refuses_outside_the_embedded_platform(db):
    with pytest.raises(CommandError, match="yes-demo-in-production"):
        call_command("load_demo", scale=0.1)
    assert not Workspace.objects.exists()
