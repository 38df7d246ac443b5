"""What happens while a plan runs: KPIs read, activities completed, outcomes achieved, barriers solved. None of it changes
what was agreed on, so that a signed plan stays signed as it is."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import AccountFile
from accounts.selectors.files import SHOWN
from core.errors import DomainError, DomainErrors, NotFound
from lifecycle.choices import RUNNING, BarrierState, OutcomeState, PlanStepKind
from lifecycle.models import KpiReading, PlanActivity, PlanBarrier, PlanKpi, PlanOutcome, SuccessPlan
from lifecycle.models.plans_parts import EVIDENCE, TEXT
from lifecycle.services.plans.parts import plan_id_of, settle_kpi
from lifecycle.services.plans.record import day_of, lock_plan, note_step, require_version, sum_up, tell
from workspaces.models import Member


@dataclass(frozen=True, kw_only=True)
class ReadingFields:
    """`value` in thousandths of the KPI's unit; `file_id` is a file of the account."""

    measured_on: date
    value: int
    evidence: str = ""
    file_id: int | None = None


@dataclass(frozen=True, kw_only=True)
class DoneFields:
    """How an activity went. `rating` in tenths of five, by those who took part."""

    done_on: date
    invited: int | None = None
    attended: int | None = None
    rating: int | None = None
    evidence: str = ""
    file_id: int | None = None


def read_kpi(
    kpi: PlanKpi, fields: ReadingFields, *, by: Member | None, now: datetime, today: date
) -> KpiReading:
    """Write what a KPI was on a day; a second reading of the day replaces the first. The plan's progress follows, and the
    record says when a target is reached. Idempotent by KPI and day. Raises DomainErrors, Conflict for a closed plan."""
    if fields.measured_on > today:
        raise DomainError(_("That day is still to come. Choose today or before."), field="measured_on")
    if len(fields.evidence) > EVIDENCE:
        raise DomainError(_("Shorten the evidence to 500 characters."), field="evidence")
    with transaction.atomic():
        plan = lock_plan(plan_id_of(kpi))
        row = PlanKpi.objects.select_for_update().filter(pk=kpi.pk).first()
        if row is None:
            raise NotFound(_("Not found."))
        wanted = {
            "value": fields.value,
            "evidence": fields.evidence.strip(),
            "file": _file(plan, fields.file_id),
        }
        held = KpiReading.objects.filter(kpi=row, measured_on=fields.measured_on).first()
        if held is not None and all(getattr(held, name) == value for name, value in wanted.items()):
            return held
        reading, _made = KpiReading.objects.update_or_create(
            kpi=row, measured_on=fields.measured_on, defaults={**wanted, "recorded_by": by, "recorded_at": now}
        )  # fmt: skip
        _settle(plan, row, by, now)
    return reading


def remove_reading(reading: KpiReading, *, by: Member, now: datetime) -> None:
    """Take a reading away that was wrong; one that is gone is no error."""
    with transaction.atomic():
        plan = lock_plan(plan_id_of(reading.kpi))
        row = PlanKpi.objects.select_for_update().get(pk=reading.kpi_id)
        if KpiReading.objects.filter(pk=reading.pk).delete()[0]:
            _settle(plan, row, by, now)


def complete_activity(
    activity: PlanActivity, fields: DoneFields, *, version: int | None, by: Member, now: datetime, today: date
) -> PlanActivity:
    """Say that an activity is done, and how it went. Saying what holds already changes nothing."""
    _check_done(fields, today)
    with transaction.atomic():
        plan, row = _activity(activity)
        wanted = {
            "done_on": fields.done_on, "invited": fields.invited, "attended": fields.attended, "rating": fields.rating,
            "evidence": fields.evidence.strip(), "file": _file(plan, fields.file_id),
        }  # fmt: skip
        if all(getattr(row, name) == value for name, value in wanted.items()):
            return row
        require_version(row, version)
        was_done = row.done_on is not None
        for name, value in wanted.items():
            setattr(row, name, value)
        if not was_done:
            row.done_by, row.done_by_contact = by, ""
        row.version += 1
        row.save()
        if not was_done:
            note_step(plan, PlanStepKind.DONE, by=by, now=now, words=row.title)
    return row


def reopen_activity(activity: PlanActivity, *, by: Member, now: datetime) -> PlanActivity:
    """Say that an activity is not done after all; one that is open is no error."""
    with transaction.atomic():
        plan, row = _activity(activity)
        if row.done_on is None:
            return row
        row.done_on = row.done_by = None
        row.done_by_contact = ""
        row.version += 1
        row.save()
        note_step(plan, PlanStepKind.UNDONE, by=by, now=now, words=row.title)
    return row


def tick_activity(activity: PlanActivity, *, contact_name: str, now: datetime) -> PlanActivity:
    """The customer says that an activity of theirs is done; told to its owner and the plan's. Ticking twice is no error.
    Raises NotFound for an activity that is not the customer's or whose plan the customer does not see, Conflict for a
    closed plan."""
    with transaction.atomic():
        plan, row = _activity(activity)
        if not row.by_customer or plan.status not in RUNNING:
            raise NotFound(_("Not found."))
        if row.done_on is not None:
            return row
        row.done_on, row.done_by_contact = day_of(now), contact_name[:200]
        row.version += 1
        row.save()
        note_step(plan, PlanStepKind.DONE, by=None, by_contact=contact_name, now=now, words=row.title)
        title = _("%(name)s completed: %(activity)s") % {"name": contact_name, "activity": row.title}
        tell(
            plan, [row.owner, plan.owner], title[:200], by=None, key=f"ticked:{row.pk}:{row.version}", now=now
        )
    return row


def decide_outcome(
    outcome: PlanOutcome, state: OutcomeState, statement: str, *, version: int | None, by: Member, now: datetime, today: date,
) -> PlanOutcome:  # fmt: skip
    """Say that an outcome is achieved, with the executive's statement, dropped, or in progress again."""
    text = statement.strip()
    if len(text) > TEXT:
        raise DomainError(_("Shorten the statement to 1,000 characters."), field="statement")
    with transaction.atomic():
        plan = lock_plan(outcome.plan_id)
        row = PlanOutcome.objects.select_for_update().filter(pk=outcome.pk).first()
        if row is None:
            raise NotFound(_("Not found."))
        if (row.state, row.statement) == (state, text):
            return row
        require_version(row, version)
        came = state == OutcomeState.ACHIEVED and row.state != state
        row.state, row.statement = state, text
        if state != OutcomeState.ACHIEVED:
            row.achieved_on = None
        elif came:
            row.achieved_on = today
        row.version += 1
        row.save()
        sum_up(plan)
        kind = PlanStepKind.ACHIEVED if came else PlanStepKind.EDITED
        note_step(plan, kind, by=by, now=now, words=row.title)
    return row


def decide_barrier(
    barrier: PlanBarrier, state: BarrierState, *, by: Member, now: datetime, today: date
) -> PlanBarrier:
    """Say how a barrier stands. Saying what holds already changes nothing."""
    with transaction.atomic():
        plan = lock_plan(barrier.plan_id)
        row = PlanBarrier.objects.select_for_update().filter(pk=barrier.pk).first()
        if row is None:
            raise NotFound(_("Not found."))
        if row.state == state:
            return row
        row.state = state
        row.solved_on = today if state == BarrierState.SOLVED else None
        row.version += 1
        row.save(update_fields=["state", "solved_on", "version"])
        kind = PlanStepKind.SOLVED if state == BarrierState.SOLVED else PlanStepKind.EDITED
        note_step(plan, kind, by=by, now=now, words=row.title)
    return row


def _settle(plan: SuccessPlan, kpi: PlanKpi, by: Member | None, now: datetime) -> None:
    before = kpi.reached_on
    settle_kpi(kpi)
    kpi.save(update_fields=["latest", "latest_on", "reached_on"])
    sum_up(plan)
    reached = kpi.reached_on is not None and before is None
    kind = PlanStepKind.REACHED if reached else PlanStepKind.MEASURED
    note_step(plan, kind, by=by, now=now, words=kpi.title)


def _activity(activity: PlanActivity) -> tuple[SuccessPlan, PlanActivity]:
    plan = lock_plan(activity.plan_id)
    rows = PlanActivity.objects.select_for_update(of=("self",)).select_related("owner__user")
    row = rows.filter(pk=activity.pk).first()
    if row is None:
        raise NotFound(_("Not found."))
    return plan, row


def _file(plan: SuccessPlan, file_id: int | None) -> AccountFile | None:
    if file_id is None:
        return None
    found = AccountFile.objects.filter(SHOWN, account_id=plan.account_id, pk=file_id).first()
    if found is None:
        raise DomainError(_("Choose a file of this account."), field="file")
    return found


def _check_done(fields: DoneFields, today: date) -> None:
    errors = []
    if fields.done_on > today:
        words = _("That day is still to come. Choose today or before.")
        errors.append(DomainError(words, field="done_on"))
    if fields.invited is not None and fields.attended is not None and fields.attended > fields.invited:
        errors.append(DomainError(_("More attended than were invited. Check both."), field="attended"))
    if fields.rating is not None and not 10 <= fields.rating <= 50:
        errors.append(DomainError(_("Write a rating from 1 to 5."), field="rating"))
    if len(fields.evidence) > EVIDENCE:
        errors.append(DomainError(_("Shorten the evidence to 500 characters."), field="evidence"))
    if errors:
        raise DomainErrors(errors)
