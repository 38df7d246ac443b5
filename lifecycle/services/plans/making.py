"""Plans themselves: begun, changed, and begun anew from another one."""

from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Account
from core.errors import DomainError, DomainErrors
from lifecycle.choices import PlanStepKind
from lifecycle.models import PlanActivity, PlanKpi, PlanNote, PlanOutcome, SuccessPlan
from lifecycle.models.plans import LONG, TITLE
from lifecycle.services.plans.record import lock_plan, note_step, require_version, revise, sum_up, tell
from workspaces.models import Member


@dataclass(frozen=True, kw_only=True)
class PlanFields:
    """What people write about a plan as a whole; `owner_id` is a member's. `finances` None leaves what stands there, for
    those who may not see amounts."""

    title: str
    summary: str = ""
    finances: str | None = None
    results: str = ""
    owner_id: int | None = None
    starts_on: date | None = None
    ends_on: date | None = None


def begin_plan(account: Account, fields: PlanFields, *, by: Member | None, now: datetime) -> SuccessPlan:
    """Begin a plan as a draft, and tell its owner. Raises DomainErrors."""
    _check(fields)
    with transaction.atomic():
        plan = SuccessPlan(account=account, created_at=now, created_by=by)
        _write(plan, fields)
        plan.save()
        note_step(plan, PlanStepKind.CREATED, by=by, now=now, words=plan.title)
        _tell_owner(plan, by=by, now=now)
    return plan


def change_plan(
    plan: SuccessPlan, fields: PlanFields, *, version: int, by: Member, now: datetime
) -> SuccessPlan:
    """Write a plan's own fields anew, if it is still of `version`. Saving what stands there changes nothing. Raises
    Conflict, and DomainErrors."""
    _check(fields)
    with transaction.atomic():
        now_is = lock_plan(plan.pk)
        before, owner = _told(now_is), now_is.owner_id
        _write(now_is, fields)
        if _told(now_is) == before:
            return now_is
        require_version(now_is, version)
        now_is.version += 1
        revise(now_is, *_NAMES, "version")
        note_step(now_is, PlanStepKind.CHANGED, by=by, now=now)
        if now_is.owner_id != owner:
            _tell_owner(now_is, by=by, now=now)
    return now_is


def copy_plan(
    plan: SuccessPlan, account: Account, fields: PlanFields, *, by: Member, now: datetime, today: date
) -> SuccessPlan:
    """Begin a plan of an account with the outcomes, KPIs, activities and lines of another one, without anything that
    happened: no readings, ticks or sign-off. Days keep their distance from the first of the old plan."""
    made = begin_plan(account, fields, by=by, now=now)
    start = plan.starts_on or plan.created_at.date()
    shift = (fields.starts_on or today) - start
    with transaction.atomic():
        for outcome in PlanOutcome.objects.filter(plan=plan).order_by("pk"):
            kpis = list(PlanKpi.objects.filter(outcome=outcome).order_by("pk"))
            outcome.pk, outcome.plan, outcome.version = None, made, 1
            outcome.state, outcome.achieved_on, outcome.statement = "open", None, ""
            outcome.save()
            PlanKpi.objects.bulk_create(_kpi(one, outcome, shift) for one in kpis)
        PlanActivity.objects.bulk_create(
            _activity(one, made, shift) for one in PlanActivity.objects.filter(plan=plan).order_by("pk")
        )
        notes = list(PlanNote.objects.filter(plan=plan).order_by("pk"))
        for note in notes:
            note.pk, note.plan, note.version = None, made, 1
        PlanNote.objects.bulk_create(notes)
        sum_up(made)
    return made


_NAMES = ("title", "summary", "finances", "results", "owner", "starts_on", "ends_on")


def _told(plan: SuccessPlan) -> tuple[object, ...]:
    names = ("owner_id" if name == "owner" else name for name in _NAMES)
    return tuple(getattr(plan, name) for name in names)


def _write(plan: SuccessPlan, fields: PlanFields) -> None:
    for name, value in asdict(fields).items():
        if value is not None or name != "finances":
            setattr(plan, name, value.strip() if isinstance(value, str) else value)


def _kpi(one: PlanKpi, outcome: PlanOutcome, shift: timedelta) -> PlanKpi:
    one.pk, one.outcome, one.version = None, outcome, 1
    one.latest = one.latest_on = one.reached_on = None
    one.due_on = _moved(one.due_on, shift)
    return one


def _activity(one: PlanActivity, plan: SuccessPlan, shift: timedelta) -> PlanActivity:
    one.pk, one.plan, one.version = None, plan, 1
    one.starts_on, one.due_on = _moved(one.starts_on, shift), _moved(one.due_on, shift)
    one.done_on = one.done_by = one.file = one.invited = one.attended = one.rating = None
    one.done_by_contact = one.evidence = ""
    return one


def _moved(day: date | None, shift: timedelta) -> date | None:
    return day + shift if day else None


def _check(fields: PlanFields) -> None:
    errors = []
    if not 1 <= len(fields.title.strip()) <= TITLE:
        errors.append(DomainError(_("Name the plan in 1 to 160 characters."), field="title"))
    errors += [
        DomainError(_("Shorten this to 4,000 characters."), field=name)
        for name in ("summary", "finances", "results")
        if len(getattr(fields, name) or "") > LONG
    ]
    if fields.starts_on and fields.ends_on and fields.ends_on < fields.starts_on:
        errors.append(DomainError(_("It ends before it starts. Choose a later day."), field="ends_on"))
    if fields.owner_id is not None and not Member.objects.filter(pk=fields.owner_id).exists():
        errors.append(DomainError(_("Choose one of the list."), field="owner"))
    if errors:
        raise DomainErrors(errors)


def _tell_owner(plan: SuccessPlan, *, by: Member | None, now: datetime) -> None:
    owner = Member.objects.filter(pk=plan.owner_id).select_related("user").first()
    title = _("A success plan is yours: %(title)s") % {"title": plan.title}
    tell(plan, [owner], title, by=by, key=f"owner:{plan.owner_id}", now=now)
