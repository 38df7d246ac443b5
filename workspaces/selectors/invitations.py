"""Invitations: the open ones for the settings page, one by its link for whoever holds it."""

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from django.db.models import QuerySet

from core.tenancy import workspace_scope
from workspaces.models import Invitation, User, Workspace


@dataclass(frozen=True)
class OpenInvitation:
    """What the page behind an invitation link shows."""

    invitation_id: int
    workspace: Workspace
    email: str
    role_label: str
    inviter: str
    expires_at: datetime
    person_exists: bool


def open_invitations() -> QuerySet[Invitation]:
    """Invitations of the workspace in force that were neither accepted nor withdrawn, newest first."""
    return (
        Invitation.objects.select_related("invited_by__user")
        .filter(accepted_at=None, revoked_at=None)
        .order_by("-created_at", "-id")
    )


def hash_secret(secret: str) -> str:
    """How a secret of a link is stored: only so."""
    return sha256(secret.encode()).hexdigest()


def invitation_by_link(workspace_id: int, secret: str, *, now: datetime) -> OpenInvitation | None:
    """The invitation of a link, looked up inside the workspace that the link claims; None when there is
    none such, or it expired, was used or withdrawn, or the workspace is closed."""
    workspace = Workspace.objects.filter(pk=workspace_id, closed_at=None).first()
    if workspace is None:
        return None
    with workspace_scope(workspace.id):
        found = open_invitations().filter(secret_hash=hash_secret(secret), expires_at__gt=now).first()
        if found is None:
            return None
        return OpenInvitation(
            invitation_id=found.pk,
            workspace=workspace,
            email=found.email,
            role_label=found.get_role_display(),
            inviter=str(found.invited_by) if found.invited_by else workspace.name,
            expires_at=found.expires_at,
            person_exists=User.objects.filter(email=found.email).exists(),
        )
