"""Where a term stands among its milestones, for pages: what was decided, what is due, what lies ahead."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from lifecycle.choices import MilestoneState
from lifecycle.rules.milestones import MILESTONES, planned_milestones

State = Literal["sent", "skipped", "due", "next", "ahead"]


@dataclass(frozen=True)
class Step:
    """A milestone of a term, the day from which it is due, and how it stands."""

    milestone: int
    on: date
    state: State


def milestone_steps(
    term_starts_on: date,
    term_ends_on: date,
    today: date,
    decided: Mapping[int, str],
    milestones: Collection[int] = MILESTONES,
) -> tuple[Step, ...]:
    """The milestones of a term in order of their days; `decided` are those sent or skipped, with their state.

    Of those passed and not decided yet the nearest to the end is due and the others will be skipped, as
    lifecycle.rules.decide_milestones decides; of those ahead the first is the next.
    """
    planned = planned_milestones(term_starts_on, term_ends_on, milestones)
    passed = [plan.milestone for plan in planned if plan.on <= today]
    ahead = [plan.milestone for plan in planned if plan.on > today]

    def state(milestone: int) -> State:
        if milestone in decided:
            return "sent" if decided[milestone] == MilestoneState.SENT else "skipped"
        if milestone in passed:
            return "due" if milestone == passed[-1] else "skipped"
        return "next" if milestone == ahead[0] else "ahead"

    return tuple(Step(plan.milestone, plan.on, state(plan.milestone)) for plan in planned)


def step_in_hand(steps: Collection[Step]) -> Step | None:
    """The milestone whose agenda is to be worked on: the one due, else the next, else the last that passed."""
    for wanted in ("due", "next"):
        found = next((step for step in steps if step.state == wanted), None)
        if found is not None:
            return found
    return list(steps)[-1] if steps else None


def step_ahead(steps: Collection[Step]) -> Step | None:
    """The next milestone, else the last that passed, whatever was decided."""
    found = next((step for step in steps if step.state == "next"), None)
    return found or (list(steps)[-1] if steps else None)
