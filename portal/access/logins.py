"""The door of members to what belongs to an account's customers."""

from typing import Any

from django.utils.translation import gettext as _

from accounts.access import account_or_404
from accounts.models import Account, Contact
from core.errors import NotFound
from portal.models import PortalLogin
from workspaces.choices import Right
from workspaces.models import Member

MAX_ID = 2**63 - 1


def login_for(member: Member, account_id: int, login_id: int) -> PortalLogin:
    """A login of a contact of that account, for who may edit the account. Raises NotFound, Forbidden."""
    account = account_or_404(member, account_id, Right.EDIT_ACCOUNTS)
    return found_or_404(
        PortalLogin.objects.select_related("contact__account").filter(
            account=account, contact__account=account
        ),
        login_id,
    )


def contact_to_invite(account: Account, contact_id: int) -> Contact:
    """A contact of that very account. Raises NotFound."""
    return found_or_404(Contact.objects.select_related("account").filter(account=account), contact_id)


def found_or_404(rows: Any, row_id: int) -> Any:
    """The row of this id among these. Raises NotFound, for numbers beyond all bounds too."""
    found = rows.filter(pk=row_id).first() if 0 < row_id <= MAX_ID else None
    if found is None:
        raise NotFound(_("Not found."))
    return found
