"""Stages: what a workspace starts with [002 table 2.4, §4.4], how long an account stayed where, what a move opens."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from lifecycle.choices import CriterionKind, HandshakeKind

LAND, ADOPT, EXPAND, RENEW = "land", "adopt", "expand", "renew"


@dataclass(frozen=True)
class StageDefault:
    """What a new workspace gets for one stage; criteria are (kind, text). `shares`: how far along the funnel each role
    is by then [000 table 3.3: contract, delivery initiation, ongoing delivery, closing]."""

    stage: str
    owner_role: str
    shares: dict[str, int]
    sub_stages: tuple[object, ...]
    criteria: tuple[tuple[str, object], ...]


DEFAULTS: tuple[StageDefault, ...] = (
    StageDefault(
        LAND,
        "am",
        {"am": 95, "csm": 30, "dm": 40},
        (_("Qualification"), _("Outcome-based proposal"), _("Contract")),
        (
            (CriterionKind.EXIT, _("The contract is signed.")),
            (CriterionKind.EXIT, _("The desired business outcomes are written down.")),
            (CriterionKind.EXIT, _("The customer’s stakeholders are known.")),
        ),
    ),
    StageDefault(
        ADOPT,
        "csm",
        {"am": 100, "csm": 50, "dm": 60},
        (_("Onboarding"), _("Adoption"), _("Value realised")),
        (
            (CriterionKind.ENTRY, _("A CSM owns the account.")),
            (CriterionKind.EXIT, _("The customer accepted the adoption plan.")),
            (CriterionKind.EXIT, _("The first business outcomes are achieved.")),
        ),
    ),
    StageDefault(
        EXPAND,
        "csm",
        {"am": 100, "csm": 70, "dm": 80},
        (_("White space"), _("Cross-sell and upsell"), _("Offer")),
        (
            (CriterionKind.ENTRY, _("An opportunity is described, with its desired outcomes.")),
            (CriterionKind.EXIT, _("The offer is decided.")),
        ),
    ),
    StageDefault(
        RENEW,
        "rm",
        {"am": 100, "csm": 80, "dm": 100, "rm": 100},
        (_("Renewal list"), _("Renewal talk"), _("Price negotiation"), _("Ready to renew")),
        (
            (CriterionKind.ENTRY, _("The list of items to renew is validated.")),
            (CriterionKind.EXIT, _("The outcome of the renewal is recorded.")),
        ),
    ),
)
"""Land: sales, MEDDICC, outcome-based sale. Adopt: success plan. Expand: data-driven selling. Renew: the cadence of
120, 90, 60 and 30 days [domain.md, Lifecycle and Renewals]."""

MOST_SHARE = 110
"""Beyond 100 lies re-engagement [000 table 2.3]."""

HANDSHAKE_OF_MOVE: dict[tuple[str, str], HandshakeKind] = {
    (LAND, ADOPT): HandshakeKind.LAND_ADOPT,
    (ADOPT, EXPAND): HandshakeKind.ADOPT_EXPAND,
    (ADOPT, RENEW): HandshakeKind.ADOPT_RENEW,
    (EXPAND, RENEW): HandshakeKind.ADOPT_RENEW,
    (RENEW, LAND): HandshakeKind.RENEW_LAND,
}


@dataclass(frozen=True, slots=True)
class Stay:
    """A stretch in one stage; `until` is empty for the one that lasts."""

    stage: str
    since: datetime
    until: datetime | None = None

    def days(self, now: datetime) -> int:
        """Whole days, never below 0."""
        return max(0, ((self.until or now) - self.since).days)


def stays(moves: Iterable[tuple[datetime, str, bool]]) -> list[Stay]:
    """The stays that moves (when, to which stage, whether it took the one before back) make, oldest first. Moves within
    a stage lengthen its stay, and a stay that was undone never was."""
    found: list[Stay] = []
    for at, stage, undone in moves:
        if undone and len(found) > 1 and found[-2].stage == stage:
            found.pop()
            found[-1] = Stay(stage, found[-1].since)
        elif not found or found[-1].stage != stage:
            if found:
                found[-1] = Stay(found[-1].stage, found[-1].since, at)
            found.append(Stay(stage, at))
    return found


def days_by_stage(found: Sequence[Stay], now: datetime) -> dict[str, int]:
    """Whole days in each stage, all stays together."""
    days: dict[str, int] = {}
    for stay in found:
        days[stay.stage] = days.get(stay.stage, 0) + stay.days(now)
    return days


@dataclass(frozen=True, slots=True)
class Asked:
    """A criterion of a move."""

    id: int
    text: str
    is_required: bool


def unmet(asked: Sequence[Asked], ticked: Collection[int]) -> list[Asked]:
    """The criteria that do not hold, in their order."""
    return [one for one in asked if one.id not in ticked]
