"""Writing down what was decided: once per contract, term end and milestone, whoever else decides."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.db import connection

from core.tenancy import required_workspace_id
from lifecycle.choices import MilestoneState
from lifecycle.selectors.due import Due
from lifecycle.services.reminders.telling import Told

DECIDE = """
INSERT INTO lifecycle_milestonedecision
    (workspace_id, contract_id, term_ends_on, milestone, state, decided_on, decided_at, days_left)
SELECT %(workspace)s, contract, term_ends_on, milestone, state, %(today)s, %(now)s, days_left
FROM unnest(%(contracts)s::bigint[], %(ends)s::date[], %(milestones)s::int[], %(states)s::text[], %(days)s::int[])
    AS d (contract, term_ends_on, milestone, state, days_left)
ORDER BY contract, milestone
ON CONFLICT (workspace_id, term_ends_on, milestone, contract_id) DO NOTHING
RETURNING contract_id, term_ends_on, milestone, state
"""

NOTE = """
UPDATE lifecycle_milestonedecision m SET owner_id = n.owner, message_id = n.message
FROM unnest(%(contracts)s::bigint[], %(ends)s::date[], %(milestones)s::int[], %(owners)s::bigint[],
            %(messages)s::bigint[]) AS n (contract, term_ends_on, milestone, owner, message)
WHERE m.workspace_id = %(workspace)s AND m.contract_id = n.contract AND m.term_ends_on = n.term_ends_on
  AND m.milestone = n.milestone
"""


def decide(rows: Iterable[Due], *, today: date, now: datetime) -> tuple[list[Due], int]:
    """Record these milestones as sent, and the farther ones of their terms as skipped.

    Returns those that nobody had decided before, and how many were skipped.
    """
    due = list(rows)
    wanted = [(d, d.milestone, MilestoneState.SENT.value) for d in due]
    wanted += [(d, milestone, MilestoneState.SKIPPED.value) for d in due for milestone in d.skipped]
    if not wanted:
        return [], 0
    with connection.cursor() as cursor:
        cursor.execute(
            DECIDE,
            {
                "workspace": required_workspace_id(),
                "today": today,
                "now": now,
                "contracts": [d.contract_id for d, _milestone, _state in wanted],
                "ends": [d.term_ends_on for d, _milestone, _state in wanted],
                "milestones": [milestone for _due, milestone, _state in wanted],
                "states": [state for _due, _milestone, state in wanted],
                "days": [d.days_left for d, _milestone, _state in wanted],
            },
        )
        written = {(contract, ends_on, at): state for contract, ends_on, at, state in cursor.fetchall()}
    sent = [d for d in due if (d.contract_id, d.term_ends_on, d.milestone) in written]
    skipped = sum(state == MilestoneState.SKIPPED for state in written.values())
    return sent, skipped


def note_messages(told: Told) -> None:
    """Note on each decision who owned the account, and the mail that carries it."""
    noted = [
        (d, reminder, told.message_ids.get(reminder.key)) for reminder in told.reminders for d in reminder.due
    ]
    given: dict[str, Any] = {
        "workspace": required_workspace_id(),
        "contracts": [d.contract_id for d, _reminder, _message in noted],
        "ends": [d.term_ends_on for d, _reminder, _message in noted],
        "milestones": [d.milestone for d, _reminder, _message in noted],
        "owners": [reminder.recipients.owner_id for _due, reminder, _message in noted],
        "messages": [message for _due, _reminder, message in noted],
    }
    with connection.cursor() as cursor:
        cursor.execute(NOTE, given)
