"""What the account page says above its panels: counts, owners, contradictions."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils.translation import ngettext

from accounts.choices import OwnerRole, StatusWarning
from accounts.models import Account, AccountFile, AccountOwner, Contact, Contract, Invoice, Ticket
from accounts.rules import ChurnFact, ContractFact, status_of
from accounts.selectors.files import SHOWN, WITHOUT_AMOUNTS
from core.text import format_number


@dataclass(frozen=True, slots=True)
class Counts:
    """How many rows hang on an account."""

    contacts: int
    contracts: int
    tickets: int
    invoices: int
    children: int
    files: int


@dataclass(frozen=True, slots=True)
class Owner:
    """Who looks after the account in one role: a member or a team; the other id is None."""

    role: str
    label: str
    member_id: int | None
    name: str
    team_id: int | None = None

    @property
    def short(self) -> str:
        """The field's own abbreviation: CSM, AM, DM, RM."""
        return self.role.upper()


def account_counts(account_id: int, *, with_money: bool) -> Counts:
    """The counts that tabs show, in one query; files with amounts count only `with_money`."""
    files = AccountFile.objects.filter(SHOWN if with_money else WITHOUT_AMOUNTS)
    found = (
        Account.objects.filter(pk=account_id)
        .annotate(
            n_contacts=_count(Contact.objects.all(), "account_id"),
            n_contracts=_count(Contract.objects.all(), "account_id"),
            n_tickets=_count(Ticket.objects.all(), "account_id"),
            n_invoices=_count(Invoice.objects.all(), "account_id"),
            n_children=_count(Account.objects.all(), "parent_id"),
            n_files=_count(files, "account_id"),
        )
        .values_list("n_contacts", "n_contracts", "n_tickets", "n_invoices", "n_children", "n_files")
        .get()
    )
    return Counts(*found)


def _count(rows: QuerySet, path: str) -> Coalesce:
    found = rows.filter(**{path: OuterRef("pk")}).order_by().values(path).annotate(n=Count("pk"))
    return Coalesce(Subquery(found.values("n")), Value(0))


def owners_of(account_id: int) -> list[Owner]:
    """The owners in the order of the roles."""
    held = {
        owner.role: owner
        for owner in AccountOwner.objects.filter(account_id=account_id).select_related("member__user", "team")
    }
    return [
        Owner(
            role.value,
            str(role.label),
            held[role.value].member_id,
            str(held[role.value].team or held[role.value].member),
            held[role.value].team_id,
        )
        for role in OwnerRole
        if role.value in held
    ]


def status_warnings(account: Account, *, today: date) -> Sequence[str]:
    """The contradictions in an account's facts, as sentences; asks for contracts only where there may be one.

    The churn records themselves belong to an app above; `churned_on`, the last one that was not taken back,
    stands for them here.
    """
    if account.churned_on is None and not account.declared_churned:
        return ()
    contracts = [
        ContractFact(starts_on, ends_on, cancelled_on)
        for starts_on, ends_on, cancelled_on in account.contracts.values_list(
            "starts_on", "ends_on", "cancelled_on"
        )
    ]
    churns = [ChurnFact(account.churned_on)] if account.churned_on else []
    found = status_of(churns, contracts, today=today, declared_churned=account.declared_churned)
    still_open = sum(contract.is_open(today) for contract in contracts)
    return [_sentence(warning, still_open) for warning in found.warnings]


def _sentence(warning: StatusWarning, still_open: int) -> str:
    if warning == StatusWarning.DECLARED_CHURNED and still_open:
        counted = ngettext(
            "Churned in the source file, but %(n)s contract is open. The account counts as active.",
            "Churned in the source file, but %(n)s contracts are open. The account counts as active.",
            still_open,
        )
        return counted % {"n": format_number(still_open)}
    if warning == StatusWarning.OPEN_DESPITE_CHURN:
        counted = ngettext(
            "A churn is recorded, but %(n)s contract that began before it is still open.",
            "A churn is recorded, but %(n)s contracts that began before it are still open.",
            still_open,
        )
        return counted % {"n": format_number(still_open)}
    return str(warning.label)
