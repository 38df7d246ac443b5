"""Two at once, cancelled in the middle, killed in the middle: once, not at all, or whole; never half."""

import os
import signal
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.db import connection

from accounts.models import Account
from core.tenancy import workspace_scope
from integrations.models import Import, ImportProblem
from integrations.services.runs import mend_imports, run_import
from integrations.services.work import work_on
from tests.integrations.flow import ACCOUNTS, Flow, told
from tests.support.world import NOW, make_world
from workspaces.models import Batch

pytestmark = pytest.mark.django_db(transaction=True)
HOLDERS = """
SELECT count(*) FROM pg_locks
WHERE locktype = 'advisory' AND granted AND (classid::bigint << 32) | objid::bigint
      = hashtextextended('integrations.import', %s)
"""


@pytest.fixture
def flow(transactional_db, redis):
    world = make_world()
    return Flow(world.acme, world.client(world.acme.admin))


@contextmanager
def gate(flow):
    """Holds what the writing of accounts waits for, so that a run stands still in the middle."""
    other = connection.copy()
    other.set_autocommit(False)
    with other.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtextextended('import.accounts', %s))",
            [flow.company.workspace.pk],
        )
    try:
        yield
    finally:
        other.rollback()
        other.close()


def in_a_thread(deed, *args, **named):
    """As a worker does it: on a connection of its own."""
    try:
        return deed(*args, **named)
    finally:
        connection.close()


def work(flow, pk):
    return in_a_thread(work_on, flow.company.workspace.pk, pk, now=NOW)


def wait_until_held(pk):
    for _attempt in range(200):
        with connection.cursor() as cursor:
            cursor.execute(HOLDERS, [pk])
            if cursor.fetchone()[0]:
                return
        time.sleep(0.05)
    raise AssertionError("no worker took the import in hand")


def written(flow):
    with flow.company.scope():
        return (
            Account.objects.filter(external_id__startswith="X-").count(),
            Batch.objects.count(),
            ImportProblem.objects.filter(is_warning=True).count(),
        )


def test_the_same_file_twice_at_once_is_taken_in_once(flow):
    first, second = flow.checked(ACCOUNTS), flow.checked(ACCOUNTS)
    for pk in (first, second):
        flow.client.post(flow.url(pk, "run/"))
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(lambda pk: work(flow, pk), (first, second)))
    came = sorted(told(flow.row(pk))[1:5] for pk in (first, second))
    assert came == [(0, 0, 2, 1), (2, 0, 0, 1)]


def test_a_double_click_and_a_message_delivered_twice_run_once(flow):
    pk = flow.checked(ACCOUNTS)

    def ask(_number):
        with workspace_scope(flow.company.workspace.pk):
            return run_import(Import.objects.get(pk=pk), by=flow.company.admin, now=NOW)

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(lambda n: in_a_thread(ask, n), range(2))) == [False, True]
        list(pool.map(lambda _n: work(flow, pk), range(2)))
    assert told(flow.row(pk)) == ("done", 2, 0, 0, 1, 0)
    assert written(flow)[:2] == (2, 1)


def test_a_cancel_in_the_middle_stops_the_worker_and_nothing_stays(flow):
    pk = flow.checked(ACCOUNTS)
    flow.client.post(flow.url(pk, "run/"))
    with gate(flow), ThreadPoolExecutor(1) as pool:
        run = pool.submit(work, flow, pk)
        wait_until_held(pk)
        began = time.monotonic()
        flow.client.post(flow.url(pk, "cancellation/"))
        run.result(timeout=10)
    assert time.monotonic() - began < 5
    assert flow.row(pk).state == "cancelled"
    assert written(flow) == (0, 0, 0)
    assert "Nothing was saved. It can run again" in flow.client.get(flow.url(pk)).content.decode()


def test_a_cancel_before_a_worker_came_needs_none(flow):
    pk = flow.checked(ACCOUNTS)
    flow.client.post(flow.url(pk, "run/"))
    flow.client.post(flow.url(pk, "cancellation/"))
    assert flow.row(pk).state == "cancelled"
    flow.work(pk)
    assert written(flow) == (0, 0, 0)
    flow.client.post(flow.url(pk, "run/"))
    flow.work(pk)
    assert told(flow.row(pk)) == ("done", 2, 0, 0, 1, 0)


def test_a_worker_killed_in_the_middle_leaves_nothing_and_the_import_runs_again(flow):
    pk = flow.checked(ACCOUNTS)
    flow.client.post(flow.url(pk, "run/"))
    with gate(flow):
        worker = os.fork()
        if worker == 0:
            inherited = connection.connection  # noqa: F841  kept open: it is the parent's
            connection.connection = None
            work_on(flow.company.workspace.pk, pk, now=NOW)
            os._exit(0)
        wait_until_held(pk)
        os.kill(worker, signal.SIGKILL)
        os.waitpid(worker, 0)
    for _attempt in range(100):
        with flow.company.scope():
            if mend_imports(now=NOW + timedelta(minutes=1)):
                break
        time.sleep(0.1)
    assert flow.row(pk).state == "interrupted"
    assert written(flow) == (0, 0, 0)
    page = flow.client.get(flow.url(pk)).content.decode()
    assert "The worker stopped before the end. Nothing was saved." in page
    assert "Run again" in page
    flow.client.post(flow.url(pk, "run/"))
    flow.work(pk)
    assert told(flow.row(pk)) == ("done", 2, 0, 0, 1, 0)


def test_an_import_whose_message_was_lost_is_sent_again(flow, redis):
    pk = flow.checked(ACCOUNTS)
    flow.client.post(flow.url(pk, "run/"))
    with flow.company.scope():
        queued = Import.objects.get(pk=pk).queued_at
        assert mend_imports(now=queued + timedelta(minutes=1)) == 0
        assert mend_imports(now=queued + timedelta(minutes=3)) == 1
        assert Import.objects.get(pk=pk).queued_at == queued + timedelta(minutes=3)


def test_the_app_lets_tables_be_analyzed_after_many_rows(flow):
    rows = "".join(f"X-{number},Name {number}\n" for number in range(1000))
    flow.imported(f"account_id,account_name\n{rows}".encode())
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT last_analyze IS NOT NULL FROM pg_stat_user_tables WHERE relname = 'accounts_account'"
        )
        assert cursor.fetchone()[0]
