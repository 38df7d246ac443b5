"""Tables of this app. All names from here."""

from lifecycle.models.handshakes import Handshake, HandshakeItem, HandshakeSetting, HandshakeStep
from lifecycle.models.promises import Promise
from lifecycle.models.renewals import ChurnRecord, MilestoneDecision
from lifecycle.models.stages import (
    AccountStage,
    Criterion,
    CriterionTick,
    StageMove,
    StageSetting,
    SubStage,
)

__all__ = [
    "AccountStage",
    "ChurnRecord",
    "Criterion",
    "CriterionTick",
    "Handshake",
    "HandshakeItem",
    "HandshakeSetting",
    "HandshakeStep",
    "MilestoneDecision",
    "Promise",
    "StageMove",
    "StageSetting",
    "SubStage",
]
