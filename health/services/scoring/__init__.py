"""Scores of a whole workspace in one statement; nothing is loaded into Python but counts and the worst falls."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import connection

from core import events, jobs
from core.tenancy import required_workspace_id
from health.choices import Band, ScoreOrigin
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
    card: Card, *, today: date, now: datetime, account_ids: Collection[int] | None = None
) -> Scored:
    """Bring present scores, and the history of changes, up to today; idempotent."""
    named = _parameters(card, today, now, account_ids, ScoreOrigin.LIVE)
    named |= {"event": events.BAND_CHANGED, "told": TOLD_PER_OWNER}
    counts, *falls = _rows(today_sql(card), named)
    _none, accounts, unknown, bands_changed, _nothing, _nobody, changed = counts
    if int(bands_changed):
        jobs.enqueue(events.DELIVER, required_workspace_id())
    return Scored(accounts, unknown, changed, tuple(_fall(row) for row in falls))


def score_past(
    card: Card,
    *,
    day: date,
    now: datetime,
    origin: ScoreOrigin,
    account_ids: Collection[int] | None = None,
) -> Scored:
    """Bring the history as of a past day in line; the present scores stay as they are.

    With origin `history` the days come one after the other; any other origin changes that one day alone.
    """
    named = _parameters(card, day, now, account_ids, origin)
    [(accounts, unknown, changed)] = _rows(past_sql(card, alone=origin is not ScoreOrigin.HISTORY), named)
    return Scored(accounts, unknown, changed)


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
    card: Card, day: date, now: datetime, account_ids: Collection[int] | None, origin: ScoreOrigin
) -> dict[str, Any]:
    return figures_parameters(card) | {
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
