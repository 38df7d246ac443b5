"""Open pages of an inquiry hear that it moved, and ask for what of it they show."""

import pytest
import time_machine
from django.conf import settings
from redis import Redis

from core.live.hints import channel_of, pattern
from portal.models import Inquiry
from portal.services.inquiries import add_note, answer
from tests.portal.inquiring import ask
from tests.support.portal import customer_browser
from tests.support.world import NOW

pytestmark = pytest.mark.django_db(transaction=True)
FRAGMENT = {"HX-Request": "true"}
SECRET = "Careful, they are cross."


@pytest.fixture
def heard():
    """What was said on the streams' channels, once somebody asks."""
    with Redis(**settings.REDIS, decode_responses=True) as client, client.pubsub() as pubsub:
        pubsub.psubscribe(pattern())
        pubsub.get_message(timeout=2)

        def said():
            found = []
            while message := pubsub.get_message(timeout=0.2):
                found.append((message["channel"], int(message["data"])))
            return found

        yield said


def test_staff_hear_of_everything_and_customers_of_what_they_may_see(world, heard):
    acme = world.acme
    with acme.scope():
        inquiry = ask(acme)
    heard()
    with acme.scope():
        add_note(inquiry, SECRET, by=acme.dm, now=NOW)
        answer(inquiry, "Which plant?", by=acme.csm, now=NOW)
        assert Inquiry.objects.get().version == 3
    own, shared = (channel_of(acme.workspace.pk, f"inquiry/{inquiry.pk}{more}") for more in ("", "/customer"))
    said = heard()
    assert [number for channel, number in said if channel == own] == [1, 2]
    assert [channel for channel, _number in said].count(shared) == 1


def test_a_fragment_is_the_conversation_beside_how_it_stands(world):
    acme = world.acme
    with acme.scope():
        inquiry = ask(acme)
        add_note(inquiry, SECRET, by=acme.dm, now=NOW)
    staff = world.client(acme.csm).get(f"/w/acme/inquiries/{inquiry.pk}/", headers=FRAGMENT).content.decode()
    with time_machine.travel(NOW, tick=False):
        theirs = customer_browser(acme, acme.contacts[0]).get(
            f"/w/acme/portal/inquiries/{inquiry.pk}/", headers=FRAGMENT
        )
    assert SECRET in staff
    assert SECRET not in theirs.content.decode()
    for page in (staff, theirs.content.decode()):
        assert ('id="inquiry-talk"' in page, 'id="inquiry-aside" hx-swap-oob="true"' in page) == (True, True)
        assert "<html" not in page
