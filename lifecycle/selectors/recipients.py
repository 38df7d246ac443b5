"""Who is reminded of an account's renewals [domain.md, Renewals: the owner, RM, else CSM]."""

from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Q

from accounts.choices import OwnerRole
from accounts.models import AccountOwner
from workspaces.choices import Role
from workspaces.models import Member
from workspaces.selectors.teams import told_for_teams


@dataclass(frozen=True)
class Recipients:
    """The members to tell. `role`: in which role the first of them owns the account, "" when nobody does and the
    leads (without any, the admins) are told instead."""

    members: tuple[Member, ...]
    role: str = ""

    @property
    def owner_id(self) -> int | None:
        return self.members[0].pk if self.role else None


def recipients_of(account_ids: Collection[int]) -> dict[int, Recipients]:
    """For each account its Renewal Manager, else its CSM, else the leads, else the admins; nobody who left.

    Where a team stands in the role, its lead is told, else everybody in it.
    """
    owners: dict[int, dict[str, tuple[Member, ...]]] = {}
    found = list(
        AccountOwner.objects.filter(
            Q(member__left_at=None, member__user__is_active=True) | Q(team__isnull=False),
            account_id__in=account_ids,
            role__in=(OwnerRole.RM, OwnerRole.CSM),
        ).select_related("member__user")
    )
    of_teams = {owner.team_id for owner in found if owner.team_id is not None}
    pools = told_for_teams(of_teams) if of_teams else {}
    known: dict[int, Member] = {}
    for owner in found:
        told = pools.get(owner.team_id, ()) if owner.team_id is not None else _alone(owner, known)
        if told:
            owners.setdefault(owner.account_id, {})[owner.role] = told
    chosen = {account_id: _owner(by_role) for account_id, by_role in owners.items()}
    if len(chosen) < len(account_ids):
        instead = Recipients(_in_charge())
        chosen |= {account_id: instead for account_id in account_ids if account_id not in chosen}
    return chosen


def _alone(owner: AccountOwner, known: dict[int, Member]) -> tuple[Member, ...]:
    assert owner.member is not None
    return (known.setdefault(owner.member.pk, owner.member),)


def _owner(by_role: dict[str, tuple[Member, ...]]) -> Recipients:
    role = OwnerRole.RM if OwnerRole.RM in by_role else OwnerRole.CSM
    return Recipients(by_role[role], role)


def _in_charge() -> tuple[Member, ...]:
    members = Member.objects.filter(left_at=None, user__is_active=True).select_related("user").order_by("pk")
    leads = tuple(members.filter(role=Role.CSM_LEAD))
    return leads or tuple(members.filter(role=Role.ADMIN))
