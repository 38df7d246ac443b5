"""Scores of a whole workspace in one statement; nothing is loaded into Python but counts and the worst falls."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django.db import connection

from core import events, jobs
from core.tenancy import required_workspace_id
from health.choices import Band, ScoreOrigin
from health.rules import Claim
from health.selectors.cards import Card
from health.selectors.figures import figures_parameters
from health.services.scoring.statements import BRING_UP_TO_DATE, CLEAR_HISTORY, KEEP_LAST, past_sql, today_sql

TOLD_PER_OWNER = 5
"""How many falls of one recompute an owner is told one by one; the rest in one line."""


@dataclass(frozen=True)
class Fall:
    """An account came into a worse band; scores in thousandths of 0-100. `of_owner`: all falls of that owner."""

    account_id: int
    before: int
    after: int
    band_before: Band
    band: Band
    owner_id: int
    of_owner: int


@dataclass(frozen=True)
class Scored:
    """How many accounts were scored, how many of them are unknown, and how many scores changed."""

    accounts: int = 0
    unknown: int = 0
    changed: int = 0
    falls: tuple[Fall, ...] = ()


def score_today(
    cards: Sequence[Card], *, today: date, now: datetime, account_ids: Collection[int] | None = None
) -> Scored:
    """Bring present scores, and the history of changes, up to today; each card scores the accounts that it claims.

    One statement per card; idempotent.
    """
    among = [card.claim for card in cards]
    return _together(_today(card, among, today, now, account_ids) for card in cards)


def score_past(
    cards: Sequence[Card],
    *,
    day: date,
    now: datetime,
    origin: ScoreOrigin,
    account_ids: Collection[int] | None = None,
) -> Scored:
    """Bring the history as of a past day in line; the present scores stay as they are.

    With origin `history` the days come one after the other; any other origin changes that one day alone. An account's
    segment and stage are those of now, its products those of the day.
    """
    among = [card.claim for card in cards]
    return _together(_past(card, among, day, now, origin, account_ids) for card in cards)


def _today(
    card: Card, among: Sequence[Claim], today: date, now: datetime, account_ids: Collection[int] | None
) -> Scored:
    named = _parameters(card, among, today, now, account_ids, ScoreOrigin.LIVE)
    named |= {"event": events.BAND_CHANGED, "told": TOLD_PER_OWNER}
    counts, *falls = _rows(today_sql(card, among), named)
    _none, accounts, unknown, bands_changed, _nothing, _nobody, changed = counts
    if int(bands_changed):
        jobs.enqueue(events.DELIVER, required_workspace_id())
    return Scored(accounts, unknown, changed, tuple(_fall(row) for row in falls))


def _past(
    card: Card,
    among: Sequence[Claim],
    day: date,
    now: datetime,
    origin: ScoreOrigin,
    account_ids: Collection[int] | None,
) -> Scored:
    named = _parameters(card, among, day, now, account_ids, origin)
    statement = past_sql(card, among, alone=origin is not ScoreOrigin.HISTORY)
    [(accounts, unknown, changed)] = _rows(statement, named)
    return Scored(accounts, unknown, changed)


def _together(parts: Iterable[Scored]) -> Scored:
    """The sums over all cards; of the falls the worst of each owner."""
    every = list(parts)
    falls = tuple(fall for part in every for fall in part.falls)
    return Scored(
        sum(part.accounts for part in every),
        sum(part.unknown for part in every),
        sum(part.changed for part in every),
        falls if len(every) < 2 else _worst(every),
    )


def _worst(parts: Sequence[Scored]) -> tuple[Fall, ...]:
    of_owner: dict[int, list[Fall]] = defaultdict(list)
    totals: dict[int, int] = defaultdict(int)
    for part in parts:
        for owner_id, total in {fall.owner_id: fall.of_owner for fall in part.falls}.items():
            totals[owner_id] += total
        for fall in part.falls:
            of_owner[fall.owner_id].append(fall)
    return tuple(
        replace(fall, of_owner=totals[owner_id])
        for owner_id, falls in of_owner.items()
        for fall in sorted(falls, key=lambda fall: (fall.after - fall.before, fall.account_id))[
            :TOLD_PER_OWNER
        ]
    )


def clear_history(*, first: date, last: date) -> None:
    """Take away what was computed back between two days, both included; what was computed on its day stays."""
    named: dict[str, Any] = {"workspace": required_workspace_id(), "first": first, "last": last}
    with connection.cursor() as cursor:
        cursor.execute(CLEAR_HISTORY, named)


def bring_history_up_to_date(*, today: date, now: datetime) -> None:
    """End the history with the present score where the two disagree; for who churned, the history's last score is
    the present one."""
    named: dict[str, Any] = {"workspace": required_workspace_id(), "day": today, "now": now}
    with connection.cursor() as cursor:
        cursor.execute(BRING_UP_TO_DATE, named)
        cursor.execute(KEEP_LAST, named)


def _parameters(
    card: Card,
    among: Sequence[Claim],
    day: date,
    now: datetime,
    account_ids: Collection[int] | None,
    origin: ScoreOrigin,
) -> dict[str, Any]:
    return figures_parameters(card, among) | {
        "workspace": required_workspace_id(),
        "day": day,
        "now": now,
        "origin": origin.value,
        "only": None if account_ids is None else list(account_ids),
    }


def _rows(statement: str, named: dict[str, Any]) -> list[Any]:
    with connection.cursor() as cursor:
        # A hundred thousand accounts in one hash instead of a sort on disk; compiling costs more than it saves.
        cursor.execute("SET LOCAL work_mem = '128MB'; SET LOCAL jit = off")
        cursor.execute(statement, named)
        return cursor.fetchall()


def _fall(row: Any) -> Fall:
    account_id, before, after, band_before, band, owner_id, of_owner = row
    return Fall(account_id, before, after, Band(band_before), Band(band), owner_id, of_owner)
