"""The success plan of the account, as the review tells it."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db.models import Q

from accounts.models import Account
from lifecycle.choices import BarrierState, OutcomeState
from lifecycle.models import KpiReading, PlanActivity, PlanBarrier, PlanKpi, PlanOutcome, SuccessPlan
from lifecycle.selectors.plans import customer_plans
from reports.choices import Edition
from reports.facts import PlanActivityFact, PlanBarrierFact, PlanFacts, PlanGoalFact, PlanOutcomeFact
from reports.rules import Quarter

MOST = 40


def plan_facts(account: Account, quarter: Quarter, as_of: date, zone: str, edition: str) -> PlanFacts | None:
    """The plan that the customer had been shown by that day: its goals with the last reading up to the day, what was
    achieved, the activities of the quarter and those that are overdue, the barriers of the quarter. None without one.
    What is ours alone is in our own edition only. Five queries."""
    end = datetime.combine(as_of + timedelta(days=1), time.min, ZoneInfo(zone))
    plan = customer_plans(account.pk).filter(shared_at__lt=end).first()
    if plan is None:
        return None
    signed = plan.signed_at is not None and plan.signed_at < end
    return PlanFacts(
        title=plan.title,
        signed_name=plan.signed_name if signed else "",
        signed_on=plan.signed_at.astimezone(ZoneInfo(zone)).date() if signed and plan.signed_at else None,
        goals=_goals(plan, as_of),
        outcomes=_outcomes(plan, as_of),
        activities=_activities(plan, quarter, as_of),
        barriers=_barriers(plan, quarter, as_of, edition),
    )


def _goals(plan: SuccessPlan, as_of: date) -> tuple[PlanGoalFact, ...]:
    rows = PlanKpi.objects.filter(outcome__plan=plan).exclude(outcome__state=OutcomeState.DROPPED)
    kpis = list(rows.select_related("outcome").order_by("outcome__priority", "outcome_id", "pk")[:MOST])
    readings = KpiReading.objects.filter(kpi__in=[one.pk for one in kpis], measured_on__lte=as_of)
    newest = {kpi_id: (on, value) for kpi_id, on, value in
              readings.order_by("measured_on").values_list("kpi_id", "measured_on", "value")}  # fmt: skip
    return tuple(
        PlanGoalFact(
            title=one.title, outcome=one.outcome.title, unit=one.unit, baseline=one.baseline, target=one.target,
            direction=one.direction, due_on=one.due_on, value=newest[one.pk][1] if one.pk in newest else None,
            measured_on=newest[one.pk][0] if one.pk in newest else None,
        )
        for one in kpis
    )  # fmt: skip


def _outcomes(plan: SuccessPlan, as_of: date) -> tuple[PlanOutcomeFact, ...]:
    rows = PlanOutcome.objects.filter(plan=plan, state=OutcomeState.ACHIEVED, achieved_on__lte=as_of)
    return tuple(
        PlanOutcomeFact(one.title, one.statement, one.achieved_on)
        for one in rows.order_by("achieved_on", "pk")[:MOST]
    )


def _activities(plan: SuccessPlan, quarter: Quarter, as_of: date) -> tuple[PlanActivityFact, ...]:
    done = Q(done_on__range=(quarter.first, as_of))
    waits = Q(done_on=None) | Q(done_on__gt=as_of)
    ahead = waits & (Q(due_on__lte=quarter.last) | Q(due_on=None))
    rows = PlanActivity.objects.filter(done | ahead, plan=plan).order_by("due_on", "pk")[:MOST]
    return tuple(
        PlanActivityFact(
            title=one.title, kind=one.kind, audience=one.audience, due_on=one.due_on,
            done_on=one.done_on if one.done_on and one.done_on <= as_of else None,
            invited=one.invited, attended=one.attended, rating=one.rating,
        )
        for one in rows
    )  # fmt: skip


def _barriers(plan: SuccessPlan, quarter: Quarter, as_of: date, edition: str) -> tuple[PlanBarrierFact, ...]:
    rows = PlanBarrier.objects.filter(Q(solved_on=None) | Q(solved_on__gte=quarter.first), plan=plan)
    rows = rows.filter(Q(since_on=None) | Q(since_on__lte=as_of))
    if edition != Edition.INTERNAL:
        rows = rows.filter(is_internal=False)
    return tuple(
        PlanBarrierFact(
            title=one.title,
            state=one.state if one.solved_on is None or one.solved_on <= as_of else BarrierState.IN_HAND.value,
            until_on=one.until_on, mitigation=one.mitigation,
            solved_on=one.solved_on if one.solved_on and one.solved_on <= as_of else None,
        )
        for one in rows.order_by("until_on", "pk")[:MOST]
    )  # fmt: skip
