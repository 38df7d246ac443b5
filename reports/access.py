"""Who may read and make reviews: as the account is seen, edited or reported on, and as amounts are."""

from django.utils.translation import gettext as _

from accounts.access import MAX_ID, account_or_404, may, require_for
from accounts.models import Account
from core.errors import Forbidden, NotFound
from reports.models import QbrSnapshot
from workspaces.access import allowed, sees_money
from workspaces.choices import Right
from workspaces.models import Member


def may_make(member: Member, account: Account) -> bool:
    """Whether the member may take the facts of this account for a review and have it printed.

    Who has all reports by right may, although he edits no account: an executive puts one on the table.
    """
    return allowed(member, Right.SEE_REPORTS) or may(member, account, Right.EDIT_ACCOUNTS)


def require_to_make(member: Member, account: Account) -> None:
    """Raise Forbidden unless the member may make a review of this account."""
    if not may_make(member, account):
        require_for(member, account, Right.EDIT_ACCOUNTS)


def snapshot_or_404(
    member: Member, account_id: int, snapshot_id: int, *, to_make: bool = False, taken: bool = True
) -> tuple[Account, QbrSnapshot]:
    """A review of an account that the member may see; without `taken` one whose facts are still being taken, too.

    Raises NotFound for what is hidden or missing, Forbidden for one with amounts that the member may not see and
    where, `to_make`, the right to make one is missing.
    """
    account = account_or_404(member, account_id)
    if to_make:
        require_to_make(member, account)
    found = None
    if 0 < snapshot_id <= MAX_ID:
        found = (
            QbrSnapshot.objects.select_related("file", "created_by__user", "superseded_by")
            .filter(account=account, pk=snapshot_id)
            .first()
        )
    if found is None or (taken and not found.is_taken):
        raise NotFound(_("Not found."))
    if found.has_money and not sees_money(member):
        raise Forbidden(_("This review holds amounts, which your role does not see. Make one without them."))
    return account, found
