"""What a review takes from the facts of one quarter, to the number; and what each edition may not carry."""

from datetime import UTC, date, datetime, timedelta

import pytest

from accounts.models import Contact, Contract, ContractLine, Invoice, Ticket, TimelineEntry
from accounts.services import refresh_figures
from health.models import Metric, Reading
from lifecycle.models import ChurnRecord
from reports.facts import ClosingFact, InvoiceFact, TicketFigures, frozen, thawed
from reports.qbr.around import renewal_chapter
from reports.qbr.drafts import drafts_of
from reports.rules import Quarter
from reports.selectors.qbr import collect_facts
from tests.lifecycle.closing import close, fields, line
from tests.support.world import NOW, TODAY

pytestmark = pytest.mark.django_db
SECOND = Quarter(2026, 2)


def facts_of(company, *, edition="customer", quarter=SECOND, with_money=True):
    return collect_facts(
        company.account,
        quarter,
        workspace=company.workspace,
        edition=edition,
        with_money=with_money,
        today=TODAY,
    )


def ticket(company, number, opened, closed=None, **more):
    def at(day):
        return datetime(2026, *day, 9, tzinfo=UTC)

    return Ticket.objects.create(
        account=company.account, external_id=f"T-{number}", opened_at=at(opened),
        closed_at=at(closed) if closed else None, **more,
    )  # fmt: skip


def test_tickets_are_those_of_the_quarter_beside_the_one_before(acme):
    with acme.scope():
        ticket(acme, 1, (3, 31), (4, 2), satisfaction=5)
        ticket(acme, 2, (4, 1), (4, 2), satisfaction=3, first_response_minutes=1440, resolution_minutes=600)
        ticket(acme, 3, (6, 30), is_escalated=True, priority="urgent", first_response_minutes=1441)
        ticket(acme, 4, (7, 1), (7, 2))
        support = facts_of(acme).support
    assert support.now == TicketFigures(
        opened=2, solved=2, open_at_end=1, escalated=1, urgent=1, responses=2, within_day=1,
        resolution_minutes=1740, answers=2, positive=1,
    )  # fmt: skip
    assert support.before == TicketFigures(1, 0, 1, 0, 0, 0, 0, None, 0, 0)
    assert [week.count for week in support.weeks][-1] == 1
    assert sum(week.count for week in support.weeks) == 3
    assert support.weeks[-1].on == date(2026, 6, 30)


def test_a_running_quarter_ends_today(acme):
    with acme.scope():
        facts = facts_of(acme, quarter=Quarter(2026, 3))
    assert (facts.as_of, facts.last, facts.is_running) == (TODAY, date(2026, 9, 30), True)


def test_what_is_not_there_is_said_and_never_zero(acme):
    with acme.scope():
        facts = facts_of(acme)
    assert (facts.usage, facts.support.has_source) == (None, False)
    drafts = drafts_of(facts)
    assert drafts.claim == ""
    assert drafts.sentences[:2] == ("", "")


def test_amounts_are_left_out_and_not_zero_without_money(acme):
    with acme.scope():
        day = Contract.objects.get().starts_on
        quarter = Quarter(day.year, (day.month + 2) // 3)
        shown, hidden = facts_of(acme, quarter=quarter), facts_of(acme, quarter=quarter, with_money=False)
        internal = facts_of(acme, quarter=quarter, with_money=False, edition="internal").internal
        amount = Contract.objects.get().arr_amount
    assert ([line.arr for line in shown.lines], [line.arr for line in hidden.lines]) == ([amount], [None])
    assert (internal.arr, internal.arr_before, internal.begun_amount, internal.ended_amount) == (None,) * 4


def test_the_customers_edition_carries_nothing_that_is_ours_alone(acme):
    with acme.scope():
        Contact.objects.filter(account=acme.account).update(stance="detractor", influence="low")
        ChurnRecord.objects.create(
            account=acme.account, churned_on=date(2026, 5, 5), comment="they said goodbye quietly"
        )
        Reading.objects.create(
            account=acme.account, metric=Metric.objects.get(key="sponsor_coverage"), source="manual", rating=1,
            measured_on=date(2026, 6, 1), confirmed_on=date(2026, 6, 1), note="the sponsor is a bore", recorded_at=NOW,
        )  # fmt: skip
        refresh_figures(today=TODAY)
        customer, internal = facts_of(acme), facts_of(acme, edition="internal")
    told = str(frozen(customer)).lower()
    for word in ("detractor", "goodbye", "bore", "stance': 'd"):
        assert word not in told
    assert customer.internal is None
    inside = str(frozen(internal)).lower()
    assert "goodbye" in inside
    assert "detractor" in inside


def test_frozen_facts_thaw_as_they_were(acme):
    with acme.scope():
        ticket(acme, 1, (4, 1))
        facts = facts_of(acme, edition="internal")
    assert thawed(frozen(facts)) == facts


def test_the_renewal_ahead_draws_its_milestones_and_asks_for_a_decision(acme):
    with acme.scope():
        Contract.objects.update(
            ends_on=date(2026, 9, 30),
            starts_on=date(2025, 10, 1),
            auto_renew=False,
            notice_days=30,
            external_id="C-9",
        )
        facts = facts_of(acme)
    assert facts.renewal.notice_on == date(2026, 8, 31)
    assert [mark.on for mark in facts.renewal.milestones] == [
        date(2026, 9, 30) - timedelta(days=days) for days in (120, 90, 60, 30)
    ]
    assert drafts_of(facts).decision == f"Renew contract {facts.renewal.name} by 31 Aug 2026."


def test_a_renewal_closed_in_the_quarter_is_named_with_its_outcome(acme):
    with acme.scope():
        closing = close(
            acme.contract,
            fields(lines=[line(13_200_000)], external_id="K-2"),
            by=acme.rm,
            today=date(2026, 6, 1),
        )
        facts = facts_of(acme)
        hidden = facts_of(acme, with_money=False)
        assert facts_of(acme, quarter=Quarter(2026, 1)).closings == ()
    assert facts.closings == (
        ClosingFact(
            closing.contract.external_id, date(2026, 12, 31), date(2026, 6, 1), "renewed_up", date(2027, 12, 31),
            12_000_000, 13_200_000, "EUR",
        ),
    )  # fmt: skip
    assert (hidden.closings[0].due, hidden.closings[0].renewed) == (None, None)
    assert ([row.decided for row in facts.lines], facts.renewal.ends_on) == ([True], date(2027, 12, 31))
    chapter = renewal_chapter(facts)
    table = next(
        one for one in chapter.blocks if getattr(one, "title", "") == "Renewals closed in the quarter"
    )
    assert [cell.text for cell in table.rows[0].cells][1:] == [
        "31 Dec 2026", "Renewed, higher amount", "31 Dec 2027", "1 Jun 2026", "€120,000 → €132,000",
    ]  # fmt: skip
    assert "120,000" not in str(renewal_chapter(hidden))


def test_a_line_without_a_product_is_called_as_its_file_calls_it(acme):
    with acme.scope():
        ContractLine.objects.filter(contract=acme.contract).update(product=None, label="Enterprise plan")
        assert [line.product for line in facts_of(acme).lines] == ["Enterprise plan"]


def spoke(company, member, day, kind="call", **more):
    TimelineEntry.objects.create(
        account=company.account, kind=kind, body="said", author=member, created_at=NOW,
        happened_at=datetime(2026, *day, 22, 30, tzinfo=UTC), **more,
    )  # fmt: skip


def test_the_weeks_in_which_each_of_us_was_in_touch(acme):
    with acme.scope():
        acme.workspace.time_zone = "Europe/Helsinki"
        acme.workspace.save()
        spoke(acme, acme.csm, (6, 29))  # 30 June in Helsinki, the last day
        spoke(acme, acme.csm, (6, 30))  # 1 July there: after it
        spoke(acme, acme.csm, (3, 31))  # 1 April, the first day of the first week
        spoke(acme, acme.csm, (3, 30))
        spoke(acme, acme.csm, (6, 10), kind="note")
        spoke(acme, acme.csm, (6, 10), deleted_at=NOW)
        spoke(acme, acme.lead, (6, 22), kind="meeting")
        facts = facts_of(acme)
    told = {one.name: one.weeks for one in facts.contacts}
    assert told[str(acme.csm)] == (1, *[0] * 11, 1)
    assert told[str(acme.lead)] == (*[0] * 11, 1, 0)
    assert facts.contacts[-1].name == str(acme.lead)
    assert facts.contacts[-1].role == ""


def test_four_quarters_of_support_end_with_this_one(acme):
    with acme.scope():
        ticket(acme, 1, (1, 5), (1, 6))
        ticket(acme, 2, (4, 2))
        told = facts_of(acme).support.quarters
    assert [(one.period, one.figures.opened) for one in told] == [
        ("2025Q3", 0), ("2025Q4", 0), ("2026Q1", 1), ("2026Q2", 1),
    ]  # fmt: skip


def test_invoices_stand_as_they_did_on_the_day_and_only_with_money(acme):
    def bill(number, due, settled=None, amount=100, currency="EUR"):
        Invoice.objects.create(
            account=acme.account, external_id=f"I-{number}", issued_on=date(2026, 1, 1), due_on=date(2026, *due),
            amount=amount, currency=currency, settled_on=settled and date(2026, *settled),
        )  # fmt: skip

    with acme.scope():
        bill(1, (4, 1), (4, 1))
        bill(2, (5, 1), (5, 2))
        bill(3, (6, 30), (7, 1))
        bill(4, (6, 1), currency="USD", amount=7)
        bill(5, (3, 31), (3, 31))
        bill(6, (7, 1))
        facts, hidden = facts_of(acme), facts_of(acme, with_money=False)
    assert facts.invoices == (InvoiceFact("EUR", 3, 300, 1, 1, 1), InvoiceFact("USD", 1, 7, 0, 0, 1))
    assert hidden.invoices == ()
