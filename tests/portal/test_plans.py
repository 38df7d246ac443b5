"""The shared plan in the portal: read, signed by name, ticked; never a draft, never what is ours alone."""

from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytest

from lifecycle.choices import PlanStatus
from lifecycle.models import PlanActivity, SuccessPlan
from lifecycle.services.plans import PlanFields, change_plan
from portal.selectors.coming import coming_dates
from tests.lifecycle.planning import fresh, full, shared
from tests.portal.inquiring import ask
from tests.support.portal import customer_browser
from tests.support.world import NOW, TODAY, add_account

pytestmark = pytest.mark.django_db

HOME, PLAN = "/w/acme/portal/", "/w/acme/portal/plan/"


@pytest.fixture(autouse=True)
def still(time_machine):
    time_machine.move_to(NOW, tick=False)


@pytest.fixture
def browser(world):
    return customer_browser(world.acme, world.acme.contacts[0])


@pytest.fixture
def plan(world):
    acme = world.acme
    with acme.scope():
        made, *_rest = full(acme)
        shared(acme, made)
        return fresh(made)


def test_a_draft_is_not_there(world, browser):
    with world.acme.scope():
        made, *_rest = full(world.acme)
    assert "No plan is shared yet" in browser.get(PLAN).content.decode()
    assert browser.get(f"{PLAN}{made.pk}/").status_code == 404
    assert "Nothing needs you right now." in browser.get(HOME).content.decode()


def test_a_shared_plan_is_read_without_what_is_ours_alone(world, browser, plan):
    page = browser.get(PLAN).content.decode()
    for words in (
        "Plan for 2027",
        "One list for all regions.",
        "Payroll corrections",
        "Course for leads",
        "No business sponsor",
    ):
        assert words in page
    for words in ("They doubt us", "Secret risk"):
        assert words not in page
    assert "Read and sign" in browser.get(HOME).content.decode()
    goals = browser.get(f"{HOME}panels/goals/", headers={"HX-Request": "true"}).content.decode()
    assert "Payroll corrections" in goals


def test_signing_keeps_the_name_and_the_moment_and_asks_for_the_tick(world, browser, plan):
    url = f"{PLAN}{plan.pk}/signing/"
    assert browser.post(url, {"version": plan.revision}).status_code == 422
    for _ in range(2):
        assert browser.post(url, {"version": plan.revision, "agreed": "on"}).status_code == 303
    with world.acme.scope():
        row = fresh(plan)
        assert (row.signed_name, row.signed_at, row.signed_by) == (
            "Anna Sponsor",
            NOW,
            world.acme.contacts[0],
        )
    assert "Sign the plan" not in browser.get(PLAN).content.decode()
    assert "Read and sign" not in browser.get(HOME).content.decode()


def test_a_plan_that_changed_since_it_was_read_is_shown_anew_and_not_signed(world, browser, plan):
    read = plan.revision
    with world.acme.scope():
        fields = PlanFields(title="Plan for 2028", owner_id=world.acme.csm.pk, summary="Another.")
        change_plan(fresh(plan), fields, version=fresh(plan).version, by=world.acme.csm, now=NOW)
        assert fresh(plan).revision != read
    answer = browser.post(f"{PLAN}{plan.pk}/signing/", {"version": read, "agreed": "on"})
    assert answer.status_code == 409
    page = answer.content.decode()
    assert "changed since you opened it" in page
    assert "Plan for 2028" in page
    assert f'name="version" value="{fresh_revision(world, plan)}"' in page
    with world.acme.scope():
        assert fresh(plan).signed_at is None


def fresh_revision(world, plan):
    with world.acme.scope():
        return fresh(plan).revision


def test_a_customer_ticks_what_is_the_customers(world, browser, plan):
    with world.acme.scope():
        ours, theirs = PlanActivity.objects.order_by("by_customer", "pk")
    url = f"{PLAN}activities/{{}}/completion/"
    assert browser.post(url.format(ours.pk)).status_code == 404
    assert browser.post(url.format(theirs.pk))["Location"] == f"{PLAN}{plan.pk}/"
    with world.acme.scope():
        theirs.refresh_from_db()
        assert theirs.done_by_contact == "Anna Sponsor"


def test_another_accounts_plan_is_missing(world, browser, plan):
    with world.acme.scope():
        SuccessPlan.objects.update(account=add_account("Else", external_id="E-1"))
    assert browser.get(f"{PLAN}{plan.pk}/").status_code == 404
    assert browser.post(f"{PLAN}{plan.pk}/signing/", {"version": 1, "agreed": "on"}).status_code == 404
    with world.acme.scope():
        assert SuccessPlan.objects.get().status == PlanStatus.SHARED


def test_the_home_tells_the_days_ahead_of_plan_and_inquiries(world, plan):
    acme = world.acme
    with acme.scope():
        PlanActivity.objects.all().delete()
        for title, days in (
            ("Past", (-1, None)),
            ("Course", (-1, 3)),
            ("Begins", (2, 30)),
            ("No day", (None, None)),
        ):
            starts, due = (TODAY + timedelta(days=one) if one is not None else None for one in days)
            PlanActivity.objects.create(plan=plan, kind="training", title=title, starts_on=starts, due_on=due)
        PlanActivity.objects.filter(title="Course").update(by_customer=True, audience="Leads")
        other = add_account("Elsewhere", external_id="E-1")
        strange = SuccessPlan.objects.create(
            account=other, title="Strange", status=PlanStatus.ACTIVE, created_at=NOW
        )
        PlanActivity.objects.create(plan=strange, kind="training", title="Strange", due_on=TODAY)
        ask(acme)
        found = coming_dates(acme.account.pk, TODAY, ZoneInfo("UTC"), 4)
    assert [(one.on - TODAY, one.title, one.note) for one in found] == [
        (timedelta(0), "Night-shift supplements", "Our first answer to #1"),
        (timedelta(2), "Begins", "Training"),
        (timedelta(3), "Course", "Training · Leads · yours to do"),
    ]


def test_a_plan_taken_back_has_no_days(world, plan):
    with world.acme.scope():
        SuccessPlan.objects.update(status=PlanStatus.DRAFT)
        assert coming_dates(world.acme.account.pk, date(2020, 1, 1), ZoneInfo("UTC"), 4) == []
