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

__all__ = [
    "MILESTONES",
    "Decision",
    "Planned",
    "RenewalFact",
    "RenewalRate",
    "decide_milestones",
    "next_milestone",
    "outcome_of",
    "planned_milestones",
    "renewal_rate",
    "renewed_on_time",
]
