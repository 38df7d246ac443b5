"""Who comes through the customer's door."""

from dataclasses import dataclass

from accounts.models import Account, Contact
from portal.models import PortalLogin

COOKIE, LIVE_COOKIE, TRY_COOKIE = "portal", "portal_live", "portal_try"


@dataclass(frozen=True)
class Customer:
    """A contact inside the portal: whatever is read or written for them is of `account` alone."""

    login: PortalLogin
    contact: Contact
    account: Account

    @property
    def is_admin(self) -> bool:
        return self.login.is_admin


def person_of(login_id: int) -> str:
    """How streams name a customer: core.live's bounds and `recheck`."""
    return f"login:{login_id}"
