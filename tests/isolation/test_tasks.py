"""A task of one workspace, handed the numbers of another's rows, touches nothing there (proof 44)."""

import inspect
import threading

import pytest
from django.conf import settings
from django.core.exceptions import ObjectDoesNotExist
from django.db import DatabaseError, connection

from accounts.models import Account
from core.errors import DomainError
from core.jobs import WorkspaceTask
from core.tenancy import current_workspace_id
from csplatform.celery import app
from tests.isolation.builders import ROWS
from tests.isolation.requests import contents
from tests.support.world import make_world

OWN = {name.split(".")[0] for name in settings.INSTALLED_APPS if "." not in name}


@pytest.fixture(scope="module")
def tasks():
    app.loader.import_default_modules()
    return {
        name: task
        for name, task in app.tasks.items()
        if isinstance(task, WorkspaceTask) and name.split(".")[0] in OWN
    }


def arguments(task):
    return list(inspect.signature(task.run).parameters)[1:]


def test_every_argument_of_a_task_has_a_builder(tasks):
    wanted = {
        f"{name}: {given}" for name, task in tasks.items() for given in arguments(task) if given not in ROWS
    }
    assert wanted == set(), (
        "Add a line to ROWS in tests/isolation/builders.py: which model's row does it name?"
    )


@pytest.mark.django_db
def test_a_task_handed_another_workspaces_rows_touches_none_of_them(both, tasks, smtp):
    before, touched, left, broken = contents(both.other.company), [], [], []
    for name, task in sorted(tasks.items()):
        keys = [both.other.key(given) for given in arguments(task)]
        values = [
            [key] if given.endswith("_ids") else key for given, key in zip(arguments(task), keys, strict=True)
        ]
        try:
            task(both.acme.company.workspace.id, *values)
        except DatabaseError as error:
            broken.append((name, error))
        except (DomainError, ObjectDoesNotExist):
            pass  # refused, as it should be
        if current_workspace_id() is not None:
            left.append(name)
        if contents(both.other.company) != before:
            touched.append(name)
            before = contents(both.other.company)
    assert (left, broken) == ([], [])
    assert touched == []


@app.task(base=WorkspaceTask, name="tests.count_accounts", bind=False)
def count_accounts(workspace_id, breaks):
    with connection.cursor() as cursor:
        cursor.execute("SELECT DISTINCT workspace_id FROM accounts_account")
        seen = cursor.fetchall()
    if breaks:
        raise ZeroDivisionError
    return seen, Account.objects.count(), current_workspace_id()


@pytest.mark.django_db(transaction=True)
def test_a_thousand_mixed_tasks_in_threads_see_their_own_workspace_and_leave_none_behind(transactional_db):
    world = make_world()
    ids = [world.acme.workspace.id, world.other.workspace.id]
    wrong = []

    def work(first):
        for number in range(first, 1000, 8):
            mine = ids[number % 2]
            try:
                told = count_accounts(mine, number % 7 == 0)
            except ZeroDivisionError:
                told = None
            if told not in (None, ([(mine,)], 1, mine)) or current_workspace_id() is not None:
                wrong.append((number, told))
            if number % 11 == 0:
                with connection.cursor() as cursor:
                    cursor.execute("SELECT count(*) FROM accounts_account")
                    if cursor.fetchone() != (0,):
                        wrong.append((number, "seen without a workspace"))
        connection.close()

    threads = [threading.Thread(target=work, args=(first,)) for first in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []
