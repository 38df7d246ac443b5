"""Renewal milestones: which one is due, once each, whatever the order of runs [002 §4.4; domain.md, Renewals].

The key of a decision is contract, term end and milestone, so a changed end date is planned afresh while what
was sent stays sent. Days are calendar days of the workspace's time zone; `days_left` is the term's last day
minus today, 0 on the last day itself.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta

MILESTONES: tuple[int, ...] = (120, 90, 60, 30)
"""Days before the term's end, farthest first."""


MILESTONE_REACHED = "milestone_reached"


def milestone_key(milestone: int, account_id: int, term_ends_on: date) -> str:
    """What a reached milestone is known by to those who act on it: contracts of one account that end on one day are one
    occurrence."""
    return f"{MILESTONE_REACHED}:{milestone}:{account_id}:{term_ends_on.isoformat()}"


@dataclass(frozen=True)
class Planned:
    """A milestone and the day from which it is due."""

    milestone: int
    on: date


@dataclass(frozen=True)
class Decision:
    """What a run decides for one contract and term end.

    `due`: the milestone to send now, None for none. `skipped`: the passed ones to record as skipped, farthest
    first. `days_left`: the true number of days, negative when the term is over.
    """

    due: int | None
    days_left: int
    skipped: tuple[int, ...] = ()


def planned_milestones(
    term_starts_on: date, term_ends_on: date, milestones: Collection[int] = MILESTONES
) -> tuple[Planned, ...]:
    """The milestones that a term has, in order of their days. One before the term's start does not exist."""
    room = (term_ends_on - term_starts_on).days
    return tuple(
        Planned(milestone, term_ends_on - timedelta(days=milestone))
        for milestone in sorted(set(milestones), reverse=True)
        if milestone <= room
    )


def decide_milestones(
    term_starts_on: date,
    term_ends_on: date,
    today: date,
    decided: Collection[int] = (),
    milestones: Collection[int] = MILESTONES,
) -> Decision:
    """What to send and what to skip today.

    A milestone is passed when `days_left <= milestone`. Of the passed ones only the nearest to the end is
    sent, the others are skipped; `decided`, those of this contract and term end that were sent or skipped
    before, are never decided again. Before and after the term nothing is. In SQL the nearest passed one is
    the least milestone with `term_ends_on - today <= milestone <= term_ends_on - term_starts_on`.
    """
    days_left = (term_ends_on - today).days
    if today < term_starts_on or days_left < 0:
        return Decision(None, days_left)
    planned = planned_milestones(term_starts_on, term_ends_on, milestones)
    passed = [plan.milestone for plan in planned if days_left <= plan.milestone]
    if not passed:
        return Decision(None, days_left)
    nearest = passed[-1]
    skipped = tuple(milestone for milestone in passed[:-1] if milestone not in decided)
    return Decision(None if nearest in decided else nearest, days_left, skipped)


def next_milestone(
    term_starts_on: date, term_ends_on: date, today: date, milestones: Collection[int] = MILESTONES
) -> Planned | None:
    """The milestone that comes next, today's included; None when all have passed."""
    planned = planned_milestones(term_starts_on, term_ends_on, milestones)
    return next((plan for plan in planned if plan.on >= today), None)
