"""The record of a plan, as the page tells it."""

from dataclasses import dataclass
from datetime import datetime, tzinfo

from lifecycle.choices import PlanStepKind
from lifecycle.models import PlanStep, SuccessPlan

SHOWN = 60


@dataclass(frozen=True, slots=True)
class StepShown:
    """A line: who did what to what, and when in the reader's zone."""

    who: str
    deed: str
    words: str
    at: datetime


def steps_shown(plan: SuccessPlan, zone: tzinfo) -> list[StepShown]:
    """The newest lines of the record. One query."""
    rows = PlanStep.objects.filter(plan=plan).select_related("by__user").defer("document")
    return [_shown(one, zone) for one in rows.order_by("-at", "-pk")[:SHOWN]]


def _shown(one: PlanStep, zone: tzinfo) -> StepShown:
    who = one.by_contact or (str(one.by) if one.by else "")
    return StepShown(who, str(PlanStepKind(one.kind).label), one.words, one.at.astimezone(zone))
