"""Every task opens its workspace, every enqueued name exists, and the clock rings only for what exists."""

import inspect
import re

import pytest
from django.conf import settings

from core.jobs import WorkspaceTask
from csplatform.celery import app
from tests.architecture.test_house import ROOT, sources

OWN = (
    "core.",
    "workspaces.",
    "accounts.",
    "notifications.",
    "playbooks.",
    "health.",
    "surveys.",
    "lifecycle.",
    "portal.",
    "reports.",
    "integrations.",
)


@pytest.fixture(scope="module")
def tasks():
    app.loader.import_default_modules()
    return {name: task for name, task in app.tasks.items() if name.startswith(OWN)}


def test_a_task_takes_the_workspace_first_or_is_a_sweep(tasks):
    for name, task in tasks.items():
        parameters = list(inspect.signature(task.run).parameters)
        if isinstance(task, WorkspaceTask):
            assert parameters[0] == "workspace_id", name
        else:
            assert name.split(".")[1].startswith("sweep_"), name
            assert parameters == [], name


def test_every_enqueued_name_is_a_registered_task(tasks):
    named = set()
    for path in sources():
        named |= set(re.findall(r"(?:enqueue|send|send_or_raise)\(\s*\"([a-z_.]+)\"", path.read_text()))
    assert named - set(tasks) == set()


def test_the_clock_rings_for_registered_tasks_only(tasks):
    rung = {entry["task"] for entry in settings.CELERY_BEAT_SCHEDULE.values()}
    assert rung - set(tasks) == set()


def test_each_sweep_is_rung_by_the_clock(tasks):
    sweeps = {name for name in tasks if name.split(".")[1].startswith("sweep_")}
    assert sweeps - {entry["task"] for entry in settings.CELERY_BEAT_SCHEDULE.values()} == set()


def test_task_names_carry_the_app_that_holds_them(tasks):
    for name, task in tasks.items():
        assert task.run.__module__.split(".")[0] == name.split(".")[0], name
    assert ROOT.exists()
