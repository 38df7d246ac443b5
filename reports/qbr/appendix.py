"""The appendix: what the words mean, and what the snapshot holds and leaves out."""

from django.utils.translation import gettext as _

from core.text import format_date, join_words
from reports.choices import Edition
from reports.facts import Facts
from reports.models import QbrSnapshot
from reports.qbr.voice import NPS


def definitions(facts: Facts) -> tuple[tuple[str, str], ...]:
    """Word and meaning, in the order in which the pages use them."""
    health = facts.health
    low, high = (health.low, health.high) if health else (1, 3)
    return (
        (_("Health score"), _("Sum of rating × weight over the known metrics ÷ sum of their weights, on %(low)s–%(high)s; shown as 0–100") % {"low": low, "high": high}),
        (_("Coverage"), _("Share of the weights whose metric is known. Too little, and there is no score")),
        (_("Not measured"), _("No reading, or one older than its shelf life. Never shown as zero, never counted")),
        (_("Active users"), _("Different people with at least one use in seven days, or in the quarter where it says so")),
        (_("Median, best"), _("Of all customers with use in the same time, from five on and none named; best: where the top tenth starts")),
        (_("Paid on time"), _("Invoices paid by their due day ÷ invoices due in the twelve months before")),
        (_("CSAT"), _("Answers of 4 and 5 of 5 ÷ all answers")),
        (_("Term ends"), _("The last day of the current term; that day belongs to it")),
    )  # fmt: skip


def told_of_snapshot(facts: Facts, snapshot: QbrSnapshot, moment: str) -> tuple[tuple[str, str], ...]:
    """When it was taken, over which days, what is missing and what is left out."""
    period = _("%(first)s to %(last)s") % {
        "first": format_date(facts.first),
        "last": format_date(facts.as_of),
    }
    if facts.is_running:
        period += ". " + _("The quarter was still running")
    if snapshot.edition == Edition.CUSTOMER:
        left_out = _("Customer edition: no stances, forecasts, churn risk or internal notes")
    else:
        left_out = _("Internal edition: not to be handed to the customer")
    if not facts.has_money:
        left_out += ". " + _("Amounts are hidden")
    rows = [
        (_("Taken"), _("%(moment)s, frozen; the review can be made again from it, figure for figure") % {"moment": moment}),
        (_("Period"), period),
        (_("Missing"), join_words(_missing(facts)) or _("Nothing that was asked for")),
        (_("Scorecard"), facts.health.card if facts.health else _("None published")),
        (_("Left out"), left_out),
    ]  # fmt: skip
    return tuple(rows)


def _missing(facts: Facts) -> list[str]:
    plan = facts.plan
    found = [] if plan and (plan.goals or plan.outcomes) else [_("outcomes and their value")]
    if facts.health is None or facts.health.score is None:
        found.append(_("health score"))
    else:
        found += [metric.label for metric in facts.health.metrics if metric.rating is None]
    if facts.usage is None:
        found.append(_("use of the product"))
    if not facts.support.has_source:
        found.append(_("support tickets"))
    return found if any(one.kind == NPS for one in facts.voice) else [*found, _("NPS")]
