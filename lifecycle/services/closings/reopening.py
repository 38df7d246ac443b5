"""Taking a closing back, while the new term has not begun: everything as it was before, in one transaction."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Contract
from accounts.services import put_into_bin, tell_facts
from accounts.services.renewing import lock_contract, settle
from core.errors import Conflict, NotFound
from lifecycle.choices import RenewalOutcome
from lifecycle.models import RenewalClosing
from lifecycle.rules import may_reopen
from lifecycle.selectors.closings import is_last, left_ends_on
from lifecycle.services.churn import settle_records
from lifecycle.services.closings.around import open_milestones, reopen_ctas, tell_reopened
from workspaces.models import Member


def reopen_renewal(closing: RenewalClosing, *, by: Member, now: datetime, today: date) -> RenewalClosing:
    """Take a closing back: the contract's end and renewal as they were, the contract that was made to carry on into the
    bin, one that was there as it was, the record of leaving gone, the milestones and CTAs open again. The row stays, as reopened; again is no error.

    Raises Conflict once the new term began, and where a person changed since what the closing left.
    """
    with transaction.atomic():
        contract = lock_contract(closing.contract)
        current = RenewalClosing.objects.select_for_update(of=("self",)).filter(pk=closing.pk).first()
        if current is None:
            raise NotFound(_("Not found."))
        if current.reopened_at is not None:
            return current
        _check(current, contract, today)
        follows = current.next_contract
        if follows is not None and not current.made_contract:
            settle(follows, renews=None)
        elif follows is not None and follows.deleted_at is None:
            put_into_bin(follows, by=by, now=now, today=today)
        settle(
            contract, ends_on=current.ends_on_before, auto_renew=current.renewed_itself, settled_ends_on=None,
            settled_on=None,
        )  # fmt: skip
        record = current.churn_record
        current.reopened_at, current.reopened_by, current.churn_record = now, by, None
        current.save(update_fields=["reopened_at", "reopened_by", "churn_record"])
        if record is not None:
            record.delete()
            settle_records(current.account_id, today)
        open_milestones(current)
        tell_facts([current.account_id], today=today, now=now)
        reopen_ctas(current, by=by, now=now)
        tell_reopened(current, by=by, now=now)
    return current


def _check(closing: RenewalClosing, contract: Contract, today: date) -> None:
    if not may_reopen(closing.term_ends_on, closing.closed_on, today):
        raise Conflict(_("The new term has begun. What changed in it is a matter of its own contract now."))
    if not is_last(closing):
        raise Conflict(_("The renewal was decided again since. Reopen that first."))
    settled = closing.outcome == RenewalOutcome.POSTPONED or contract.settled_ends_on == closing.term_ends_on
    if not settled or contract.ends_on != left_ends_on(closing):
        raise Conflict(_("The contract’s end was changed since. Look at the contract, and mend it there."))
    follows = closing.next_contract
    if follows is None or not closing.made_contract or follows.deleted_at is not None:
        return
    if follows.version > 1 or follows.settled_ends_on:
        raise Conflict(
            _(
                "The contract that carries on was changed since. Delete it first if it is not to be, then reopen."
            )
        )
