"""What stands in a plan: outcomes and KPIs, activities, barriers, lines of the other sections; added, changed, removed."""

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.forms.fields import Guarded
from accounts.views.saving import saved
from core import submissions
from core.links import href
from lifecycle.access import part_of, plan_for
from lifecycle.choices import SHAPES, NoteKind
from lifecycle.forms.plans_parts import ActivityForm, BarrierForm, KpiForm, NoteForm, OutcomeForm
from lifecycle.models import PlanActivity, PlanBarrier, PlanKpi, PlanNote, PlanOutcome, SuccessPlan
from lifecycle.services.plans import (
    add_activity,
    add_barrier,
    add_kpi,
    add_note,
    add_outcome,
    change_part,
    remove_part,
)
from lifecycle.views.deeds import answer_deed, today_of
from lifecycle.views.plans import plan_deed, plan_url
from workspaces.http import StaffRequest

GET_OR_POST = ["GET", "HEAD", "POST"]


@require_http_methods(GET_OR_POST)
def new_outcome(request: StaffRequest, plan_id: int) -> HttpResponse:
    plan = plan_for(request.member, plan_id)
    form = OutcomeForm(request.POST or None, initial=_keyed())
    return _adding(request, plan, form, _("Add an outcome"), add_outcome)


@require_http_methods(GET_OR_POST)
def outcome(request: StaffRequest, plan_id: int, outcome_id: int) -> HttpResponse:
    plan = plan_for(request.member, plan_id)
    row = part_of(plan, PlanOutcome, outcome_id)
    form = OutcomeForm(request.POST or None, initial=OutcomeForm.of(row))
    return _changing(request, plan, row, form, "lifecycle:outcome_removal", outcome_id=row.pk)


@require_http_methods(GET_OR_POST)
def new_kpi(request: StaffRequest, plan_id: int, outcome_id: int) -> HttpResponse:
    plan = plan_for(request.member, plan_id)
    row = part_of(plan, PlanOutcome, outcome_id)
    form = KpiForm(request.POST or None, initial={**_keyed(), "direction": "up"})

    def add(_plan: SuccessPlan, fields: Any, **told: Any) -> PlanKpi:
        return add_kpi(row, fields, **told)

    return _adding(request, plan, form, _("Add a KPI: %(name)s") % {"name": row.title}, add)


@require_http_methods(GET_OR_POST)
def kpi(request: StaffRequest, plan_id: int, kpi_id: int) -> HttpResponse:
    plan = plan_for(request.member, plan_id)
    row = part_of(plan, PlanKpi, kpi_id)
    form = KpiForm(request.POST or None, initial=KpiForm.of(row))
    return _changing(request, plan, row, form, "lifecycle:kpi_removal", kpi_id=row.pk)


@require_http_methods(GET_OR_POST)
def new_activity(request: StaffRequest, plan_id: int) -> HttpResponse:
    plan = plan_for(request.member, plan_id)
    initial = {**_keyed(), "owner": request.member.pk}
    form = ActivityForm(request.POST or None, held=request.member, initial=initial)
    return _adding(request, plan, form, _("Add an activity"), add_activity)


@require_http_methods(GET_OR_POST)
def activity(request: StaffRequest, plan_id: int, activity_id: int) -> HttpResponse:
    plan = plan_for(request.member, plan_id)
    row = part_of(plan, PlanActivity, activity_id)
    form = ActivityForm(request.POST or None, held=row.owner, initial=ActivityForm.of(row))
    return _changing(request, plan, row, form, "lifecycle:activity_removal", activity_id=row.pk)


@require_http_methods(GET_OR_POST)
def new_barrier(request: StaffRequest, plan_id: int) -> HttpResponse:
    plan = plan_for(request.member, plan_id)
    _now, today = today_of(request)
    initial = {**_keyed(), "owner": request.member.pk, "since_on": today}
    form = BarrierForm(request.POST or None, held=request.member, initial=initial)
    return _adding(request, plan, form, _("Add a barrier"), add_barrier)


@require_http_methods(GET_OR_POST)
def barrier(request: StaffRequest, plan_id: int, barrier_id: int) -> HttpResponse:
    plan = plan_for(request.member, plan_id)
    row = part_of(plan, PlanBarrier, barrier_id)
    form = BarrierForm(request.POST or None, held=row.owner, initial=BarrierForm.of(row))
    return _changing(request, plan, row, form, "lifecycle:barrier_removal", barrier_id=row.pk)


@require_http_methods(GET_OR_POST)
def new_note(request: StaffRequest, plan_id: int) -> HttpResponse:
    """A line of the section that `?kind=` names."""
    plan = plan_for(request.member, plan_id)
    named = request.GET.get("kind", "")
    kind = NoteKind(named) if named in NoteKind.values else NoteKind.RISK
    form = NoteForm(request.POST or None, kind=kind, initial=_keyed())

    def add(_plan: SuccessPlan, fields: Any, **told: Any) -> PlanNote:
        return add_note(_plan, kind, fields, **told)

    title = _("Add a line: %(section)s") % {"section": kind.label}
    return _adding(request, plan, form, title, add)


@require_http_methods(GET_OR_POST)
def note(request: StaffRequest, plan_id: int, note_id: int) -> HttpResponse:
    plan = plan_for(request.member, plan_id)
    row = part_of(plan, PlanNote, note_id)
    form = NoteForm(request.POST or None, kind=NoteKind(row.kind), initial=NoteForm.of(row))
    title = str(SHAPES[NoteKind(row.kind)].one)
    return _changing(request, plan, row, form, "lifecycle:note_removal", title=title, note_id=row.pk)


@require_POST
def outcome_removal(request: StaffRequest, plan_id: int, outcome_id: int) -> HttpResponse:
    return _removal(request, plan_id, PlanOutcome, outcome_id)


@require_POST
def kpi_removal(request: StaffRequest, plan_id: int, kpi_id: int) -> HttpResponse:
    return _removal(request, plan_id, PlanKpi, kpi_id)


@require_POST
def activity_removal(request: StaffRequest, plan_id: int, activity_id: int) -> HttpResponse:
    return _removal(request, plan_id, PlanActivity, activity_id)


@require_POST
def barrier_removal(request: StaffRequest, plan_id: int, barrier_id: int) -> HttpResponse:
    return _removal(request, plan_id, PlanBarrier, barrier_id)


@require_POST
def note_removal(request: StaffRequest, plan_id: int, note_id: int) -> HttpResponse:
    return _removal(request, plan_id, PlanNote, note_id)


def _keyed() -> dict[str, Any]:
    return {"key": submissions.new_key()}


def _adding(
    request: StaffRequest, plan: SuccessPlan, form: Any, title: str, add: Callable[..., Any]
) -> HttpResponse:
    now, _today = today_of(request)
    deed = plan_deed(plan, title=title, deed=_("Add"), said=_("Added to the plan"))

    def make() -> int:
        return int(add(plan, form.part_fields(), by=request.member, now=now).pk)

    return answer_deed(request, form, deed, lambda: submissions.once(form.cleaned_data["key"], make, now=now))


def _changing(
    request: StaffRequest, plan: SuccessPlan, row: Any, form: Guarded, removal: str, *, title: str = "", **ids: Any
) -> HttpResponse:  # fmt: skip
    now, _today = today_of(request)
    deed = plan_deed(
        plan,
        title=title or row.title,
        deed=_("Save"),
        said=_("Saved"),
        remove_url=href(removal, plan_id=plan.pk, **ids),
    )
    fields: Any = form
    return answer_deed(
        request, form, deed,
        lambda: change_part(
            row, fields.part_fields(), version=form.sent_version, by=request.member, now=now
        ),
    )  # fmt: skip


def _removal(request: StaffRequest, plan_id: int, model: Any, row_id: int) -> HttpResponse:
    plan = plan_for(request.member, plan_id)
    now, _today = today_of(request)
    remove_part(part_of(plan, model, row_id), by=request.member, now=now)
    return saved(request, plan_url(plan.pk), _("Removed from the plan"))
