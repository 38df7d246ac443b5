"""Whom a signed link in a mail means."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from core.links import link_scope
from core.tenancy import workspace_scope
from notifications.ports import KINDS
from workspaces.models import Member, Workspace
from workspaces.selectors import working_members


@dataclass(frozen=True)
class StoppedMail:
    """A member who would not be told any more, and of what: `digest`, `at_once`, or a kind with its words."""

    workspace: Workspace
    member: Member
    what: str
    kind: str

    @contextmanager
    def scope(self) -> Iterator[None]:
        with workspace_scope(self.workspace.pk), link_scope(self.workspace.slug):
            yield


def stopped_mail(stop: Any) -> StoppedMail | None:
    """What the link ends; None where the workspace is closed, the member has left, or nothing is told of that name."""
    kind = KINDS.get(stop.what)
    if stop.what not in ("digest", "at_once") and (kind is None or kind.own_mail):
        return None
    workspace = Workspace.objects.filter(pk=stop.workspace_id, closed_at=None).first()
    if workspace is None:
        return None
    with workspace_scope(workspace.pk):
        member = working_members().filter(pk=stop.member_id).first()
    return StoppedMail(workspace, member, stop.what, str(kind.label) if kind else "") if member else None
