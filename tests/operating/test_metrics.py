"""/metrics: closed unless opened, true to the rows, and without a name."""

from datetime import timedelta

import pytest
from django.db import connection

from core.models import FailedTask
from csplatform.selectors import PlatformFact, platform_facts, workspace_facts
from tests.support.world import NOW
from workspaces.services.mail import write_mail

pytestmark = pytest.mark.django_db


def ask(world, **headers):
    return world.client().get("/metrics", **headers)


def test_nobody_may_ask_unless_the_settings_say_so(world, redis, settings):
    assert ask(world).status_code == 404
    settings.METRICS_TOKEN = "t" * 40
    assert ask(world).status_code == 404
    assert ask(world, headers={"Authorization": "Bearer wrong"}).status_code == 404
    assert ask(world, headers={"Authorization": f"Bearer {'t' * 40}"}).status_code == 200


def test_this_machine_may_ask_the_embedded_platform_and_a_proxy_may_not(world, redis, settings):
    settings.METRICS_FROM_LOOPBACK = True
    assert ask(world).status_code == 200
    assert ask(world, headers={"X-Forwarded-For": "10.0.0.1"}).status_code == 404
    assert ask(world, REMOTE_ADDR="10.0.0.1").status_code == 404
    settings.METRICS_TOKEN = "t" * 40
    assert ask(world).status_code == 404


def test_it_counts_mail_and_failed_tasks_by_workspace_id_and_names_nobody(world, redis, settings):
    settings.METRICS_FROM_LOOPBACK = True
    with world.acme.scope():
        write_mail(key="k", kind="t", to="anna@customer.example", subject="S", text="T", now=NOW)
        FailedTask.objects.create(
            name="a.b", fingerprint="f", attempts=5, parked_at=NOW, error="E",
            first_failed_at=NOW - timedelta(hours=1), last_failed_at=NOW,
        )  # fmt: skip
    world.client().get("/accounts/login/")
    text = ask(world).content.decode()
    number = world.acme.workspace.pk
    assert f'cs_work{{kind="mail",state="waiting",workspace="{number}"}} 1.0' in text
    assert f'cs_work{{kind="task",state="parked",workspace="{number}"}} 1.0' in text
    assert 'cs_queue_length{queue="default"}' in text
    assert 'cs_up{part="database"} 1.0' in text
    assert 'cs_requests_total{method="GET",page="account_login",status="200"}' in text
    for name in ("acme", "Acme", "anna", "customer.example"):
        assert name not in text


def test_a_workspace_counts_its_own_and_the_door_lets_only_numbers_through(world):
    for company in (world.acme, world.other):
        with company.scope():
            write_mail(key="k", kind="t", to="a@b.example", subject="S", text="T", now=NOW)
    assert len({fact.workspace_id for fact in platform_facts() if fact.kind == "mail"}) == 2
    with world.acme.scope():
        mails = [fact for fact in workspace_facts() if fact.kind == "mail"]
    assert [(m.workspace_id, m.state, m.number) for m in mails] == [(world.acme.workspace.pk, "waiting", 1.0)]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT proargnames FROM pg_proc WHERE proname = 'platform_facts' AND prosecdef AND proconfig IS NOT NULL"
        )
        assert cursor.fetchall() == [(["workspace_id", "kind", "state", "number", "oldest_seconds"],)]
    assert PlatformFact.__match_args__ == ("workspace_id", "kind", "state", "number", "oldest_seconds")
