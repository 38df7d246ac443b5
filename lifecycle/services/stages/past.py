"""Moves of the past, from a generator or another system: written as they were, opening and telling nothing."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from operator import attrgetter

from django.db import transaction

from lifecycle.choices import MoveOrigin
from lifecycle.models import AccountStage, StageMove, SubStage


@dataclass(frozen=True, slots=True)
class PastMove:
    """One account's move to a stage; `step` counts its sub-stages from 0. The last of an account should be into the
    stage in which it stands."""

    account_id: int
    at: datetime
    stage: str
    step: int = 0
    by_id: int | None = None
    reason: str = ""


def write_past_moves(moves: Sequence[PastMove]) -> int:
    """Write the moves of accounts that have none yet, and their places; returns how many moves."""
    steps: dict[str, list[SubStage]] = {}
    for step in SubStage.objects.order_by("position", "pk"):
        steps.setdefault(step.stage, []).append(step)
    known = set(
        AccountStage.objects.filter(account_id__in={one.account_id for one in moves}).values_list(
            "account_id", flat=True
        )
    )
    rows: list[StageMove] = []
    places: dict[int, AccountStage] = {}
    for one in sorted(moves, key=attrgetter("account_id", "at")):
        if one.account_id in known:
            continue
        offered = steps.get(one.stage, [])
        step = offered[min(one.step, len(offered) - 1)] if offered else None
        rows.append(_row(one, step, places.get(one.account_id)))
        places[one.account_id] = _place(one, step, places.get(one.account_id))
    with transaction.atomic():
        StageMove.objects.bulk_create(rows, batch_size=1000)
        AccountStage.objects.bulk_create(places.values(), batch_size=1000)
    return len(rows)


def _row(one: PastMove, step: SubStage | None, before: AccountStage | None) -> StageMove:
    return StageMove(
        account_id=one.account_id,
        from_stage=before.stage if before else "",
        from_sub_stage=before.sub_stage.name if before and before.sub_stage else "",
        to_stage=one.stage,
        to_sub_stage=step.name if step else "",
        origin=MoveOrigin.PERSON if before else MoveOrigin.START,
        reason=one.reason,
        moved_by_id=one.by_id if before else None,
        moved_at=one.at,
    )


def _place(one: PastMove, step: SubStage | None, before: AccountStage | None) -> AccountStage:
    stays = before is not None and before.stage == one.stage
    entered_at = before.entered_at if before is not None and stays else one.at
    return AccountStage(
        account_id=one.account_id,
        stage=one.stage,
        sub_stage=step,
        entered_at=entered_at,
        sub_entered_at=one.at,
    )
