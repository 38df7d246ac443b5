"""What a person does with the own sign-in, told to every workspace the person is a member of."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from core.tenancy import workspace_scope
from workspaces.choices import SecurityActKind
from workspaces.models import User
from workspaces.selectors import member_of_user, workspaces_of
from workspaces.services.trail import record_act


@dataclass(frozen=True)
class Client:
    """Where a request came from."""

    address: str | None = None
    user_agent: str = ""


def record_for_person(
    user: User,
    kind: SecurityActKind,
    *,
    now: datetime,
    client: Client,
    subject: str = "",
    detail: Mapping[str, Any] | None = None,
) -> int:
    """Add one act to the log of each workspace of the person; returns how many. Call outside any scope."""
    told = 0
    for workspace in workspaces_of(user.pk):
        with workspace_scope(workspace.id):
            record_act(
                kind,
                by=member_of_user(user.pk),
                now=now,
                subject=subject or user.email,
                detail=detail,
                address=client.address,
                user_agent=client.user_agent,
            )
        told += 1
    return told


def record_failed_sign_in(email: str, *, locked: bool, now: datetime, client: Client) -> None:
    """Note a failed sign-in, and the lock-out that it led to, where the address belongs to a member."""
    user = User.objects.filter(email=email.strip().lower()).first()
    if user is None:
        return
    record_for_person(user, SecurityActKind.SIGN_IN_FAILED, now=now, client=client)
    if locked:
        record_for_person(user, SecurityActKind.LOCKED_OUT, now=now, client=client)
