"""Arithmetic of the lifecycle: no database, no clock. All names from here."""

from lifecycle.rules.milestones import (
    MILESTONE_REACHED,
    MILESTONES,
    Decision,
    Planned,
    decide_milestones,
    milestone_key,
    next_milestone,
    planned_milestones,
)
from lifecycle.rules.renewals import (
    RenewalFact,
    RenewalRate,
    kind_of,
    may_reopen,
    outcome_of,
    rate_of,
    renewal_rate,
    renewed_on_time,
    same_length,
    share,
    whole_months,
)
from lifecycle.rules.track import Step, milestone_steps, step_ahead, step_in_hand

__all__ = [
    "MILESTONES",
    "MILESTONE_REACHED",
    "Decision",
    "Planned",
    "RenewalFact",
    "RenewalRate",
    "Step",
    "decide_milestones",
    "kind_of",
    "may_reopen",
    "milestone_key",
    "milestone_steps",
    "next_milestone",
    "outcome_of",
    "planned_milestones",
    "rate_of",
    "renewal_rate",
    "renewed_on_time",
    "same_length",
    "share",
    "step_ahead",
    "step_in_hand",
    "whole_months",
]
