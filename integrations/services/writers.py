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
    """`write(staged, batch_id, today, now)`; `tables` are those that grow by it; `rewrites_history` asks for
    the weekly scores back in time."""

    write: Callable[[Staged, int | None, date, datetime], Outcome]
    tables: tuple[str, ...]
    rewrites_history: bool = False


def _usage(staged: Staged, batch_id: int | None, today: date, now: datetime) -> Outcome:
    return health_in.record_usage(staged, batch_id=batch_id, now=now)


def _readings(staged: Staged, batch_id: int | None, today: date, now: datetime) -> Outcome:
    return health_in.upsert_readings(staged, batch_id=batch_id, today=today, now=now)


def _of_accounts(upsert: Callable[..., Outcome]) -> Callable[[Staged, int | None, date, datetime], Outcome]:
    def write(staged: Staged, batch_id: int | None, today: date, now: datetime) -> Outcome:
        return upsert(staged, batch_id=batch_id, today=today, now=now)

    return write


_ACCOUNTS = ("accounts_account", "accounts_accountowner")
_CONTRACTS = ("accounts_contract", "accounts_contractline", "accounts_product", *_ACCOUNTS)
_USAGE = ("health_usageevent", "health_usagemessage", "health_usagespan", "accounts_productfeature")

WRITERS: dict[str, Writer] = {
    ImportKind.ACCOUNTS.value: Writer(_of_accounts(accounts_in.upsert_accounts), _ACCOUNTS),
    ImportKind.CONTACTS.value: Writer(_of_accounts(accounts_in.upsert_contacts), ("accounts_contact",)),
    ImportKind.CONTRACTS.value: Writer(_of_accounts(accounts_in.upsert_contracts), _CONTRACTS, True),
    ImportKind.TICKETS.value: Writer(_of_accounts(accounts_in.upsert_tickets), ("accounts_ticket",), True),
    ImportKind.INVOICES.value: Writer(
        _of_accounts(accounts_in.upsert_invoices), ("accounts_invoice", "accounts_payment"), True
    ),
    ImportKind.PAYMENTS.value: Writer(
        _of_accounts(accounts_in.upsert_payments), ("accounts_payment", "accounts_invoice"), True
    ),
    ImportKind.USAGE.value: Writer(_usage, _USAGE, True),
    ImportKind.CHURN.value: Writer(
        _of_accounts(lifecycle_in.upsert_churn), ("lifecycle_churnrecord", *_ACCOUNTS), True
    ),
    ImportKind.READINGS.value: Writer(_readings, ("health_reading",), True),
}
