"""What the panels of the account page show: the few rows that matter, the rest behind a link."""

from dataclasses import dataclass, replace
from datetime import date, datetime

from django.db.models import Case, IntegerField, Q, Value, When

from accounts.choices import LineKind, StakeholderRole, TicketPriority
from accounts.models import Account, Contact, Contract, ContractLine, Invoice, Ticket
from accounts.rules import Term, current_term
from core.links import href
from core.text import format_money
from workspaces.models import Batch

SHOWN = 5
_ROLES = [role.value for role in StakeholderRole]
_PRIORITIES = [TicketPriority.URGENT, TicketPriority.HIGH, TicketPriority.NORMAL, TicketPriority.LOW]


@dataclass(frozen=True, slots=True)
class ContractRow:
    """A contract with the term that holds today; `days` until its end, the last day counted."""

    contract: Contract
    name: str
    url: str
    arr: str
    term: Term | None
    days: int | None


@dataclass(frozen=True, slots=True)
class LineRow:
    """A line of a contract, finished."""

    name: str
    kind: str
    seats: int
    mrr: str
    arr: str
    once: str


@dataclass(frozen=True, slots=True)
class Shown:
    """The first few of `total` rows."""

    rows: tuple
    total: int

    @property
    def more(self) -> int:
        return max(self.total - len(self.rows), 0)


@dataclass(frozen=True, slots=True)
class Origin:
    """Where an imported row came from."""

    source: str
    row: int | None
    at: datetime


def open_contracts(account: Account, *, today: date) -> Shown:
    """The contracts that run or are signed for later, soonest end of term first, five of them."""
    found = account.contracts.filter(
        Q(ends_on=None) | Q(ends_on__gte=today), Q(cancelled_on=None) | Q(cancelled_on__gt=today)
    )
    rows = [contract_row(contract, today=today) for contract in found.order_by("starts_on", "pk")[:200]]
    rows.sort(key=lambda row: (row.term.ends_on if row.term else date.max, row.contract.pk))
    return Shown(tuple(rows[:SHOWN]), len(rows))


def contract_row(contract: Contract, *, today: date) -> ContractRow:
    """A contract with its current term."""
    term = term_of(contract, today=today)
    return ContractRow(
        arr=format_money(contract.arr_amount, contract.currency),
        contract=contract,
        name=contract.name or contract.external_id or "",
        url=href("accounts:contract", account_id=contract.account_id, contract_id=contract.pk),
        term=term,
        days=(term.ends_on - today).days if term else None,
    )


def shown_lines(contract: Contract) -> list[LineRow]:
    """The lines of a contract with their amounts in words; an amount that a kind has not is a dash."""
    found = contract.lines.select_related("product").order_by("position")
    return [_shown_line(line, contract.currency) for line in found]


def _shown_line(line: ContractLine, currency: str) -> LineRow:
    recurring = line.kind == LineKind.RECURRING
    product = line.product.name if line.product else ""
    kind = str(line.get_kind_display())
    return LineRow(
        name=" · ".join(part for part in (product, line.label) if part) or kind,
        kind=kind,
        seats=line.seats,
        mrr=format_money(line.mrr_amount if recurring else None, currency),
        arr=format_money(line.arr_amount if recurring else None, currency),
        once=format_money(None if recurring else line.one_off_amount, currency),
    )


def term_of(contract: Contract, *, today: date) -> Term | None:
    """The term that holds today: accounts.rules.current_term; one whose renewal is closed needs no decision."""
    term = current_term(
        starts_on=contract.starts_on,
        ends_on=contract.ends_on,
        term_months=contract.term_months,
        billing_frequency=contract.billing_frequency,
        auto_renew=contract.auto_renew,
        today=today,
    )
    settled = term is not None and term.ends_on == contract.settled_ends_on
    return replace(term, needs_decision=False) if term and settled else term


def key_contacts(account: Account) -> Shown:
    """Those who have not left, by stakeholder role: sponsors first, without a role last."""
    order = Case(
        *(When(stakeholder_role=role, then=Value(place)) for place, role in enumerate(_ROLES)),
        default=Value(len(_ROLES)),
        output_field=IntegerField(),
    )
    found = Contact.objects.filter(account=account, left_on=None)
    rows = tuple(found.order_by(order, "name_key", "pk")[: SHOWN + 1])
    return Shown(rows[:SHOWN], found.count() if len(rows) > SHOWN else len(rows))


def open_tickets(account: Account) -> Shown:
    """Open tickets: escalated and urgent ones first, then the oldest."""
    order = Case(
        *(When(priority=priority, then=Value(place)) for place, priority in enumerate(_PRIORITIES)),
        output_field=IntegerField(),
    )
    found = Ticket.objects.filter(account=account, closed_at=None)
    rows = tuple(found.order_by("-is_escalated", order, "opened_at", "pk")[: SHOWN + 1])
    return Shown(rows[:SHOWN], found.count() if len(rows) > SHOWN else len(rows))


def origin_of(row: Account | Contact | Contract | Invoice) -> Origin | None:
    """The file and line that a row came from, None for one made by hand."""
    if row.origin_batch_id is None:
        return None
    batch = Batch.objects.filter(pk=row.origin_batch_id).first()
    return Origin(batch.source, row.origin_row, batch.created_at) if batch else None
