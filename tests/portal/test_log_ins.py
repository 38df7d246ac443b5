"""Log-ins to the portal are readings of the account, and no use of the product."""

from datetime import timedelta

import pytest

from health.models import Metric, Reading, UsageSpan
from health.services.measuring import measure_accounts
from portal.models import PortalSession
from portal.services.sessions import open_session
from tests.support.portal import give_login
from tests.support.world import NOW, TODAY, add_account
from workspaces.services.person_acts import Client

pytestmark = pytest.mark.django_db


def sign_in(login, days_ago):
    open_session(login, client=Client(None, ""), now=NOW - timedelta(days=days_ago))


def test_log_ins_of_thirty_days_are_a_reading_of_the_account(world):
    acme = world.acme
    logins = [give_login(acme, contact) for contact in acme.contacts]
    with acme.scope():
        add_account("Never", external_id="N-1")
        for login, days in ((logins[0], (40, 20, 3, 0)), (logins[1], (5,))):
            for ago in days:
                sign_in(login, ago)
        assert Metric.objects.filter(key="portal_logins").count() == 1
        measure_accounts(days=[TODAY], zone="UTC", now=NOW)
        [reading] = Reading.objects.filter(metric__key="portal_logins")
        assert (reading.account, reading.value, reading.rating) == (acme.account, 4_000, 3)
        PortalSession.objects.filter(created_at__lt=NOW - timedelta(days=1)).delete()
        measure_accounts(days=[TODAY + timedelta(days=1)], zone="UTC", now=NOW + timedelta(days=1))
        later = Reading.objects.filter(metric__key="portal_logins").order_by("-measured_on").first()
        assert (later.value, later.rating) == (1_000, 2)
        assert not UsageSpan.objects.exists()
        assert not Reading.objects.filter(metric__key__startswith="utilisation").exists()


def test_a_metric_that_was_put_aside_is_not_made_again(world):
    acme = world.acme
    with acme.scope():
        sign_in(give_login(acme, acme.contacts[0]), 1)
        Metric.objects.filter(key="portal_logins").update(archived_at=NOW, label="Ours")
        sign_in(give_login(acme, acme.contacts[1]), 0)
        assert list(Metric.objects.filter(key="portal_logins").values_list("label", flat=True)) == ["Ours"]
