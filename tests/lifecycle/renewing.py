"""Contracts that come up for renewal, and sweeps over them."""

import os
import threading
from contextlib import contextmanager
from datetime import date

from django.db import connection

from accounts.models import Contract
from lifecycle.models import MilestoneDecision
from lifecycle.services import sweep_due_milestones
from tests.support.world import NOW
from workspaces.models import OutboxMessage

END = date(2026, 12, 31)


def contract(account, number, **values):
    """A yearly contract that ends on END, renews itself and is worth €12,000 a year, if not told otherwise."""
    given = {
        "starts_on": date(2026, 1, 1),
        "ends_on": END,
        "currency": "EUR",
        "arr_amount": 1_200_000,
        "auto_renew": True,
    }
    return Contract.objects.create(account=account, external_id=number, **{**given, **values})


def sweep(company, today, now=NOW):
    """(sent, messages, already, skipped) of one sweep; due is always sent and already."""
    swept = sweep_due_milestones(company.workspace, today=today, now=now)
    assert swept.due == swept.sent + swept.already
    return (swept.sent, swept.messages, swept.already, swept.skipped)


def decisions(company):
    """(contract's number, term end, milestone, state, days left) of each decision."""
    with company.scope():
        return list(
            MilestoneDecision.objects.order_by(
                "contract__external_id", "term_ends_on", "-milestone"
            ).values_list("contract__external_id", "term_ends_on", "milestone", "state", "days_left")
        )


def mails(company):
    with company.scope():
        return list(OutboxMessage.objects.filter(kind="renewal").order_by("pk"))


def at_once(count, work):
    """Run `work` in this many threads, each on a connection of its own; returns what they returned."""
    ready, results, errors = threading.Barrier(count), [], []

    def run():
        try:
            connection.ensure_connection()
            ready.wait(timeout=30)
            results.append(work())
        except BaseException as error:
            errors.append(error)
            raise
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _ in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=120)
    assert errors == []
    return results


@contextmanager
def forked(work):
    """Run `work` in a process of its own while the body runs; yields its id. Ends without any of Python's or the
    driver's farewells, as a killed worker does."""
    connection.close()  # a connection is nothing that two processes share
    pid = os.fork()
    if pid == 0:
        try:
            work()
        finally:
            os._exit(0)
    yield pid
