"""What a team looks after: the accounts that it owns in any role."""

from accounts.models import AccountOwner
from core.links import href
from workspaces.ports import TeamHolding


def _count(team_id: int) -> int:
    return (
        AccountOwner.objects.filter(team_id=team_id, account__deleted_at=None)
        .values("account_id")
        .distinct()
        .count()
    )


def _url(team_id: int) -> str:
    return f"{href('accounts:list')}?book=all&f.team=is:{team_id}"


OWNED = TeamHolding("accounts", _count, _url)
