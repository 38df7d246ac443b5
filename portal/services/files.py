"""Files that staff and a customer share: shown, taken back, sent, brought in a newer version, an older one restored.

Bytes and checks are those of the account's own files (accounts.services.files); here stands only what the customer
sees of them. Whoever acts is a member (`by`) or a contact of the account (`contact`), never both.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Account, AccountFile, Contact
from accounts.services.files import add_files
from core.errors import Conflict, DomainError, NotFound
from core.links import below_workspace
from notifications.services import NewNotice, post_notices
from portal.models import SharedFile, SharedFileVersion
from portal.selectors.files import files_sent_since, who_is_told
from workspaces.models import Member

NOTICE = "customer_file"
A_DAY = timedelta(days=1)
MOST_A_DAY = 100  # files and versions that one account's contacts may send together
Upload = Any  # Django's UploadedFile: name, size, file


def share_file(file: AccountFile, *, by: Member, now: datetime) -> SharedFile:
    """Let the customer see a file of the account; one that is shared already stays so, one that was taken back is shared
    again. Raises Conflict for a file in the bin."""
    with transaction.atomic():
        current = (
            AccountFile.objects.select_for_update(of=("self",))
            .select_related("file")
            .filter(pk=file.pk)
            .first()
        )
        if current is None:
            raise NotFound(_("Not found."))
        if current.deleted_at is not None:
            raise Conflict(_("This file lies in the bin. Restore it first."), code="in_bin")
        known = SharedFile.objects.filter(versions__account_file=current).order_by("-pk").first()
        if known is not None:
            if known.taken_back_at is not None:
                known.taken_back_at, known.taken_back_by, known.changed_at = None, None, now
                known.save(update_fields=["taken_back_at", "taken_back_by", "changed_at"])
            return known
        return _first_version(current, by=by, contact=None, now=now)


def take_back(shared: SharedFile, *, by: Member, now: datetime) -> None:
    """Let only staff see a shared file; one that was taken back already is no error."""
    SharedFile.objects.filter(pk=shared.pk, taken_back_at=None).update(taken_back_at=now, taken_back_by=by)


def send_files(
    account: Account,
    uploads: Sequence[Upload],
    *,
    by: Member | None = None,
    contact: Contact | None = None,
    now: datetime,
) -> list[SharedFile]:
    """Keep files with the account and show them to the customer, all or none. What a contact sends is told to those who
    look after the account.

    Raises DomainErrors with a sentence for each file at fault, DomainError `too_many_today` where an account's contacts
    sent more than 100 in a day.
    """
    with transaction.atomic():
        _require_room(account, len(uploads), contact, now)
        kept = add_files(account, uploads, by=by, contact=contact, now=now)
        made = [_first_version(one, by=by, contact=contact, now=now) for one in kept]
        if contact is not None:
            _tell_owners(account, contact, made, now=now)
    return made


def add_version(
    shared: SharedFile,
    upload: Upload,
    *,
    by: Member | None = None,
    contact: Contact | None = None,
    now: datetime,
) -> SharedFileVersion:
    """Put a newer version of a shared file in force; the older ones stay. Raises as `send_files`, and NotFound for a
    contact where it was taken back meanwhile."""
    with transaction.atomic():
        current = _lock(shared, contact)
        _require_room(current.account, 1, contact, now)
        file = add_files(current.account, [upload], by=by, contact=contact, now=now)[0]
        made = _put_in_force(current, file, by=by, contact=contact, now=now)
        if contact is not None:
            _tell_owners(current.account, contact, [current], now=now)
    return made


def restore_version(
    shared: SharedFile,
    number: int,
    *,
    latest: int,
    by: Member | None = None,
    contact: Contact | None = None,
    now: datetime,
) -> SharedFileVersion:
    """Put an older version in force again, as a new one of its own number. Doing so twice makes one. Raises Conflict
    where another version than `latest` is in force by now, NotFound for a version whose file has gone."""
    with transaction.atomic():
        current = _lock(shared, contact)
        rows = SharedFileVersion.objects.select_related("account_file__file").filter(shared_file=current)
        newest = rows.filter(number=current.latest_number).first()
        if newest is not None and newest.restored_from == number:
            return newest
        if current.latest_number != latest:
            raise Conflict(
                _("Somebody brought a newer version meanwhile. Look at it first."), code="changed_meanwhile"
            )
        older = rows.filter(number=number, account_file__deleted_at=None).first()
        if older is None:
            raise NotFound(_("Not found."))
        if number == current.latest_number:
            return older
        return _put_in_force(
            current, older.account_file, by=by, contact=contact, now=now, restored_from=number
        )


def _first_version(
    file: AccountFile, *, by: Member | None, contact: Contact | None, now: datetime
) -> SharedFile:
    shared = SharedFile.objects.create(account_id=file.account_id, name=file.file.name, changed_at=now)
    SharedFileVersion.objects.create(
        shared_file=shared, number=1, account_file=file, added_at=now, member=by, contact=contact
    )
    return shared


def _put_in_force(
    shared: SharedFile,
    file: AccountFile,
    *,
    by: Member | None,
    contact: Contact | None,
    now: datetime,
    restored_from: int | None = None,
) -> SharedFileVersion:
    shared.latest_number += 1
    shared.name, shared.changed_at = file.file.name, now
    shared.save(update_fields=["latest_number", "name", "changed_at"])
    return SharedFileVersion.objects.create(
        shared_file=shared,
        number=shared.latest_number,
        account_file=file,
        added_at=now,
        member=by,
        contact=contact,
        restored_from=restored_from,
    )


def _lock(shared: SharedFile, contact: Contact | None) -> SharedFile:
    """The file for a change; for a contact only while it is shared, and of the own account."""
    rows = SharedFile.objects.select_for_update(of=("self",)).select_related("account").filter(pk=shared.pk)
    if contact is not None:
        rows = rows.filter(taken_back_at=None, account_id=contact.account_id)
    current = rows.first()
    if current is None:
        raise NotFound(_("Not found."))
    return current


def _require_room(account: Account, number: int, contact: Contact | None, now: datetime) -> None:
    if contact is None or files_sent_since(account.pk, now - A_DAY) + number <= MOST_A_DAY:
        return
    words = _(
        "Your company sent a hundred files within a day. Send the rest tomorrow, or put them into one archive."
    )
    raise DomainError(words, code="too_many_today", field="files")


def _tell_owners(account: Account, contact: Contact, files: Sequence[SharedFile], *, now: datetime) -> None:
    title = _("%(contact)s of %(account)s sent a file") % {"contact": contact.name, "account": account.name}
    names = ", ".join(one.name for one in files)
    first = files[0]
    key = f"{NOTICE}:{first.pk}:{first.latest_number}"
    path = below_workspace("desk:account_files", account_id=account.pk)
    post_notices(
        [
            NewNotice(member.pk, NOTICE, title, path, key, names[:300], account.pk)
            for member in who_is_told(account.pk)
        ],
        now=now,
    )
