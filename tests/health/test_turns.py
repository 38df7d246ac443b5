"""Histories and scores beside each other: none waits for the other, and none is told done before it is there."""

import json
from base64 import b64decode
from threading import Thread

import pytest
from django.db import connection
from redis import Redis

from csplatform.celery import app
from health.models import CurrentScore
from health.services import request_history
from health.services.history import compute_waiting_history, history_progress
from health.services.readings import RESCORE
from health.services.recompute import take_turn
from health.tasks import rescore_accounts
from tests.health.book import rate_all
from tests.support.world import NOW, TODAY, make_world

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def queue():
    """What waits in the default queue, as (task, arguments)."""
    with app.connection_for_write() as broker:
        client: Redis = broker.default_channel.client
        client.delete("default")

        def waiting():
            sent = [json.loads(message) for message in client.lrange("default", 0, -1)]
            return [
                (m["headers"]["task"], json.loads(b64decode(m["body"]))[0], m["headers"]["eta"]) for m in sent
            ]

        yield waiting
        client.delete("default")


def test_it_comes_again_while_another_recompute_has_its_turn_and_scores_after_it(queue):
    acme = make_world().acme
    with acme.scope():
        rate_all(acme.account, [3] * 7, TODAY)
    queue_before = len(queue())
    other = connection.copy()
    other.set_autocommit(False)
    try:
        with other.cursor() as cursor:
            cursor.execute(
                "SELECT pg_advisory_xact_lock(hashtextextended('health.recompute', %s))", [acme.workspace.pk]
            )
        rescore_accounts(acme.workspace.pk, [acme.account.pk])
        with acme.scope():
            assert not CurrentScore.objects.exists()
            assert not take_turn()
        [(task, arguments, eta)] = queue()[: len(queue()) - queue_before]
        assert (task, arguments, eta is not None) == (RESCORE, [acme.workspace.pk, [acme.account.pk]], True)
    finally:
        other.rollback()
        other.close()
    rescore_accounts(acme.workspace.pk, [acme.account.pk])
    with acme.scope():
        assert CurrentScore.objects.get().band == "healthy"


def test_a_history_is_said_to_be_under_way_until_its_scores_are_there_for_everybody():
    acme = make_world().acme
    seen = []

    def look():
        with acme.scope():
            seen.append((history_progress() is not None, CurrentScore.objects.exists()))

    def look_from_elsewhere(*_week):
        watcher = Thread(target=lambda: (look(), connection.close()))
        watcher.start()
        watcher.join(timeout=20)

    with acme.scope():
        rate_all(acme.account, [3] * 7, TODAY)
        request_history(today=TODAY, now=NOW)
    with acme.scope():
        assert compute_waiting_history(today=TODAY, now=NOW) is not None
        look_from_elsewhere()
    look_from_elsewhere()
    assert seen == [(True, False), (False, True)]
