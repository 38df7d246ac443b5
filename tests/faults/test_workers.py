"""Workers that are killed, too slow, or handed what they choke on (proof 1, 6, 13)."""

import json
import os
import random
import signal
import time

import pytest
from celery import Celery

from tests.faults.platform import eventually
from tests.support.smtp import start_smtp

pytestmark = pytest.mark.slow
ACCOUNTS = 2000
BOOK = f"""
from tests.support.world import make_company, NOW
from tests.health.book import accounts, publish
from workspaces.choices import Role
from health.models import Metric, Reading
from core import clock
acme = make_company("acme", "Acme", roles=[Role.ADMIN])
with acme.scope():
    acme.contract.delete()
    from accounts.models import Account
    Account.objects.bulk_create(
        Account(name=f"C {{n}}", name_key=f"c {{n}}", external_id=f"X-{{n}}") for n in range({ACCOUNTS})
    )
    metric = Metric.objects.get(key="sponsor_coverage")
    publish({{"sponsor_coverage": 10_000}})
    Reading.objects.bulk_create(
        Reading(account=a, metric=metric, source="manual", measured_on=clock.now().date(),
                confirmed_on=clock.now().date(), rating=1, measure="hand", recorded_at=NOW)
        for a in Account.objects.filter(external_id__startswith="X-")
    )
out(acme.workspace.pk)
"""
SCORES = "SELECT score_100, count(*) FROM health_currentscore WHERE score_100 IS NOT NULL GROUP BY 1"
HALF = """
    SELECT count(*) FROM health_currentscore c
    WHERE c.score_100 IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM health_score s WHERE s.account_id = c.account_id AND s.score_100 = c.score_100)
"""


def children(pid):
    """The processes of the pool."""
    return [int(one) for one in open(f"/proc/{pid}/task/{pid}/children").read().split()]


def kill_pool(worker):
    for pid in children(worker.pid):
        os.kill(pid, signal.SIGKILL)


def sender(platform):
    """A way to hand tasks over without starting Django for each."""
    url = f"redis+socket://{platform.services.queue.socket}?virtual_host=1"
    app = Celery("faults", broker=url, set_as_current=False)

    def send(name, *arguments, queue="default"):
        app.send_task(name, args=arguments, queue=queue)

    return send


def test_a_recompute_killed_ten_times_leaves_all_old_or_all_new_scores(platform):
    workspace = platform.python(BOOK)
    send, chance = sender(platform), random.Random(7)
    with platform.worker(queues="default") as worker:
        began = time.monotonic()
        send("health.recompute_today", workspace)
        eventually(lambda: platform.sql(SCORES) == [(0, ACCOUNTS)], seconds=60)
        took = time.monotonic() - began
        old, caught = 0, 0
        for turn in range(10):
            rating = 2 + turn % 2  # 50 and 100 of 100 in turn
            new = (rating - 1) * 50_000
            platform.sql("UPDATE health_reading SET rating = %s", rating)
            send("health.recompute_today", workspace)
            time.sleep(chance.random() * took)
            kill_pool(worker)
            [(score, count)] = platform.sql(SCORES)
            assert (score in (old, new), count) == (True, ACCOUNTS)
            caught += score == old
            assert platform.sql(HALF) == [(0,)]
            eventually(lambda new=new: platform.sql(SCORES) == [(new, ACCOUNTS)], seconds=60)
            old = new
        assert caught > 0  # at least one was cut in the middle
        assert platform.sql(HALF) == [(0,)]
        # With the run that succeeded, the earlier ones are forgotten.
        eventually(lambda: platform.sql("SELECT count(*) FROM core_failedtask") == [(0,)])


MAIL = """
from tests.support.world import make_company, NOW
from workspaces.choices import Role
from workspaces.models import OutboxMessage
from workspaces.services.mail import write_mail
acme = make_company("acme", "Acme", roles=[Role.ADMIN])
with acme.scope():
    for n in range({count}):
        write_mail(key=f"k{{n}}", kind="test", to=f"p{{n}}@customer.example", subject="Hello", text="Words", now=NOW)
    out([acme.workspace.pk, list(OutboxMessage.objects.order_by("id").values_list("pk", flat=True))])
"""


def finished(platform, *names):
    """Runs of `send_mail` that came to their end, by what the workers said."""
    said = "".join(platform.said(name) for name in names)
    return [json.loads(line) for line in said.splitlines() if "send_mail[" in line and "succeeded" in line]


def test_a_task_longer_than_the_visibility_timeout_has_its_effect_once(platform):
    server, controller = start_smtp()
    server.delay = 18.0  # a letter is being handed over all the while
    more = {"EMAIL_URL": f"smtp://127.0.0.1:{server.port}", "FAULT_VISIBILITY_SECONDS": "5"}
    state = "SELECT status, attempts FROM workspaces_outboxmessage"
    try:
        with (
            platform.worker("first", queues="mail", **more),
            platform.worker("second", queues="mail", **more),
        ):
            workspace, _ids = platform.python(MAIL.format(count=1), **more)
            # The same message came once more while the first run had it in hand, and found nothing left to do.
            [again] = eventually(lambda: finished(platform, "first", "second"), seconds=60)
            assert again["event"].endswith(": None")
            assert platform.sql(state) == [("sending", 1)]
            server.delay = 0.0
            eventually(lambda: platform.sql(state) == [("sent", 1)], seconds=60)
            runs = eventually(
                lambda: [r for r in [finished(platform, "first", "second")] if len(r) > 1], seconds=20
            )[0]
            assert {(run["task_id"], run["workspace_id"]) for run in runs} == {(again["task_id"], workspace)}
            assert len(server.messages) == 1
            # To come again is no failure once the work is done.
            eventually(lambda: platform.sql("SELECT count(*) FROM core_failedtask") == [(0,)])
    finally:
        controller.stop()


def test_a_poisoned_task_is_parked_after_its_tries_and_the_queue_goes_on(platform):
    workspace, _ids = platform.python(MAIL.format(count=0))
    send = sender(platform)
    parked = "SELECT name, attempts, parked_at IS NOT NULL, error FROM core_failedtask"
    with platform.worker(queues="default,mail"):
        send("workspaces.send_mail", workspace, "poison", queue="mail")
        send("no.such_task", workspace)
        [(name, attempts, is_parked, error)] = eventually(
            lambda: [row for row in platform.sql(parked) if row[2]], seconds=40
        )
        assert (name, attempts, is_parked) == ("workspaces.send_mail", 5, True)
        assert error.startswith("ValueError: Field 'id' expected a number but got 'poison'")
        # Nothing of it waits to come again: what waits for its time is not taken off the list.
        eventually(lambda: platform.redis().hlen("unacked") == 0 == platform.redis().llen("mail"))
        assert platform.sql(parked)[0][1] == 5
        send("health.recompute_today", workspace)
        eventually(
            lambda: platform.sql("SELECT count(*) FROM health_recompute WHERE finished_at IS NOT NULL")[0][0]
        )
        assert "Received unregistered task of type 'no.such_task'" in platform.said("worker")


def test_a_task_that_kills_its_worker_each_time_is_parked_and_the_queue_goes_on(platform):
    workspace, _ids = platform.python(MAIL.format(count=0))
    send, caught = sender(platform), set()
    parked = "SELECT name, attempts, error FROM core_failedtask WHERE parked_at IS NOT NULL"
    waiting = "SELECT pid FROM pg_locks WHERE NOT granted AND locktype = 'relation'"
    with platform.worker(queues="default") as worker:
        with platform.locked("core_storedevent"):
            send("core.deliver_events", workspace)
            for _ in range(5):
                [backend] = eventually(lambda: {pid for (pid,) in platform.sql(waiting)} - caught, seconds=40)
                caught.add(backend)
                kill_pool(worker)
                # PostgreSQL hears of its client's death only once the lock is granted.
                platform.sql("SELECT pg_terminate_backend(%s)", backend, user="postgres")
            eventually(
                lambda: (
                    platform.sql(parked)
                    == [("core.deliver_events", 5, "The worker ended in the middle of it.")]
                ),
                seconds=40,
            )
            # The message itself is gone: no sixth run of it.
            eventually(lambda: platform.redis().hlen("unacked") == 0)
            assert {pid for (pid,) in platform.sql(waiting)} - caught == set()
        send("health.recompute_today", workspace)
        done = "SELECT count(*) FROM health_recompute WHERE finished_at IS NOT NULL"
        eventually(lambda: platform.sql(done)[0][0] > 0, seconds=30)
