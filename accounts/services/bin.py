"""Accounts, contacts and contracts put into the bin and taken out again. Entries and files: beside their own writes."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Account, Contact, Contract
from accounts.rules import KEPT_IN_BIN
from accounts.services.editing import tell_facts
from core.errors import NotFound
from workspaces.models import Member

Kept = Account | Contact | Contract


def put_into_bin(row: Kept, *, by: Member, now: datetime, today: date) -> None:
    """Let a row be gone from everywhere, an account with all that hangs on it; for 30 days it can come back.

    One that lies in the bin already stays as it was put there, and is no error.
    """
    with transaction.atomic():
        outside = type(row).with_bin.filter(pk=row.pk, deleted_at=None)
        if outside.update(deleted_at=now, deleted_by=by):
            tell_facts([_account_of(row)], today=today, now=now)


def take_out_of_bin(row: Kept, *, by: Member, now: datetime, today: date) -> None:
    """Let a row be where it was; its figures are counted anew. Raises NotFound after 30 days; one that is out already is
    no error."""
    with transaction.atomic():
        kept = type(row).with_bin.filter(pk=row.pk).exclude(deleted_at__lte=now - KEPT_IN_BIN)
        if kept.filter(deleted_at__isnull=False).update(deleted_at=None, deleted_by=None):
            tell_facts([_account_of(row)], today=today, now=now)
        elif not kept.exists():
            raise NotFound(_("Not found."))


def _account_of(row: Kept) -> int:
    return row.pk if isinstance(row, Account) else row.account_id
