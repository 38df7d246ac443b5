"""Closed renewals: the one that stands for a term, the terms that may be closed, and what a closing left behind."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from accounts.models import Account, Contract
from accounts.models.bin import outside_bin
from accounts.models.contract import RENEWABLE
from accounts.rules import Term
from accounts.selectors.overview import term_of
from core.errors import Conflict
from lifecycle.choices import RenewalOutcome
from lifecycle.models import RenewalClosing
from lifecycle.rules import may_reopen, same_length
from lifecycle.selectors.terms import renewals

DAY = timedelta(days=1)
LATE_DAYS = 90
"""For how long after its end a term is offered for closing."""
SHOWN, SHOWN_DAYS = 3, 180

MOST_AFTER = 50


def closings() -> QuerySet[RenewalClosing]:
    """The closings that stand: none that was reopened, none of a contract in the bin."""
    found = outside_bin(RenewalClosing.objects.filter(reopened_at=None))
    return found.filter(contract__deleted_at=None)


def with_postponements(rows: QuerySet[RenewalClosing]) -> QuerySet[RenewalClosing]:
    """Of these, each renewal once: a postponement that was followed by another closing is left out."""
    later = RenewalClosing.objects.filter(
        reopened_at=None, contract_id=OuterRef("contract_id"), term_ends_on=OuterRef("postponed_to")
    )
    return rows.exclude(Q(outcome=RenewalOutcome.POSTPONED) & Exists(later))


def standing_closing(contract: Contract, term_ends_on: date) -> RenewalClosing | None:
    """The closing of this term; a postponement only while the contract runs on to another day."""
    found = RenewalClosing.objects.filter(contract=contract, term_ends_on=term_ends_on, reopened_at=None)
    if contract.ends_on == term_ends_on:
        found = found.exclude(outcome=RenewalOutcome.POSTPONED)
    return found.select_related("next_contract").order_by("-pk").first()


def term_to_close(contract: Contract, *, today: date) -> Term:
    """The term of a contract that is to be renewed or not: the current one, or the last of one that has ended. Raises
    Conflict where there is none."""
    if contract.cancelled_on is not None or contract.declared_churned:
        raise Conflict(_("A cancelled contract does not renew."))
    if contract.starts_on > today:
        raise Conflict(_("This contract has not begun. Its renewal is closed in its term, or after."))
    term = term_of(contract, today=today)
    if term is None:
        raise Conflict(_("This contract has no term that ends. Give it an end, or a length of terms."))
    if term.ends_on == contract.settled_ends_on:
        raise Conflict(_("The renewal of this term is closed already."))
    return term


def may_close(contract: Contract, *, today: date) -> bool:
    """Whether to offer closing: the term runs, or ended lately and nothing carries it on."""
    try:
        term = term_to_close(contract, today=today)
    except Conflict:
        return False
    return (today - term.ends_on).days <= LATE_DAYS


def goes_on_without(contract: Contract, term_ends_on: date) -> bool:
    """Whether another contract of the account runs on after that day, or ends on it and is still to be decided."""
    others = Contract.objects.filter(RENEWABLE, account_id=contract.account_id).exclude(pk=contract.pk)
    undecided = Q(ends_on=term_ends_on) & (Q(settled_ends_on=None) | ~Q(settled_ends_on=F("ends_on")))
    return others.filter(Q(ends_on=None) | Q(ends_on__gt=term_ends_on) | undecided).exists()


def contracts_after(contract: Contract, term: Term) -> QuerySet[Contract]:
    """The contracts of the account that may carry this one on already, as by an import: begun in its term or after,
    running beyond its end, of the same currency, and carrying on none yet."""
    others = Contract.objects.filter(
        RENEWABLE, account_id=contract.account_id, currency=contract.currency, renews=None
    )
    beyond = Q(ends_on=None) | Q(ends_on__gt=term.ends_on)
    return (
        others.filter(beyond, starts_on__gt=term.starts_on)
        .exclude(pk=contract.pk)
        .order_by("starts_on", "pk")
    )


def offered_after(contract: Contract, term: Term | None) -> list[Contract]:
    """The first of the contracts that may carry this one on, and the one that does where the renewal is closed."""
    if term is None:
        return []
    rows = contracts_after(contract, term) | Contract.objects.filter(renews=contract)
    return list(rows.order_by("starts_on", "pk")[:MOST_AFTER])


def ends_then(account_id: int, term_ends_on: date, *, today: date) -> bool:
    """Whether a contract of the account has a term that ends on that day and is still to be decided."""
    found = renewals(Contract.objects.filter(account_id=account_id), today=today)
    return found.filter(term_ends_on=term_ends_on).exists()


def is_last(closing: RenewalClosing) -> bool:
    """Whether the contract was not closed again since."""
    later = RenewalClosing.objects.filter(
        contract_id=closing.contract_id, reopened_at=None, pk__gt=closing.pk
    )
    return not later.exists()


def left_ends_on(closing: RenewalClosing) -> date | None:
    """The end that the closing left the contract with, None for open-ended."""
    if closing.outcome == RenewalOutcome.POSTPONED:
        return closing.postponed_to
    if closing.ends_on_before is None and closing.is_renewed and closing.next_contract_id is None:
        return None
    return closing.term_ends_on


def can_reopen(closing: RenewalClosing, today: date) -> bool:
    """Whether to offer taking it back."""
    return (
        closing.reopened_at is None
        and may_reopen(closing.term_ends_on, closing.closed_on, today)
        and is_last(closing)
    )


def default_until(contract: Contract, term: Term) -> date | None:
    """Until when a renewal would run by itself: open-ended as it was, else as long as the term was before it was put
    off for the first time."""
    if term.open_ended:
        return None
    first = (
        RenewalClosing.objects.filter(contract=contract, outcome=RenewalOutcome.POSTPONED, reopened_at=None)
        .order_by("term_ends_on")
        .values_list("term_starts_on", "term_ends_on")
        .first()
    )
    starts_on, ends_on = first or (term.starts_on, term.ends_on)
    return same_length(starts_on, ends_on, term.ends_on + DAY)


def closings_of_account(account: Account, *, today: date) -> list[RenewalClosing]:
    """The newest closings of an account that still matter on its page: of terms that have not ended, or ended lately."""
    found = closings().filter(account=account, term_ends_on__gte=today - timedelta(days=SHOWN_DAYS))
    rows = with_postponements(found).select_related("contract", "next_contract", "closed_by__user")
    return list(rows.order_by("-term_ends_on", "-pk")[:SHOWN])


def closings_between(account: Account, first: date, last: date) -> Sequence[RenewalClosing]:
    """The closings of an account made in a span of days, oldest first."""
    found = closings().filter(account=account, closed_on__range=(first, last))
    return list(found.select_related("contract", "next_contract").order_by("closed_on", "pk"))


@dataclass(frozen=True)
class ContractClosing:
    """How a contract stands to renewals: the closing of its last term, and whether it may be closed now."""

    closing: RenewalClosing | None
    may_close: bool


def closing_of_contract(contract: Contract, *, today: date) -> ContractClosing:
    """For the page of a contract. One query."""
    found = closings().filter(contract=contract).select_related("next_contract").order_by("-pk").first()
    return ContractClosing(found, may_close(contract, today=today))
