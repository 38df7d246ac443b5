"""What is kept outside the database carries its workspace too (proof 45)."""

import re

import pytest

from core import marks, readiness
from csplatform.celery import app
from tests.architecture.test_house import sources
from tests.isolation.visits import browser_of, pages_of

pytestmark = pytest.mark.django_db

#: Keys of the whole platform, and why.
OF_ALL = {
    rb"cache::1:allauth:": "attempts at signing in, by address and client",
    marks.HEARTBEAT_KEY.encode(): "the worker's pulse",
    marks.SWEEPS_KEY.encode(): "when the clock rang last, without a workspace",
}


def test_what_pages_and_tasks_leave_in_redis_begins_with_the_workspace(both, redis):
    pages_of(both, both.acme.company.admin)
    workspace_id = both.acme.company.workspace.id
    app.loader.import_default_modules()
    for name in ("health.recompute_today", "health.recompute_history", "accounts.refresh_figures"):
        app.tasks[name](workspace_id)
    readiness.beat_heart()
    own = re.compile(rb"(cache::1:)?(cs:)?%d:" % workspace_id)
    strange = [key for key in redis.scan_iter() if not own.match(key) and not key.startswith(tuple(OF_ALL))]
    assert strange == []


def test_nobody_writes_a_key_of_the_cache_or_of_redis_by_heart():
    """A literal key has no workspace in it; what begins with one comes from a function."""
    literal = re.compile(
        r"\b(?:cache|redis|client|_client\(\))\.(?:get|set|add|incr|delete|publish|hset)\(\s*f?[\"'](?!\{(?:required_)?workspace_id)"
    )
    found = [str(path) for path in sources() if path.name != "cache.py" and literal.search(path.read_text())]
    assert found == []


def test_pages_are_kept_by_nobody_but_their_reader(both):
    """No shared cache, and none that shows them after the workspace was changed or left."""
    kept = {}
    for path, response in pages_of(both, both.acme.company.admin).answers.items():
        if response.status_code == 200:
            told = response.get("Cache-Control", "")
            if "public" in told or "ETag" in response or "Cookie" not in response.get("Vary", ""):
                kept[path] = (told, response.get("Vary"))
    assert kept == {}


def test_the_choice_of_the_book_stays_in_its_workspace(both):
    browser = browser_of(both.world, both.acme.company.admin)
    assert browser.cookies["book"]["path"] == "/w/acme/"
