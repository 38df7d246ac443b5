"""Reminders under faults: many sweeps at once, workers that are killed, clocks that jump, days of every zone."""

import os
import signal
import time
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.db import connection, transaction

from accounts.models import AccountOwner, Contract
from lifecycle import tasks
from lifecycle.models import MilestoneDecision
from lifecycle.services import sweep_due_milestones
from notifications.models import Notice
from tests.lifecycle.renewing import END, at_once, contract, decisions, forked, mails, sweep
from tests.support.world import NOW, add_account, make_world
from workspaces.models import Workspace

pytestmark = pytest.mark.django_db(transaction=True)
DAY = END - timedelta(days=90)
ACCOUNTS = 20


@pytest.fixture
def acme(transactional_db):
    return make_world().acme


@pytest.fixture
def book(acme):
    """Twenty accounts with two contracts each, besides the customer with one."""
    with acme.scope():
        for n in range(ACCOUNTS):
            account = add_account(f"Customer {n:02}", owner=acme.csm)
            contract(account, f"B-{n}-1")
            contract(account, f"B-{n}-2")
    return acme


def counted(company):
    with company.scope():
        sent = MilestoneDecision.objects.filter(state="sent")
        return sent.count(), sent.exclude(message=None).count(), len(mails(company)), Notice.objects.count()


ALL = (2 * ACCOUNTS + 1, 2 * ACCOUNTS + 1, ACCOUNTS + 1, ACCOUNTS + 1)


def test_four_sweeps_at_the_same_instant_send_each_once(book):
    swept = at_once(4, lambda: sweep_due_milestones(book.workspace, today=DAY, now=NOW))
    assert sum(one.sent for one in swept) == ALL[0]
    assert sum(one.messages for one in swept) == ALL[2]
    assert {one.due for one in swept} == {ALL[0]}
    assert counted(book) == ALL


def test_two_beats_for_three_ticks_decide_each_once(book):
    for day in (DAY - timedelta(days=1), DAY, DAY + timedelta(days=1)):
        at_once(2, lambda day=day: sweep_due_milestones(book.workspace, today=day, now=NOW))
    found = decisions(book)
    assert len(found) == len({row[:3] for row in found}) == 2 * ALL[0]  # 120 late, then 90
    assert len(mails(book)) == 2 * ALL[2]


def test_two_sweeps_of_different_days_at_once_decide_each_once(book):
    days = iter((DAY, DAY + timedelta(days=1)))
    at_once(2, lambda: sweep_due_milestones(book.workspace, today=next(days), now=NOW))
    assert counted(book) == ALL


def waiting_for_a_lock():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_locks WHERE NOT granted AND relation = 'workspaces_outboxmessage'::regclass"
        )
        return cursor.fetchone()[0]


def test_a_worker_killed_between_decision_and_mail_leaves_nothing_and_the_next_sends_once(book):
    def work():
        time.sleep(0.5)
        sweep_due_milestones(book.workspace, today=DAY, now=NOW)

    with forked(work) as pid, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("LOCK TABLE workspaces_outboxmessage IN SHARE ROW EXCLUSIVE MODE")
        until = time.monotonic() + 30
        while not waiting_for_a_lock() and time.monotonic() < until:
            time.sleep(0.05)
        assert waiting_for_a_lock() == 1  # decided, and about to write its first mail
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
    assert counted(book) == (0, 0, 0, 0)
    assert sweep(book, DAY) == (ALL[0], ALL[2], 0, ALL[0])
    assert counted(book) == ALL


def test_a_sweep_of_many_accounts_goes_in_lots_and_is_whole(book, monkeypatch):
    from lifecycle.services.reminders import sweep as module

    monkeypatch.setattr(module, "ACCOUNTS_AT_ONCE", 7)
    assert sweep(book, DAY) == (ALL[0], ALL[2], 0, ALL[0])
    assert sweep(book, DAY) == (0, 0, ALL[0], 0)
    assert counted(book) == ALL


def run_at(company, moment):
    """The hourly task at this moment; returns how many it sent."""
    with time_machine.travel(moment, tick=False):
        return tasks.run_day(company.workspace.pk)


@pytest.mark.parametrize(
    ("zone", "first"),
    [
        ("Pacific/Kiritimati", datetime(2026, 10, 1, 10, 0, tzinfo=UTC)),  # UTC+14
        ("Pacific/Pago_Pago", datetime(2026, 10, 2, 11, 0, tzinfo=UTC)),  # UTC−11
        ("Europe/Helsinki", datetime(2026, 10, 1, 21, 0, tzinfo=UTC)),  # still summer time
    ],
)
def test_a_milestone_comes_with_midnight_of_the_workspaces_own_zone(acme, zone, first):
    Workspace.objects.filter(pk=acme.workspace.pk).update(time_zone=zone)
    assert run_at(acme, first - timedelta(days=40)) == 0
    with acme.scope():
        Contract.objects.update(starts_on=END - timedelta(days=100))  # no 120-day milestone
    assert run_at(acme, first - timedelta(seconds=1)) == 0
    assert run_at(acme, first) == 1
    assert decisions(acme) == [("K-1", END, 90, "sent", 90)]


@pytest.mark.parametrize(
    ("night", "zone"),
    [
        (date(2026, 10, 25), "Europe/Helsinki"),
        (date(2026, 3, 29), "Europe/Helsinki"),
        (date(2026, 11, 1), "America/New_York"),
    ],
)
def test_a_night_of_25_or_23_hours_sends_once_and_skips_nothing(acme, night, zone):
    Workspace.objects.filter(pk=acme.workspace.pk).update(time_zone=zone)
    with acme.scope():
        Contract.objects.update(starts_on=night - timedelta(days=9), ends_on=night + timedelta(days=90))
    start = datetime(night.year, night.month, night.day, tzinfo=UTC) - timedelta(days=1)
    sent = [run_at(acme, start + timedelta(hours=hour)) for hour in range(72)]
    assert sum(sent) == 1
    assert [(milestone, left) for _n, _e, milestone, _s, left in decisions(acme)] == [(90, 90)]


def test_a_clock_set_back_an_hour_over_midnight_sends_nothing_twice(acme):
    midnight = datetime(2026, 10, 2, tzinfo=UTC)
    with acme.scope():
        Contract.objects.update(starts_on=END - timedelta(days=100))
    assert run_at(acme, midnight) == 1
    assert run_at(acme, midnight - timedelta(hours=1)) == 0
    assert run_at(acme, midnight + timedelta(minutes=1)) == 0
    assert len(mails(acme)) == 1


def test_a_contract_extended_between_two_sweeps_re_arms_and_a_cancelled_one_stays_silent(acme):
    assert sweep(acme, END - timedelta(days=119))[0] == 1
    later = END + timedelta(days=365)
    with acme.scope():
        Contract.objects.update(ends_on=later)
    assert sweep(acme, DAY) == (0, 0, 0, 0)
    with acme.scope():
        account = add_account("Leaving", owner=acme.csm)
        contract(account, "L-1", cancelled_on=DAY)
    assert sweep(acme, later - timedelta(days=120)) == (1, 1, 0, 0)
    assert [(n, ends_on) for n, ends_on, *_rest in decisions(acme)] == [("K-1", END), ("K-1", later)]


def test_a_closed_workspace_and_one_without_owners_harm_nobody(acme):
    with acme.scope():
        AccountOwner.objects.all().delete()
    assert run_at(acme, datetime(2026, 10, 2, tzinfo=UTC)) == 1
    assert {mail.to_address for mail in mails(acme)} == {"csm_lead@acme.example"}
