"""Surveys under faults: many sweeps at once, workers that are killed, days that were missed, clocks of every zone."""

import os
import signal
import time
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.db import connection, transaction

from accounts.models import Contact
from surveys import tasks
from surveys.choices import Cadence
from surveys.models import Recipient, Wave
from tests.lifecycle.renewing import at_once, forked
from tests.support.world import NOW, TODAY, make_world
from tests.surveys.asking import add_contact, campaign, customers, mails, sweep
from workspaces.models import Workspace

pytestmark = pytest.mark.django_db(transaction=True)
PEOPLE = 130


@pytest.fixture
def acme(transactional_db):
    company = make_world().acme
    with company.scope():
        customers(company)
        for number in range(PEOPLE):
            add_contact(company.account, f"Person {number:03}", email=f"p{number}@customer.example")
        campaign(company)
    return company


def counted(company):
    with company.scope():
        return (
            Wave.objects.count(),
            Recipient.objects.count(),
            Recipient.objects.exclude(invited_at=None).count(),
            len({mail.key for mail in mails_of()}),
        )


def mails_of():
    from workspaces.models import OutboxMessage

    return OutboxMessage.objects.filter(kind="survey")


def everybody(company):
    with company.scope():
        return Contact.objects.exclude(email="").count()


def test_four_sweeps_at_the_same_instant_ask_each_once_and_remind_each_once(acme):
    n = everybody(acme)
    at_once(4, lambda: sweep(acme))
    assert counted(acme) == (1, n, n, n)
    at_once(4, lambda: sweep(acme, days=7))
    assert len(mails(acme)) == 2 * n
    for days in (8, 9, 10):
        at_once(2, lambda days=days: sweep(acme, days=days))
    assert len(mails(acme)) == 2 * n


def waits():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_locks WHERE NOT granted AND relation = 'workspaces_outboxmessage'::regclass"
        )
        return cursor.fetchone()[0]


def test_a_worker_killed_between_claim_and_mail_leaves_nothing_and_the_next_sends_once(acme):
    n = everybody(acme)

    def work():
        time.sleep(0.3)
        sweep(acme)

    with forked(work) as pid, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("LOCK TABLE workspaces_outboxmessage IN SHARE ROW EXCLUSIVE MODE")
        until = time.monotonic() + 30
        while not waits() and time.monotonic() < until:
            time.sleep(0.05)
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
    assert counted(acme) == (1, n, 0, 0)
    assert sweep(acme) == (0, n, 0)
    assert counted(acme) == (1, n, n, n)


@pytest.mark.parametrize(
    ("zone", "first"),
    [
        ("Pacific/Kiritimati", datetime(2026, 10, 31, 10, 0, tzinfo=UTC)),  # UTC+14
        ("Pacific/Pago_Pago", datetime(2026, 11, 1, 11, 0, tzinfo=UTC)),  # UTC−11
        ("Europe/Helsinki", datetime(2026, 10, 31, 22, 0, tzinfo=UTC)),  # a week after summer time
    ],
)
def test_a_wave_comes_with_midnight_of_the_workspaces_own_zone(acme, zone, first):
    Workspace.objects.filter(pk=acme.workspace.pk).update(time_zone=zone)
    with acme.scope():
        from surveys.models import Campaign

        Campaign.objects.update(starts_on=datetime(2026, 11, 1, tzinfo=UTC).date())
        Contact.objects.exclude(name__startswith="Person 00").update(email="")
    sent = []
    for moment in (
        first - timedelta(seconds=1),
        first,
        first - timedelta(hours=1),
        first + timedelta(hours=1),
    ):
        with time_machine.travel(moment, tick=False):
            sent.append(tasks.run_day(acme.workspace.pk))
    assert sent == [0, 10, 0, 0]  # also with the clock set back an hour


def test_down_for_three_days_the_wave_and_the_reminder_come_once_on_return(acme):
    n = everybody(acme)
    with acme.scope():
        campaign(acme, name="Later", cadence=Cadence.ONCE, starts_on=TODAY + timedelta(days=40))
    assert sweep(acme, days=3) == (1, n, 0)
    assert sweep(acme, days=13) == (0, 0, n)
    assert sweep(acme, days=14) == (0, 0, 0)
    assert sweep(acme, now=NOW + timedelta(days=43)) == (1, n, 0)
