"""Tickets that another part of the platform keeps: one row each, as an import would have brought it."""

from dataclasses import asdict, dataclass
from datetime import date, datetime

from accounts.models import Account, Ticket
from accounts.services.editing import tell_facts


@dataclass(frozen=True, kw_only=True)
class TicketFacts:
    """What is counted of a ticket; `satisfaction` is 1 to 5, times are minutes."""

    subject: str
    priority: str
    opened_at: datetime
    closed_at: datetime | None = None
    first_response_minutes: int | None = None
    resolution_minutes: int | None = None
    satisfaction: int | None = None
    is_escalated: bool = False


def keep_ticket(
    account: Account, external_id: str, facts: TicketFacts, *, today: date, now: datetime
) -> bool:
    """Write the ticket of this number, new or as it is now; whether anything changed. Idempotent by `external_id`. The
    apps above hear that the account's facts changed."""
    wanted = {**asdict(facts), "account_id": account.pk}
    ticket, is_new = Ticket.with_bin.get_or_create(external_id=external_id, defaults=wanted)
    changed = [] if is_new else [name for name, value in wanted.items() if getattr(ticket, name) != value]
    before = ticket.account_id
    for name in changed:
        setattr(ticket, name, wanted[name])
    if changed:
        ticket.save(update_fields=[name.removesuffix("_id") for name in changed])
    if is_new or changed:
        tell_facts({before, account.pk}, today=today, now=now)
    return bool(is_new or changed)
