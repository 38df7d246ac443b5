"""What is asked of surveys, per CSM over that CSM's customers [000 §2.2, appendix 7]."""

from dataclasses import dataclass
from enum import StrEnum

NPS_PASS, NPS_TARGET = 55, 70
"""Points: not below the first, and the second is the target."""
RESPONSE_SHARE = 50
"""Percent of an account's stakeholder list that must answer."""
C_LEVEL_SHARE = 20
"""Percent of those who answered that must be C-level."""


class Standing(StrEnum):
    """Where an NPS stands against the goals; unknown without an answer."""

    TARGET = "target"
    PASSES = "passes"
    BELOW = "below"
    UNKNOWN = "unknown"


def nps_standing(value: float | None) -> Standing:
    """From 70 the target is met, from 55 it passes."""
    if value is None:
        return Standing.UNKNOWN
    if value >= NPS_TARGET:
        return Standing.TARGET
    return Standing.PASSES if value >= NPS_PASS else Standing.BELOW


def needed_answers(listed: int) -> int:
    """How many of a stakeholder list must answer: 15 listed, 8 answers."""
    return -(-listed * RESPONSE_SHARE // 100)


def needed_c_level(answers: int) -> int:
    """How many of so many answers must be of the C-level: 8 answers, 2."""
    return -(-answers * C_LEVEL_SHARE // 100)


@dataclass(frozen=True, slots=True)
class Response:
    """Of a stakeholder list: how many are on it, answered, and answered from the C-level."""

    listed: int
    answers: int
    c_level: int

    @property
    def share(self) -> float | None:
        """Percent of the list that answered."""
        return 100 * self.answers / self.listed if self.listed else None

    @property
    def c_level_share(self) -> float | None:
        """Percent of the answers that came from the C-level."""
        return 100 * self.c_level / self.answers if self.answers else None

    @property
    def is_enough(self) -> bool:
        """Enough answered."""
        return self.listed > 0 and self.answers >= needed_answers(self.listed)

    @property
    def is_high_enough(self) -> bool:
        """Enough of those who answered are C-level."""
        return self.answers > 0 and self.c_level >= needed_c_level(self.answers)

    @property
    def is_met(self) -> bool:
        return self.is_enough and self.is_high_enough
