"""Stages: a workspace's own sub-stages and criteria, where accounts stand, and moves."""

from lifecycle.services.stages.moves import Goal, move_account, set_tick, undo_move
from lifecycle.services.stages.past import PastMove, write_past_moves
from lifecycle.services.stages.placing import place_accounts
from lifecycle.services.stages.settings import (
    CriterionLine,
    StageValues,
    SubStageLine,
    change_stage,
)
from lifecycle.services.stages.starter import install_stages, start_lifecycle

__all__ = [
    "CriterionLine",
    "Goal",
    "PastMove",
    "StageValues",
    "SubStageLine",
    "change_stage",
    "install_stages",
    "move_account",
    "place_accounts",
    "set_tick",
    "start_lifecycle",
    "undo_move",
    "write_past_moves",
]
