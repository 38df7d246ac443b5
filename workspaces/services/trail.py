"""The log of security acts: added to, never changed (the app's role has no right to)."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_ipv46_address

from core.live import recheck
from workspaces.choices import SecurityActKind
from workspaces.models import Member, SecurityAct

#: Acts after which open streams must prove again that they may listen: those of one person, those of everybody.
OF_ONE = {SecurityActKind.SIGNED_OUT, SecurityActKind.SESSION_ENDED, SecurityActKind.PASSWORD_CHANGED}
OF_ALL = {
    SecurityActKind.MEMBER_LEFT,
    SecurityActKind.RIGHTS_CHANGED,
    SecurityActKind.ROLE_CHANGED,
    SecurityActKind.SECOND_FACTOR_REMOVED,
    SecurityActKind.SETTINGS_CHANGED,
    SecurityActKind.TEAM_CHANGED,
}


def record_act(
    kind: SecurityActKind,
    *,
    by: Member | None,
    now: datetime,
    subject: str = "",
    detail: Mapping[str, Any] | None = None,
    address: str | None = None,
    user_agent: str = "",
) -> SecurityAct:
    """Add one act to the log of the workspace in force.

    `subject` is whom or what it was done to, `detail` further plain values (never a secret),
    `address` the client's IP address; one that is none is left out rather than refused.
    """
    if kind in OF_ALL or (kind in OF_ONE and by is None):
        recheck()
    elif kind in OF_ONE and by is not None:
        recheck(f"user:{by.user_id}")
    return SecurityAct.objects.create(
        kind=kind,
        at=now,
        member=by,
        subject=subject[:254],
        detail=dict(detail or {}),
        address=_ip(address),
        user_agent=user_agent[:300],
    )


def _ip(address: str | None) -> str | None:
    try:
        validate_ipv46_address(address or "")
    except ValidationError:
        return None
    return address
