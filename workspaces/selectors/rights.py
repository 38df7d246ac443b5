"""What holds for a role and for a member: the default matrix, moved by the workspace and for the person."""

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256

from workspaces.bounds import is_open, needs_of, offered, rights_of
from workspaces.choices import Right, Role, Scope
from workspaces.models import Member, RoleSetting
from workspaces.rights import default_rights
from workspaces.wording import GROUPS, MEANINGS, scope_words

SET = ("visibility", "sees_money", "scopes")


@dataclass(frozen=True)
class Choice:
    """One scope that may be chosen."""

    value: str
    label: str


@dataclass(frozen=True)
class RightRow:
    """One right as a page shows it. `held` is what holds, `usual` what holds where nothing is changed here:
    the default for a role, the role's for a person. `missing` names what the right needs and lacks."""

    right: Right
    meaning: str
    held: Scope
    usual: Scope
    choices: tuple[Choice, ...]
    missing: tuple[str, ...] = ()

    @property
    def is_open(self) -> bool:
        return len(self.choices) > 1

    @property
    def is_changed(self) -> bool:
        return self.held != self.usual

    @property
    def held_words(self) -> str:
        return scope_words(self.right, self.held)

    @property
    def usual_words(self) -> str:
        return scope_words(self.right, self.usual)


@dataclass(frozen=True)
class RoleRow:
    """One role in the list of roles; `changed` counts the rights that differ from the default."""

    role: Role
    sees: str
    money: str
    changed: int
    is_open: bool


def role_rights(member: Member) -> dict[Right, Scope]:
    """The rights of a member, with what the workspace set for the role and what is the person's own. At most one
    query, none when the member came from `member_of_user`."""
    values = member.__dict__
    if "set_scopes" not in values:
        setting = RoleSetting.objects.filter(role=member.role).values(*SET).first() or {}
        values |= {f"set_{name}": setting.get(name) for name in SET}
    given = (values["set_visibility"], values["set_sees_money"], values["set_scopes"])
    key = (member.role, *map(repr, given), repr(member.scopes))
    known = values.get("_rights")
    if known is None or known[0] != key:
        held = rights_of(
            member.role, visibility=given[0], sees_money=given[1], scopes=given[2], own=member.scopes
        )
        known = values["_rights"] = (key, held)
    rights: dict[Right, Scope] = known[1]
    return rights


def rights_of_role(role: Role) -> dict[Right, Scope]:
    """The rights of a role in the workspace in force."""
    return _held(role, RoleSetting.objects.filter(role=role).first())


def role_rows() -> list[RoleRow]:
    """Every role of the workspace in force, in the order of the matrix. One query."""
    settings = {setting.role: setting for setting in RoleSetting.objects.all()}
    return [_row(role, _held(role, settings.get(role))) for role in Role]


def rights_page(role: Role) -> list[tuple[str, list[RightRow]]]:
    """The rights of a role by group, with what may be chosen. One query."""
    return _groups(role, rights_of_role(role), default_rights(role))


def member_rights_page(member: Member) -> list[tuple[str, list[RightRow]]]:
    """The rights of one member by group, beside those of the role in this workspace."""
    return _groups(Role(member.role), role_rights(member), rights_of_role(Role(member.role)))


def mark_of(rights: Mapping[Right, Scope]) -> str:
    """A mark by which a form knows that somebody changed the rights meanwhile."""
    told = ",".join(f"{right}={rights[right]}" for right in Right)
    return sha256(told.encode()).hexdigest()[:16]


def _held(role: Role, setting: RoleSetting | None) -> dict[Right, Scope]:
    if setting is None:
        return rights_of(role)
    return rights_of(
        role, visibility=setting.visibility, sees_money=setting.sees_money, scopes=setting.scopes
    )


def _row(role: Role, held: dict[Right, Scope]) -> RoleRow:
    usual = default_rights(role)
    return RoleRow(
        role=role,
        sees=scope_words(Right.SEE_ACCOUNTS, held[Right.SEE_ACCOUNTS]),
        money=scope_words(Right.SEE_MONEY, held[Right.SEE_MONEY]),
        changed=sum(held[right] != usual[right] for right in Right),
        is_open=any(is_open(role, right) for right in Right),
    )


def _groups(
    role: Role, held: Mapping[Right, Scope], usual: Mapping[Right, Scope]
) -> list[tuple[str, list[RightRow]]]:
    return [
        (str(label), [_right(role, right, held, usual[right]) for right in rights])
        for label, rights in GROUPS
    ]


def _right(role: Role, right: Right, held: Mapping[Right, Scope], usual: Scope) -> RightRow:
    choices = tuple(Choice(scope.value, scope_words(right, scope)) for scope in offered(role, right))
    lacks = tuple(
        str(needed.label) for needed in needs_of(right) if len(choices) > 1 and held[needed] != Scope.ALL
    )
    return RightRow(right, str(MEANINGS[right]), held[right], usual, choices, lacks)
