"""Files of accounts: added to the account or to an entry of its timeline, put into the bin, taken out, erased."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Account, AccountFile, Contact, TimelineEntry
from accounts.rules import KEPT_IN_BIN
from core.errors import DomainError, DomainErrors, NotFound
from core.text import format_number
from workspaces.models import Member, StoredFile
from workspaces.services.files import discard_file, forget_bytes, keep_upload

Upload = Any  # Django's UploadedFile: name, size, file


def add_files(
    account: Account,
    uploads: Sequence[Upload],
    *,
    by: Member | None,
    now: datetime,
    entry: TimelineEntry | None = None,
    contact: Contact | None = None,
) -> list[AccountFile]:
    """Keep what a person sent with the account, all of it or nothing; with `entry`, attached to that. A customer's
    `contact` sends in the name of no member.

    Raises DomainErrors with a sentence for every file at fault (workspaces.services.files.keep_upload), on the field
    `files`.
    """
    if len(uploads) > settings.FILES_AT_ONCE:
        words = _("At most %(n)s files at once.")
        raise DomainErrors(
            [
                DomainError(
                    words % {"n": format_number(settings.FILES_AT_ONCE)}, field="files", code="too_many"
                )
            ]
        )
    kept: list[StoredFile] = []
    errors: list[DomainError] = []
    try:
        with transaction.atomic():
            for upload in uploads:
                try:
                    kept.append(keep_upload(upload.file, name=upload.name, size=upload.size, by=by, now=now))
                except DomainError as refusal:
                    errors.append(DomainError(refusal.message, code=refusal.code, field="files"))
            if errors:
                raise DomainErrors(errors)
            return AccountFile.objects.bulk_create(
                AccountFile(
                    account=account, entry=entry, file=file, added_at=now, added_by=by, contact=contact
                )
                for file in kept
            )
    except DomainErrors:
        forget_bytes(kept)
        raise


def keep_with_account(
    account: Account,
    file: StoredFile,
    *,
    by: Member | None,
    now: datetime,
    instead_of: StoredFile | None = None,
    shows_money: bool = False,
) -> AccountFile:
    """Show a file that the platform made and keeps, as a printed review, among the account's files. Idempotent by file.

    `instead_of`: an older one, whose place this one takes, also where that lies in the bin. `shows_money`: it holds
    amounts. Who made it in the name of nobody passes `by` None.
    """
    told = {"account": account, "added_at": now, "added_by": by, "shows_money": shows_money}
    if instead_of is not None:
        place = AccountFile.objects.filter(file=instead_of)
        place.update(file=file, deleted_at=None, deleted_by=None, is_made=True, **told)
    kept, _made = AccountFile.objects.get_or_create(file=file, defaults={"is_made": True, **told})
    return kept


def delete_file(file: AccountFile, *, by: Member, now: datetime) -> None:
    """Put a file into the bin, where it lies for 30 days; one that lies there already is no error."""
    AccountFile.objects.filter(pk=file.pk, deleted_at=None).update(deleted_at=now, deleted_by=by)


def restore_file(file: AccountFile, *, by: Member, now: datetime) -> None:
    """Take a file out of the bin. Raises NotFound after 30 days; one that is out already is no error."""
    kept = AccountFile.objects.filter(pk=file.pk).exclude(deleted_at__lte=now - KEPT_IN_BIN)
    if not kept.update(deleted_at=None, deleted_by=None):
        raise NotFound(_("Not found."))


def erase_files(files: Iterable[AccountFile]) -> int:
    """Remove files for good, rows and bytes; returns how many. The bytes of what the platform made stay its maker's."""
    gone = 0
    for file in files:
        stored = file.file
        file.delete()
        if not file.is_made:
            discard_file(stored)
        gone += 1
    return gone
