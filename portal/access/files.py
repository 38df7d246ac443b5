"""Which shared files a member sees and may handle: those of visible accounts; who answers the account's inquiries shares.
A file with amounts does not exist for who may not see money."""

from django.db.models import F, QuerySet
from django.utils.translation import gettext as _

from accounts.access import MAX_ID, account_or_404, may, require_for, seen_by
from accounts.models import Account
from core.errors import NotFound
from portal.models import SharedFile
from workspaces.access import sees_money
from workspaces.choices import Right
from workspaces.models import Member


def visible_shared_files(member: Member) -> QuerySet[SharedFile]:
    """Shared files, and those taken back, whose version in force is outside the bin."""
    rows = SharedFile.objects.filter(
        versions__number=F("latest_number"),
        versions__account_file__deleted_at=None,
        account__deleted_at=None,
    )
    if not sees_money(member):
        rows = rows.filter(versions__account_file__shows_money=False)
    return seen_by(member, rows)


def shared_file_or_404(
    member: Member, account_id: int, shared_id: int, *, changing: bool = False
) -> SharedFile:
    """A shared file of that account; with `changing`, if the member may also share files of it."""
    account = account_or_404(member, account_id)
    rows = visible_shared_files(member).select_related("account").filter(account=account)
    found = rows.filter(pk=shared_id).first() if 0 < shared_id <= MAX_ID else None
    if found is None:
        raise NotFound(_("Not found."))
    if changing:
        require_sharing(member, account)
    return found


def may_share(member: Member, account: Account) -> bool:
    """Whether the member may show files of this account to the customer."""
    return may(member, account, Right.ANSWER_INQUIRIES)


def require_sharing(member: Member, account: Account) -> None:
    require_for(member, account, Right.ANSWER_INQUIRIES)
