"""Stages as they stand: a workspace's settings, where an account is, its moves, the criteria of a move."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from accounts.choices import Stage
from accounts.models import Account, MergedAccount
from core.lists import ListContext
from lifecycle.choices import CriterionKind, MoveOrigin
from lifecycle.models import (
    AccountStage,
    Criterion,
    CriterionTick,
    StageMove,
    StageSetting,
    SubStage,
)
from lifecycle.rules.stages import Asked, Stay, stays

MOVES_SHOWN = 50


@dataclass(frozen=True)
class StageRow:
    """A stage with what the workspace set: its sub-stages, each with `standing` accounts, and criteria."""

    stage: str
    label: str
    setting: StageSetting | None
    sub_stages: tuple[SubStage, ...]
    entry: tuple[Criterion, ...]
    exit: tuple[Criterion, ...]


def stage_rows(stage: str | None = None) -> list[StageRow]:
    """The four stages, or one of them, in their order. Three queries."""
    settings = {one.stage: one for one in StageSetting.objects.all()}
    steps: dict[str, list[SubStage]] = defaultdict(list)
    standing = Count("stage_rows")
    for step in SubStage.objects.annotate(standing=standing).order_by("position", "pk"):
        steps[step.stage].append(step)
    criteria: dict[tuple[str, str], list[Criterion]] = defaultdict(list)
    for one in Criterion.objects.order_by("position", "pk"):
        criteria[one.stage, one.kind].append(one)
    return [
        StageRow(
            key,
            str(label),
            settings.get(key),
            tuple(steps[key]),
            tuple(criteria[key, CriterionKind.ENTRY]),
            tuple(criteria[key, CriterionKind.EXIT]),
        )
        for key, label in Stage.choices
        if stage in (None, key)
    ]


def place_of(account: Account) -> AccountStage | None:
    """Where the account stands; None for one that came a moment ago, whose stage is then its column's."""
    return AccountStage.objects.select_related("sub_stage").filter(account=account).first()


def sub_stages() -> list[SubStage]:
    """All sub-stages, in the order of stages and positions."""
    order = list(Stage.values)
    return sorted(SubStage.objects.order_by("position", "pk"), key=lambda one: order.index(one.stage))


def places_of_page(rows: Sequence[Any], context: ListContext) -> dict[int, tuple[str, datetime]]:
    """Name of the sub-stage, and since when, of each account of a page. One query."""
    found = AccountStage.objects.filter(account_id__in=[row.pk for row in rows], sub_stage__isnull=False)
    return {
        account_id: (name, since)
        for account_id, name, since in found.values_list("account_id", "sub_stage__name", "sub_entered_at")
    }


def criteria_of_move(before: str, after: str) -> list[Asked]:
    """What is asked of a move: the exit criteria of the stage left, the entry criteria of the one entered."""
    if before == after:
        return []
    found = Criterion.objects.filter(stage__in=(before, after)).order_by("position", "pk")
    rows = list(found)
    leaving = [one for one in rows if (one.stage, one.kind) == (before, CriterionKind.EXIT)]
    entering = [one for one in rows if (one.stage, one.kind) == (after, CriterionKind.ENTRY)]
    return [Asked(one.pk, one.text, one.is_required) for one in (*leaving, *entering)]


def exit_criteria_of(account: Account) -> list[tuple[Criterion, bool]]:
    """What should hold before the account leaves its stage, and whether that was said of it. One query."""
    said = CriterionTick.objects.filter(account=account, criterion=OuterRef("pk"))
    found = Criterion.objects.filter(stage=account.stage, kind=CriterionKind.EXIT)
    return [(one, one.is_said) for one in found.annotate(is_said=Exists(said)).order_by("position", "pk")]


def ticked_ids(account_id: int) -> set[int]:
    """The criteria that were said to hold for the account."""
    return set(CriterionTick.objects.filter(account_id=account_id).values_list("criterion_id", flat=True))


def last_move(account_id: int) -> StageMove | None:
    """The newest move of an account."""
    return _newest_first(StageMove.objects.filter(account_id=account_id)).first()


def moves_of(account: Account) -> list[StageMove]:
    """The account's moves, newest first, those of accounts that went into it with them; some fifty at most."""
    gone = MergedAccount.objects.filter(account=account).values("gone_id")
    found = StageMove.objects.filter(Q(account=account) | Q(account_id__in=gone))
    return list(_newest_first(found).select_related("moved_by__user")[:MOVES_SHOWN])


def stays_of(account: Account) -> list[Stay]:
    """How long the account stayed in which stage, oldest first, computed from its own moves."""
    moves = StageMove.objects.filter(account_id=account.pk).order_by("moved_at", "pk")
    return stays(
        (at, stage, origin == MoveOrigin.UNDO)
        for at, stage, origin in moves.values_list("moved_at", "to_stage", "origin")
    )


def _newest_first(moves: QuerySet[StageMove]) -> QuerySet[StageMove]:
    return moves.order_by("-moved_at", "-pk")
