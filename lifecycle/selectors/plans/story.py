"""What success plans tell to the timeline of an account: begun, shared, signed, goals reached, activities done, closed."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Literal

from django.utils.translation import gettext as _

from accounts.models import Account
from accounts.ports import Asked, Facts, Happening, Rows, Told
from core.links import href
from lifecycle.choices import PlanStepKind
from lifecycle.models import PlanStep, SuccessPlan

PLANNED = "plan"
#: The lines of the record that are news of an account; the others are work on the plan itself.
NEWS = (
    PlanStepKind.CREATED, PlanStepKind.SHARED, PlanStepKind.WITHDRAWN, PlanStepKind.SIGNED, PlanStepKind.ACTIVE,
    PlanStepKind.CLOSED, PlanStepKind.REOPENED, PlanStepKind.REACHED, PlanStepKind.ACHIEVED, PlanStepKind.DONE,
)  # fmt: skip
OF_PLAN = (
    PlanStepKind.CREATED, PlanStepKind.SHARED, PlanStepKind.WITHDRAWN, PlanStepKind.SIGNED, PlanStepKind.ACTIVE,
    PlanStepKind.CLOSED, PlanStepKind.REOPENED,
)  # fmt: skip


def plan_rows(account: Account) -> Rows:
    """The news of the account's plans."""
    plans = SuccessPlan.objects.filter(account=account)
    return PlanStep.objects.filter(plan__in=plans.values("pk"), kind__in=[one.value for one in NEWS]), {
        "number": "pk", "at": "at", "kind": "kind", "words": "words", "plan": "plan_id", "title": "plan__title",
        "by": "by__user__name", "contact": "by_contact",
    }  # fmt: skip


def tell_plans(asked: Asked, facts: Facts) -> Told:
    """The news of `plan_rows`."""
    return asked.cut([_step(one) for one in facts])


def _step(one: Mapping[str, Any]) -> Happening:
    kind = PlanStepKind(one["kind"])
    tone: Literal["", "warn", "bad", "good"] = ""
    if kind in (PlanStepKind.SIGNED, PlanStepKind.REACHED, PlanStepKind.ACHIEVED):
        tone = "good"
    body = one["title"] if kind in OF_PLAN else one["words"]
    return Happening(
        source=PLANNED, number=one["number"], at=datetime.fromisoformat(one["at"]), icon="target",
        who=one["contact"] or one["by"] or _("Success plan"), deed=str(kind.label), body=body, tone=tone,
        url=href("lifecycle:plan", plan_id=one["plan"]), link=_("Open plan"),
    )  # fmt: skip
