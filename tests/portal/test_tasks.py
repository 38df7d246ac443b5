"""Tasks of playbooks that the customer ticks."""

import pytest

from playbooks.models import Act, Task
from tests.support.portal import customer_browser
from tests.support.world import NOW, TODAY, add_account

pytestmark = pytest.mark.django_db

TASKS = "/w/acme/portal/tasks/"


@pytest.fixture(autouse=True)
def still(time_machine):
    time_machine.move_to(NOW, tick=False)


@pytest.fixture
def task(world):
    with world.acme.scope():
        return Task.objects.create(
            account=world.acme.account,
            title="Name the users",
            instructions="First names will do",
            checklist=[{"text": "Sales", "done": False}],
            visible_to_customer=True,
            due_on=TODAY,
            created_at=NOW,
        )


def test_a_customer_ticks_items_and_the_task_and_takes_it_back(world, task):
    browser = customer_browser(world.acme, world.acme.contacts[0])
    page = browser.get(TASKS).content.decode()
    assert "Name the users" in page
    assert "By 17 September" in page
    browser.post(f"{TASKS}{task.pk}/checks/", {"item": "0", "done": "1"})
    assert browser.post(f"{TASKS}{task.pk}/completion/", {"back": "home"})["Location"] == "/w/acme/portal/"
    browser.post(f"{TASKS}{task.pk}/completion/")
    with world.acme.scope():
        task.refresh_from_db()
        assert (task.done_at, task.done_by_contact, task.done_by) == (NOW, "Anna Sponsor", None)
        assert task.checklist == [{"text": "Sales", "done": True}]
    assert browser.post(f"{TASKS}{task.pk}/reopening/")["Location"] == TASKS
    with world.acme.scope():
        task.refresh_from_db()
        assert (task.done_at, task.done_by_contact) == (None, "")
        acts = Act.objects.filter(task=task).order_by("id").values_list("kind", "who")
        assert list(acts) == [
            ("ticked", "Anna Sponsor"),
            ("closed", "Anna Sponsor"),
            ("reopened", "Anna Sponsor"),
        ]


def test_what_a_member_ended_is_not_opened_by_a_customer(world, task):
    with world.acme.scope():
        Task.objects.update(done_at=NOW, done_by=world.acme.csm)
    browser = customer_browser(world.acme, world.acme.contacts[0])
    assert browser.post(f"{TASKS}{task.pk}/reopening/").status_code == 409
    assert "Not done yet" not in browser.get(TASKS).content.decode()


@pytest.mark.parametrize("hidden", ["not for customers", "another account"])
def test_a_task_that_is_not_theirs_is_missing(world, task, hidden):
    with world.acme.scope():
        if hidden == "another account":
            Task.objects.update(account=add_account("Else", external_id="E-1"))
        else:
            Task.objects.update(visible_to_customer=False)
    browser = customer_browser(world.acme, world.acme.contacts[0])
    assert "Name the users" not in browser.get(TASKS).content.decode()
    for deed in ("completion", "reopening", "checks"):
        assert browser.post(f"{TASKS}{task.pk}/{deed}/", {"item": "0"}).status_code == 404
    with world.acme.scope():
        assert Task.objects.get().done_at is None
