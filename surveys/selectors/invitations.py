"""What waits for one contact, and what a link means."""

from dataclasses import dataclass
from datetime import datetime

from core.tenancy import required_workspace_id
from surveys.choices import State
from surveys.links import answer_path, hash_of, token_of
from surveys.models import Answer, Recipient
from surveys.selectors.asked import asked_of
from workspaces.models import Workspace

RELATED = ("campaign__sender__user", "contact", "account", "csm__user")


@dataclass(frozen=True, slots=True)
class OpenInvitation:
    """A survey that waits: its question, and where to answer it."""

    title: str
    href: str


def waiting_for_contact(contact_id: int, now: datetime) -> list[OpenInvitation]:
    """The surveys that a contact was invited to and has not answered, the newest first. Two queries."""
    rows = Recipient.objects.filter(
        contact_id=contact_id, answered_at=None, invited_at__isnull=False, expires_at__gt=now
    ).exclude(campaign__state=State.PAUSED)
    found = list(rows.select_related(*RELATED).order_by("-invited_at", "-pk")[:10])
    if not found:
        return []
    workspace = Workspace.objects.get(pk=required_workspace_id())
    return [
        OpenInvitation(
            asked_of(one, one.campaign, workspace).question, answer_path(token_of(workspace.pk, one.nonce))
        )
        for one in found
    ]


def recipient_of(token: str) -> Recipient | None:
    """Whom a token means, inside the scope that it claims; nobody whose account lies in the bin."""
    rows = Recipient.objects.select_related(*RELATED).filter(account__deleted_at=None)
    return rows.filter(token_hash=hash_of(token)).first()


def answer_to(recipient: Recipient) -> Answer | None:
    """What the recipient answered."""
    return Answer.objects.filter(recipient=recipient).first()
