"""Who is reminded of an account's renewals [domain.md, Renewals: the owner, RM, else CSM]."""

from collections.abc import Collection
from dataclasses import dataclass

from accounts.choices import OwnerRole
from accounts.models import AccountOwner
from workspaces.choices import Role
from workspaces.models import Member


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
    """For each account its Renewal Manager, else its CSM, else the leads, else the admins; nobody who left."""
    owners: dict[int, dict[str, Member]] = {}
    found = AccountOwner.objects.filter(
        account_id__in=account_ids,
        role__in=(OwnerRole.RM, OwnerRole.CSM),
        member__left_at=None,
        member__user__is_active=True,
    ).select_related("member__user")
    known: dict[int, Member] = {}
    for owner in found:
        owners.setdefault(owner.account_id, {})[owner.role] = known.setdefault(owner.member_id, owner.member)
    chosen = {account_id: _owner(by_role) for account_id, by_role in owners.items()}
    if len(chosen) < len(account_ids):
        instead = Recipients(_in_charge())
        chosen |= {account_id: instead for account_id in account_ids if account_id not in chosen}
    return chosen


def _owner(by_role: dict[str, Member]) -> Recipients:
    role = OwnerRole.RM if OwnerRole.RM in by_role else OwnerRole.CSM
    return Recipients((by_role[role],), role)


def _in_charge() -> tuple[Member, ...]:
    members = Member.objects.filter(left_at=None, user__is_active=True).select_related("user").order_by("pk")
    leads = tuple(members.filter(role=Role.CSM_LEAD))
    return leads or tuple(members.filter(role=Role.ADMIN))
