"""Who looks after accounts, as work is handed out: people who work here, and teams that work."""

from collections import defaultdict
from collections.abc import Collection, Mapping

from django.db.models import Q

from accounts.models import AccountOwner
from core.tenancy import required_workspace_id
from playbooks.rules import Holder
from workspaces.models import Member, TeamMember, Workspace


def holders_of(account_ids: Collection[int]) -> Mapping[int, Mapping[str, Holder]]:
    """The owners of accounts by role; whoever left and teams that were closed are nobody. One query."""
    found: dict[int, dict[str, Holder]] = defaultdict(dict)
    owners = AccountOwner.objects.filter(
        Q(member__left_at=None, member__user__is_active=True, member__isnull=False)
        | Q(team__closed_at=None, team__isnull=False),
        account_id__in=list(account_ids),
    )
    for account_id, role, member_id, team_id in owners.values_list(
        "account_id", "role", "member_id", "team_id"
    ):
        found[account_id][role] = Holder(member_id, team_id)
    return found


def country_in_force() -> str:
    """Whose working days count in the workspace in force."""
    return Workspace.objects.values_list("country", flat=True).get(pk=required_workspace_id())


def team_ids_of(member: Member) -> frozenset[int]:
    """The teams that work and that the member is in; asked of the database once per member object."""
    known: frozenset[int] | None = member.__dict__.get("_team_ids")
    if known is None:
        alone = member.__dict__.get("has_team") is False
        places = TeamMember.objects.filter(member=member, team__closed_at=None)
        known = frozenset() if alone else frozenset(places.values_list("team_id", flat=True))
        member.__dict__["_team_ids"] = known
    return known
