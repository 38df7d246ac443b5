"""Tables of this app. All names from here."""

from lifecycle.models.handshakes import Handshake, HandshakeItem, HandshakeSetting, HandshakeStep
from lifecycle.models.plans import PlanDocument, PlanStep, SuccessPlan
from lifecycle.models.plans_parts import (
    KpiReading,
    PlanActivity,
    PlanBarrier,
    PlanKpi,
    PlanNote,
    PlanOutcome,
)
from lifecycle.models.promises import Promise
from lifecycle.models.renewals import ChurnRecord, MilestoneDecision, RenewalClosing
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
    "KpiReading",
    "MilestoneDecision",
    "PlanActivity",
    "PlanBarrier",
    "PlanDocument",
    "PlanKpi",
    "PlanNote",
    "PlanOutcome",
    "PlanStep",
    "Promise",
    "RenewalClosing",
    "StageMove",
    "StageSetting",
    "SubStage",
    "SuccessPlan",
]
