"""What the portal's door tells to the timeline of an account: whom it was opened to and by whom, who came in for the first
time, whom it was closed to."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from accounts.models import Account
from accounts.ports import Asked, Facts, Happening, Rows, Told
from core.links import href
from portal.models import PortalLogin

ACCESS = "portal"
INVITED, CAME, CLOSED = range(3)


def access_rows(account: Account) -> Rows:
    """The logins to the account's portal."""
    return PortalLogin.objects.filter(account=account), {
        "number": "pk", "account": "account_id", "contact": "contact__name", "invited_at": "invited_at",
        "by": "invited_by__user__name", "by_contact": "invited_by_contact__name", "came_at": "first_seen_at",
        "closed_at": "closed_at", "closer": "closed_by__user__name",
    }  # fmt: skip


def tell_access(asked: Asked, facts: Facts) -> Told:
    """Up to three happenings of each of `access_rows`."""
    return asked.cut([one for row in facts for one in _of_login(row)])


def _of_login(row: Mapping[str, Any]) -> list[Happening]:
    name = row["contact"]
    found = [_told(row, INVITED, row["invited_at"], row["by"] or row["by_contact"] or "",
                   _("invited %(name)s to the portal") % {"name": name})]  # fmt: skip
    if row["came_at"]:
        found.append(_told(row, CAME, row["came_at"], name, _("came into the portal for the first time")))
    if row["closed_at"]:
        deed = _("closed the portal to %(name)s") % {"name": name}
        found.append(_told(row, CLOSED, row["closed_at"], row["closer"] or "", deed))
    return found


def _told(row: Mapping[str, Any], step: int, at: str, who: str, deed: str) -> Happening:
    return Happening(
        source=ACCESS, number=3 * row["number"] + step, at=datetime.fromisoformat(at), icon="key",
        who=who or _("The customer"), deed=deed, url=href("desk:access", account_id=row["account"]),
        link=_("Portal access"),
    )  # fmt: skip
