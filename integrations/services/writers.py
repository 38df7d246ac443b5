"""Which app takes which kind of file: imports write through their services only."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from accounts import ingest as accounts_in
from core.staging import Outcome, Staged
from health import ingest as health_in
from integrations.choices import ImportKind
from lifecycle import ingest as lifecycle_in


@dataclass(frozen=True, slots=True)
class Writer:
    """`write(staged, batch_id, today, now)`; `rewrites_history` asks for the weekly scores back in time."""

    write: Callable[[Staged, int | None, date, datetime], Outcome]
    rewrites_history: bool = False


def _usage(staged: Staged, batch_id: int | None, today: date, now: datetime) -> Outcome:
    return health_in.record_usage(staged, batch_id=batch_id, now=now)


def _readings(staged: Staged, batch_id: int | None, today: date, now: datetime) -> Outcome:
    return health_in.upsert_readings(staged, batch_id=batch_id, today=today, now=now)


def _of_accounts(upsert: Callable[..., Outcome]) -> Callable[[Staged, int | None, date, datetime], Outcome]:
    def write(staged: Staged, batch_id: int | None, today: date, now: datetime) -> Outcome:
        return upsert(staged, batch_id=batch_id, today=today, now=now)

    return write


WRITERS: dict[str, Writer] = {
    ImportKind.ACCOUNTS.value: Writer(_of_accounts(accounts_in.upsert_accounts)),
    ImportKind.CONTACTS.value: Writer(_of_accounts(accounts_in.upsert_contacts)),
    ImportKind.CONTRACTS.value: Writer(_of_accounts(accounts_in.upsert_contracts), rewrites_history=True),
    ImportKind.TICKETS.value: Writer(_of_accounts(accounts_in.upsert_tickets), rewrites_history=True),
    ImportKind.USAGE.value: Writer(_usage, rewrites_history=True),
    ImportKind.CHURN.value: Writer(_of_accounts(lifecycle_in.upsert_churn), rewrites_history=True),
    ImportKind.READINGS.value: Writer(_readings, rewrites_history=True),
}
