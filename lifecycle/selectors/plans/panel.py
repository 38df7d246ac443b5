"""What the account page shows of plans: the one in hand with its goals, and the others by name."""

from datetime import date
from typing import Any

from django.db.models import F

from accounts.models import Account
from lifecycle.models import SuccessPlan
from lifecycle.selectors.plans.telling import kpi_shown, outcome_rows
from lifecycle.selectors.plans.words import frame_words

GOALS, OTHERS = 4, 5


def panel_of(account: Account, *, today: date) -> dict[str, Any]:
    """The plan in hand, how long it runs, the first of its goals, and others. Two queries."""
    rows = SuccessPlan.objects.filter(account=account).select_related("owner__user")
    found = list(rows.order_by(F("closed_at").desc(nulls_first=True), "-created_at", "-pk")[: OTHERS + 1])
    if not found:
        return {"plan": None, "goals": [], "others": []}
    plan = found[0]
    goals = [
        kpi_shown(kpi, today, internal=True)
        for outcome in outcome_rows(plan)
        if outcome.state != "dropped"
        for kpi in outcome.kpi_rows
    ]
    return {
        "plan": plan,
        "period": frame_words(plan.starts_on, plan.ends_on, today),
        "goals": goals[:GOALS],
        "more": max(0, len(goals) - GOALS),
        "others": found[1:],
    }
