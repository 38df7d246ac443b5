"""Inquiries and surveys: a solved one is asked about where a campaign runs, and its rating is an answer."""

from datetime import timedelta

import pytest
import time_machine

from notifications.models import Notice
from portal.services.inquiries import close_inquiry, rate
from surveys.choices import Cadence, Kind
from surveys.models import Answer, Recipient
from tests.portal.inquiring import ask
from tests.support.portal import customer_browser
from tests.support.world import NOW
from tests.surveys.asking import campaign, customers, path_of, sweep

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture
def acme(world):
    with world.acme.scope():
        customers(world.acme)
        yield world.acme


def test_a_rating_in_the_portal_is_an_answer_told_once(acme):
    inquiry = ask(acme)
    close_inquiry(inquiry, by=acme.csm, now=NOW + HOUR)
    rate(inquiry, "bad", "Slow.", contact=acme.contacts[1], now=NOW + 2 * HOUR)
    rate(inquiry, "good", "After all quick.", contact=acme.contacts[1], now=NOW + 3 * HOUR)
    found = Answer.objects.get()
    assert (found.score, found.comment, found.recipient.source_key) == (
        5, "After all quick.", f"portal-{inquiry.number}",
    )  # fmt: skip
    assert found.campaign.is_standing
    assert not Notice.objects.filter(kind__in=["survey_answer", "detractor"]).exists()


def test_a_solved_inquiry_is_asked_about_and_waits_in_the_portal(world):
    acme = world.acme
    with acme.scope():
        customers(acme)
        campaign(acme, kind=Kind.CSAT, cadence=Cadence.AFTER_INQUIRY)
        inquiry = ask(acme)
        close_inquiry(inquiry, by=acme.csm, now=NOW + HOUR)
    assert sweep(acme, now=NOW + HOUR)[:2] == (0, 1)
    with acme.scope():
        asked = Recipient.objects.get()
        assert (asked.contact, asked.source_subject) == (acme.contacts[1], inquiry.subject)
    with time_machine.travel(NOW + 2 * HOUR):
        page = customer_browser(acme, acme.contacts[1]).get(f"{acme.url}/portal/").content.decode()
        assert path_of(asked) in page
        with acme.scope():
            rate(inquiry, "good", contact=acme.contacts[1], now=NOW + 3 * HOUR)
            assert Answer.objects.get().recipient == asked
        page = customer_browser(acme, acme.contacts[1]).get(f"{acme.url}/portal/").content.decode()
        assert path_of(asked) not in page
