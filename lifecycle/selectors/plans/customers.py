"""What a customer's contacts see of plans: never a draft, never what is marked as ours alone."""

from datetime import date

from django.db.models import Case, Count, F, QuerySet, When
from django.utils.translation import gettext as _

from accounts.models.bin import outside_bin
from core import clock
from core.errors import NotFound
from core.tenancy import required_workspace_id
from lifecycle.choices import RUNNING, SEEN_BY_CUSTOMER, PlanStatus
from lifecycle.models import PlanActivity, SuccessPlan
from lifecycle.selectors.plans.shown import PlanShown, PlanToSign
from lifecycle.selectors.plans.telling import name_of, plan_shown
from workspaces.models import Workspace


def customer_plans(account_id: int) -> QuerySet[SuccessPlan]:
    """The plans of an account that its contacts may read, the one in hand first: what runs before what is closed, then
    the newest."""
    found = SuccessPlan.objects.filter(account_id=account_id, status__in=SEEN_BY_CUSTOMER)
    rows = outside_bin(found).select_related("account", "owner__user", "shared_by__user")
    return rows.order_by(F("closed_at").desc(nulls_first=True), "-shared_at", "-pk")


def shared_plan(account_id: int, *, today: date | None = None) -> PlanShown | None:
    """The plan in hand that the customer may read: the newest that is shared, signed off or active, else the one closed
    last; None where there is none. Without what is ours alone."""
    plan = customer_plans(account_id).first()
    return None if plan is None else plan_shown(plan, today=today or _today())


def shared_plan_by_id(account_id: int, plan_id: int, *, today: date | None = None) -> PlanShown:
    """One plan of the account that the customer may read. Raises NotFound."""
    return plan_shown(plan_of_customer(account_id, plan_id), today=today or _today())


def plans_to_sign(account_id: int) -> list[PlanToSign]:
    """The account's plans that wait for a sign-off, the oldest request first. One query."""
    found = customer_plans(account_id).filter(status=PlanStatus.SHARED)
    rows = found.annotate(how_many=Count("activities")).order_by("shared_at", "pk")
    return [
        PlanToSign(
            id=one.pk, title=one.title, version=one.revision, shared_by=name_of(one.shared_by),
            shared_on=one.shared_at.date() if one.shared_at else None, goals=one.goals, activities=one.how_many,
        )
        for one in rows
    ]  # fmt: skip


def coming_activities(account_id: int, today: date, limit: int) -> list[tuple[date, PlanActivity]]:
    """What of the plans in hand lies ahead of the customer, with its day: that on which it begins, else that by which it is
    due; the soonest first. One query."""
    rows = PlanActivity.objects.filter(
        plan__account_id=account_id, plan__status__in=RUNNING, plan__account__deleted_at=None, done_on=None
    )
    begins = When(starts_on__gte=today, then=F("starts_on"))
    found = rows.annotate(day=Case(begins, default=F("due_on"))).filter(day__gte=today)
    return [(one.day, one) for one in found.order_by("day", "pk")[:limit]]


def plan_of_customer(account_id: int, plan_id: int) -> SuccessPlan:
    """The row of a plan that contacts of this account may read. Raises NotFound for any other."""
    found = customer_plans(account_id).filter(pk=plan_id).first()
    if found is None:
        raise NotFound(_("Not found."))
    return found


def activity_of_customer(account_id: int, activity_id: int) -> PlanActivity:
    """The row of an activity that contacts of this account complete in the portal. Raises NotFound for any other."""
    rows = PlanActivity.objects.filter(
        pk=activity_id, by_customer=True, plan__account_id=account_id, plan__status__in=RUNNING
    )
    found = rows.filter(plan__account__deleted_at=None).select_related("plan").first()
    if found is None:
        raise NotFound(_("Not found."))
    return found


def _today() -> date:
    zone = Workspace.objects.values_list("time_zone", flat=True).get(pk=required_workspace_id())
    return clock.today_in(zone)
