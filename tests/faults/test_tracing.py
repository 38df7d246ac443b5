"""One number from a page's request to what the worker says of the work it asked for."""

import json

import pytest

from tests.faults.platform import eventually

pytestmark = pytest.mark.slow
NUMBER = "proxy-4711-recompute"
PAGE = f"""
from django.test import Client
from tests.support.world import make_company
from workspaces.choices import Role
acme = make_company("acme", "Acme", roles=[Role.ADMIN])
browser = Client(SERVER_NAME="localhost")
browser.force_login(acme.admin.user)
answer = browser.post("/w/acme/scorecards/recompute/", headers={{"X-Request-ID": "{NUMBER}"}})
out([acme.workspace.pk, answer.status_code, answer["X-Request-ID"]])
"""


def test_a_requests_number_travels_from_the_page_to_the_workers_log_lines(platform):
    with platform.worker("traced", queues="default"):
        workspace, status, number = platform.python(PAGE)
        assert (status, number) == (303, NUMBER)
        platform.python(f"from core import jobs; out(jobs.send('health.recompute_due', {workspace}))")

        def ended(task):
            lines = [json.loads(line) for line in platform.said("traced").splitlines() if line[:1] == "{"]
            return [
                one for one in lines if f"Task {task}[" in one["event"] and " succeeded in " in one["event"]
            ]

        [asked] = eventually(lambda: ended("health.recompute_today"), seconds=60)
        facts = {name: asked[name] for name in ("request_id", "workspace_id", "task")}
        assert facts == {
            "request_id": NUMBER, "workspace_id": workspace, "task": "health.recompute_today"
        }  # fmt: skip
        assert asked["task_id"] in asked["event"]
        # The work that no request asked for carries none, also in the process that had one in hand.
        [unasked] = eventually(lambda: ended("health.recompute_due"), seconds=60)
        assert "request_id" not in unasked
