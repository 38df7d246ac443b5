"""Plans are agreed on by revision, measured without touching what was agreed, and tell their record."""

from datetime import timedelta

import pytest

from core.errors import Conflict, DomainError, DomainErrors, NotFound
from lifecycle.choices import PlanStatus
from lifecycle.models import KpiReading, PlanActivity, PlanStep
from lifecycle.selectors.plans import activity_of_customer, plan_of_customer, plans_to_sign, shared_plan
from lifecycle.selectors.plans.frozen import thawed_plan
from lifecycle.services.plans import (
    ActivityFields,
    DoneFields,
    KpiFields,
    OutcomeFields,
    PlanFields,
    ReadingFields,
    add_activity,
    add_kpi,
    change_part,
    change_plan,
    close_plan,
    complete_activity,
    copy_plan,
    read_kpi,
    remove_part,
    reopen_plan,
    sign_plan,
    start_plan,
    tick_activity,
    withdraw_plan,
)
from notifications.models import Notice
from tests.lifecycle.planning import begun, fresh, full, goal, shared
from tests.support.world import NOW, TODAY

pytestmark = pytest.mark.django_db


@pytest.fixture
def acme(world):
    with world.acme.scope():
        yield world.acme


def read(kpi, value, by, day=TODAY):
    return read_kpi(kpi, ReadingFields(measured_on=day, value=value), by=by, now=NOW, today=TODAY)


def steps(plan):
    return list(PlanStep.objects.filter(plan=plan).order_by("pk").values_list("kind", flat=True))


def test_the_customer_reads_a_shared_plan_without_what_is_internal(acme):
    plan, _outcome, _kpi, _activity, _tick = full(acme)
    assert shared_plan(acme.account.pk) is None
    assert plans_to_sign(acme.account.pk) == []
    shared(acme, plan)
    shown = shared_plan(acme.account.pk, today=TODAY)
    assert (shown.title, shown.may_sign, shown.version) == ("Plan for 2027", True, fresh(plan).revision)
    assert [one.title for one in shown.barriers] == ["No business sponsor"]
    assert [section.kind for section in shown.sections] == ["use_case"]
    assert [(kpi.title, kpi.started, kpi.due, kpi.progress) for kpi in shown.kpis] == [
        ("Payroll corrections", "Started at 46", "Due 31 December", 0)
    ]
    assert [(one.title, one.may_tick) for one in shown.activities] == [
        ("Course for leads", False),
        ("Tell everybody", True),
    ]
    [waiting] = plans_to_sign(acme.account.pk)
    assert (waiting.goals, waiting.activities, waiting.shared_by) == (1, 2, acme.csm.user.name)


def test_a_contact_signs_the_revision_that_they_read(acme):
    plan, _outcome, kpi, _activity, _tick = full(acme)
    contact = acme.contacts[0]
    with pytest.raises(NotFound):
        sign_plan(fresh(plan), contact=contact, now=NOW)
    now_is = shared(acme, plan)
    read_version = now_is.revision
    change_part(kpi, KpiFields(title="Corrections", baseline=46_000, target=9_000, direction="down"),
                version=kpi.version, by=acme.csm, now=NOW)  # fmt: skip
    with pytest.raises(Conflict):
        sign_plan(now_is, contact=contact, now=NOW, version=read_version)
    assert fresh(plan).status == PlanStatus.SHARED
    signed = sign_plan(fresh(plan), contact=contact, now=NOW)
    again = sign_plan(fresh(plan), contact=contact, now=NOW + timedelta(hours=1))
    assert (signed.status, signed.signed_name, signed.signed_at) == (PlanStatus.SIGNED, contact.name, NOW)
    assert (again.signed_at, steps(plan).count("signed")) == (NOW, 1)
    kept = PlanStep.objects.get(plan=plan, kind="signed")
    assert (kept.by_contact, kept.revision) == (contact.name, read_version + 1)
    assert [one.title for one in thawed_plan(kept.document).kpis] == ["Corrections"]
    told = Notice.objects.filter(member=acme.csm, kind="plan")
    assert told.filter(title=f"{contact.name} signed the plan: Plan for 2027").count() == 1


def test_another_accounts_contact_and_a_withdrawn_plan_are_not_found(acme, world):
    plan, _outcome, _kpi, _activity, tick = full(acme)
    shared(acme, plan)
    assert plan_of_customer(acme.account.pk, plan.pk).pk == plan.pk
    assert activity_of_customer(acme.account.pk, tick.pk).pk == tick.pk
    for door, number in ((plan_of_customer, plan.pk), (activity_of_customer, tick.pk)):
        with pytest.raises(NotFound):
            door(acme.account.pk + 1, number)
    withdraw_plan(fresh(plan), version=fresh(plan).version, by=acme.csm, now=NOW)
    with pytest.raises(NotFound):
        plan_of_customer(acme.account.pk, plan.pk)
    with pytest.raises(NotFound):
        tick_activity(tick, contact_name="Anna", now=NOW)


def test_readings_and_ticks_leave_what_was_signed(acme):
    plan, _outcome, kpi, activity, tick = full(acme)
    signed = sign_plan(shared(acme, plan), contact=acme.contacts[0], now=NOW)
    start_plan(signed, version=signed.version, by=acme.csm, now=NOW)
    read(kpi, 19_000, acme.csm, TODAY - timedelta(days=30))
    assert fresh(plan).progress == 75
    read(kpi, 10_000, acme.csm)
    read(kpi, 10_000, acme.csm)
    kpi.refresh_from_db()
    assert (kpi.latest, kpi.reached_on, KpiReading.objects.filter(kpi=kpi).count()) == (10_000, TODAY, 2)
    tick_activity(tick, contact_name="Anna Sponsor", now=NOW)
    tick_activity(tick, contact_name="Anna Sponsor", now=NOW)
    done = DoneFields(done_on=TODAY, invited=100, attended=62, rating=45)
    complete_activity(activity, done, version=activity.version, by=acme.csm, now=NOW, today=TODAY)
    after = fresh(plan)
    assert (after.progress, after.goals_reached, after.is_changed_since_signed) == (100, 1, False)
    assert steps(plan)[-5:] == ["active", "measured", "reached", "done", "done"]
    shown = shared_plan(acme.account.pk, today=TODAY)
    assert [(one.done, one.result) for one in shown.activities] == [
        (f"Done on 17 September by {acme.csm.user.name}", "62 of 100 attended · rated 4.5 of 5"),
        ("Done on 17 September by Anna Sponsor", ""),
    ]
    assert shown.kpis[0].due == "Reached on 17 September"


def test_only_what_the_customer_does_is_ticked(acme):
    plan, _outcome, _kpi, activity, _tick = full(acme)
    shared(acme, plan)
    with pytest.raises(NotFound):
        tick_activity(activity, contact_name="Anna", now=NOW)
    assert PlanActivity.objects.get(pk=activity.pk).done_on is None


def test_two_editors_do_not_write_over_each_other(acme):
    plan, outcome, _kpi, _activity, _tick = full(acme)
    change_part(outcome, OutcomeFields(title="Growth"), version=1, by=acme.csm, now=NOW)
    with pytest.raises(Conflict):
        change_part(outcome, OutcomeFields(title="Savings"), version=1, by=acme.lead, now=NOW)
    outcome.refresh_from_db()
    assert outcome.title == "Growth"
    fields = PlanFields(title="Plan B", owner_id=acme.csm.pk)
    change_plan(plan, fields, version=1, by=acme.csm, now=NOW)
    with pytest.raises(Conflict):
        change_plan(plan, PlanFields(title="Plan C"), version=1, by=acme.lead, now=NOW)
    assert change_plan(plan, fields, version=1, by=acme.lead, now=NOW).title == "Plan B"


def test_what_does_not_fit_is_refused_at_its_field(acme):
    plan = begun(acme)
    with pytest.raises(DomainError):
        shared(acme, plan)
    outcome, kpi = goal(plan, acme.csm)
    with pytest.raises(DomainErrors) as refused:
        add_kpi(outcome, KpiFields(title="K", baseline=10, target=5, direction="up"), by=acme.csm, now=NOW)
    assert [one.field for one in refused.value.errors] == ["target"]
    with pytest.raises(DomainError):
        read(kpi, 1, acme.csm, TODAY + timedelta(days=1))
    activity = ActivityFields(kind="support", title="A", starts_on=TODAY, due_on=TODAY - timedelta(days=1))
    with pytest.raises(DomainErrors):
        add_activity(plan, activity, by=acme.csm, now=NOW)


def test_a_closed_plan_is_read_only_until_it_is_reopened(acme):
    plan, outcome, kpi, _activity, _tick = full(acme)
    now_is = shared(acme, plan)
    closed = close_plan(now_is, "Halved.", version=now_is.version, by=acme.csm, now=NOW)
    assert close_plan(closed, "Again", version=0, by=acme.csm, now=NOW).results == "Halved."
    for refused in (
        lambda: read(kpi, 1, acme.csm),
        lambda: remove_part(outcome, by=acme.csm, now=NOW),
        lambda: sign_plan(fresh(plan), contact=acme.contacts[0], now=NOW),
    ):
        with pytest.raises(Conflict):
            refused()
    reopened = reopen_plan(closed, version=closed.version, by=acme.csm, now=NOW)
    assert reopened.status == PlanStatus.ACTIVE
    remove_part(outcome, by=acme.csm, now=NOW)
    remove_part(outcome, by=acme.csm, now=NOW)
    assert (fresh(plan).progress, fresh(plan).goals) == (None, 0)


def test_the_next_plan_takes_the_goals_along_and_nothing_that_happened(acme):
    plan, _outcome, kpi, activity, _tick = full(acme)
    read(kpi, 10_000, acme.csm)
    complete_activity(activity, DoneFields(done_on=TODAY), version=1, by=acme.csm, now=NOW, today=TODAY)
    later = TODAY + timedelta(days=365)
    fields = PlanFields(title="Plan for 2028", starts_on=later)
    made = copy_plan(fresh(plan), acme.account, fields, by=acme.csm, now=NOW, today=TODAY)
    shown = made.activities.get(title="Course for leads")
    assert (made.status, made.goals, made.progress) == ("draft", 1, 0)
    assert (shown.due_on, shown.done_on) == (later, None)
    assert KpiReading.objects.filter(kpi__outcome__plan=made).count() == 0
