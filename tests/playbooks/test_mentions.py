"""Mentions wait on Today until somebody looked."""

import pytest

from notifications.models import Notice
from notifications.services import MENTION, mark_read, notify
from playbooks.mentions import MENTIONS
from tests.support.world import NOW, TODAY

pytestmark = pytest.mark.django_db


def test_unread_mentions_wait_and_other_notices_do_not(acme):
    for number, kind in enumerate((MENTION, MENTION, "health_fall")):
        notify(
            [acme.csm], kind=kind, title=f"Notice {number}", body="Words", path="accounts/", origin_key=str(number),
            account_id=acme.account.pk, now=NOW,
        )  # fmt: skip
    mark_read(Notice.objects.get(title="Notice 0").pk, by=acme.csm, now=NOW)
    [item] = MENTIONS.items(acme.csm, today=TODAY, limit=5)
    assert (item.title, item.account_name, item.url) == ("Notice 1", "Customer of Acme", "/w/acme/accounts/")
    assert MENTIONS.items(acme.am, today=TODAY, limit=5) == []
