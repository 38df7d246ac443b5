"""A worker that is killed while it writes mail about notices: nothing is lost, nothing goes out twice."""

import os
import signal

import pytest

from tests.faults.platform import SETUP, eventually

pytestmark = pytest.mark.slow

TELL = """
from notifications.services import notify
from tests.support.world import NOW, make_company
from workspaces.choices import Role
acme = make_company("acme", "Acme", roles=[Role.ADMIN, Role.CSM])
with acme.scope():
    for kind in ("mention", "health_fall"):
        notify([acme.csm], kind=kind, title=kind, path="accounts/", origin_key=kind, now=NOW)
"""
MAIL = """
from notifications.services.mailing import mail_due
from tests.support.world import NOW
from workspaces.models import Workspace
out(mail_due(Workspace.objects.get(slug="acme"), now=NOW))
"""


def mails(platform):
    return platform.sql(
        "SELECT subject FROM workspaces_outboxmessage WHERE kind = 'notices' ORDER BY subject"
    )


def test_a_worker_killed_between_claiming_and_writing_has_claimed_nothing(platform):
    platform.python(TELL)
    waits = "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND query LIKE '%outboxmessage%'"
    with (
        platform.locked("workspaces_outboxmessage"),
        platform.program("mailer", "-c", SETUP + MAIL) as mailer,
    ):
        eventually(lambda: platform.sql(waits, user="postgres") != [(0,)])
        os.kill(mailer.process.pid, signal.SIGKILL)
        mailer.process.wait(10)
    eventually(lambda: platform.sql(waits, user="postgres") == [(0,)])
    assert platform.sql("SELECT count(*) FROM notifications_notice WHERE mailed_at IS NOT NULL") == [(0,)]
    assert [platform.python(MAIL) for _ in range(2)] == [2, 0]
    assert mails(platform) == [("17 September: 1 fell",), ("mention",)]
