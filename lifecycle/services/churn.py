"""That an account left, or came back, told by a person; and the records of later days whose day has come."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.choices import Stage
from accounts.models import Account, Contract
from accounts.services import tell_facts
from core.errors import Conflict, DomainError
from lifecycle.choices import ChurnReason, MoveOrigin
from lifecycle.ingest import apply_records
from lifecycle.models import ChurnRecord
from lifecycle.services.stages.moves import Goal, move_account
from workspaces.models import Member

FIRST_DAY = date(1950, 1, 1)
COMMENT_LENGTH = 1000


def record_churn(
    account: Account,
    *,
    churned_on: date,
    reason: str,
    comment: str = "",
    cancels_contracts: bool,
    by: Member,
    now: datetime,
    today: date,
) -> ChurnRecord:
    """Record that an account left on a day, with its decline code.

    `cancels_contracts` voids the contracts that are still open from that day on; without it they keep the account
    active, with a warning. Raises DomainError with its field for a day ahead or an unknown reason, Conflict
    when the account is recorded as gone already.
    """
    if reason not in ChurnReason.values:
        raise DomainError(_("Choose a reason of the list."), field="reason")
    with transaction.atomic():
        record = _record(account, churned_on, by=by, today=today, comment=comment, reason=reason)
        if cancels_contracts:
            _void_contracts(account, churned_on)
        _settle(account, today=today, now=now)
    return record


def record_return(
    account: Account, *, returned_on: date, comment: str = "", by: Member, now: datetime, today: date
) -> ChurnRecord:
    """Record that an account that had left came back, as a new Land. Raises Conflict when no churn is in force,
    DomainError for a day before the churn or ahead."""
    with transaction.atomic():
        record = _record(account, returned_on, by=by, today=today, comment=comment, returns=True)
        move_account(
            account, Goal(Stage.LAND), version=None, by=by, now=now, today=today, reason=comment.strip(),
            origin=MoveOrigin.RETURN,
        )  # fmt: skip
        _settle(account, today=today, now=now)
    return record


def record_leaving(
    account: Account, day: date, *, reason: str, comment: str, by: Member, today: date
) -> ChurnRecord | None:
    """Record that an account leaves on a day that may lie ahead, and counts once it has come; None where it is recorded
    as gone already. Its status is the caller's to bring up to date."""
    last = _last_record(account)
    if last is not None and not last.is_reactivation:
        return None
    record = ChurnRecord.objects.create(
        account=account, churned_on=day, reason=reason, comment=comment, recorded_by=by
    )
    apply_records(today=today, account_ids=[account.pk])
    return record


def apply_due_records(*, today: date, now: datetime) -> int:
    """Let records of later days count once their day has come; returns how many accounts changed."""
    with transaction.atomic():
        changed = apply_records(today=today)
        if changed:
            tell_facts(changed, today=today, now=now)
    return len(changed)


def settle_records(account_id: int, today: date) -> None:
    """Let the records of an account count anew, after others were added to them."""
    apply_records(today=today, account_ids=[account_id])


def _record(
    account: Account,
    day: date,
    *,
    by: Member,
    today: date,
    comment: str,
    reason: str = ChurnReason.UNKNOWN,
    returns: bool = False,
) -> ChurnRecord:
    field = "returned_on" if returns else "churned_on"
    if not FIRST_DAY <= day <= today:
        raise DomainError(_("Choose today or an earlier day."), field=field)
    if len(comment) > COMMENT_LENGTH:
        raise DomainError(_("Shorten the comment to 1,000 characters."), field="comment")
    last = _last_record(account)
    gone = last is not None and not last.is_reactivation
    if gone != returns:
        raise Conflict(
            _("No churn is recorded that the account could come back from.")
            if returns
            else _("The account is recorded as gone already. Look at its history.")
        )
    if last is not None and day < last.churned_on:
        raise DomainError(
            _("The last record is of a later day. Choose that day or a later one."), field=field
        )
    return ChurnRecord.objects.create(
        account=account,
        churned_on=day,
        reason=reason,
        is_reactivation=returns,
        comment=comment.strip(),
        recorded_by=by,
    )


def _last_record(account: Account) -> ChurnRecord | None:
    """Under the account's lock, so that two people cannot record the same leaving."""
    Account.objects.select_for_update().get(pk=account.pk)
    return (
        ChurnRecord.objects.filter(account=account).order_by("-churned_on", "-is_reactivation", "-pk").first()
    )


def _void_contracts(account: Account, day: date) -> None:
    for contract in (
        Contract.objects.select_for_update().filter(account=account, cancelled_on=None).order_by("pk")
    ):
        if contract.starts_on <= day and (contract.ends_on is None or contract.ends_on >= day):
            contract.cancelled_on = day
            contract.version += 1
            contract.save(update_fields=["cancelled_on", "version"])


def _settle(account: Account, *, today: date, now: datetime) -> None:
    apply_records(today=today, account_ids=[account.pk])
    tell_facts([account.pk], today=today, now=now)
    account.refresh_from_db()
