"""What happens while a plan runs: readings, activities done, outcomes decided, barriers solved; the panel of an account."""

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import account_or_404, may
from accounts.views.saving import saved
from lifecycle.access import part_of, plan_for
from lifecycle.choices import BarrierState, OutcomeState
from lifecycle.forms.plans import BarrierStateForm, DecisionForm, DoneForm, ReadingForm
from lifecycle.models import KpiReading, PlanActivity, PlanBarrier, PlanKpi, PlanOutcome
from lifecycle.selectors.plans.panel import panel_of
from lifecycle.services.plans import (
    complete_activity,
    decide_barrier,
    decide_outcome,
    read_kpi,
    remove_reading,
    reopen_activity,
)
from lifecycle.views.deeds import answer_deed, today_of
from lifecycle.views.panels import panel
from lifecycle.views.plans import plan_deed, plan_url
from workspaces.access import sees_money
from workspaces.choices import Right
from workspaces.http import StaffRequest


@require_http_methods(["GET", "HEAD", "POST"])
def reading(request: StaffRequest, plan_id: int, kpi_id: int) -> HttpResponse:
    plan = plan_for(request.member, plan_id)
    row = part_of(plan, PlanKpi, kpi_id)
    now, today = today_of(request)
    form = ReadingForm(
        request.POST or None, account_id=plan.account_id, unit=row.unit, with_money=sees_money(request.member),
        initial={"measured_on": today},
    )  # fmt: skip
    deed = plan_deed(
        plan,
        title=_("Add a reading: %(name)s") % {"name": row.title},
        deed=_("Save reading"),
        said=_("Reading saved"),
        lead=_("A second reading of one day takes the place of the first."),
    )
    return answer_deed(
        request, form, deed,
        lambda: read_kpi(row, form.reading_fields(), by=request.member, now=now, today=today),
    )  # fmt: skip


@require_POST
def reading_removal(request: StaffRequest, plan_id: int, reading_id: int) -> HttpResponse:
    plan = plan_for(request.member, plan_id)
    now, _today = today_of(request)
    remove_reading(part_of(plan, KpiReading, reading_id), by=request.member, now=now)
    return saved(request, plan_url(plan.pk), _("Reading removed"))


@require_http_methods(["GET", "HEAD", "POST"])
def completion(request: StaffRequest, plan_id: int, activity_id: int) -> HttpResponse:
    plan = plan_for(request.member, plan_id)
    row = part_of(plan, PlanActivity, activity_id)
    now, today = today_of(request)
    form = DoneForm(
        request.POST or None, account_id=plan.account_id, with_money=sees_money(request.member),
        initial={**DoneForm.of(row), "done_on": row.done_on or today},
    )  # fmt: skip
    deed = plan_deed(
        plan,
        title=_("How it went: %(name)s") % {"name": row.title},
        deed=_("Save as done"),
        said=_("Activity done"),
    )
    return answer_deed(
        request, form, deed,
        lambda: complete_activity(
            row, form.done_fields(), version=form.sent_version, by=request.member, now=now, today=today
        ),
    )  # fmt: skip


@require_POST
def activity_reopening(request: StaffRequest, plan_id: int, activity_id: int) -> HttpResponse:
    plan = plan_for(request.member, plan_id)
    now, _today = today_of(request)
    reopen_activity(part_of(plan, PlanActivity, activity_id), by=request.member, now=now)
    return saved(request, plan_url(plan.pk), _("Activity open again"))


@require_http_methods(["GET", "HEAD", "POST"])
def decision(request: StaffRequest, plan_id: int, outcome_id: int) -> HttpResponse:
    plan = plan_for(request.member, plan_id)
    row = part_of(plan, PlanOutcome, outcome_id)
    now, today = today_of(request)
    initial = {"state": row.state, "statement": row.statement, "version": row.version}
    form = DecisionForm(request.POST or None, initial=initial)
    deed = plan_deed(
        plan, title=_("How it stands: %(name)s") % {"name": row.title}, deed=_("Save"), said=_("Saved")
    )
    return answer_deed(
        request, form, deed,
        lambda: decide_outcome(
            row, OutcomeState(form.cleaned_data["state"]), form.cleaned_data["statement"],
            version=form.sent_version, by=request.member, now=now, today=today,
        ),
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
def barrier_state(request: StaffRequest, plan_id: int, barrier_id: int) -> HttpResponse:
    plan = plan_for(request.member, plan_id)
    row = part_of(plan, PlanBarrier, barrier_id)
    now, today = today_of(request)
    form = BarrierStateForm(request.POST or None, initial={"state": row.state})
    deed = plan_deed(
        plan, title=_("How it stands: %(name)s") % {"name": row.title}, deed=_("Save"), said=_("Saved")
    )
    return answer_deed(
        request, form, deed,
        lambda: decide_barrier(
            row, BarrierState(form.cleaned_data["state"]), by=request.member, now=now, today=today
        ),
    )  # fmt: skip


@require_safe
def plans_panel(request: StaffRequest, account_id: int) -> HttpResponse:
    account = account_or_404(request.member, account_id)
    _now, today = today_of(request)
    context = {
        **panel_of(account, today=today),
        "may_edit": may(request.member, account, Right.EDIT_ACCOUNTS),
    }
    return panel(request, account, "lifecycle/_plans_panel.html", context)
