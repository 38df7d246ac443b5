"""Who of a customer may come in, for the page on the account and for the customer's own admins."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum

from django.utils.translation import gettext as _

from accounts.models import Contact
from core.text import format_date
from portal.models import PortalLogin
from portal.selectors.logins import contacts_for_access, logins_of_account


class AccessState(Enum):
    NONE = "none"
    NO_ADDRESS = "no_address"
    INVITED = "invited"
    IN = "in"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class AccessRow:
    """A contact, and how far the portal is open for them. `moved_from`: the login's address, where the contact has
    another by now."""

    contact: Contact
    login: PortalLogin | None
    state: AccessState
    moved_from: str = ""

    @property
    def is_open(self) -> bool:
        return self.state in (AccessState.INVITED, AccessState.IN)

    @property
    def seen_at(self) -> datetime | None:
        return self.login.last_seen_at if self.login else None

    @property
    def is_admin(self) -> bool:
        return self.login is not None and self.login.is_admin

    @property
    def words(self) -> str:
        """Since when it stands so, and by whom."""
        if self.login is None or self.state in (AccessState.NONE, AccessState.NO_ADDRESS):
            return ""
        if self.state == AccessState.CLOSED and self.login.closed_at is not None:
            return _("closed on %(day)s") % {"day": format_date(self.login.closed_at.date())}
        inviter = self.login.invited_by or self.login.invited_by_contact
        words = _("invited on %(day)s") % {"day": format_date(self.login.invited_at.date())}
        return _("%(words)s by %(name)s") % {"words": words, "name": inviter} if inviter else words


def access_rows(account_id: int, today: date) -> list[AccessRow]:
    """Every contact of the account who has not left, by name, with the login where there is one. Two queries."""
    logins = logins_of_account(account_id)
    return [_row(contact, logins.get(contact.pk)) for contact in contacts_for_access(account_id, today)]


def _row(contact: Contact, login: PortalLogin | None) -> AccessRow:
    if login is None:
        return AccessRow(contact, None, AccessState.NONE if contact.email else AccessState.NO_ADDRESS)
    moved = login.email if contact.email and contact.email.strip().lower() != login.email else ""
    if login.closed_at is not None:
        return AccessRow(contact, login, AccessState.CLOSED, moved)
    return AccessRow(contact, login, AccessState.IN if login.first_seen_at else AccessState.INVITED, moved)
