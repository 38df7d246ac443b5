"""Arithmetic of the lifecycle: no database, no clock. All names from here."""

from lifecycle.rules.milestones import (
    MILESTONES,
    Decision,
    Planned,
    decide_milestones,
    next_milestone,
    planned_milestones,
)
from lifecycle.rules.renewals import RenewalFact, RenewalRate, outcome_of, renewal_rate, renewed_on_time
from lifecycle.rules.track import Step, milestone_steps, step_ahead, step_in_hand

__all__ = [
    "MILESTONES",
    "Decision",
    "Planned",
    "RenewalFact",
    "RenewalRate",
    "Step",
    "decide_milestones",
    "milestone_steps",
    "next_milestone",
    "outcome_of",
    "planned_milestones",
    "renewal_rate",
    "renewed_on_time",
    "step_ahead",
    "step_in_hand",
]
