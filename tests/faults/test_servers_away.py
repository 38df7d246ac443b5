"""Redis, PostgreSQL and the mail server gone for a while, and back (proof 5, 7, 9, 17)."""

import threading
import time
from contextlib import contextmanager

import psycopg2
import pytest

from tests.faults.platform import eventually, free_port
from tests.faults.test_workers import MAIL, sender
from tests.support.smtp import start_smtp

pytestmark = pytest.mark.slow
WORLD = """
from tests.support.world import make_world
from django.test import Client
w = make_world()
browser = Client()
browser.force_login(w.acme.admin.user)
out([w.acme.workspace.pk, browser.cookies["sessionid"].value])
"""
PAGE = "/w/acme/accounts/?book=all"


@contextmanager
def load(platform, cookie):
    """Somebody who reads pages all the time; what was answered."""
    stop, answers = threading.Event(), []

    def read():
        while not stop.is_set():
            answers.append(platform.get(PAGE, Cookie=f"sessionid={cookie}"))
            time.sleep(0.05)

    thread = threading.Thread(target=read, daemon=True)
    thread.start()
    try:
        yield answers
    finally:
        stop.set()
        thread.join(20)


def test_redis_gone_and_back_empty_delays_work_and_loses_none(platform):
    workspace, cookie = platform.python(WORLD)
    server, controller = start_smtp()
    more = {"EMAIL_URL": f"smtp://127.0.0.1:{server.port}", "FAULT_BEAT_SECONDS": "2"}
    schedule = str(platform.place.data / "fault-schedule")
    beat = ("-m", "celery", "-A", "csplatform.celery:app", "beat", "--schedule", schedule, "--pidfile", "")
    try:
        with (
            platform.web(**more), platform.worker(**more), platform.program("beat", *beat, **more),
            load(platform, cookie) as answers,
        ):  # fmt: skip
            eventually(lambda: len(answers) > 3)
            engine = platform.stop_engine("valkey")
            gone = len(answers)
            # Work that comes into being meanwhile: mail and news, in the database.
            platform.python(
                "from core.tenancy import workspace_scope\n"
                "from core import events, clock\n"
                "from workspaces.services.mail import write_mail\n"
                f"with workspace_scope({workspace}):\n"
                "    write_mail(key='k', kind='t', to='a@b.example', subject='S', text='T', now=clock.now())\n"
                "    events.publish(events.ACCOUNT_FACTS_CHANGED, {'account_ids': [1]})\n",
                **more,
            )
            eventually(lambda: len(answers) > gone + 4, seconds=60)
            assert [m for m in server.messages if m["To"] == "a@b.example"] == []
            platform.start_engine(engine)
            assert (
                platform.redis(0).dbsize() + platform.redis(1).dbsize() <= 60
            )  # empty, but for what came since
            eventually(lambda: [m["To"] for m in server.messages].count("a@b.example") == 1, seconds=60)
            delivered = "SELECT count(*) FROM core_storedevent WHERE delivered_at IS NULL"
            eventually(lambda: platform.sql(delivered) == [(0,)], seconds=60)
        assert {answer.status for answer in answers} == {200}
        assert max(answer.seconds for answer in answers) < 15
        assert platform.sql("SELECT status, attempts FROM workspaces_outboxmessage WHERE key = 'k'") == [
            ("sent", 1)
        ]
    finally:
        controller.stop()


def test_postgres_restarted_in_the_middle_of_a_page_and_of_a_task_needs_nobody(platform):
    workspace, cookie = platform.python(WORLD)
    send, recomputes = sender(platform), "SELECT count(*) FROM health_recompute WHERE finished_at IS NOT NULL"
    with platform.web(), platform.worker(queues="default"):
        assert platform.get(PAGE, Cookie=f"sessionid={cookie}").status == 200
        holder = platform.connect("postgres")
        with holder.cursor() as cursor:
            cursor.execute("BEGIN; LOCK TABLE accounts_account, health_currentscore IN ACCESS EXCLUSIVE MODE")
        found = []
        page = threading.Thread(
            target=lambda: found.append(platform.get(PAGE, timeout=30, Cookie=f"sessionid={cookie}"))
        )
        page.start()
        send("health.recompute_today", workspace)
        waiting = "SELECT count(*) FROM pg_locks WHERE NOT granted"
        eventually(lambda: platform.sql(waiting)[0][0] >= 2, seconds=30)
        engine = platform.stop_engine("postgres")
        page.join(30)
        assert (found[0].status, found[0].headers["Retry-After"]) == (503, "5")
        assert platform.get("/healthz").status == 200
        platform.start_engine(engine)
        assert platform.get(PAGE, Cookie=f"sessionid={cookie}").status == 200
        assert platform.sql(recomputes) == [(0,)]  # nothing of the cut one stayed
        eventually(lambda: platform.sql(recomputes)[0][0] >= 1, seconds=60)  # and it came again by itself


def test_a_database_without_a_free_connection_answers_503_in_bounded_time(platform):
    _workspace, cookie = platform.python(WORLD)
    with platform.web():
        taken = []
        try:
            while len(taken) < 200:
                try:
                    taken.append(platform.connect("cs_owner"))
                except psycopg2.OperationalError:
                    break
            assert len(taken) < 200
            answer = platform.get(PAGE, timeout=30, Cookie=f"sessionid={cookie}")
            assert (answer.status, answer.headers["Retry-After"]) == (503, "5")
            assert 2.5 < answer.seconds < 20  # it waited for a slot, and not for ever
            assert "The database does not answer just now" in answer.body
        finally:
            for connection in taken:
                connection.close()
        assert eventually(lambda: platform.get(PAGE, Cookie=f"sessionid={cookie}").status == 200)


def test_a_mail_server_that_is_down_then_refuses_one_address_holds_up_nobody(platform):
    port = free_port()
    more = {"EMAIL_URL": f"smtp://127.0.0.1:{port}"}
    state = "SELECT status, attempts FROM workspaces_outboxmessage ORDER BY id"
    with platform.worker(queues="mail", **more):
        workspace, _ids = platform.python(MAIL.format(count=3), **more)
        eventually(lambda: platform.sql(state) == [("waiting", 1)] * 3, seconds=30)
        assert platform.sql(
            "SELECT count(*) FROM workspaces_outboxmessage WHERE next_attempt_at <= now()"
        ) == [(0,)]
        server, controller = start_smtp(port)
        server.refusals["p1@customer.example"] = "550 no such user"
        try:
            platform.sql("UPDATE workspaces_outboxmessage SET next_attempt_at = now()")  # the hour is over
            sender(platform)("workspaces.send_due_mail", workspace, queue="mail")
            eventually(lambda: platform.sql(state) == [("sent", 2), ("refused", 2), ("sent", 2)], seconds=30)
            assert sorted(m["To"] for m in server.messages) == ["p0@customer.example", "p2@customer.example"]
            assert platform.sql("SELECT error FROM workspaces_outboxmessage WHERE status = 'refused'") == [
                ("550 no such user",)
            ]
        finally:
            controller.stop()
