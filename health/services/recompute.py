"""Recompute: automatic readings, then scores, of a workspace or of some of its accounts, in one transaction.

Killed at any moment, a workspace has all of its old scores or all of its new ones.
"""

import time
from collections.abc import Callable, Collection
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import connection, transaction
from django.utils.translation import gettext as _

from core.errors import DomainError
from core.joins import of_whole_sets
from core.tenancy import required_workspace_id
from health.choices import ScoreOrigin
from health.models import Recompute
from health.selectors.cards import published_cards
from health.services.falls import tell_falls
from health.services.measuring import measure_accounts
from health.services.scoring import (
    Scored,
    bring_history_up_to_date,
    clear_history,
    score_past,
    score_today,
)
from workspaces.models import Workspace

WEEK = timedelta(days=7)
SUNDAY = 6
TURN = "hashtextextended('health.recompute', %s)"


@dataclass(frozen=True)
class Recomputed:
    """What a recompute did; `scored` are the accounts with a known score."""

    as_of: date
    accounts: int
    scored: int
    unknown: int
    changed: int
    seconds: float


def recompute(
    *, as_of: date, today: date, now: datetime, account_ids: Collection[int] | None = None
) -> Recomputed:
    """Read the sources and score the workspace in force as of a day, today or past, under its published cards.

    Today: present scores, history and news of changes. A past day: history of that day alone. Without a
    published scorecard readings are stored and nothing is scored. `account_ids`: these only. Raises
    DomainError (field `as_of`) for a future day. Idempotent: the same facts change nothing a second time.
    """
    if as_of > today:
        raise DomainError(
            _("Scores can be computed as of today (%(today)s) or an earlier day.") % {"today": today},
            field="as_of",
        )
    began = time.perf_counter()
    with transaction.atomic(), of_whole_sets() if account_ids is None else nullcontext():
        one_at_a_time()
        measure_accounts(days=[as_of], zone=_zone(), now=now, account_ids=account_ids)
        scored = _score(as_of, today, now, account_ids)
        tell_falls(scored.falls, scored_on=as_of, now=now)
        done = _done(as_of, scored, began)
        if account_ids is None:
            _note(done, now)
    return done


def recompute_history(
    *,
    first: date,
    last: date,
    today: date,
    now: datetime,
    tell: Callable[[int, int], None] = lambda done, whole: None,
) -> Recomputed:
    """Compute the weekly history back: readings and scores of each Sunday from `first` to `last`.

    All in one transaction, so that there is never half a history; `tell(weeks done, weeks)` is told the
    progress. What was computed on its own day stays, what was computed back before is made anew. Ends with
    the present scores, which the history must lead to. `changed` counts rows of history.
    """
    began = time.perf_counter()
    sundays = sundays_between(first, min(last, today - timedelta(days=1)))
    with transaction.atomic(), of_whole_sets():
        one_at_a_time()
        cards = published_cards()
        total = Scored()
        if sundays:
            measure_accounts(days=sundays, zone=_zone(), now=now)
            clear_history(first=sundays[0] - WEEK + timedelta(days=1), last=sundays[-1])
        measure_accounts(days=[today], zone=_zone(), now=now)
        for number, sunday in enumerate(sundays if cards else [], start=1):
            week = score_past(cards, day=sunday, now=now, origin=ScoreOrigin.HISTORY)
            total = Scored(week.accounts, week.unknown, total.changed + week.changed)
            tell(number, len(sundays))
        if cards:
            scored = score_today(cards, today=today, now=now)
            bring_history_up_to_date(today=today, now=now)
            tell_falls(scored.falls, scored_on=today, now=now)
    return _done(today, total, began)


def sundays_between(first: date, last: date) -> list[date]:
    """The Sundays, on which weeks end, from `first` to `last`, both included."""
    sunday = first + timedelta(days=SUNDAY - first.weekday())
    return [sunday + WEEK * number for number in range(max(0, (last - sunday).days // 7 + 1))]


def _score(as_of: date, today: date, now: datetime, account_ids: Collection[int] | None) -> Scored:
    cards = published_cards()
    if as_of == today:
        return score_today(cards, today=today, now=now, account_ids=account_ids)
    return score_past(cards, day=as_of, now=now, origin=ScoreOrigin.ON_DEMAND, account_ids=account_ids)


def _done(as_of: date, scored: Scored, began: float) -> Recomputed:
    known = scored.accounts - scored.unknown
    seconds = round(time.perf_counter() - began, 3)
    return Recomputed(as_of, scored.accounts, known, scored.unknown, scored.changed, seconds)


def _note(done: Recomputed, now: datetime) -> None:
    Recompute.objects.create(
        as_of=done.as_of,
        started_at=now,
        finished_at=now + timedelta(seconds=done.seconds),
        accounts=done.accounts,
        scored=done.scored,
        unknown=done.unknown,
        changed=done.changed,
    )


def _zone() -> str:
    return Workspace.objects.values_list("time_zone", flat=True).get(pk=required_workspace_id())


def one_at_a_time() -> None:
    """Two recomputes of one workspace wait for each other, until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT pg_advisory_xact_lock({TURN})", [required_workspace_id()])


def take_turn() -> bool:
    """The same without waiting: False while another recompute of the workspace is under way."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT pg_try_advisory_xact_lock({TURN})", [required_workspace_id()])
        return bool(cursor.fetchone()[0])
