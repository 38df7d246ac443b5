"""Inquiries and surveys: a solved one is asked about where a campaign runs, and its rating is an answer."""

from datetime import timedelta

import pytest
import time_machine

from accounts.models import Contact, Ticket
from notifications.models import Notice
from portal.models import Inquiry, InquiryStep
from portal.selectors.inquiries import to_rate
from portal.services.inquiries import close_inquiry, rate
from surveys.choices import Cadence, Kind
from surveys.models import Answer, Recipient, SurveyRest
from surveys.services import record_answer
from tests.portal.inquiring import ask
from tests.support.portal import customer_browser
from tests.support.world import NOW
from tests.surveys.asking import campaign, customers, path_of, sweep
from workspaces.models import OutboxMessage

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


def test_an_answer_to_the_survey_stands_at_the_inquiry_too_and_the_mail_asks_once(world):
    acme = world.acme
    with acme.scope():
        customers(acme)
        campaign(acme, kind=Kind.CSAT, cadence=Cadence.AFTER_INQUIRY)
        asked, unasked = ask(acme), ask(acme, "Second", contact=acme.contacts[0])
        Contact.objects.filter(pk=acme.contacts[0].pk).update(email="")
        close_inquiry(asked, by=acme.csm, now=NOW + HOUR)
        Contact.objects.filter(pk=acme.contacts[0].pk).update(email="anna@customer.example")
        SurveyRest.objects.create(contact=acme.contacts[0], stopped_at=NOW)
        close_inquiry(unasked, by=acme.csm, now=NOW + HOUR)
        mails = OutboxMessage.objects.filter(kind="inquiry", key__contains=":solved:").order_by("pk")
        assert ["How was it?" in one.text_body for one in mails] == [False, True]
        record_answer(Recipient.objects.get(), score=2, comment="Slow.", now=NOW + 2 * HOUR)
        record_answer(Recipient.objects.get(), score=4, comment="Better.", now=NOW + 3 * HOUR)
        found = Inquiry.objects.get(pk=asked.pk)
        assert (found.score, found.comment, found.rated_at) == (4, "Better.", NOW + 3 * HOUR)
        assert Ticket.objects.get(external_id=f"portal-{asked.number}").satisfaction == 4
        steps = InquiryStep.objects.filter(inquiry=asked, kind="rated").order_by("pk")
        assert list(steps.values_list("who", "words")) == [("Urho User", "Bad"), ("Urho User", "Good")]
        assert to_rate(acme.contacts[1], NOW + 4 * HOUR) == []
