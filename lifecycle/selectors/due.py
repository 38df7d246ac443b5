"""Which renewal milestones are due on a day [002 §4.4; domain.md, Renewals; lifecycle.rules.milestones].

Only contracts whose term may end within the window are looked at, found by ranges of an index: contracts with
an end date by it, open-ended ones by their start, since the n-th term of L months ends within the window only
if the contract began n · L months before. The slack covers months of unequal length; the term is then
counted exactly, as accounts.rules.current_term counts it.
"""

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

LENGTHS = """
SELECT l.months, f.first_on
FROM generate_series(%(short)s + 1, 240) AS l (months)
CROSS JOIN LATERAL (
    SELECT min(c.starts_on) AS first_on FROM accounts_contract c
    WHERE c.workspace_id = %(workspace)s AND c.length_months = l.months AND c.cancelled_on IS NULL
      AND NOT c.declared_churned
) AS f
WHERE f.first_on <= %(today)s
"""

# OFFSET 0 keeps each range a scan of its own; as one join the planner reads the whole table.
DUE = """
candidates AS (
    SELECT c.id, c.account_id, c.ends_on AS term_ends_on, c.ends_on - c.starts_on AS room
    FROM accounts_contract c
    WHERE c.workspace_id = %(workspace)s AND c.ends_on BETWEEN %(today)s AND %(today)s + %(window)s
      AND c.starts_on <= %(today)s AND c.cancelled_on IS NULL AND NOT c.declared_churned
      AND c.ends_on >= (c.starts_on + %(short)s * interval '1 month')::date
    UNION ALL
    SELECT c.id, c.account_id, c.next_on - 1, c.next_on - 1 - c.term_starts_on
    FROM unnest(%(months)s::int[], %(passed)s::int[], %(from_on)s::date[], %(to_on)s::date[])
        AS r (months, passed, from_on, to_on)
    CROSS JOIN LATERAL (
        SELECT c.id, c.account_id, (c.starts_on + r.passed * interval '1 month')::date AS term_starts_on,
               (c.starts_on + (r.passed + r.months) * interval '1 month')::date AS next_on
        FROM accounts_contract c
        WHERE c.workspace_id = %(workspace)s AND c.length_months = r.months
          AND c.starts_on BETWEEN r.from_on AND r.to_on AND c.cancelled_on IS NULL AND NOT c.declared_churned
        OFFSET 0
    ) AS c
    WHERE c.term_starts_on <= %(today)s AND c.next_on > %(today)s AND c.next_on <= %(today)s + %(window)s + 1
),
due AS MATERIALIZED (
    SELECT * FROM (
        SELECT id, account_id, term_ends_on, term_ends_on - %(today)s AS days_left, room, {nearest} AS milestone
        FROM candidates
    ) AS reached
    WHERE milestone IS NOT NULL
)
""".replace(
    "{nearest}",
    "CASE "
    + " ".join(f"WHEN term_ends_on - %(today)s <= {m} AND room >= {m} THEN {m}" for m in sorted(MILESTONES))
    + " END",
)

_BANDS = tuple(zip(sorted(MILESTONES), (-1, *sorted(MILESTONES)), strict=False))

# The nearest milestone follows from the days left alone, so the decisions to compare with are four ranges of an
# index. A set operation rather than NOT EXISTS: the planner cannot tell how many are due, and would look each up.
UNDECIDED = """
missing AS MATERIALIZED (
    SELECT id, term_ends_on FROM due
    EXCEPT
    SELECT decided.contract_id, decided.term_ends_on FROM (
        {decided}
    ) AS decided
),
undecided AS (
    SELECT d.* FROM missing m JOIN due d ON d.id = m.id AND d.term_ends_on = m.term_ends_on
    JOIN accounts_account a ON a.workspace_id = %(workspace)s AND a.id = d.account_id
    WHERE a.status <> %(churned)s OR a.churned_on > %(today)s
)
""".replace(
    "{decided}",
    " UNION ALL ".join(
        "SELECT m.contract_id, m.term_ends_on FROM lifecycle_milestonedecision m"  # noqa: S608
        f" WHERE m.workspace_id = %(workspace)s AND m.milestone = {milestone}"
        f" AND m.term_ends_on BETWEEN %(today)s + {nearer + 1} AND %(today)s + {milestone}"
        for milestone, nearer in _BANDS
    ),
)

# Whole accounts, the first so many: their contracts travel in one message.
FOUND = f"""
WITH {DUE}, {UNDECIDED},
numbered AS (SELECT u.*, dense_rank() OVER (ORDER BY account_id) AS place FROM undecided u)
SELECT (SELECT count(*) FROM due) - (SELECT count(*) FROM missing), n.id, n.account_id, n.term_ends_on,
       n.days_left, n.room, n.milestone
FROM (VALUES (1)) AS one LEFT JOIN numbered n ON n.place <= %(accounts)s
ORDER BY n.account_id, n.milestone, n.term_ends_on, n.id
"""  # noqa: S608 - put together from this module's constants; values are parameters


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
    """The milestones to decide of some accounts, by account and milestone, and how many due ones of the whole
    workspace were decided before."""

    rows: tuple[Due, ...]
    already: int


def due_milestones(workspace: Workspace, *, today: date, accounts: int) -> Found:
    """What is due on a day and not decided yet, for the first `accounts` accounts that have any.

    Due is the nearest passed milestone of each contract whose term holds that day, as
    lifecycle.rules.decide_milestones says. Cancelled contracts, those that their source calls churned and those
    of churned accounts have none; neither have terms up to the workspace's short length.
    """
    given = _parameters(workspace, today) | {"accounts": accounts, "churned": AccountStatus.CHURNED.value}
    with connection.cursor() as cursor:
        cursor.execute(FOUND, given)
        rows = cursor.fetchall()
    return Found(tuple(Due(*row[1:]) for row in rows if row[1] is not None), rows[0][0])


def _parameters(workspace: Workspace, today: date) -> dict[str, Any]:
    """What the statements over `due` are given; reads the lengths in use and the first start of each."""
    given: dict[str, Any] = {
        "workspace": required_workspace_id(),
        "today": today,
        "short": workspace.short_term_months,
        "window": WINDOW,
    }
    with connection.cursor() as cursor:
        cursor.execute(LENGTHS, given)
        ranges = [row for months, first_on in cursor.fetchall() for row in _ranges(months, first_on, today)]
    for place, name in enumerate(("months", "passed", "from_on", "to_on")):
        given[name] = [row[place] for row in ranges]
    return given


def _ranges(months: int, first_on: date, today: date) -> list[tuple[int, int, date, date]]:
    """For each term of this length that may end in the window: its length, the months before it, and the
    first and last day on which its contract can have begun."""
    found = []
    last = today + timedelta(days=WINDOW + 1)
    for number in range(1, months_between(first_on, last) // months + 2):
        back = -number * months
        from_on, to_on = months_added(today, back) - SLACK, months_added(last, back) + SLACK
        if to_on >= first_on:
            found.append((months, (number - 1) * months, from_on, min(to_on, today)))
    return found
