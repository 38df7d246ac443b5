"""Success plans of the largest customers, at every turn of the way, in the company's language."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

from accounts.choices import OwnerRole, StakeholderRole
from accounts.models import Account, Contact
from csplatform.demo.chance import chance
from csplatform.demo.companies import Company
from csplatform.demo.customers import Customer
from csplatform.demo.words.plans import WORDS, PlanWords
from lifecycle.choices import ActivityKind, BarrierKind, NoteKind, PlanStatus, PlanStepKind
from lifecycle.models import (
    KpiReading,
    PlanActivity,
    PlanBarrier,
    PlanKpi,
    PlanNote,
    PlanOutcome,
    PlanStep,
    SuccessPlan,
)
from lifecycle.rules.plans import Goal, reached_on, summed
from workspaces.models import Member

#: How each plan stands, the largest customers first.
WAY = (
    PlanStatus.ACTIVE, PlanStatus.SHARED, PlanStatus.ACTIVE, PlanStatus.SIGNED, PlanStatus.ACTIVE, PlanStatus.CLOSED,
    PlanStatus.DRAFT, PlanStatus.ACTIVE, PlanStatus.ACTIVE,
)  # fmt: skip
#: Of each KPI: baseline, target, and how far it is at each reading, in thousandths of the way.
VALUES = ((46_000, 20_000), (52_000, 85_000), (0, 64_000))
STEPS = (0, 260, 480, 760, 1_000)


@dataclass(frozen=True)
class _Told:
    """One plan with what it is told of."""

    plan: SuccessPlan
    begun: date
    contact: Contact | None
    rng: Random


def make_plans(company: Company, customers: list[Customer], *, seed: int, today: date, now: datetime) -> int:
    """Write the plans in a few statements, whatever their number; returns how many."""
    words = WORDS[company.tongue.language]
    accounts = {one.external_id: one for one in Account.objects.all()}
    members = {one.user.email: one for one in Member.objects.select_related("user")}
    chosen = [
        one for one in customers
        if OwnerRole.CSM in one.owners and not one.churned_on and one.since_on and one.external_id in accounts
    ]  # fmt: skip
    chosen.sort(key=lambda one: (-sum(sold.seats for sold in one.sold), one.number))
    told = [
        _plan(
            company, accounts[one.external_id], members[one.owners[OwnerRole.CSM]], place, words, seed, today
        )
        for place, one in enumerate(chosen[: len(WAY)])
    ]
    people = _signers([one.plan.account_id for one in told])
    told = [_Told(one.plan, one.begun, people.get(one.plan.account_id), one.rng) for one in told]
    _agree(company, told, now)
    SuccessPlan.objects.bulk_create([one.plan for one in told])
    _fill(company, told, words, today=today, now=now)
    return len(told)


def _plan(
    company: Company, account: Account, owner: Member, place: int, words: PlanWords, seed: int, today: date
) -> _Told:
    rng = chance(seed, company.slug, "plan", account.external_id)
    status = WAY[place]
    age = {PlanStatus.DRAFT: 6, PlanStatus.SHARED: 16, PlanStatus.SIGNED: 24, PlanStatus.CLOSED: 400}.get(
        status, rng.randint(90, 210)
    )
    begun = today - timedelta(days=age)
    plan = SuccessPlan(
        account=account, title=words.title % {"year": (begun + timedelta(days=180)).year}, summary=words.summary,
        owner=owner, starts_on=begun, ends_on=begun + timedelta(days=364), status=status,
        created_at=_at(company, begun, 9), created_by=owner, finances=words.finances,
        results=words.results if status == PlanStatus.CLOSED else "",
    )  # fmt: skip
    return _Told(plan, begun, None, rng)


def _signers(account_ids: list[int]) -> dict[int, Contact]:
    """Of each account its sponsor, else its first contact."""
    found: dict[int, Contact] = {}
    rows = Contact.objects.filter(account_id__in=account_ids, left_on=None).order_by("account_id", "pk")
    for one in rows:
        if one.account_id not in found or one.stakeholder_role == StakeholderRole.SPONSOR:
            found[one.account_id] = one
    return found


def _agree(company: Company, told: list[_Told], now: datetime) -> None:
    """Sharing and sign-off, as far as each plan came."""
    for one in told:
        plan = one.plan
        plan.revision = 12
        if plan.status == PlanStatus.DRAFT:
            continue
        plan.shared_at = min(now, _at(company, one.begun + timedelta(days=8), 10))
        plan.shared_by = plan.owner
        if plan.status == PlanStatus.SHARED or one.contact is None:
            plan.status = PlanStatus.SHARED
            continue
        plan.signed_at = min(now, _at(company, one.begun + timedelta(days=11), 14))
        plan.signed_by, plan.signed_name = one.contact, one.contact.name
        plan.signed_revision = plan.revision
        if plan.status == PlanStatus.CLOSED:
            plan.closed_at = min(now, _at(company, one.begun + timedelta(days=370), 15))


def _fill(company: Company, told: list[_Told], words: PlanWords, *, today: date, now: datetime) -> None:
    outcomes = [_outcome(one, words, place) for one in told for place in range(3)]
    PlanOutcome.objects.bulk_create(outcomes)
    kpis = [_kpi(told[at // 3], outcome, words, at % 3) for at, outcome in enumerate(outcomes)]
    PlanKpi.objects.bulk_create(kpis)
    readings = [
        reading
        for at, kpi in enumerate(kpis)
        for reading in _readings(told[at // 3], kpi, at % 3, words, today, now)
    ]
    KpiReading.objects.bulk_create(readings)
    _settle(told, kpis, readings)
    PlanActivity.objects.bulk_create(row for one in told for row in _activities(one, words, today))
    PlanBarrier.objects.bulk_create(row for one in told for row in _barriers(one, words))
    PlanNote.objects.bulk_create(
        PlanNote(plan=one.plan, kind=NoteKind(kind), title=line[0], text=line[1], more=line[2], who=line[3])
        for one in told
        for kind, line in words.notes
    )
    PlanStep.objects.bulk_create(row for one in told for row in _steps(one, kpis, company))


def _outcome(one: _Told, words: PlanWords, place: int) -> PlanOutcome:
    title, initiative, goal = words.outcomes[place]
    done = one.plan.status == PlanStatus.CLOSED and place < 2
    return PlanOutcome(
        plan=one.plan, title=title, initiative=initiative, goal_state=goal, priority=place + 1,
        state="achieved" if done else "open", statement=words.statement if done and not place else "",
        achieved_on=one.begun + timedelta(days=300) if done else None,
    )  # fmt: skip


def _kpi(one: _Told, outcome: PlanOutcome, words: PlanWords, place: int) -> PlanKpi:
    title, unit, how, when = words.kpis[place]
    baseline, target = VALUES[place]
    return PlanKpi(
        outcome=outcome, title=title, unit=unit, baseline=baseline, target=target,
        direction="up" if target > baseline else "down", measured_how=how, measured_when=when,
        due_on=one.begun + timedelta(days=270 + 30 * place),
    )  # fmt: skip


def _readings(
    one: _Told, kpi: PlanKpi, place: int, words: PlanWords, today: date, now: datetime
) -> list[KpiReading]:
    """A reading every six weeks; some plans come further than others."""
    if one.plan.status in (PlanStatus.DRAFT, PlanStatus.SHARED):
        return []
    pace = 1.0 if one.plan.status == PlanStatus.CLOSED else one.rng.uniform(0.55, 1.15) - 0.12 * place
    found = []
    for at, share in enumerate(STEPS):
        day = one.begun + timedelta(days=14 + 42 * at)
        if day > today:
            break
        way = (kpi.target - kpi.baseline) * min(1.1, pace * share / 1000)
        value = round((kpi.baseline + way) / 1000) * 1000
        found.append(
            KpiReading(
                kpi=kpi, measured_on=day, value=value, evidence=words.evidence if at else "",
                recorded_by=one.plan.owner, recorded_at=now,
            )
        )  # fmt: skip
    return found


def _settle(told: list[_Told], kpis: list[PlanKpi], readings: list[KpiReading]) -> None:
    """What follows from the readings, for KPIs and plans."""
    by_kpi: dict[int, list[tuple[date, int]]] = {kpi.pk: [] for kpi in kpis}
    for reading in readings:
        by_kpi[reading.kpi_id].append((reading.measured_on, reading.value))
    for kpi in kpis:
        own = by_kpi[kpi.pk]
        kpi.latest_on, kpi.latest = max(own) if own else (None, None)
        kpi.reached_on = reached_on(own, kpi.target, kpi.direction)
    PlanKpi.objects.bulk_update(kpis, ["latest", "latest_on", "reached_on"])
    for place, one in enumerate(told):
        goals = (Goal(k.baseline, k.target, k.latest, k.direction) for k in kpis[place * 3 : place * 3 + 3])
        found = summed(goals)
        one.plan.progress, one.plan.goals, one.plan.goals_reached = found.progress, found.goals, found.reached
    SuccessPlan.objects.bulk_update([one.plan for one in told], ["progress", "goals", "goals_reached"])


def _activities(one: _Told, words: PlanWords, today: date) -> list[PlanActivity]:
    found = []
    runs = one.plan.status not in (PlanStatus.DRAFT, PlanStatus.SHARED)
    for place, (kind, title, audience, by_customer) in enumerate(words.activities):
        due = one.begun + timedelta(days=20 + 31 * place)
        done = runs and due < today - timedelta(days=one.rng.randint(0, 12))
        training = kind == ActivityKind.TRAINING
        invited = one.rng.randint(24, 110) if done and training else None
        found.append(
            PlanActivity(
                plan=one.plan, kind=kind, title=title, audience=audience, by_customer=by_customer, due_on=due,
                owner=None if by_customer else one.plan.owner, done_on=due - timedelta(days=1) if done else None,
                done_by=one.plan.owner if done and not by_customer else None,
                done_by_contact=one.contact.name if done and by_customer and one.contact else "",
                invited=invited, attended=round(invited * one.rng.uniform(0.6, 0.95)) if invited else None,
                rating=one.rng.randint(38, 48) if invited else None,
            )
        )  # fmt: skip
    return found


def _barriers(one: _Told, words: PlanWords) -> list[PlanBarrier]:
    found = []
    for place, (title, mitigation) in enumerate(words.barriers):
        solved = one.plan.status == PlanStatus.CLOSED or (place == 0 and one.rng.random() < 0.4)
        found.append(
            PlanBarrier(
                plan=one.plan, title=title, kind=BarrierKind.BUSINESS if place else BarrierKind.TECHNICAL,
                state="solved" if solved else "in_hand" if place == 0 else "open", mitigation=mitigation,
                since_on=one.begun + timedelta(days=12), until_on=one.begun + timedelta(days=120 + 60 * place),
                owner=one.plan.owner, solved_on=one.begun + timedelta(days=80) if solved else None,
            )
        )  # fmt: skip
    return found


def _steps(one: _Told, kpis: list[PlanKpi], company: Company) -> list[PlanStep]:
    plan = one.plan
    found = [
        PlanStep(plan=plan, kind=PlanStepKind.CREATED, words=plan.title, by=plan.owner, at=plan.created_at)
    ]
    told = {"plan": plan, "revision": plan.revision}
    if plan.shared_at is not None:
        found.append(PlanStep(kind=PlanStepKind.SHARED, by=plan.owner, at=plan.shared_at, **told))
    if plan.signed_at is not None:
        found.append(
            PlanStep(kind=PlanStepKind.SIGNED, by_contact=plan.signed_name, at=plan.signed_at, **told)
        )
        if plan.status != PlanStatus.SIGNED:
            found.append(PlanStep(kind=PlanStepKind.ACTIVE, by=plan.owner, at=plan.signed_at, **told))
    found += [
        PlanStep(
            kind=PlanStepKind.REACHED,
            words=kpi.title,
            by=plan.owner,
            at=_at(company, kpi.reached_on, 15),
            **told,
        )
        for kpi in kpis
        if kpi.outcome.plan_id == plan.pk and kpi.reached_on is not None
    ]
    if plan.closed_at is not None:
        found.append(PlanStep(kind=PlanStepKind.CLOSED, by=plan.owner, at=plan.closed_at, **told))
    return found


def _at(company: Company, day: date, hour: int) -> datetime:
    return datetime.combine(day, time(hour), ZoneInfo(company.time_zone))
