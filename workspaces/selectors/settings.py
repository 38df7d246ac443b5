"""What a workspace has set for its roles, where the rights matrix leaves it a choice."""

from dataclasses import dataclass

from workspaces.choices import Right, Role, Scope, Visibility
from workspaces.models import Member, RoleSetting
from workspaces.rights import may_be_set, rights_of


@dataclass(frozen=True)
class RoleChoice:
    """One role as a workspace sees it: what holds, and which of it the workspace may change."""

    role: Role
    visibility: Visibility
    sees_money: bool
    visibility_may_be_set: bool
    money_may_be_set: bool


def role_rights(member: Member) -> dict[Right, Scope]:
    """The rights of a member, settings of the workspace applied. At most one query, none when the member
    came from `member_of_user`."""
    if "set_visibility" in member.__dict__:
        visibility, sees_money = member.__dict__["set_visibility"], member.__dict__["set_sees_money"]
    else:
        setting = RoleSetting.objects.filter(role=member.role).first()
        visibility = setting.visibility if setting else None
        sees_money = setting.sees_money if setting else None
        member.__dict__["set_visibility"], member.__dict__["set_sees_money"] = visibility, sees_money
    return rights_of(member.role, visibility=visibility, sees_money=sees_money)


def role_choices() -> list[RoleChoice]:
    """Every role of the workspace in force, in the order of the matrix."""
    settings = {setting.role: setting for setting in RoleSetting.objects.all()}
    return [_choice(role, settings.get(role)) for role in Role]


def _choice(role: Role, setting: RoleSetting | None) -> RoleChoice:
    rights = rights_of(
        role,
        visibility=setting.visibility if setting else None,
        sees_money=setting.sees_money if setting else None,
    )
    seen = rights[Right.SEE_ACCOUNTS]
    return RoleChoice(
        role=role,
        visibility=Visibility.ALL if seen == Scope.ALL else Visibility.OWN_BOOK,
        sees_money=rights[Right.SEE_MONEY] != Scope.NONE,
        visibility_may_be_set=may_be_set(role, Right.SEE_ACCOUNTS),
        money_may_be_set=may_be_set(role, Right.SEE_MONEY),
    )
