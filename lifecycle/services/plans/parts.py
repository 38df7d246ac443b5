"""What stands in a plan: added, changed, removed. Each row has its own version; the plan's revision follows."""

from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any, TypeVar

from django.db import transaction
from django.utils.translation import gettext as _

from core.errors import DomainError, DomainErrors, NotFound
from lifecycle.choices import SHAPES, Direction, NoteKind, PlanStepKind
from lifecycle.models import PlanActivity, PlanBarrier, PlanKpi, PlanNote, PlanOutcome, SuccessPlan
from lifecycle.rules.plans import fits, reached_on
from lifecycle.services.plans.record import lock_plan, note_step, require_version, revise, sum_up
from workspaces.models import Member

#: Rows of one kind in one plan.
MOST = 200


@dataclass(frozen=True, kw_only=True)
class OutcomeFields:
    """`priority` is the customer's, 1 the highest of five."""

    title: str
    initiative: str = ""
    priority: int | None = None
    success_factor: str = ""
    status_now: str = ""
    goal_state: str = ""


@dataclass(frozen=True, kw_only=True)
class KpiFields:
    """Values in thousandths of the unit."""

    title: str
    baseline: int
    target: int
    unit: str = ""
    direction: str = Direction.UP
    measured_how: str = ""
    measured_when: str = ""
    measured_by: str = ""
    due_on: date | None = None


@dataclass(frozen=True, kw_only=True)
class ActivityFields:
    """`owner_id` is a member's; `by_customer`: it is ticked in the portal."""

    kind: str
    title: str
    text: str = ""
    objective: str = ""
    audience: str = ""
    developed_by: str = ""
    delivered_by: str = ""
    starts_on: date | None = None
    due_on: date | None = None
    owner_id: int | None = None
    by_customer: bool = False


@dataclass(frozen=True, kw_only=True)
class BarrierFields:
    """`since_on` to `until_on` is its time frame."""

    title: str
    kind: str
    since_on: date | None = None
    until_on: date | None = None
    mitigation: str = ""
    owner_id: int | None = None
    is_internal: bool = False


@dataclass(frozen=True, kw_only=True)
class NoteFields:
    """Columns by lifecycle.choices.SHAPES."""

    title: str
    text: str = ""
    more: str = ""
    who: str = ""
    amount: int | None = None
    is_internal: bool = False


Fields = OutcomeFields | KpiFields | ActivityFields | BarrierFields | NoteFields
Part = TypeVar("Part", PlanOutcome, PlanKpi, PlanActivity, PlanBarrier, PlanNote)


def add_outcome(plan: SuccessPlan, fields: OutcomeFields, *, by: Member | None, now: datetime) -> PlanOutcome:
    """Add a business outcome. Raises DomainErrors, and Conflict for a closed plan."""
    return _add(plan, fields, lambda locked: PlanOutcome(plan=locked), by, now)


def add_kpi(outcome: PlanOutcome, fields: KpiFields, *, by: Member | None, now: datetime) -> PlanKpi:
    """Add a KPI to an outcome. Raises DomainErrors, and Conflict for a closed plan."""
    return _add(outcome.plan, fields, lambda locked: PlanKpi(outcome=outcome), by, now)


def add_activity(
    plan: SuccessPlan, fields: ActivityFields, *, by: Member | None, now: datetime
) -> PlanActivity:
    """Add an adoption activity. Raises DomainErrors, and Conflict for a closed plan."""
    return _add(plan, fields, lambda locked: PlanActivity(plan=locked), by, now)


def add_barrier(plan: SuccessPlan, fields: BarrierFields, *, by: Member | None, now: datetime) -> PlanBarrier:
    """Add a barrier to adoption. Raises DomainErrors, and Conflict for a closed plan."""
    return _add(plan, fields, lambda locked: PlanBarrier(plan=locked), by, now)


def add_note(
    plan: SuccessPlan, kind: NoteKind, fields: NoteFields, *, by: Member | None, now: datetime
) -> PlanNote:
    """Add a line to one of the other sections. Raises DomainErrors, and Conflict for a closed plan."""
    return _add(plan, fields, lambda locked: PlanNote(plan=locked, kind=kind), by, now)


def change_part(part: Part, fields: Fields, *, version: int, by: Member, now: datetime) -> Part:
    """Write a row of a plan anew, if it is still of `version`; saving what stands there changes nothing. A KPI whose
    target moves is reached, or not, by the readings that there are. Raises Conflict, and DomainErrors."""
    _check(fields)
    with transaction.atomic():
        plan = lock_plan(plan_id_of(part))
        row = _locked(part)
        wanted = _values(fields)
        if all(getattr(row, name) == value for name, value in wanted.items()):
            return row
        require_version(row, version)
        for name, value in wanted.items():
            setattr(row, name, value)
        row.version += 1
        if isinstance(row, PlanKpi):
            settle_kpi(row)
        row.save()
        _changed(plan, PlanStepKind.EDITED, row, by, now)
    return row


def remove_part(part: Part, *, by: Member, now: datetime) -> None:
    """Take a row out of its plan, with what hangs on it; the record keeps its name. One that is gone is no error."""
    with transaction.atomic():
        plan = lock_plan(plan_id_of(part))
        row = type(part).objects.filter(pk=part.pk).first()
        if row is None:
            return
        row.delete()
        _changed(plan, PlanStepKind.REMOVED, row, by, now)


def plan_id_of(part: Any) -> int:
    """The plan in which a row stands."""
    return int(part.outcome.plan_id if isinstance(part, PlanKpi) else part.plan_id)


def settle_kpi(kpi: PlanKpi) -> None:
    """Bring what follows from a KPI's readings up to date, unsaved."""
    readings = list(kpi.readings.order_by("-measured_on").values_list("measured_on", "value"))
    kpi.latest_on, kpi.latest = readings[0] if readings else (None, None)
    kpi.reached_on = reached_on(readings, kpi.target, kpi.direction)


def _add(
    plan: SuccessPlan, fields: Fields, empty: Callable[[SuccessPlan], Part], by: Member | None, now: datetime
) -> Part:
    _check(fields)
    with transaction.atomic():
        locked = lock_plan(plan.pk)
        row = empty(locked)
        if _siblings(row) >= MOST:
            raise DomainError(_("This section holds 200 lines already. Remove one first."), field="title")
        for name, value in _values(fields).items():
            setattr(row, name, value)
        row.save()
        _changed(locked, PlanStepKind.ADDED, row, by, now)
    return row


def _siblings(row: Any) -> int:
    if isinstance(row, PlanKpi):
        return PlanKpi.objects.filter(outcome=row.outcome).count()
    return int(type(row).objects.filter(plan=row.plan).count())


def _values(fields: Fields) -> dict[str, Any]:
    return {
        name: value.strip() if isinstance(value, str) else value for name, value in asdict(fields).items()
    }


def _locked(part: Part) -> Part:
    row = type(part).objects.select_for_update().filter(pk=part.pk).first()
    if row is None:
        raise NotFound(_("Not found."))
    return row


def _changed(plan: SuccessPlan, kind: PlanStepKind, row: Any, by: Member | None, now: datetime) -> None:
    revise(plan)
    if isinstance(row, PlanKpi | PlanOutcome):
        sum_up(plan)
    note_step(plan, kind, by=by, now=now, words=f"{_name_of(row)}: {row.title}")


def _name_of(row: Any) -> str:
    """The kind of a row in words, as the record tells it."""
    if isinstance(row, PlanNote):
        return str(SHAPES[NoteKind(row.kind)].one)
    names = {
        PlanOutcome: _("Outcome"),
        PlanKpi: _("KPI"),
        PlanActivity: _("Activity"),
        PlanBarrier: _("Barrier"),
    }
    return names[type(row)]


def _check(fields: Fields) -> None:
    errors = []
    if not fields.title.strip():
        errors.append(DomainError(_("Fill this in."), field="title"))
    if isinstance(fields, OutcomeFields) and fields.priority is not None and not 1 <= fields.priority <= 5:
        errors.append(DomainError(_("Choose a priority from 1 to 5."), field="priority"))
    if isinstance(fields, KpiFields) and not fits(fields.baseline, fields.target, fields.direction):
        words = _("The target lies on the wrong side of the baseline. Change it, or the direction.")
        errors.append(DomainError(words, field="target"))
    first, last = _frame(fields)
    if first and last and last < first:
        name = "until_on" if isinstance(fields, BarrierFields) else "due_on"
        errors.append(DomainError(_("It ends before it starts. Choose a later day."), field=name))
    owner_id = getattr(fields, "owner_id", None)
    if owner_id is not None and not Member.objects.filter(pk=owner_id).exists():
        errors.append(DomainError(_("Choose one of the list."), field="owner"))
    if errors:
        raise DomainErrors(errors)


def _frame(fields: Fields) -> tuple[date | None, date | None]:
    if isinstance(fields, ActivityFields):
        return fields.starts_on, fields.due_on
    if isinstance(fields, BarrierFields):
        return fields.since_on, fields.until_on
    return None, None
