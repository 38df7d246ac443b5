"""The first steps of a fresh workspace, each with its state."""

from dataclasses import dataclass
from datetime import datetime

from accounts.models import Account
from health.models import ScorecardVersion
from workspaces.models import Invitation, Member, Workspace


@dataclass(frozen=True)
class Steps:
    """What a fresh workspace has done; `founded_at` is the step that is done by being here."""

    founded_at: datetime
    accounts: int
    has_own_scorecard: bool
    colleagues: int

    @property
    def left(self) -> int:
        return 3 - sum([self.accounts > 0, self.has_own_scorecard, self.colleagues > 0])


def first_steps(workspace: Workspace) -> Steps:
    """The state of the first steps; the default scorecard alone is not a choice yet."""
    people = Member.objects.filter(left_at=None).count() - 1
    asked = Invitation.objects.filter(accepted_at=None, revoked_at=None).count()
    return Steps(
        workspace.created_at,
        Account.objects.count(),
        ScorecardVersion.objects.filter(number__gt=1).exists(),
        max(0, people) + asked,
    )
