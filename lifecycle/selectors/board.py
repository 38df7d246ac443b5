"""The stage board: for each stage how many accounts, what they are worth a year, and the first of them as cards."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, F, QuerySet, Sum, Window
from django.db.models.functions import RowNumber

from accounts.choices import AccountStatus, OwnerRole, Stage
from accounts.models import AccountOwner
from core.lists import ListContext
from health.lists.accounts import present_health
from lifecycle.models import AccountStage, StageSetting
from lifecycle.rules.stages import DEFAULTS

CARDS = 15


@dataclass(frozen=True)
class Lane:
    """One stage: all its accounts counted, and at most CARDS of them, the most valuable first (for those who may not see
    money: by name). `arr_amount` in minor units of the workspace's currency."""

    stage: str
    accounts: int = 0
    arr_amount: int = 0
    cards: tuple[Any, ...] = field(default=())

    @property
    def more(self) -> int:
        return self.accounts - len(self.cards)


@dataclass(frozen=True)
class Board:
    """The lanes; and by account id its place, and the name of who answers for it in its stage."""

    lanes: tuple[Lane, ...]
    places: Mapping[int, AccountStage]
    owners: Mapping[int, str]


def stage_board(accounts: QuerySet, context: ListContext) -> Board:
    """The board of these accounts without those that left. Five queries, however many there are."""
    living = accounts.exclude(status=AccountStatus.CHURNED)
    figures = {
        row["stage"]: row
        for row in living.order_by().values("stage").annotate(accounts=Count("pk"), amount=Sum("arr_amount"))
    }
    cards: dict[str, list[Any]] = {stage: [] for stage in Stage.values}
    for account in _first(living, context):
        cards[account.stage].append(account)
    ids = [account.pk for rows in cards.values() for account in rows]
    lanes = tuple(
        Lane(
            stage,
            figures.get(stage, {}).get("accounts", 0),
            int(figures.get(stage, {}).get("amount") or 0),
            tuple(cards[stage]),
        )
        for stage in Stage.values
    )
    return Board(lanes, _places(ids), _answering(lanes, ids))


def _first(living: QuerySet, context: ListContext) -> QuerySet:
    order = (
        (F("arr_amount").desc(), F("pk").asc())
        if context.sees_money
        else (F("name_key").asc(), F("pk").asc())
    )
    place = Window(RowNumber(), partition_by=[F("stage")], order_by=order)
    rows = present_health(living, context).annotate(lane_place=place)
    return rows.filter(lane_place__lte=CARDS).order_by("lane_place")


def _places(ids: list[int]) -> dict[int, AccountStage]:
    found = AccountStage.objects.filter(account_id__in=ids).select_related("sub_stage")
    return {place.account_id: place for place in found}


def _answering(lanes: tuple[Lane, ...], ids: list[int]) -> dict[int, str]:
    """By account the owner in the role that answers for its stage, else its CSM."""
    roles = {default.stage: default.owner_role for default in DEFAULTS}
    roles |= dict(StageSetting.objects.values_list("stage", "owner_role"))
    named: dict[tuple[int, str], str] = {}
    rows = AccountOwner.objects.filter(account_id__in=ids).values_list(
        "account_id", "role", "team__name", "member__user__name", "member__user__email"
    )
    for account_id, role, team, name, email in rows:
        named[account_id, role] = team or name or email
    found = {}
    for lane in lanes:
        for account in lane.cards:
            csm = named.get((account.pk, OwnerRole.CSM.value), "")
            found[account.pk] = named.get((account.pk, roles[lane.stage]), csm)
    return found
