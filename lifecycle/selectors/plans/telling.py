"""From rows to words: plan_shown() reads a plan with everything in it in five queries."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, OuterRef
from django.db.models.functions import JSONObject
from django.utils.translation import gettext as _

from core.text import format_date, format_number
from lifecycle.choices import (
    RUNNING,
    SHAPES,
    ActivityKind,
    BarrierKind,
    BarrierState,
    Direction,
    NoteKind,
    OutcomeState,
    PlanStatus,
)
from lifecycle.models import (
    KpiReading,
    PlanActivity,
    PlanBarrier,
    PlanKpi,
    PlanNote,
    PlanOutcome,
    SuccessPlan,
)
from lifecycle.rules.plans import is_met, progress_of
from lifecycle.selectors.plans.shown import (
    ActivityShown,
    BarrierShown,
    KpiShown,
    NoteShown,
    OutcomeShown,
    PlanShown,
    ReadingShown,
    SectionShown,
)
from lifecycle.selectors.plans.words import (
    attended_words,
    day_words,
    due_words,
    facts,
    frame_words,
    joined,
    value_words,
)
from workspaces.models import Member

READINGS = 24
OUTCOME_TONES = {OutcomeState.ACHIEVED: "good", OutcomeState.DROPPED: "", OutcomeState.OPEN: "accent"}
BARRIER_TONES = {BarrierState.SOLVED: "good", BarrierState.OPEN: "bad", BarrierState.IN_HAND: "warn"}


def plan_shown(
    plan: SuccessPlan, *, today: date, internal: bool = False, with_finances: bool = True
) -> PlanShown:
    """A plan with everything in it, in the language in force. `internal`: with the barriers and lines that only staff
    read. `with_finances`: with the words about money. `plan` has its account, owner and sharer along. Five queries."""
    outcomes = tuple(_outcome(one, today, internal) for one in outcome_rows(plan))
    hidden = {} if internal else {"is_internal": False}
    return PlanShown(
        id=plan.pk,
        account_id=plan.account_id,
        account=plan.account.name,
        title=plan.title,
        version=plan.revision,
        status=plan.status,
        status_label=str(PlanStatus(plan.status).label),
        may_sign=plan.status == PlanStatus.SHARED,
        is_changed_since_signed=plan.is_changed_since_signed,
        period=frame_words(plan.starts_on, plan.ends_on, today),
        owner=name_of(plan.owner, internal),
        summary=plan.summary,
        finances=plan.finances if with_finances else "",
        results=plan.results,
        progress=plan.progress,
        goals=plan.goals,
        goals_reached=plan.goals_reached,
        shared=_shared(plan, internal),
        signed=_signed(plan),
        signed_name=plan.signed_name,
        signed_version=plan.signed_revision,
        outcomes=outcomes,
        activities=tuple(_activity(one, plan, today, internal) for one in activity_rows(plan)),
        barriers=tuple(_barrier(one, today, internal) for one in barrier_rows(plan).filter(**hidden)),
        sections=_sections(PlanNote.objects.filter(plan=plan, **hidden).order_by("pk")),
        shared_at=plan.shared_at,
        shared_by=name_of(plan.shared_by, internal),
        signed_at=plan.signed_at,
        starts_on=plan.starts_on,
        ends_on=plan.ends_on,
    )


def outcome_rows(plan: SuccessPlan) -> Iterable[Any]:
    """The outcomes by the customer's priority, each with `kpi_rows` and those with their newest readings. One query."""
    readings = KpiReading.objects.filter(kpi=OuterRef("pk")).order_by("-measured_on")
    kept = readings.values(
        one=JSONObject(
            id="pk", on="measured_on", value="value", evidence="evidence", file="file__file__name", file_id="file_id"
        )
    )[:READINGS]  # fmt: skip
    kpis = (
        PlanKpi.objects.filter(outcome=OuterRef("pk"))
        .annotate(kept=ArraySubquery(kept))
        .order_by("pk")
        .values(
            one=JSONObject(
                id="pk", title="title", unit="unit", baseline="baseline", target="target", direction="direction",
                how="measured_how", when="measured_when", by="measured_by", due="due_on", latest="latest",
                latest_on="latest_on", reached="reached_on", readings="kept",
            )
        )
    )  # fmt: skip
    found = PlanOutcome.objects.filter(plan=plan).annotate(kpi_rows=ArraySubquery(kpis))
    return found.order_by(F("priority").asc(nulls_last=True), "pk")


def activity_rows(plan: SuccessPlan) -> Any:
    """The activities by their day."""
    rows = PlanActivity.objects.filter(plan=plan).select_related("owner__user", "done_by__user", "file__file")
    return rows.order_by(F("due_on").asc(nulls_last=True), "pk")


def barrier_rows(plan: SuccessPlan) -> Any:
    """The barriers, those that are not solved first."""
    rows = PlanBarrier.objects.filter(plan=plan).select_related("owner__user")
    return rows.order_by(F("solved_on").desc(nulls_first=True), F("until_on").asc(nulls_last=True), "pk")


def name_of(member: Member | None, internal: bool = False) -> str:
    """A member's name; the customer never reads an address in place of one."""
    if member is None:
        return ""
    return str(member) if internal else member.user.name


def _shared(plan: SuccessPlan, internal: bool) -> str:
    if plan.shared_at is None:
        return ""
    named = {"name": name_of(plan.shared_by, internal), "day": format_date(plan.shared_at.date())}
    return (_("Shared by %(name)s on %(day)s") if named["name"] else _("Shared on %(day)s")) % named


def _signed(plan: SuccessPlan) -> str:
    if plan.signed_at is None:
        return ""
    named = {"name": plan.signed_name, "day": format_date(plan.signed_at.date())}
    return _("Signed off by %(name)s on %(day)s") % named


def _outcome(one: Any, today: date, internal: bool) -> OutcomeShown:
    state = OutcomeState(one.state)
    return OutcomeShown(
        id=one.pk,
        title=one.title,
        state=one.state,
        state_label=str(state.label),
        tone=OUTCOME_TONES[state],
        priority=one.priority,
        facts=facts(
            (_("Strategic initiative"), one.initiative),
            (_("Critical success factor"), one.success_factor),
            (_("Status now"), one.status_now),
            (_("Goal"), one.goal_state),
        ),
        statement=one.statement,
        kpis=tuple(kpi_shown(kpi, today, internal=internal) for kpi in one.kpi_rows),
    )


def kpi_shown(one: dict[str, Any], today: date, *, internal: bool) -> KpiShown:
    """A KPI of `outcome_rows`; its files are for staff alone."""
    unit, direction, latest = one["unit"], one["direction"], one["latest"]
    due, reached = _date(one["due"]), _date(one["reached"])
    progress = progress_of(one["baseline"], one["target"], latest, direction)
    baseline = value_words(one["baseline"], unit)
    return KpiShown(
        id=one["id"],
        title=one["title"],
        baseline=baseline,
        target=value_words(one["target"], unit),
        latest=value_words(latest, unit),
        progress=progress,
        is_reached=latest is not None and is_met(one["target"], latest, direction),
        is_late=due is not None and due < today and reached is None,
        started=_("Started at %(value)s") % {"value": baseline},
        due=due_words(due, reached, today),
        direction=str(Direction(direction).label),
        how=one["how"],
        when=one["when"],
        by=one["by"],
        due_on=due,
        reached_on=reached,
        latest_on=_date(one["latest_on"]),
        readings=tuple(
            ReadingShown(
                id=reading["id"], on=date.fromisoformat(reading["on"]), value=value_words(reading["value"], unit),
                evidence=reading["evidence"], file_name=(reading["file"] or "") if internal else "",
                file_id=reading["file_id"] if internal else None,
            )
            for reading in one["readings"]
        ),
    )  # fmt: skip


def _activity(one: PlanActivity, plan: SuccessPlan, today: date, internal: bool) -> ActivityShown:
    done = one.done_on is not None
    late = not done and one.due_on is not None and one.due_on < today
    who = one.done_by_contact or name_of(one.done_by, internal)
    words, file = "", one.file.file.name if internal and one.file else ""
    if one.done_on is not None:
        named = {"day": day_words(one.done_on, today), "name": who}
        words = (_("Done on %(day)s by %(name)s") if who else _("Done on %(day)s")) % named
    result = attended_words(one.attended, one.invited, one.rating)
    return ActivityShown(
        id=one.pk,
        kind=one.kind,
        kind_label=str(ActivityKind(one.kind).label),
        title=one.title,
        text=one.text,
        facts=facts(
            (_("Audience"), one.audience),
            (_("Objective"), one.objective),
            (_("Developed by"), one.developed_by),
            (_("Delivered by"), one.delivered_by),
            (_("Evidence"), joined((one.evidence, file))),
        ),
        when=frame_words(one.starts_on, one.due_on, today),
        owner=name_of(one.owner, internal),
        by_customer=one.by_customer,
        may_tick=one.by_customer and not done and plan.status in RUNNING,
        is_done=done,
        is_late=late,
        done=words,
        result=result,
        due_on=one.due_on,
        done_on=one.done_on,
    )


def _barrier(one: PlanBarrier, today: date, internal: bool) -> BarrierShown:
    state = BarrierState(one.state)
    return BarrierShown(
        id=one.pk,
        title=one.title,
        kind_label=str(BarrierKind(one.kind).label),
        state=one.state,
        state_label=str(state.label),
        tone=BARRIER_TONES[state],
        frame=frame_words(one.since_on, one.until_on, today),
        mitigation=one.mitigation,
        owner=name_of(one.owner, internal),
        is_internal=one.is_internal,
        is_late=state != BarrierState.SOLVED and one.until_on is not None and one.until_on < today,
    )


def _sections(notes: Iterable[PlanNote]) -> tuple[SectionShown, ...]:
    """Every section that has a line, in the order of a plan."""
    rows: dict[str, list[NoteShown]] = defaultdict(list)
    for note in notes:
        shape = SHAPES[NoteKind(note.kind)]
        amount = format_number(note.amount) if note.amount is not None else ""
        told = facts(
            (shape.who, note.who), (shape.amount, amount), (shape.text, note.text), (shape.more, note.more)
        )
        rows[note.kind].append(NoteShown(note.pk, note.title, told, note.is_internal))
    return tuple(
        SectionShown(
            kind.value, str(kind.label), str(SHAPES[kind].one), str(SHAPES[kind].title), tuple(rows[kind])
        )
        for kind in NoteKind
        if rows.get(kind)
    )


def _date(value: str | None) -> date | None:
    return date.fromisoformat(value) if value else None
