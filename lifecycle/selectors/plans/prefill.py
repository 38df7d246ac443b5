"""What a success plan hands over in a handshake, by the item that asks."""

from datetime import date

from django.db.models import Count, Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import Account
from core.text import format_number, format_percent, join_words
from lifecycle.choices import ItemKey, OutcomeState
from lifecycle.models import PlanActivity, PlanKpi, PlanOutcome, SuccessPlan
from lifecycle.selectors.plans.words import frame_words, joined, value_words
from lifecycle.selectors.plans.work import plan_in_hand

NAMED, LONGEST = 3, 280


def plan_words(account: Account, key: str, today: date) -> tuple[str, str]:
    """The words for one item, and the second line; both empty where the plan says nothing of it. Three queries."""
    plan = plan_in_hand(account.pk)
    if plan is None:
        return "", ""
    if key == ItemKey.OUTCOMES:
        return _outcomes(plan)
    if key == ItemKey.ADOPTION_PLAN:
        return plan.title, joined(
            (str(plan.get_status_display()), frame_words(plan.starts_on, plan.ends_on, today))
        )
    if key == ItemKey.PLAN_DONE:
        return _done(plan)
    return _value(plan) if key == ItemKey.VALUE else ("", "")


def _outcomes(plan: SuccessPlan) -> tuple[str, str]:
    rows = PlanOutcome.objects.filter(plan=plan).exclude(state=OutcomeState.DROPPED)
    found = list(rows.annotate(measures=Count("kpis")).order_by("pk"))
    if not found:
        return "", ""
    value = ngettext("%(n)s outcome", "%(n)s outcomes", len(found)) % {"n": format_number(len(found))}
    if all(one.measures for one in found):
        value = _("%(outcomes)s, each with a KPI") % {"outcomes": value}
    else:
        bare = sum(not one.measures for one in found)
        words = ngettext("%(n)s without a KPI", "%(n)s without a KPI", bare) % {"n": format_number(bare)}
        value = f"{value}, {words}"
    return value, join_words(one.title for one in found[:NAMED])[:LONGEST]


def _done(plan: SuccessPlan) -> tuple[str, str]:
    counts = PlanActivity.objects.filter(plan=plan).aggregate(
        whole=Count("pk"), done=Count("pk", filter=Q(done_on__isnull=False))
    )
    if not counts["whole"]:
        return "", ""
    named = {"done": format_number(counts["done"]), "whole": format_number(counts["whole"])}
    note = _("Goals: %(share)s of the way") % {"share": format_percent(plan.progress)} if plan.goals else ""
    return _("%(done)s of %(whole)s activities done") % named, note


def _value(plan: SuccessPlan) -> tuple[str, str]:
    """Proof of value: the goals that were reached, from baseline to what is measured now."""
    if not plan.goals_reached:
        return "", ""
    rows = PlanKpi.objects.filter(outcome__plan=plan, reached_on__isnull=False)
    found = list(rows.exclude(outcome__state=OutcomeState.DROPPED).order_by("-reached_on", "pk")[:NAMED])
    named = {"reached": format_number(plan.goals_reached), "goals": format_number(plan.goals)}
    told = [
        f"{one.title}: {value_words(one.baseline, one.unit)} → {value_words(one.latest, one.unit)}"
        for one in found
    ]
    return _("%(reached)s of %(goals)s goals reached") % named, "; ".join(told)[:LONGEST]
