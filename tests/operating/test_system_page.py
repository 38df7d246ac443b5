"""Settings, System: an admin sees and settles what failed in the own workspace, the operator the whole."""

import pytest
from django.conf import settings

from core import events
from core.failures import MAX_ATTEMPTS, is_parked, note_failure, settle
from core.jobs import WorkspaceTask
from core.models import FailedTask, StoredEvent
from csplatform.celery import app
from csplatform.system.state import NEWS, SWEEPS, TASKS
from tests.support.world import NOW
from workspaces.models import SecurityAct

pytestmark = pytest.mark.django_db
TASK = "workspaces.send_mail"


def fail(company, times, *arguments):
    with company.scope():
        for _ in range(times):
            note_failure(TASK, arguments, error="ValueError: no", now=NOW)
        return FailedTask.objects.get()


def news(company):
    with company.scope():
        return StoredEvent.objects.create(
            name=events.BAND_CHANGED, payload={}, created_at=NOW, next_attempt_at=NOW, parked_at=NOW, attempts=8,
            error="KeyError: 'x'",
        )  # fmt: skip


def acts(company):
    with company.scope():
        return list(
            SecurityAct.objects.filter(kind__startswith="work_")
            .order_by("id")
            .values_list("kind", "subject", "member_id")
        )


def test_a_task_is_parked_with_its_fifth_failure_and_forgotten_with_a_success(world):
    with world.acme.scope():
        pauses = [note_failure(TASK, [7], error="E", now=NOW) for _ in range(MAX_ATTEMPTS)]
        assert [(f.attempts, f.is_parked, f.pause_seconds) for f in pauses] == [
            (1, False, 2), (2, False, 4), (3, False, 8), (4, False, 16), (5, True, 32)
        ]  # fmt: skip
        assert (is_parked(TASK, [7]), is_parked(TASK, [8])) == (True, False)
        assert (settle(TASK, [7]), settle(TASK, [7])) == (True, False)


def test_an_admin_lets_failed_work_run_again_once_and_it_is_audited(world, redis):
    row, admin = fail(world.acme, MAX_ATTEMPTS, 7), world.client(world.acme.admin)
    page = admin.get("/w/acme/settings/system/").content.decode()
    assert "ValueError: no" in page
    assert "failed 5×" in page
    url = f"/w/acme/settings/system/tasks/{row.pk}/retry/"
    assert [admin.post(url).status_code for _ in range(2)] == [303, 409]
    with world.acme.scope():
        assert list(FailedTask.objects.values_list("attempts", "parked_at")) == [(0, None)]
    assert acts(world.acme) == [("work_retried", TASK, world.acme.admin.pk)]


def test_an_admin_discards_failed_work_and_parked_news(world, redis):
    row, event, admin = fail(world.acme, 1, 7), news(world.acme), world.client(world.acme.admin)
    for path in (f"tasks/{row.pk}/removal/", f"news/{event.pk}/removal/"):
        assert [admin.post(f"/w/acme/settings/system/{path}").status_code for _ in range(2)] == [303, 404]
    with world.acme.scope():
        assert (FailedTask.objects.count(), StoredEvent.objects.count()) == (0, 0)
    assert [kind for kind, _subject, _member in acts(world.acme)] == ["work_discarded", "work_discarded"]


def test_parked_news_is_passed_on_again(world, redis):
    event, admin = news(world.acme), world.client(world.acme.admin)
    assert admin.post(f"/w/acme/settings/system/news/{event.pk}/retry/").status_code == 303
    with world.acme.scope():
        assert StoredEvent.objects.filter(pk=event.pk, parked_at=None, attempts=0).exists()


def test_only_admins_see_it_and_nothing_of_another_workspace(world, redis):
    row = fail(world.acme, MAX_ATTEMPTS, 7)
    assert world.client(world.acme.lead).get("/w/acme/settings/system/").status_code == 403
    theirs = world.client(world.outsider)
    assert "ValueError" not in theirs.get("/w/other/settings/system/").content.decode()
    assert theirs.post(f"/w/other/settings/system/tasks/{row.pk}/retry/").status_code == 404
    assert acts(world.other) == []


def test_the_whole_platform_is_for_its_operator_alone(world, redis):
    fail(world.other, MAX_ATTEMPTS, 7)
    admin = world.client(world.acme.admin)
    assert "The whole platform" not in admin.get("/w/acme/settings/system/").content.decode()
    user = world.acme.admin.user
    user.is_superuser = True
    user.save()
    page = admin.get("/w/acme/settings/system/").content.decode()
    assert "The whole platform" in page
    assert '<span class="cs-row-title">Other</span>' in page
    assert "PostgreSQL" in page


def test_without_redis_the_page_says_so(world, redis, monkeypatch):
    monkeypatch.setitem(settings.REDIS, "unix_socket_path", "/nonexistent/redis")
    page = world.client(world.acme.admin).get("/w/acme/settings/system/")
    assert page.status_code == 200
    assert "The queue does not answer" in page.content.decode()


def test_every_task_sweep_and_piece_of_news_has_words():
    app.loader.import_default_modules()
    ours = {name for name, task in app.tasks.items() if isinstance(task, WorkspaceTask)}
    assert {name for name in ours if not name.startswith("tests.")} - set(TASKS) == set()
    assert {entry["task"] for entry in settings.CELERY_BEAT_SCHEDULE.values()} - set(SWEEPS) == set()
    assert events.DECLARED - set(NEWS) == set()
