"""What each deed on a plan leaves: a line of the record, its sums anew, and a notice to its owner, never to oneself."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from core import clock
from core.errors import Conflict, NotFound
from core.links import below_workspace
from core.tenancy import required_workspace_id
from lifecycle.choices import OutcomeState, PlanStepKind
from lifecycle.models import PlanKpi, PlanStep, SuccessPlan
from lifecycle.models.plans import WORDS
from lifecycle.rules.plans import Goal, summed
from notifications.services import notify
from workspaces.models import Member, Workspace

NOTICE = "plan"


def note_step(
    plan: SuccessPlan,
    kind: PlanStepKind,
    *,
    by: Member | None,
    now: datetime,
    words: str = "",
    by_contact: str = "",
    document: dict[str, Any] | None = None,
) -> PlanStep:
    """Add a line to the record, at the plan's revision."""
    return PlanStep.objects.create(
        plan=plan, kind=kind, by=by, by_contact=by_contact[:200], at=now, words=words[:WORDS],
        revision=plan.revision, document=document,
    )  # fmt: skip


def day_of(now: datetime) -> date:
    """The workspace's day."""
    zone = Workspace.objects.values_list("time_zone", flat=True).get(pk=required_workspace_id())
    return clock.today_in(zone, now)


def lock_plan(plan_id: int, *, writes: bool = True) -> SuccessPlan:
    """The plan, locked and as it is now. Raises NotFound when it is gone, Conflict when it is closed and `writes`."""
    found = SuccessPlan.objects.select_for_update(of=("self",)).filter(pk=plan_id)
    now_is = found.select_related("account", "owner__user").first()
    if now_is is None:
        raise NotFound(_("Not found."))
    if writes and now_is.is_closed:
        raise Conflict(_("This plan is closed. Reopen it to change it."), code="plan_closed")
    return now_is


def require_version(row: Any, version: int | None) -> None:
    """Raises Conflict when somebody saved this row since it was of `version`."""
    if version is not None and row.version != version:
        raise Conflict(
            _("Somebody changed this meanwhile. Nothing of yours was written; look at it again."),
            code="changed_meanwhile",
        )


def revise(plan: SuccessPlan, *fields: str) -> None:
    """Write these fields of the plan, and that what was agreed on changed."""
    plan.revision += 1
    plan.save(update_fields=[*fields, "revision"])


def sum_up(plan: SuccessPlan) -> None:
    """Write the plan's progress from its KPIs; those of dropped outcomes do not count."""
    rows = PlanKpi.objects.filter(outcome__plan=plan).exclude(outcome__state=OutcomeState.DROPPED)
    found = summed(Goal(*one) for one in rows.values_list("baseline", "target", "latest", "direction"))
    plan.progress, plan.goals, plan.goals_reached = found.progress, found.goals, found.reached
    plan.save(update_fields=["progress", "goals", "goals_reached"])


def tell(
    plan: SuccessPlan,
    members: Iterable[Member | None],
    title: str,
    *,
    by: Member | None,
    key: str,
    now: datetime,
    body: str = "",
) -> int:
    """Tell these members, without who did it and who left, of one step: `key` tells it from others."""
    return notify(
        members,
        kind=NOTICE,
        title=title,
        body=body,
        path=below_workspace("lifecycle:plan", plan_id=plan.pk),
        origin_key=f"{NOTICE}:{plan.pk}:{key}",
        account_id=plan.account_id,
        by=by,
        now=now,
    )
