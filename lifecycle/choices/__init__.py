"""The words of this app that are stored, with what people read. All names from here."""

from lifecycle.choices.handshakes import (
    OPEN_STATES,
    HandshakeKind,
    HandshakeOrigin,
    HandshakeState,
    ItemKey,
    ItemSide,
    ItemSource,
    ItemState,
    StepKind,
)
from lifecycle.choices.promises import PromiseState
from lifecycle.choices.renewals import (
    AGENDAS,
    Agenda,
    AgendaItem,
    ChurnReason,
    MilestoneState,
    RenewalOutcome,
)
from lifecycle.choices.stages import CriterionKind, MoveOrigin

__all__ = [
    "AGENDAS",
    "OPEN_STATES",
    "Agenda",
    "AgendaItem",
    "ChurnReason",
    "CriterionKind",
    "HandshakeKind",
    "HandshakeOrigin",
    "HandshakeState",
    "ItemKey",
    "ItemSide",
    "ItemSource",
    "ItemState",
    "MilestoneState",
    "MoveOrigin",
    "PromiseState",
    "RenewalOutcome",
    "StepKind",
]
