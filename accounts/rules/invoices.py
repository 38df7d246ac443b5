"""What an invoice's payments say of it: settled when, in which state, paid on time [domain.md, Health score]."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from accounts.choices import InvoiceState


@dataclass(frozen=True, slots=True)
class Settlement:
    """A payment or a credit note; minor units of the invoice's currency."""

    on: date
    amount: int
    is_credit: bool = False


def settled_on(amount: int, issued_on: date, settlements: Sequence[Settlement]) -> date | None:
    """The day since which payments and credit notes have covered the amount without a break; None while they do not.

    An invoice over nothing is settled when it is issued.
    """
    since: date | None = issued_on if amount == 0 else None
    total = 0
    for day in sorted({one.on for one in settlements}):
        total += sum(one.amount for one in settlements if one.on == day)
        since = None if total < amount else since or day
    return since


def invoice_state(
    *, amount: int, credited: int, settled_on: date | None, due_on: date, today: date
) -> InvoiceState:
    """Credited when credit notes alone cover the amount, else paid once it is settled, else overdue from the day after
    the due date. The due date itself is in time. accounts.lists.invoices asks the database the same."""
    if settled_on is not None:
        return InvoiceState.CREDITED if 0 < amount <= credited else InvoiceState.PAID
    return InvoiceState.OVERDUE if due_on < today else InvoiceState.OPEN


def days_late(due_on: date, settled_on: date | None, today: date) -> int:
    """Whole days between the due date and the settling, or today where there is none yet; 0 when it was in time."""
    return max(0, ((settled_on or today) - due_on).days)


def paid_on_time(amount: int, due_on: date, settlements: Sequence[Settlement], as_of: date) -> bool | None:
    """Whether an invoice due before `as_of` was paid by its due date, by what was known on `as_of`.

    What credit notes took off need not be paid; a payment taken back does not count. None while it is not yet due,
    and where credit notes left nothing to pay. health.services.measuring.invoices asks the database the same.
    """
    if due_on >= as_of:
        return None
    known = [one for one in settlements if one.on <= as_of]
    need = amount - sum(one.amount for one in known if one.is_credit)
    if need <= 0:
        return None
    paid = [one for one in known if not one.is_credit]
    in_time = sum(one.amount for one in paid if one.on <= due_on)
    return in_time >= need and sum(one.amount for one in paid) >= need
