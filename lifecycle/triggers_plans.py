"""What rules may watch for in success plans: a goal that was reached."""

from collections.abc import Collection, Mapping
from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.forms.fields import choice, number
from core.text import format_date
from lifecycle.models import PlanKpi, PlanOutcome
from lifecycle.selectors.plans.words import value_words
from lifecycle.selectors.plans.work import achieved_outcomes, reached_kpis
from playbooks.ports import Match, Trigger

PLAN_MILESTONE = "plan_milestone"
KPI, OUTCOME, EITHER = "kpi", "outcome", "either"
DAYS = 30


class GoalForm(forms.Form):
    """Which milestones of a plan, and how long ago they may be."""

    reached = choice(
        gettext_lazy("What is reached"),
        [
            (EITHER, gettext_lazy("A KPI’s target, or an outcome")),
            (KPI, gettext_lazy("The target of a KPI")),
            (OUTCOME, gettext_lazy("A business outcome")),
        ],
    )
    days = number(gettext_lazy("In the last days"), least=1, most=365, required=True)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["initial"] = {"reached": EITHER, "days": DAYS, **(kwargs.get("initial") or {})}
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)


def reached_goals(
    parameters: Mapping[str, Any], *, today: date, account_ids: Collection[int] | None = None
) -> list[Match]:
    """Accounts whose plan reached a milestone in the last `days`; one that is lost and reached again is a new
    occurrence. The newest first, KPIs before outcomes."""
    since = today - timedelta(days=int(parameters.get("days") or DAYS))
    wanted = str(parameters.get("reached") or EITHER)
    found: list[Match] = []
    if wanted in (KPI, EITHER):
        found += [_kpi(one) for one in reached_kpis(since=since, account_ids=account_ids)]
    if wanted in (OUTCOME, EITHER):
        found += [_outcome(one) for one in achieved_outcomes(since=since, account_ids=account_ids)]
    return found


def _kpi(one: PlanKpi) -> Match:
    assert one.reached_on is not None
    named = {"from": value_words(one.baseline, one.unit), "to": value_words(one.latest, one.unit)}
    return Match(
        account_id=one.outcome.plan.account_id,
        origin_key=f"{PLAN_MILESTONE}:kpi:{one.pk}:{one.reached_on.isoformat()}",
        reason=_("Goal reached: %(goal)s") % {"goal": one.title},
        words=_("from %(from)s to %(to)s") % named,
    )


def _outcome(one: PlanOutcome) -> Match:
    assert one.achieved_on is not None
    return Match(
        account_id=one.plan.account_id,
        origin_key=f"{PLAN_MILESTONE}:outcome:{one.pk}:{one.achieved_on.isoformat()}",
        reason=_("Outcome achieved: %(outcome)s") % {"outcome": one.title},
        words=_("on %(day)s") % {"day": format_date(one.achieved_on)},
    )


TRIGGER = Trigger(
    PLAN_MILESTONE,
    gettext_lazy("A milestone of a success plan is reached"),
    reached_goals,
    GoalForm,
    order=55,
)
