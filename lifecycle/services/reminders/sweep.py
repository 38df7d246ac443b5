"""The sweep of due milestones. Some accounts at a time, each lot in a transaction of its own: whoever is killed
leaves whole lots behind, and the next sweep goes on from there."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby

from django.db import connection
from django.utils import translation

from core import events
from core.links import link_scope
from core.tenancy import required_workspace_id, workspace_scope
from lifecycle.selectors.due import Due, due_milestones
from lifecycle.selectors.recipients import Recipients, recipients_of
from lifecycle.selectors.renewal_facts import AccountFacts, renewal_facts
from lifecycle.services.reminders.decisions import decide, note_messages
from lifecycle.services.reminders.letters import Reminder
from lifecycle.services.reminders.telling import tell
from workspaces.models import Workspace

ACCOUNTS_AT_ONCE = 200


@dataclass(frozen=True)
class Swept:
    """Milestones of contracts: `due` are passed and in force on that day; of them `sent` were decided now and
    `already` before. `messages`: mails written. `skipped`: farther milestones recorded as made void."""

    due: int = 0
    sent: int = 0
    messages: int = 0
    already: int = 0
    skipped: int = 0


def sweep_due_milestones(workspace: Workspace, *, today: date, now: datetime) -> Swept:
    """Decide every milestone that is due on a day of the workspace, and remind the owners.

    Call outside a scope: each lot of accounts opens one and commits. The idempotency key of a decision is
    contract, term end and milestone; two sweeps at once take turns, and the second finds nothing. Asks "due and
    not decided", never "due today", so a late sweep sends the nearest milestone with the true days left.
    """
    sent = messages = skipped = 0
    while True:
        with (
            workspace_scope(workspace.pk),
            link_scope(workspace.slug),
            translation.override(workspace.language),
        ):
            _one_at_a_time()
            found = due_milestones(workspace, today=today, accounts=ACCOUNTS_AT_ONCE)
            if not sent:
                already = found.already
            lot = _remind(workspace, found.rows, today=today, now=now)
        if not lot.sent:
            return Swept(already + sent, sent, messages, already, skipped)
        sent, messages, skipped = sent + lot.sent, messages + lot.messages, skipped + lot.skipped


def _remind(workspace: Workspace, rows: Iterable[Due], *, today: date, now: datetime) -> Swept:
    decided, skipped = decide(rows, today=today, now=now)
    if not decided:
        return Swept()
    facts = renewal_facts(decided, today=today)
    recipients = recipients_of({due.account_id for due in decided})
    reminders = _bundled(workspace, decided, facts, recipients, today)
    told = tell(reminders, now=now)
    note_messages(told)
    events.publish_many(
        events.RENEWAL_MILESTONE_REACHED,
        [
            {
                "contract_id": d.contract_id,
                "milestone": d.milestone,
                "term_end_on": d.term_ends_on.isoformat(),
            }
            for d in decided
        ],
        now=now,
    )
    return Swept(sent=len(decided), messages=told.messages, skipped=skipped)


def _bundled(
    workspace: Workspace,
    decided: Iterable[Due],
    facts: Mapping[int, AccountFacts],
    recipients: Mapping[int, Recipients],
    today: date,
) -> list[Reminder]:
    """One reminder per account and milestone, with all its contracts."""
    ordered = sorted(decided, key=lambda d: (d.account_id, d.milestone, d.term_ends_on, d.contract_id))
    return [
        Reminder(workspace, facts[account_id], milestone, tuple(rows), recipients[account_id], today)
        for (account_id, milestone), rows in groupby(ordered, key=lambda d: (d.account_id, d.milestone))
    ]


def _one_at_a_time() -> None:
    """Until the transaction ends: so that one account's contracts are not divided between two sweeps."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtextextended('lifecycle.reminders', %s))",
            [required_workspace_id()],
        )
