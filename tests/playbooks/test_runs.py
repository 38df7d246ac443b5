"""Playbooks at work: steps become tasks of the right people on the right days; the run ends with its last task."""

from datetime import date

import pytest

from accounts.choices import OwnerRole
from core.errors import DomainError, NotFound
from notifications.models import Notice
from playbooks.choices import DayKind, RunState
from playbooks.errors import NotPublished, TaskDone
from playbooks.models import Act, PlaybookVersion, Run, Task
from playbooks.rules import Holder
from playbooks.selectors import customer_tasks
from playbooks.services.books import (
    StepFields,
    add_step,
    archive_playbook,
    create_playbook,
    open_draft,
    publish_draft,
)
from playbooks.services.ctas import assign_cta
from playbooks.services.runs import start_playbook, stop_run
from playbooks.services.tasks import (
    TaskFields,
    add_task,
    change_task,
    complete_task,
    reopen_task,
    tick_customer_task,
    tick_item,
)
from playbooks.services.telling import tell_started
from tests.playbooks.making import book_of, cta_on
from tests.support.world import NOW, TODAY, add_account

pytestmark = pytest.mark.django_db

STEPS = (
    StepFields(title="Call", offset_days=2, checklist=("Sponsor", "IT")),
    StepFields(title="Set up", offset_days=4, day_kind=DayKind.CALENDAR, owner_role=OwnerRole.DM),
    StepFields(title="Sign in", offset_days=30, day_kind=DayKind.CALENDAR, visible_to_customer=True),
)


@pytest.fixture
def book(acme):
    return book_of(*STEPS)


def start(acme, **given):
    return start_playbook(acme.account, "plan", by=acme.csm, today=TODAY, now=NOW, **given)


def tasks(run):
    return list(Task.objects.filter(run=run).order_by("position"))


def test_steps_become_tasks_of_the_right_people_on_the_right_days(acme, book):
    made = [(one.title, one.owner_id, one.due_on, one.visible_to_customer) for one in tasks(start(acme))]
    assert made == [
        ("Call", acme.csm.pk, date(2026, 9, 21), False),
        ("Set up", acme.dm.pk, date(2026, 9, 21), False),
        ("Sign in", acme.csm.pk, date(2026, 10, 17), True),
    ]
    assert tasks(Run.objects.get())[0].checklist == [
        {"text": "Sponsor", "done": False},
        {"text": "IT", "done": False},
    ]


def test_who_gets_tasks_is_told_once_by_run_but_not_who_started_it(acme, book):
    run = start(acme)
    [told] = Notice.objects.all()
    assert (told.member_id, told.kind, told.title, told.body, told.path) == (
        acme.dm.pk,
        "task",
        f"1 task for you: {book.name}",
        "Customer of Acme · The first is due 21 Sep 2026.",
        f"runs/{run.pk}/",
    )


def test_a_rule_tells_of_tasks_those_whom_it_does_not_tell_of_the_cta(acme, book):
    cta = assign_cta(cta_on(acme.account), Holder(acme.csm.pk), by=acme.csm, now=NOW)
    run = start_playbook(acme.account, "plan", cta=cta, by=None, today=TODAY, now=NOW)
    runs = [start_playbook(acme.account, "plan", by=None, today=TODAY, now=NOW) for _one in range(6)]
    Notice.objects.all().delete()
    tell_started([run], by=None, now=NOW)
    assert list(Notice.objects.values_list("member_id", flat=True)) == [acme.dm.pk]
    tell_started([run, *runs], by=None, now=NOW)
    assert sorted(Notice.objects.filter(member=acme.dm).values_list("title", flat=True)) == [
        *[f"1 task for you: {book.name}"] * 5,
        "2 more playbooks have tasks for you",
    ]


def test_a_step_without_a_role_is_that_of_the_ctas_owner(acme, book):
    cta = assign_cta(cta_on(acme.account), Holder(acme.am.pk), by=acme.csm, now=NOW)
    made = tasks(start(acme, cta=cta))
    assert [one.owner_id for one in made] == [acme.am.pk, acme.dm.pk, acme.am.pk]


def test_of_one_cta_a_playbook_runs_once(acme, book):
    cta = cta_on(acme.account)
    first, second = start(acme, cta=cta), start(acme, cta=cta)
    assert first.pk == second.pk
    assert Task.objects.count() == 3
    assert start(acme).pk != start(acme).pk


def test_what_has_no_version_in_force_or_is_archived_is_not_started(acme, book):
    with pytest.raises(NotFound):
        start_playbook(acme.account, "nowhere", by=acme.csm, today=TODAY, now=NOW)
    empty = create_playbook("Empty", by=acme.lead, now=NOW)
    with pytest.raises(NotPublished):
        start_playbook(acme.account, empty, by=acme.csm, today=TODAY, now=NOW)
    archive_playbook(book, archived=True)
    with pytest.raises(NotPublished):
        start(acme)


def test_a_run_keeps_its_version_when_a_new_one_is_published(acme, book):
    old = start(acme)
    draft = open_draft(book, by=acme.lead, now=NOW)
    assert [step.title for step in draft.steps.order_by("position")] == ["Call", "Set up", "Sign in"]
    add_step(draft, StepFields(title="Celebrate"))
    publish_draft(draft, by=acme.lead, now=NOW)
    new = start(acme)
    assert [len(tasks(old)), len(tasks(new))] == [3, 4]
    assert (old.version.number, new.version.number) == (1, 2)
    assert PlaybookVersion.objects.get(pk=old.version_id).status == "retired"


def test_a_run_ends_with_its_last_task_and_begins_again_with_a_reopened_one(acme, book):
    run = start(acme)
    for one in tasks(run):
        complete_task(one, by=acme.csm, now=NOW)
    run.refresh_from_db()
    assert (run.state, run.ended_by_id) == (RunState.DONE, acme.csm.pk)
    reopen_task(tasks(run)[0], by=acme.csm, now=NOW)
    run.refresh_from_db()
    assert (run.state, run.ended_at) == (RunState.RUNNING, None)


def test_stopping_skips_what_is_open_and_holds(acme, book):
    run = start(acme)
    complete_task(tasks(run)[0], by=acme.csm, now=NOW)
    stopped = stop_run(run, by=acme.lead, now=NOW)
    assert stopped.state == RunState.STOPPED
    assert [one.is_skipped for one in tasks(run)] == [False, True, True]
    with pytest.raises(TaskDone):
        reopen_task(tasks(run)[1], by=acme.csm, now=NOW)
    assert tasks(run)[1].is_skipped is True


def test_a_task_that_is_done_stays_as_it_was_done(acme, book):
    one = tasks(start(acme))[0]
    complete_task(one, by=acme.csm, now=NOW)
    again = complete_task(one, skipped=True, by=acme.am, now=NOW)
    assert (again.done_by_id, again.is_skipped) == (acme.csm.pk, False)


def test_a_contact_ticks_what_customers_see_and_is_kept_by_name(acme, book):
    run = start(acme)
    hidden, shown = tasks(run)[0], tasks(run)[2]
    assert [one.pk for one in customer_tasks(acme.account.pk)] == [shown.pk]
    with pytest.raises(NotFound):
        tick_customer_task(hidden, contact_name="Anna Sponsor", now=NOW)
    ticked = tick_customer_task(shown, contact_name=" Anna  Sponsor ", now=NOW)
    assert (ticked.done_by_contact, ticked.done_by_id, ticked.done_at) == ("Anna Sponsor", None, NOW)
    assert Act.objects.filter(task=shown).latest("pk").who == "Anna Sponsor"
    again = tick_customer_task(shown, contact_name="Urho User", now=NOW)
    assert again.done_by_contact == "Anna Sponsor"


def test_customers_see_nothing_of_other_accounts_nor_what_was_skipped(acme, book):
    run = start(acme)
    assert customer_tasks(add_account("Other account").pk) == []
    complete_task(tasks(run)[2], skipped=True, by=acme.csm, now=NOW)
    assert customer_tasks(acme.account.pk) == []


def test_items_are_ticked_one_by_one(acme, book):
    one = tasks(start(acme))[0]
    ticked = tick_item(one, 1, done=True, by=acme.csm, now=NOW)
    assert [item["done"] for item in ticked.checklist] == [False, True]
    with pytest.raises(NotFound):
        tick_item(one, 2, done=True, by=acme.csm, now=NOW)


def test_items_that_stay_keep_their_tick(acme):
    fields = TaskFields(title="Prepare", checklist=("Agenda", "Room"))
    one = add_task(acme.account, fields, holder=Holder(acme.csm.pk), by=acme.csm, now=NOW)
    one = tick_item(one, 0, done=True, by=acme.csm, now=NOW)
    fields = TaskFields(title="Prepare", checklist=("Slides", "Agenda", "agenda ", "Slides"))
    changed = change_task(one, fields, version=one.version, by=acme.csm, now=NOW)
    assert changed.checklist == [
        {"text": "Slides", "done": False},
        {"text": "Agenda", "done": True},
        {"text": "agenda", "done": False},
    ]


def test_a_task_wants_a_title_and_a_short_checklist(acme):
    for fields, field in (
        (TaskFields(title=" "), "title"),
        (TaskFields(title="x", checklist=[str(n) for n in range(31)]), "checklist"),
        (TaskFields(title="x", due_on=date(1900, 1, 1)), "due_on"),
    ):
        with pytest.raises(DomainError) as refused:
            add_task(acme.account, fields, holder=Holder(), by=acme.csm, now=NOW)
        assert refused.value.field == field
