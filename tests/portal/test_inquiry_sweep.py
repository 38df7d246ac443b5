"""Late first answers are decided on once, whoever looks and however often; the manager comes after the owner."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
import time_machine
from django.db import connections

from notifications.models import Notice
from portal.digest_inquiries import late_of
from portal.models import Inquiry, InquiryStep
from portal.services.inquiries import answer, close_inquiry, sweep_late
from portal.today_inquiries import INQUIRIES
from tests.portal.inquiring import ask
from tests.support.world import NOW, TODAY

pytestmark = pytest.mark.django_db(transaction=True)


def late(inquiry, minutes=1):
    return inquiry.response_due_at + timedelta(minutes=minutes)


def told(company, member, kind):
    with company.scope():
        return Notice.objects.filter(member=member, kind=kind).count()


def test_four_sweeps_at_once_tell_each_of_them_once(world):
    acme = world.acme
    with acme.scope():
        made = [ask(acme, f"Inquiry {number}") for number in range(6)]
    now = made[0].manager_due_at + timedelta(minutes=1)

    def sweep(_number):
        try:
            return sweep_late(acme.workspace, now=now)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(4) as pool:
        decided = sum(pool.map(sweep, range(4)))
    assert decided == 12
    assert sweep_late(acme.workspace, now=now + timedelta(days=3)) == 0
    assert told(acme, acme.csm, "inquiry_late") == 6
    assert told(acme, acme.lead, "inquiry_escalated") == 6
    with acme.scope():
        assert InquiryStep.objects.filter(kind="breached").count() == 6
        assert InquiryStep.objects.filter(kind="escalated").count() == 6
        assert Inquiry.objects.filter(breached_at=now, manager_told_at=now, escalated_at=now).count() == 6


def test_the_owner_first_then_the_manager_and_who_answered_is_left_alone(world):
    acme = world.acme
    with acme.scope():
        silent, answered, solved = ask(acme), ask(acme), ask(acme)
        answer(answered, "Soon.", by=acme.csm, now=NOW)
        close_inquiry(solved, contact=acme.contacts[1], now=NOW)
    assert sweep_late(acme.workspace, now=late(silent, -2)) == 0
    assert sweep_late(acme.workspace, now=late(silent)) == 1
    assert told(acme, acme.csm, "inquiry_late") == 1
    assert told(acme, acme.lead, "inquiry_escalated") == 0
    assert sweep_late(acme.workspace, now=silent.manager_due_at) == 1
    assert told(acme, acme.lead, "inquiry_escalated") == 1
    with acme.scope():
        lead = [item.title for item in INQUIRIES.items(acme.lead, today=TODAY, limit=5)]
        assert lead == ["#1 Night-shift supplements"]
        assert len(INQUIRIES.items(acme.csm, today=TODAY, limit=5)) == 1
        assert INQUIRIES.items(acme.dm, today=TODAY, limit=5) == []


def test_the_digest_names_my_late_ones(world):
    acme = world.acme
    with acme.scope():
        inquiry = ask(acme)
        with time_machine.travel(late(inquiry, 60), tick=False):
            lines, total = late_of(acme.csm, TODAY, 5)
            assert ([line.title for line in lines], total) == (["#1 Night-shift supplements"], 1)
            assert late_of(acme.dm, TODAY, 5) == ([], 0)
