"""What shared files tell to the timeline of an account: shared, sent by the customer, brought anew, taken back."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from accounts.models import Account
from accounts.ports import Asked, Facts, Happening, Rows, Told
from core.links import href
from portal.models import SharedFile, SharedFileVersion

SHARED, TAKEN_BACK = "shared_file", "file_taken_back"


def shared_rows(account: Account) -> Rows:
    """Every version of the account's shared files."""
    found = SharedFileVersion.objects.filter(shared_file__account=account, account_file__deleted_at=None)
    return found, {
        "number": "pk", "at": "added_at", "version": "number", "name": "account_file__file__name",
        "shared": "shared_file_id", "member": "member__user__name", "address": "member__user__email",
        "contact": "contact__name", "restored": "restored_from",
    }  # fmt: skip


def tell_shared(asked: Asked, facts: Facts) -> Told:
    """The versions of `shared_rows`."""
    return asked.cut([_version(one, asked) for one in facts])


def taken_back_rows(account: Account) -> Rows:
    """The account's files that only staff see again."""
    found = SharedFile.objects.filter(account=account, taken_back_at__isnull=False)
    return found, {
        "number": "pk", "at": "taken_back_at", "name": "name", "member": "taken_back_by__user__name",
        "address": "taken_back_by__user__email",
    }  # fmt: skip


def tell_taken_back(asked: Asked, facts: Facts) -> Told:
    """The files of `taken_back_rows`."""
    return asked.cut([_taken_back(one, asked) for one in facts])


def _version(one: Mapping[str, Any], asked: Asked) -> Happening:
    if one["restored"]:
        deed = _("put an older version of a shared file in force again")
    elif one["version"] > 1:
        deed = _("brought a newer version of a shared file")
    else:
        deed = _("sent a file through the portal") if one["contact"] else _("shared a file with the customer")
    return Happening(
        source=SHARED, number=one["number"], at=datetime.fromisoformat(one["at"]), icon="paperclip",
        who=one["contact"] or one["member"] or one["address"] or _("Somebody"), deed=deed, body=one["name"],
        tone="good" if one["contact"] else "",
        url=href("desk:shared_file", account_id=asked.account.pk, shared_id=one["shared"]), link=_("Open file"),
    )  # fmt: skip


def _taken_back(one: Mapping[str, Any], asked: Asked) -> Happening:
    return Happening(
        source=TAKEN_BACK, number=one["number"], at=datetime.fromisoformat(one["at"]), icon="eye-off",
        who=one["member"] or one["address"] or _("Somebody"), deed=_("took a shared file back"), body=one["name"],
        url=href("desk:shared_file", account_id=asked.account.pk, shared_id=one["number"]), link=_("Open file"),
    )  # fmt: skip
