"""What of plans and promises waits for a member, and what was reached."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import DateField, F, Q, QuerySet, Value

from accounts.access import visible_accounts
from accounts.choices import AccountStatus
from accounts.models import AccountOwner
from accounts.models.bin import outside_bin
from lifecycle.choices import RUNNING, OutcomeState, PlanStatus, PromiseState
from lifecycle.models import PlanActivity, PlanKpi, PlanOutcome, Promise, SuccessPlan
from lifecycle.selectors.handshakes import nobodys
from workspaces.models import Member

AHEAD = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Waiting:
    """An activity or a promise that is due, or a plan that waits since `since`; `word` is the activity's kind, the
    promise's state or the plan's status; a promise has no plan (0)."""

    what: str
    number: int
    title: str
    word: str
    due_on: date | None
    since: datetime | None
    plan_id: int
    account_id: int
    account_name: str


def due_activities(member: Member, *, today: date) -> QuerySet[PlanActivity]:
    """The member's activities that are due within a week or overdue, of plans that run; the longest due first. One that
    nobody owns, or somebody who has left, is the plan owner's."""
    mine = Q(owner=member) | (nobodys("owner") & Q(plan__owner=member))
    found = PlanActivity.objects.filter(
        mine,
        done_on=None,
        due_on__lte=today + AHEAD,
        plan__status__in=RUNNING,
        plan__account__in=visible_accounts(member).values("pk"),
    )
    return found.select_related("plan__account").order_by("due_on", "pk")


def waiting_plans(member: Member) -> QuerySet[SuccessPlan]:
    """The member's plans that wait for the customer's sign-off, and those signed that wait to be started; the longest
    waiting first."""
    found = SuccessPlan.objects.filter(
        owner=member,
        status__in=(PlanStatus.SHARED, PlanStatus.SIGNED),
        account__in=visible_accounts(member).values("pk"),
    )
    return found.select_related("account").order_by("shared_at", "pk")


def due_promises(member: Member, *, today: date) -> QuerySet[Promise]:
    """The open promises that the member is to see kept and that are due within a week or overdue. One that nobody sees to,
    or somebody who has left, is that of who looks after the account."""
    looks_after = AccountOwner.objects.filter(member=member).values("account_id")
    return Promise.objects.filter(
        Q(owner=member) | (nobodys("owner") & Q(account__in=looks_after)),
        state=PromiseState.OPEN,
        due_on__lte=today + AHEAD,
        account__in=visible_accounts(member).values("pk"),
    )


def waiting_rows(member: Member, *, today: date, limit: int) -> list[Waiting]:
    """All of these, what has a day first, by it. One query."""
    activities = due_activities(member, today=today).select_related(None).order_by()
    plans = waiting_plans(member).select_related(None).order_by()
    rows = activities.annotate(
        what=Value("activity"), word=F("kind"), day=F("due_on"), since=F("plan__shared_at"), of=F("plan_id"),
        place=F("plan__account_id"), name=F("plan__account__name"),
    ).values_list(*_COLUMNS)  # fmt: skip
    others = plans.annotate(
        what=Value("plan"), word=F("status"), day=Value(None, output_field=DateField()), since=F("shared_at"),
        of=F("pk"), place=F("account_id"), name=F("account__name"),
    ).values_list(*_COLUMNS)  # fmt: skip
    promises = due_promises(member, today=today).annotate(
        what=Value("promise"), title=F("text"), word=F("state"), day=F("due_on"), since=F("created_at"), of=Value(0),
        place=F("account_id"), name=F("account__name"),
    ).values_list(*_COLUMNS)  # fmt: skip
    found = rows.union(others, promises, all=True).order_by("day", "since", "id")
    return [Waiting(*row) for row in found[:limit]]


_COLUMNS = ("what", "id", "title", "word", "day", "since", "of", "place", "name")


def reached_kpis(*, since: date, account_ids: Collection[int] | None = None) -> QuerySet[PlanKpi]:
    """KPIs that reached their target since a day, of plans that run or are closed, without churned accounts."""
    found = PlanKpi.objects.filter(reached_on__gte=since).exclude(
        Q(outcome__plan__status=PlanStatus.DRAFT)
        | Q(outcome__state=OutcomeState.DROPPED)
        | Q(outcome__plan__account__status=AccountStatus.CHURNED)
        | Q(outcome__plan__account__deleted_at__isnull=False)
    )
    if account_ids is not None:
        found = found.filter(outcome__plan__account_id__in=list(account_ids))
    return found.select_related("outcome__plan").order_by("-reached_on", "pk")


def achieved_outcomes(*, since: date, account_ids: Collection[int] | None = None) -> QuerySet[PlanOutcome]:
    """Outcomes that were achieved since a day, of plans that run or are closed, without churned accounts."""
    found = PlanOutcome.objects.filter(achieved_on__gte=since, state=OutcomeState.ACHIEVED).exclude(
        Q(plan__status=PlanStatus.DRAFT)
        | Q(plan__account__status=AccountStatus.CHURNED)
        | Q(plan__account__deleted_at__isnull=False)
    )
    if account_ids is not None:
        found = found.filter(plan__account_id__in=list(account_ids))
    return found.select_related("plan").order_by("-achieved_on", "pk")


def plan_in_hand(account_id: int) -> SuccessPlan | None:
    """The plan that an account goes by: one that runs, the newest first, else the newest draft. Closed ones are past."""
    rows = outside_bin(SuccessPlan.objects.filter(account_id=account_id).exclude(status=PlanStatus.CLOSED))
    found = list(rows.order_by("-created_at", "-pk")[:20])
    return next((one for one in found if one.status in RUNNING), found[0] if found else None)
