"""Stages finished for templates: the board, the moves and stays of an account, where it may go."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.choices import Stage
from accounts.lists.cells import account_href
from core.links import href
from core.lists import ListContext
from core.text import format_money, format_number
from health.choices import Band
from health.lists.accounts import BAND, SCORE
from lifecycle.choices import MoveOrigin
from lifecycle.models import AccountStage, StageMove
from lifecycle.rules.stages import Stay, days_by_stage
from lifecycle.selectors.board import Board, Lane


@dataclass(frozen=True, slots=True)
class Goal:
    """A stage to which a card may be moved."""

    label: str
    url: str


@dataclass(frozen=True, slots=True)
class CardShown:
    name: str
    url: str
    owner: str
    step: str
    days: str
    band: str
    score: Any
    arr: str
    renewal_days: int | None
    goals: tuple[Goal, ...]


@dataclass(frozen=True, slots=True)
class LaneShown:
    """A column; `more_url` leads to the whole list."""

    key: str
    label: str
    counted: str
    arr: str
    cards: tuple[CardShown, ...]
    more: str
    more_url: str


@dataclass(frozen=True, slots=True)
class MoveShown:
    words: str
    who: str
    day: date
    reason: str
    unmet: tuple[str, ...]


def lanes_of(board: Board, context: ListContext, *, may_move: bool, book: str) -> list[LaneShown]:
    """The board's columns; amounts only for those who may see money."""
    return [_lane(lane, board, context, may_move, book) for lane in board.lanes]


def _lane(lane: Lane, board: Board, context: ListContext, may_move: bool, book: str) -> LaneShown:
    counted = ngettext("%(n)s account", "%(n)s accounts", lane.accounts) % {"n": format_number(lane.accounts)}
    more = ngettext("%(n)s more account", "%(n)s more accounts", lane.more) % {"n": format_number(lane.more)}
    return LaneShown(
        key=lane.stage,
        label=str(Stage(lane.stage).label),
        counted=counted,
        arr=format_money(lane.arr_amount, context.currency, "compact") if context.sees_money else "",
        cards=tuple(_card(account, board, context, may_move) for account in lane.cards),
        more=more if lane.more else "",
        more_url=f"{href('accounts:list')}?book={book}&f.stage=is:{lane.stage}&f.status=not:churned",
    )


def _card(account: Any, board: Board, context: ListContext, may_move: bool) -> CardShown:
    place: AccountStage | None = board.places.get(account.pk)
    days = days_in_stage(account, context)
    ends_on = account.term_ends_on
    return CardShown(
        name=account.name,
        url=account_href(account.pk),
        owner=board.owners.get(account.pk, ""),
        step=place.sub_stage.name if place and place.sub_stage else "",
        days="" if days is None else _("%(n)s d in stage") % {"n": format_number(days)},
        band=getattr(account, BAND, None) or Band.UNKNOWN.value,
        score=getattr(account, SCORE, None),
        arr=format_money(account.arr_amount, context.currency, "compact") if context.sees_money else "",
        renewal_days=(ends_on - context.today).days if ends_on else None,
        goals=tuple(_goals(account)) if may_move else (),
    )


def days_in_stage(account: Any, context: ListContext) -> int | None:
    """Whole days in the present stage."""
    since = account.stage_since_on
    return None if since is None else max(0, (context.today - since).days)


def _goals(account: Any) -> list[Goal]:
    """The other stages, then a step within its own."""
    url = href("lifecycle:stage_move", account_id=account.pk)
    others = [Goal(str(one.label), f"{url}?to={one.value}") for one in Stage if one.value != account.stage]
    return [*others, Goal(_("Another sub-stage"), f"{url}?to={account.stage}")]


def moves_shown(moves: Sequence[StageMove], zone: ZoneInfo) -> list[MoveShown]:
    """Moves newest first, in words; days are those of `zone`."""
    return [
        MoveShown(
            move_words(move), _who(move), move.moved_at.astimezone(zone).date(), move.reason, _unmet(move)
        )
        for move in moves
    ]


def _unmet(move: StageMove) -> tuple[str, ...]:
    return tuple(str(one) for one in move.unmet) if isinstance(move.unmet, list) else ()


def move_words(move: StageMove) -> str:
    """ "Land: Contract → Adopt: Onboarding"."""
    after = stage_words(move.to_stage, move.to_sub_stage)
    if not move.from_stage:
        return _("Began in %(stage)s") % {"stage": after}
    if move.from_stage == move.to_stage:
        return f"{move.from_sub_stage or Stage(move.from_stage).label} → {move.to_sub_stage or after}"
    return f"{stage_words(move.from_stage, move.from_sub_stage)} → {after}"


def stage_words(stage: str, step: str) -> str:
    label = str(Stage(stage).label)
    return f"{label}: {step}" if step else label


def _who(move: StageMove) -> str:
    if move.origin in (MoveOrigin.PERSON, MoveOrigin.RETURN) and move.moved_by:
        return str(move.moved_by)
    if move.moved_by:
        return f"{move.moved_by} · {move.get_origin_display()}"
    return str(move.get_origin_display())


def stay_words(found: Sequence[Stay], now: datetime) -> list[tuple[str, str]]:
    """Each stage with the days in it, all stays together."""
    days = days_by_stage(found, now)
    return [
        (
            str(Stage(stage).label),
            ngettext("%(n)s day", "%(n)s days", days[stage]) % {"n": format_number(days[stage])},
        )
        for stage in Stage.values
        if stage in days
    ]
