"""A success plan of Acme, ready for its tests."""

from datetime import date

from lifecycle.choices import NoteKind
from lifecycle.models import SuccessPlan
from lifecycle.services.plans import (
    ActivityFields,
    BarrierFields,
    KpiFields,
    NoteFields,
    OutcomeFields,
    PlanFields,
    add_activity,
    add_barrier,
    add_kpi,
    add_note,
    add_outcome,
    begin_plan,
    share_plan,
)
from tests.support.world import NOW, TODAY


def begun(acme, **more):
    """A draft of the CSM's."""
    fields = {
        "title": "Plan for 2027",
        "owner_id": acme.csm.pk,
        "summary": "One list for all regions.",
        **more,
    }
    return begin_plan(acme.account, PlanFields(**fields), by=acme.csm, now=NOW)


def goal(plan, by, *, baseline=46_000, target=10_000, direction="down", title="Payroll corrections", unit=""):
    """An outcome with one KPI."""
    outcome = add_outcome(plan, OutcomeFields(title="Cost efficiency", priority=1), by=by, now=NOW)
    fields = KpiFields(
        title=title,
        baseline=baseline,
        target=target,
        direction=direction,
        unit=unit,
        due_on=date(2026, 12, 31),
    )
    return outcome, add_kpi(outcome, fields, by=by, now=NOW)


def full(acme):
    """A draft with something in every section, some of it for staff alone."""
    plan = begun(acme, finances="The workshop costs 4,200 euros.")
    outcome, kpi = goal(plan, acme.csm)
    activity = add_activity(
        plan,
        ActivityFields(kind="training", title="Course for leads", due_on=TODAY, owner_id=acme.csm.pk),
        by=acme.csm, now=NOW,
    )  # fmt: skip
    tick = add_activity(
        plan,
        ActivityFields(kind="communication", title="Tell everybody", by_customer=True),
        by=acme.csm,
        now=NOW,
    )
    add_barrier(plan, BarrierFields(title="No business sponsor", kind="business"), by=acme.csm, now=NOW)
    add_barrier(
        plan, BarrierFields(title="They doubt us", kind="business", is_internal=True), by=acme.csm, now=NOW
    )
    add_note(
        plan, NoteKind.USE_CASE, NoteFields(title="Store manager", text="daily sales", more="I can plan"),
        by=acme.csm, now=NOW,
    )  # fmt: skip
    add_note(plan, NoteKind.RISK, NoteFields(title="Secret risk", is_internal=True), by=acme.csm, now=NOW)
    return fresh(plan), outcome, kpi, activity, tick


def shared(acme, plan):
    return share_plan(fresh(plan), version=fresh(plan).version, by=acme.csm, now=NOW, today=TODAY)


def fresh(plan):
    rows = SuccessPlan.objects.select_related("account", "owner__user", "shared_by__user")
    return rows.get(pk=plan.pk)
