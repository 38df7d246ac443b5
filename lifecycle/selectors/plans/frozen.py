"""A plan as it stood, kept as JSON."""

from datetime import date
from typing import Any

from core.frozen import made, plain
from lifecycle.models import SuccessPlan
from lifecycle.selectors.plans.shown import PlanShown
from lifecycle.selectors.plans.telling import plan_shown


def frozen_plan(plan: SuccessPlan, *, today: date) -> dict[str, Any]:
    """What the customer reads of a plan on that day, in the language in force."""
    return plain(plan_shown(plan, today=today))


def thawed_plan(data: dict[str, Any]) -> PlanShown:
    """What frozen_plan kept. Raises KeyError or TypeError for what is none."""
    found = made(PlanShown, data)
    assert isinstance(found, PlanShown)
    return found
