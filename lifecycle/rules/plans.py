"""Success plans as arithmetic: how far a KPI is between baseline and target, when it is reached, and which status a deed
leads to. Values are thousandths of a KPI's unit."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from lifecycle.choices import SEEN_BY_CUSTOMER, Direction, PlanStatus

WHOLE = 100

#: By deed: the statuses from which it leads, and where to.
DEEDS: dict[str, tuple[tuple[PlanStatus, ...], PlanStatus]] = {
    "share": ((PlanStatus.DRAFT, PlanStatus.SIGNED, PlanStatus.ACTIVE), PlanStatus.SHARED),
    "withdraw": ((PlanStatus.SHARED,), PlanStatus.DRAFT),
    "sign": ((PlanStatus.SHARED,), PlanStatus.SIGNED),
    "start": ((PlanStatus.SIGNED,), PlanStatus.ACTIVE),
    "close": ((PlanStatus.SHARED, PlanStatus.SIGNED, PlanStatus.ACTIVE), PlanStatus.CLOSED),
    "reopen": ((PlanStatus.CLOSED,), PlanStatus.ACTIVE),
}


def leads_to(deed: str, status: str) -> PlanStatus | None:
    """The status that a deed leads to, or None where it does not fit."""
    before, after = DEEDS[deed]
    return after if status in before else None


def is_met(target: int, value: int, direction: str) -> bool:
    """Whether a value meets the target."""
    return value <= target if direction == Direction.DOWN else value >= target


def progress_of(baseline: int, target: int, value: int | None, direction: str) -> int:
    """How much of the way from baseline to target lies behind, in percent: 100 only where the target is met, 0 without
    a value and on the wrong side of the baseline."""
    if value is None:
        return 0
    if is_met(target, value, direction):
        return WHOLE
    if baseline == target:
        return 0
    behind = (value - baseline) * WHOLE // (target - baseline)
    return max(0, min(WHOLE - 1, behind))


def fits(baseline: int, target: int, direction: str) -> bool:
    """Whether the target lies on the better side of the baseline; to hold what there is fits both."""
    return target <= baseline if direction == Direction.DOWN else target >= baseline


@dataclass(frozen=True, slots=True)
class Goal:
    """A KPI as the whole plan counts it."""

    baseline: int
    target: int
    value: int | None
    direction: str


@dataclass(frozen=True, slots=True)
class Sum:
    """A plan's progress: the mean of its KPIs in percent, None without any."""

    progress: int | None
    goals: int
    reached: int


def summed(goals: Iterable[Goal]) -> Sum:
    """All KPIs of a plan, each of the same weight."""
    shares = [progress_of(one.baseline, one.target, one.value, one.direction) for one in goals]
    if not shares:
        return Sum(None, 0, 0)
    return Sum(sum(shares) // len(shares), len(shares), sum(share == WHOLE for share in shares))


def reached_on(readings: Sequence[tuple[date, int]], target: int, direction: str) -> date | None:
    """The day from which on every reading meets the target; None where the newest does not."""
    found = None
    for day, value in sorted(readings, reverse=True):
        if not is_met(target, value, direction):
            break
        found = day
    return found


def is_seen_by_customer(status: str) -> bool:
    """Whether the customer may read a plan of this status."""
    return status in SEEN_BY_CUSTOMER
