"""Closing a renewal: the customer renews, leaves, or decides later. One transaction, whose lock is the contract's."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Contract
from accounts.rules import Term
from accounts.selectors.overview import term_of
from accounts.services import LineFields, tell_facts
from accounts.services.contract_lines import carried_lines, carries_same
from accounts.services.contracts import LAST_DAY
from accounts.services.renewing import amount_carried, carry_on, lock_contract, settle
from core.errors import Conflict, DomainError
from lifecycle.choices import ChurnReason, ClosingKind, RenewalOutcome
from lifecycle.errors import TermChanged
from lifecycle.models import RenewalClosing
from lifecycle.rules import kind_of, outcome_of, whole_months
from lifecycle.selectors.closings import (
    contracts_after,
    goes_on_without,
    standing_closing,
    term_to_close,
)
from lifecycle.services.churn import COMMENT_LENGTH, record_leaving
from lifecycle.services.closings.around import close_ctas, close_milestones, tell_owners
from workspaces.models import Member

DAY = timedelta(days=1)


@dataclass(frozen=True, kw_only=True)
class ClosingFields:
    """What people decide about the term of a contract that ends on `term_ends_on`, as they saw it.

    Renewed: `next_id`, the contract that carries on, where it is there already; else `renewed_until`, the last day of the
    new term, None for open-ended, `external_id`, the number of the contract that carries on, `lines`, its lines, None
    for the present recurring ones; `reason`, why it is more or less.
    Not renewed: `reason`, and whether the account leaves with it. Postponed: `postponed_to`, the new end.
    """

    kind: str
    term_ends_on: date
    next_id: int | None = None
    renewed_until: date | None = None
    external_id: str = ""
    lines: Sequence[LineFields] | None = None
    reason: str = ""
    account_leaves: bool = False
    postponed_to: date | None = None
    comment: str = ""


def close_renewal(
    contract: Contract, fields: ClosingFields, *, version: int, by: Member, now: datetime, today: date
) -> RenewalClosing:
    """Close the renewal of the contract's term that ends then, if the contract is still of `version`.

    The idempotency key is contract and term end: the same decision again answers the one that stands. Raises Conflict
    where another one stands or the term is not to be closed, TermChanged where the contract was changed meanwhile,
    DomainError or DomainErrors with the fields at fault.
    """
    fields = _cleaned(fields)
    with transaction.atomic():
        current = lock_contract(contract)
        standing = standing_closing(current, fields.term_ends_on)
        if standing is not None:
            return _same_or_refused(standing, fields, current)
        term = term_to_close(current, today=today)
        if term.ends_on != fields.term_ends_on:
            raise Conflict(_("This term does not end on that day any more. Look at the contract again."))
        if current.version != version:
            raise TermChanged(current.version)
        closing = RenewalClosing(
            contract=current, account=current.account, term_starts_on=term.starts_on, term_ends_on=term.ends_on,
            closed_on=today, closed_at=now, closed_by=by, currency=current.currency, due_amount=current.arr_amount,
            comment=fields.comment, ends_on_before=current.ends_on, renewed_itself=current.auto_renew,
        )  # fmt: skip
        if fields.kind == ClosingKind.RENEWED:
            _renew(closing, current, term, fields)
        elif fields.kind == ClosingKind.CHURNED:
            _end(closing, current, fields, by=by, now=now, today=today)
        else:
            _postpone(closing, current, fields, today=today)
        closing.save()
        if fields.kind != ClosingKind.POSTPONED:
            close_milestones(closing, current)
        tell_facts([current.account_id], today=today, now=now)
        close_ctas(closing, by=by, now=now, today=today)
        tell_owners(closing, by=by, now=now)
    return closing


def _cleaned(fields: ClosingFields) -> ClosingFields:
    if fields.kind not in ClosingKind.values:
        raise DomainError(_("Choose how the renewal ended."), field="kind")
    comment = fields.comment.strip()
    if len(comment) > COMMENT_LENGTH:
        raise DomainError(_("Shorten the comment to 1,000 characters."), field="comment")
    if fields.reason and fields.reason not in ChurnReason.values:
        raise DomainError(_("Choose a reason of the list."), field="reason")
    if fields.kind == ClosingKind.CHURNED and not fields.reason:
        raise DomainError(_("Choose the main reason. “Not told” is one too."), field="reason")
    return replace(fields, comment=comment, external_id=fields.external_id.strip())


def _renew(closing: RenewalClosing, contract: Contract, term: Term, fields: ClosingFields) -> None:
    """A contract that carries on from the day after; an open-ended one that stays as it is just goes on."""
    starts_on = term.ends_on + DAY
    if fields.next_id is not None:
        after = _there_already(contract, term, fields.next_id)
    elif _stays_as_it_is(contract, fields):
        after = contract
    else:
        after = _made(contract, term, fields)
        closing.made_contract = True
    closing.renewed_amount = after.arr_amount
    closing.next_contract = None if after is contract else after
    follows = term_of(after, today=max(starts_on, after.starts_on))
    closing.renewed_until = follows.ends_on if follows else None
    closing.outcome = outcome_of(closing.due_amount, closing.renewed_amount)
    if closing.outcome != RenewalOutcome.RENEWED_SAME:
        closing.reason = fields.reason
    ends_on = contract.ends_on if after is contract else term.ends_on
    settle(contract, ends_on=ends_on, settled_ends_on=term.ends_on, settled_on=closing.closed_on)


def _there_already(contract: Contract, term: Term, next_id: int) -> Contract:
    """The contract that a person or an import added, which carries this one on from now on."""
    after = contracts_after(contract, term).select_for_update().filter(pk=next_id).first()
    if after is None:
        raise DomainError(
            _("Choose a contract of this account that runs on after the term."), field="next_contract"
        )
    settle(after, renews=contract)
    return after


def _made(contract: Contract, term: Term, fields: ClosingFields) -> Contract:
    """A new one from the day after the term; open-ended in terms as long as this one's."""
    starts_on, until = term.ends_on + DAY, fields.renewed_until
    if until is not None and not starts_on <= until <= LAST_DAY:
        raise DomainError(_("The new term begins after that day. Choose a later one."), field="renewed_until")
    months = contract.term_months
    if months is None and until is None and not term.open_ended:
        months = whole_months(term.starts_on, term.ends_on)
    return carry_on(
        contract, starts_on=starts_on, ends_on=until, term_months=months, external_id=fields.external_id,
        lines=_lines(contract, fields),
    )  # fmt: skip


def _end(
    closing: RenewalClosing,
    contract: Contract,
    fields: ClosingFields,
    *,
    by: Member,
    now: datetime,
    today: date,
) -> None:
    """The contract ends with its term; the account leaves on the day after, where nothing else goes on."""
    closing.outcome, closing.reason = RenewalOutcome.CHURNED, fields.reason
    settle(
        contract, ends_on=closing.term_ends_on, auto_renew=False, settled_ends_on=closing.term_ends_on,
        settled_on=closing.closed_on,
    )  # fmt: skip
    if not fields.account_leaves:
        return
    if goes_on_without(contract, closing.term_ends_on):
        raise DomainError(
            _("Another contract of this account goes on. Let the account stay, or close that one first."),
            field="account_leaves",
        )
    closing.churn_record = record_leaving(
        contract.account, closing.term_ends_on + DAY, reason=fields.reason, comment=fields.comment, by=by, today=today
    )  # fmt: skip


def _postpone(closing: RenewalClosing, contract: Contract, fields: ClosingFields, *, today: date) -> None:
    """The contract runs on until a later day, which is its term's end from now on."""
    day = fields.postponed_to
    if day is None:
        raise DomainError(_("Choose the day until which the contract runs on."), field="postponed_to")
    if not max(closing.term_ends_on + DAY, today) <= day <= LAST_DAY:
        raise DomainError(_("Choose a day after the term’s end, today or later."), field="postponed_to")
    closing.outcome, closing.postponed_to = RenewalOutcome.POSTPONED, day
    settle(contract, ends_on=day)


def _stays_as_it_is(contract: Contract, fields: ClosingFields) -> bool:
    """Whether an open-ended contract goes on into its next term with nothing changed."""
    if contract.ends_on is not None or fields.renewed_until is not None or fields.external_id:
        return False
    return fields.lines is None or carries_same(contract, fields.lines)


def _lines(contract: Contract, fields: ClosingFields) -> Sequence[LineFields] | None:
    """The new lines; None where there are none to change: sums without lines go on as sums."""
    if not contract.lines.exists() and not fields.lines:
        return None
    return carried_lines(contract) if fields.lines is None else fields.lines


def _same_or_refused(standing: RenewalClosing, fields: ClosingFields, contract: Contract) -> RenewalClosing:
    if _is_same(standing, fields, contract):
        return standing
    words = _("This renewal is closed already: %(outcome)s. Reopen it first to decide anew.")
    raise Conflict(words % {"outcome": standing.get_outcome_display().lower()}, code="closed_already")


def _is_same(standing: RenewalClosing, fields: ClosingFields, contract: Contract) -> bool:
    if (kind_of(standing.outcome), standing.comment) != (fields.kind, fields.comment):
        return False
    if fields.kind == ClosingKind.POSTPONED:
        return standing.postponed_to == fields.postponed_to
    if fields.kind == ClosingKind.CHURNED:
        return standing.reason == fields.reason
    if fields.next_id is not None or (standing.next_contract_id and not standing.made_contract):
        return standing.next_contract_id == fields.next_id
    after = standing.next_contract
    until = after.ends_on if after else None
    amount = amount_carried(contract, _lines(contract, fields))
    return (until, standing.renewed_amount) == (fields.renewed_until, amount)
