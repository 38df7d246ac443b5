"""Who may read and make reviews: as the account is seen and edited, and as amounts are."""

from django.utils.translation import gettext as _

from accounts.access import MAX_ID, account_or_404
from accounts.models import Account
from core.errors import Forbidden, NotFound
from reports.models import QbrSnapshot
from workspaces.access import sees_money
from workspaces.choices import Right
from workspaces.models import Member

MAKES = Right.EDIT_ACCOUNTS


def snapshot_or_404(
    member: Member, account_id: int, snapshot_id: int, right: Right | None = None
) -> tuple[Account, QbrSnapshot]:
    """A review of an account that the member may see.

    Raises NotFound for what is hidden or missing, Forbidden for one with amounts that the member may not see and
    where the right is missing.
    """
    account = account_or_404(member, account_id, right)
    found = None
    if 0 < snapshot_id <= MAX_ID:
        found = (
            QbrSnapshot.objects.select_related("file", "created_by__user", "superseded_by")
            .filter(account=account, pk=snapshot_id)
            .first()
        )
    if found is None:
        raise NotFound(_("Not found."))
    if found.has_money and not sees_money(member):
        raise Forbidden(_("This review holds amounts, which your role does not see. Make one without them."))
    return account, found
