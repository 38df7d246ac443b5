"""Which renewal milestones are due on a day and not decided [002 §4.4; domain.md, Renewals; lifecycle.rules.milestones].

Looked at in two steps, because nearly always everything was decided before. First a digest of each day on which
terms end: the contracts due against those decided. Contracts with the same start and length have the same term, so
terms are counted for groups, not for contracts. Then, for the days whose digests differ, contract by contract.

Only contracts whose term may end within the window are read, by ranges of an index: those with an end date by it,
open-ended ones by their start, since the n-th term of L months ends within the window only if the contract began
n · L months before. The slack covers months of unequal length; the term is then counted exactly, as
accounts.rules.current_term counts it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db import connection

from accounts.choices import AccountStatus
from accounts.rules import months_added, months_between
from core.tenancy import required_workspace_id
from lifecycle.rules import MILESTONES
from workspaces.models import Workspace

WINDOW = max(MILESTONES)
SLACK = timedelta(days=4)
LONGEST_TERM = 240
_NEAREST_FIRST = sorted(MILESTONES)

OPEN = (
    "c.workspace_id = %(workspace)s AND c.cancelled_on IS NULL AND NOT c.declared_churned"
    " AND c.deleted_at IS NULL"
)

LENGTHS = f"""
SELECT l.months, f.first_on
FROM generate_series(%(short)s + 1, {LONGEST_TERM}) AS l (months)
CROSS JOIN LATERAL (
    SELECT min(c.starts_on) AS first_on FROM accounts_contract c WHERE {OPEN} AND c.length_months = l.months
) AS f
WHERE f.first_on <= %(today)s
"""  # noqa: S608 - put together from this module's constants, as all below; values are parameters

RANGES = """unnest(%(months)s::int[], %(passed)s::int[], %(low)s::date[], %(high)s::date[], %(from_on)s::date[],
            %(to_on)s::date[]) AS r (months, passed, low, high, from_on, to_on)"""

IN_RANGE = f"{OPEN} AND c.length_months = r.months AND c.starts_on BETWEEN r.from_on AND r.to_on"

# The days of one term of an open-ended contract.
TERM = """(g.starts_on + r.passed * interval '1 month')::date AS term_starts_on,
               (g.starts_on + (r.passed + r.months) * interval '1 month')::date - 1 AS term_ends_on"""

LONG_ENOUGH = "ends_on >= (starts_on + %(short)s * interval '1 month')::date"

# The least milestone that is not less than the days left; it exists where the term has room for it.
MILESTONE = (
    "CASE "
    + " ".join(
        f"WHEN term_ends_on - %(today)s <= {milestone} THEN {milestone}" for milestone in _NEAREST_FIRST
    )
    + " END"
)
REACHED = f"term_starts_on <= %(today)s AND term_ends_on - term_starts_on >= {MILESTONE}"

# So what was decided is one range of an index for each milestone.
DECIDED = " UNION ALL ".join(
    f"""
    SELECT m.contract_id, m.term_ends_on FROM lifecycle_milestonedecision m
    WHERE m.workspace_id = %(workspace)s AND m.milestone = {milestone}
      AND m.term_ends_on BETWEEN %(today)s + {nearer + 1} AND %(today)s + {milestone}"""  # noqa: S608
    for nearer, milestone in zip((-1, *_NEAREST_FIRST), _NEAREST_FIRST, strict=False)
)

# A digest: how many, and all ids mixed into one number, in any order.
DIFFERING = f"""
WITH terms AS (
    SELECT {TERM}, g.number, g.mix
    FROM {RANGES} CROSS JOIN LATERAL (
        SELECT c.starts_on, count(*) AS number, bit_xor(hashint8extended(c.id, 0)) AS mix
        FROM accounts_contract c WHERE {IN_RANGE} GROUP BY c.starts_on
    ) AS g
    UNION ALL
    SELECT * FROM (
        SELECT c.starts_on, c.ends_on, count(*), bit_xor(hashint8extended(c.id, 0))
        FROM accounts_contract c
        WHERE {OPEN} AND c.ends_on BETWEEN %(today)s AND %(today)s + {WINDOW} GROUP BY c.ends_on, c.starts_on
    ) AS g WHERE {LONG_ENOUGH}
),
due AS (
    SELECT term_ends_on, sum(number) AS number, bit_xor(mix) AS mix FROM terms
    WHERE term_ends_on BETWEEN %(today)s AND %(today)s + {WINDOW} AND {REACHED} GROUP BY term_ends_on
),
decided AS (
    SELECT term_ends_on, count(*) AS number, bit_xor(hashint8extended(contract_id, 0)) AS mix
    FROM ({DECIDED}) AS d GROUP BY term_ends_on
)
SELECT due.term_ends_on, due.number, (due.number, due.mix) IS DISTINCT FROM (decided.number, decided.mix)
FROM due LEFT JOIN decided USING (term_ends_on) ORDER BY due.term_ends_on
"""  # noqa: S608

# Whole accounts, the first so many: their contracts travel in one message. OFFSET 0 keeps each range a scan of its
# own; as one join the planner reads the whole table. A set operation rather than NOT EXISTS: the planner cannot
# tell how many are due, and would look each up.
UNDECIDED = f"""
WITH terms AS (
    SELECT g.id, g.account_id, {TERM}, r.low, r.high
    FROM {RANGES} CROSS JOIN LATERAL (
        SELECT c.id, c.account_id, c.starts_on FROM accounts_contract c WHERE {IN_RANGE} OFFSET 0
    ) AS g
    UNION ALL
    SELECT c.id, c.account_id, c.starts_on, c.ends_on, c.ends_on, c.ends_on FROM accounts_contract c
    WHERE {OPEN} AND c.ends_on = ANY (%(days)s::date[]) AND {LONG_ENOUGH}
),
due AS MATERIALIZED (
    SELECT id, account_id, term_ends_on, term_ends_on - term_starts_on AS room FROM terms
    WHERE term_ends_on BETWEEN low AND high AND term_ends_on = ANY (%(days)s::date[]) AND {REACHED}
),
missing AS MATERIALIZED (
    SELECT id, term_ends_on FROM due
    EXCEPT
    SELECT contract_id, term_ends_on FROM ({DECIDED}) AS d WHERE term_ends_on = ANY (%(days)s::date[])
),
undecided AS (
    SELECT d.*, dense_rank() OVER (ORDER BY d.account_id) AS place
    FROM missing m JOIN due d ON d.id = m.id AND d.term_ends_on = m.term_ends_on
    JOIN accounts_account a ON a.workspace_id = %(workspace)s AND a.id = d.account_id
    WHERE a.deleted_at IS NULL AND (a.status <> %(churned)s OR a.churned_on > %(today)s)
)
SELECT (SELECT count(*) FROM missing), u.id, u.account_id, u.term_ends_on, u.term_ends_on - %(today)s, u.room,
       {MILESTONE}
FROM (VALUES (1)) AS one LEFT JOIN undecided u ON u.place <= %(accounts)s
ORDER BY u.account_id, u.term_ends_on, u.id
"""  # noqa: S608


@dataclass(frozen=True, slots=True)
class Due:
    """A milestone to decide: the nearest of one contract's term. `room`: days from the term's first to its last
    day, before which no milestone exists."""

    contract_id: int
    account_id: int
    term_ends_on: date
    days_left: int
    room: int
    milestone: int

    @property
    def skipped(self) -> tuple[int, ...]:
        """The farther milestones of this term, which this one makes void."""
        return tuple(m for m in MILESTONES if self.milestone < m <= self.room)


@dataclass(frozen=True, slots=True)
class Found:
    """The milestones to decide of some accounts, and how many due ones of the whole workspace were decided before."""

    rows: tuple[Due, ...]
    already: int


def due_milestones(workspace: Workspace, *, today: date, accounts: int) -> Found:
    """What is due on a day and not decided yet, for the first `accounts` accounts that have any.

    Due is the nearest passed milestone of each contract whose term holds that day, as
    lifecycle.rules.decide_milestones says. Cancelled contracts, those that their source calls churned, those
    of churned accounts and what lies in the bin have none; neither have terms up to the workspace's short length.
    """
    given: dict[str, Any] = {
        "workspace": required_workspace_id(),
        "today": today,
        "short": workspace.short_term_months,
        "accounts": accounts,
        "churned": AccountStatus.CHURNED.value,
    }
    lengths = _rows(LENGTHS, given)
    by_day = _rows(DIFFERING, given | _ranges(lengths, today, [(today, today + timedelta(days=WINDOW))]))
    due = sum(int(number) for _day, number, _differs in by_day)
    days = [day for day, _number, differs in by_day if differs]
    if not days:
        return Found((), due)
    rows = _rows(UNDECIDED, given | {"days": days} | _ranges(lengths, today, _spans(days)))
    return Found(tuple(Due(*row[1:]) for row in rows if row[1] is not None), due - rows[0][0])


def _rows(statement: str, given: dict[str, Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, given)
        return list(cursor.fetchall())


def _spans(days: Sequence[date]) -> list[tuple[date, date]]:
    """Days in order, as runs from one to another; what lies closer than the slack of their ranges is one run."""
    spans = [(days[0], days[0])]
    for day in days[1:]:
        low, high = spans[-1]
        if day - high <= 2 * SLACK:
            spans[-1] = (low, day)
        else:
            spans.append((day, day))
    return spans


def _ranges(
    lengths: Sequence[tuple[Any, ...]], today: date, spans: Sequence[tuple[date, date]]
) -> dict[str, list[Any]]:
    """For each term, of the lengths in use, that may end within a span: its length, the months before it, the
    span, and the first and last day on which its contract can have begun."""
    found: list[tuple[Any, ...]] = []
    for months, first_on in lengths:
        for low, high in spans:
            for number in range(1, months_between(first_on, high + timedelta(days=1)) // months + 2):
                back = -number * months
                from_on, to_on = months_added(low, back) - SLACK, months_added(high, back) + SLACK
                if to_on >= first_on:
                    found.append((months, (number - 1) * months, low, high, from_on, min(to_on, today)))
    names = ("months", "passed", "low", "high", "from_on", "to_on")
    return {name: [row[place] for row in found] for place, name in enumerate(names)}
