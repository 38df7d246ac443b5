"""Generated rows go the way of imported files: staged, then moved in by the app that owns the kind."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from core.history import note_actor
from core.staging import staged
from integrations.choices import ImportKind
from integrations.services import WRITERS
from workspaces.choices import SecurityActKind
from workspaces.models import Batch, Member
from workspaces.services import record_act

#: The files that the rows of a kind might have come from: what the history of a record names.
SOURCES = {
    ImportKind.ACCOUNTS: "customers.csv",
    ImportKind.CONTACTS: "contacts.csv",
    ImportKind.CONTRACTS: "contracts.csv",
    ImportKind.USAGE: "product usage.csv",
    ImportKind.TICKETS: "support tickets.csv",
    ImportKind.INVOICES: "invoices.csv",
    ImportKind.PAYMENTS: "payments.csv",
    ImportKind.READINGS: "readings.csv",
    ImportKind.CHURN: "customers who left.csv",
}


class DemoRefused(RuntimeError):
    """A generated row was refused: the generator and the platform disagree."""


@dataclass
class Intake:
    """What is taken in, by kind, and which accounts it touched. `by`: the admin, in whose name it happens."""

    by: Member
    created: dict[str, int] = field(default_factory=dict)
    touched: set[int] = field(default_factory=set)

    def take(
        self,
        kind: ImportKind,
        columns: Mapping[str, str],
        rows: Iterable[Sequence[Any]],
        *,
        today: date,
        now: datetime,
    ) -> None:
        """Move rows (a row number, then `columns`) in, as of `today`. Raises DemoRefused for a row that is refused."""
        batch = Batch.objects.create(
            kind=kind.value, source=SOURCES[kind], created_at=now, created_by=self.by
        )
        note_actor(member_id=self.by.pk, batch=batch.pk)
        with staged({"row_no": "integer", **columns}, rows) as waiting:
            outcome = WRITERS[kind.value].write(waiting, batch.pk, today, now)
        if outcome.rejections:
            first = outcome.rejections[0]
            raise DemoRefused(f"{kind.value}, row {first.row_no}: {first.message}")
        self.created[kind.value] = self.created.get(kind.value, 0) + outcome.created
        self.touched |= outcome.touched_account_ids

    def tell(self, *, now: datetime) -> None:
        """Leave a line per kind in the security log."""
        for kind, created in self.created.items():
            record_act(
                SecurityActKind.IMPORTED,
                by=self.by,
                now=now,
                subject=SOURCES[ImportKind(kind)],
                detail={"kind": kind, "created": created, "updated": 0},
            )
