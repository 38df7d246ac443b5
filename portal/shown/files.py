"""Shared files in finished words, for staff and for customers."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from accounts.models import Account
from accounts.ports import FileNote
from core.links import href
from core.text import format_bytes, format_number
from portal.access.files import may_share
from portal.models import SharedFile, SharedFileVersion
from portal.selectors.files import shared_by_file
from workspaces.models import Member


@dataclass(frozen=True, slots=True)
class VersionShown:
    """One version of a shared file; `in_force` is the one that opens without asking for another."""

    number: int
    words: str
    name: str
    who: str
    size: str
    at: datetime
    url: str
    in_force: bool
    note: str


def versions_shown(
    shared: SharedFile, versions: Sequence[SharedFileVersion], url: Callable[[SharedFileVersion], str]
) -> list[VersionShown]:
    """The versions, newest first, each with its address."""
    return [
        VersionShown(
            number=one.number,
            words=_("Version %(n)s") % {"n": format_number(one.number)},
            name=one.account_file.file.name,
            who=who_brought(one),
            size=format_bytes(one.account_file.file.size),
            at=one.added_at,
            url=url(one),
            in_force=one.number == shared.latest_number,
            note=_("the same as version %(n)s") % {"n": format_number(one.restored_from)}
            if one.restored_from
            else "",
        )
        for one in versions
    ]


def who_brought(version: SharedFileVersion) -> str:
    """The name of who brought a version: a contact's, or a member's, never an e-mail address."""
    if version.contact is not None:
        return version.contact.name
    return version.member.user.name if version.member is not None else ""


def notes_on_files(member: Member, account: Account, file_ids: Sequence[int]) -> Mapping[int, FileNote]:
    """What the Files tab of an account says of each of its files: seen by the customer, or to be shared."""
    shares = may_share(member, account)
    known = shared_by_file(file_ids)
    return {number: _note(account, number, known.get(number), shares) for number in file_ids}


def _note(account: Account, file_id: int, shared: SharedFile | None, shares: bool) -> FileNote:
    if shared is not None and shared.taken_back_at is None:
        url = href("desk:shared_file", account_id=account.pk, shared_id=shared.pk)
        return FileNote(_("Customer sees this"), "accent", url, _("Versions"))
    if not shares:
        return FileNote()
    return FileNote(
        url=href("desk:file_sharing_question", account_id=account.pk, file_id=file_id), deed=_("Share")
    )
