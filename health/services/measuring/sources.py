"""What the facts of this workspace can tell, and up to which day."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection
from django.db.models import Q

from accounts.models.bin import IN_BIN
from health.choices import MetricKey
from health.models import Metric


@dataclass(frozen=True)
class Look:
    """One look at the sources: for which days, for which accounts (None: all), in whose time zone.

    `metrics`: id by key of the automatic metrics that the workspace keeps.
    """

    workspace_id: int
    days: tuple[date, ...]
    zone: str
    metrics: dict[str, int]
    only: tuple[int, ...] | None = None

    def parameters(self, **more: Any) -> dict[str, Any]:
        """Named parameters that every statement of this package takes, with more."""
        only = None if self.only is None else list(self.only)
        return {"workspace": self.workspace_id, "zone": self.zone, "only": only, **more}


@dataclass(frozen=True)
class Horizon:
    """First and last day on which the workspace has a fact of a source."""

    first: date
    last: date

    def days(self, asked: Collection[date]) -> list[date]:
        """The days on which a source is read for the days asked: never past its last fact, so that a day
        long after the data ends finds the same readings, stale; none before its first fact."""
        return sorted({min(day, self.last) for day in asked if day >= self.first})


def automatic_metrics() -> dict[str, int]:
    """Id by key of the metrics that the sources rate in this workspace: default ones, and those it made of usage."""
    rated = Q(key__in=MetricKey.values) | ~Q(figure="")
    kept = Metric.objects.filter(rated, is_automatic=True, archived_at=None)
    return dict(kept.values_list("key", "id"))


# What lies in the bin says nothing about how far the sources of the others reach.
USAGE_HORIZON = f"""
SELECT min(first_on), max(last_on), min(first_user_on) FROM health_usagespan
WHERE workspace_id = %(workspace)s AND account_id NOT IN {IN_BIN}
"""  # noqa: S608 - of this platform's constants, as both below

TICKET_HORIZON = f"""
SELECT min((opened_at AT TIME ZONE %(zone)s)::date),
       max((greatest(opened_at, closed_at) AT TIME ZONE %(zone)s)::date)
FROM accounts_ticket WHERE workspace_id = %(workspace)s AND account_id NOT IN {IN_BIN}
"""  # noqa: S608

CONTRACT_HORIZON = f"""
SELECT min(starts_on) FROM accounts_contract
WHERE workspace_id = %(workspace)s AND arr_amount > 0 AND deleted_at IS NULL AND account_id NOT IN {IN_BIN}
"""  # noqa: S608


def usage_horizon(look: Look) -> Horizon | None:
    """Days of product usage; None where there is none."""
    [(first, last, _user)] = fetched(USAGE_HORIZON, look.parameters())
    return Horizon(first, last) if first else None


def users_horizon(look: Look) -> Horizon | None:
    """Days of usage from the first that names its user; None where no usage names one."""
    [(_first, last, user)] = fetched(USAGE_HORIZON, look.parameters())
    return Horizon(user, last) if user else None


def ticket_horizon(look: Look) -> Horizon | None:
    """Days on which a ticket was opened or closed; None where the workspace has no tickets."""
    [(first, last)] = fetched(TICKET_HORIZON, look.parameters())
    return Horizon(first, last) if first else None


def first_contract_day(look: Look) -> date | None:
    """The first day of the first contract with recurring revenue."""
    [(first,)] = fetched(CONTRACT_HORIZON, look.parameters())
    return first


def fetched(statement: str, parameters: dict[str, Any]) -> list[Sequence[Any]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        return cursor.fetchall()


def executed(statement: str, parameters: dict[str, Any]) -> int:
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        return cursor.rowcount
