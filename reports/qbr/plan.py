"""The chapter of what the success plan set out to reach: goals, what was achieved, activities, barriers."""

from decimal import Decimal

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from core.text import NONE, format_date, format_number, format_percent
from lifecycle.choices import ActivityKind, BarrierState
from lifecycle.rules.plans import is_met, progress_of
from lifecycle.selectors.plans.words import value_words
from reports.choices import Section
from reports.facts import Facts, PlanActivityFact, PlanBarrierFact, PlanFacts, PlanGoalFact
from reports.qbr import drawing as d
from reports.qbr.blocks import Block, Box, Cell, Chapter, Column, Row, Table

WIDE, TALL = 92.0, 6.0
BED = "#E3E9EC"


def value_chapter(facts: Facts) -> Chapter:
    """Outcomes from baseline to target; says so where none is recorded."""
    plan = facts.plan
    name = str(Section.VALUE.label)
    if plan is None or not (plan.goals or plan.outcomes or plan.activities or plan.barriers):
        box = Box(
            _("No outcomes are recorded."),
            _("What was to be reached, from which baseline and by when, is not written down for this account. Agree on one outcome to measure until the next review."),
        )  # fmt: skip
        return Chapter(Section.VALUE, name, "", "", (box,))
    blocks: list[Block] = []
    if plan.goals:
        blocks.append(_goals(facts, plan))
    if plan.outcomes:
        blocks.append(_achieved(plan))
    if plan.activities:
        blocks.append(_activities(facts, plan))
    if plan.barriers:
        blocks.append(_barriers(plan))
    return Chapter(Section.VALUE, name, _claim(plan), _lead(plan), tuple(blocks))


def _claim(plan: PlanFacts) -> str:
    """How many of the goals are reached; empty without any."""
    if not plan.goals:
        return ""
    reached = sum(_is_reached(one) for one in plan.goals)
    named = {"reached": format_number(reached), "goals": format_number(len(plan.goals))}
    return _("%(reached)s of %(goals)s goals of the success plan reached") % named


def _lead(plan: PlanFacts) -> str:
    if plan.signed_on is None:
        return plan.title
    named = {"plan": plan.title, "name": plan.signed_name, "day": format_date(plan.signed_on)}
    return _("%(plan)s, signed off by %(name)s on %(day)s.") % named


def _goals(facts: Facts, plan: PlanFacts) -> Table:
    rows = tuple(
        Row(
            (
                Cell(one.title, one.outcome, strong=True),
                Cell(value_words(one.baseline, one.unit)),
                Cell(value_words(one.value, one.unit), strong=True),
                Cell(value_words(one.target, one.unit)),
                Cell(_way(one, facts), svg=_bar(one)),
            )
        )
        for one in plan.goals
    )
    return Table(
        title=_("Goals and how far they are"),
        unit=_("Last reading up to %(day)s") % {"day": format_date(facts.as_of)},
        columns=(
            Column(_("Goal"), 36), Column(_("Baseline"), 12, end=True), Column(_("Measured"), 12, end=True),
            Column(_("Target"), 12, end=True), Column(_("Progress"), 28),
        ),
        rows=rows,
    )  # fmt: skip


def _is_reached(one: PlanGoalFact) -> bool:
    return one.value is not None and is_met(one.target, one.value, one.direction)


def _way(one: PlanGoalFact, facts: Facts) -> str:
    if one.value is None:
        return _("not measured yet")
    if _is_reached(one):
        return _("reached")
    share = format_percent(progress_of(one.baseline, one.target, one.value, one.direction))
    if one.due_on is None:
        return share
    words = _("%(share)s, was due %(day)s") if one.due_on < facts.as_of else _("%(share)s, due %(day)s")
    return words % {"share": share, "day": format_date(one.due_on)}


def _bar(one: PlanGoalFact) -> SafeString:
    share = progress_of(one.baseline, one.target, one.value, one.direction)
    body = d.rect(0, 0, WIDE, TALL, BED) + d.rect(0, 0, WIDE * share / 100, TALL, d.DARK)
    return d.svg(format_percent(share), body, TALL, WIDE)


def _achieved(plan: PlanFacts) -> Table:
    rows = tuple(
        Row((Cell(one.title, strong=True), Cell(format_date(one.achieved_on)), Cell(one.statement or NONE)))
        for one in plan.outcomes
    )
    columns = (Column(_("Outcome"), 30), Column(_("Achieved on"), 16), Column(_("Executive statement"), 54))
    return Table(_("What was achieved"), columns, rows)


def _activities(facts: Facts, plan: PlanFacts) -> Table:
    kinds = {
        ActivityKind.COMMUNICATION: _("Communication"),
        ActivityKind.TRAINING: _("Training"),
        ActivityKind.SUPPORT: _("Support"),
    }
    rows = tuple(
        Row(
            (
                Cell(one.title, one.audience, strong=True),
                Cell(kinds[ActivityKind(one.kind)]),
                Cell(format_date(one.due_on)),
                Cell(_state(one, facts), _went(one)),
            )
        )
        for one in plan.activities
    )
    columns = (
        Column(_("Activity"), 40),
        Column(_("Kind"), 16),
        Column(_("Due"), 14),
        Column(_("How it went"), 30),
    )
    return Table(_("Adoption activities"), columns, rows, _("Of the quarter, and those that are overdue"))


def _state(one: PlanActivityFact, facts: Facts) -> str:
    if one.done_on is not None:
        return _("done on %(day)s") % {"day": format_date(one.done_on)}
    return _("overdue") if one.due_on is not None and one.due_on < facts.as_of else _("ahead")


def _went(one: PlanActivityFact) -> str:
    if one.done_on is None:
        return ""
    parts = []
    if one.attended is not None and one.invited is not None:
        named = {"attended": format_number(one.attended), "invited": format_number(one.invited)}
        parts.append(_("%(attended)s of %(invited)s attended") % named)
    if one.rating is not None:
        parts.append(_("rated %(rating)s of 5") % {"rating": format_number(Decimal(one.rating) / 10, 1)})
    return ", ".join(parts)


def _barriers(plan: PlanFacts) -> Table:
    rows = tuple(
        Row(
            (
                Cell(one.title, strong=True),
                Cell(_stands(one)),
                Cell(format_date(one.until_on)),
                Cell(one.mitigation or NONE),
            )
        )
        for one in plan.barriers
    )
    columns = (
        Column(_("Barrier"), 32), Column(_("Status"), 18), Column(_("Solved by"), 14), Column(_("Mitigation"), 36),
    )  # fmt: skip
    return Table(_("Barriers and how they are mitigated"), columns, rows)


def _stands(one: PlanBarrierFact) -> str:
    if one.solved_on is not None:
        return _("solved on %(day)s") % {"day": format_date(one.solved_on)}
    return _("being solved") if one.state == BarrierState.IN_HAND else _("open")
