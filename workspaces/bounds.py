"""How far a workspace may move the default rights, for a role and for one person.

Nobody can be locked out: the admin's rights are fixed, and what governs the workspace stays with the admins.
Observers only read. What one right needs of another is kept here too, whatever is stored.
"""

from collections.abc import Mapping

from workspaces.choices import Right, Role, Scope
from workspaces.rights import BOOK_ROLES, MATRIX, default_rights, scope_of_visibility

#: Who holds these decides what everybody else may do; they stay with the admins.
GOVERNING = frozenset({Right.MANAGE_MEMBERS, Right.MANAGE_SETTINGS, Right.SEE_SECURITY_LOG, Right.ERASE_DATA})
#: What can reach over the own accounts, those of the own teams, or all.
REACHING = frozenset(
    {
        Right.EDIT_ACCOUNTS,
        Right.LOG_ACTIVITIES,
        Right.EDIT_CONTRACTS,
        Right.EDIT_RENEWALS,
        Right.RECORD_READINGS,
        Right.READ_INQUIRIES,
        Right.ANSWER_INQUIRIES,
    }
)
#: Of what they may do, observers can be given these alone.
READING = frozenset({Right.SEE_ACCOUNTS, Right.SEE_MONEY, Right.READ_INQUIRIES, Right.SEE_REPORTS})

_REACHES = (Scope.NONE, Scope.OWN, Scope.TEAM, Scope.ALL)
_YES_OR_NO = (Scope.NONE, Scope.ALL)
_SOME: dict[Right, frozenset[Role]] = {
    # an import writes over everybody's accounts, an invoice is the books': neither is everybody's
    Right.IMPORT_DATA: BOOK_ROLES | {Role.CSM_LEAD, Role.SUPPORT, Role.FINANCE, Role.MARKETING},
    Right.IMPORT_INVOICES: BOOK_ROLES | {Role.CSM_LEAD, Role.FINANCE},
    Right.EDIT_INVOICES: BOOK_ROLES | {Role.CSM_LEAD, Role.FINANCE},
    Right.ASSIGN_REPORTS: frozenset({Role.CSM_LEAD, Role.EXECUTIVE}),
}
#: Rights that are empty without another one: an import's file and preview hold every account and every amount.
_NEEDS: dict[Right, dict[Right, frozenset[Scope]]] = {
    Right.IMPORT_DATA: {
        Right.SEE_ACCOUNTS: frozenset({Scope.ALL}),
        Right.SEE_MONEY: frozenset({Scope.ALL}),
    },
    Right.IMPORT_INVOICES: {Right.SEE_MONEY: frozenset({Scope.ALL})},
    Right.EDIT_INVOICES: {Right.SEE_MONEY: frozenset({Scope.ALL})},
}


def offered(role: str, right: Right) -> tuple[Scope, ...]:
    """What a workspace may choose from for this right of this role, narrowest first; one choice is none."""
    known = Role(role)
    default = MATRIX[known][right]
    if known == Role.ADMIN or right in GOVERNING or (known == Role.OBSERVER and right not in READING):
        return (default.scope,)
    if right == Right.SEE_ACCOUNTS:
        return (Scope.OWN, Scope.TEAM, Scope.ALL) if default.by_setting else (default.scope,)
    if right == Right.SEE_MONEY:
        return _YES_OR_NO if default.by_setting else (default.scope,)
    if right == Right.SEE_REPORTS:
        return (Scope.ASSIGNED, Scope.ALL)
    if right in REACHING:
        return _REACHES
    return _YES_OR_NO if known in _SOME.get(right, frozenset(Role)) else (default.scope,)


def is_open(role: str, right: Right) -> bool:
    """Whether there is anything to choose for this right of this role."""
    return len(offered(role, right)) > 1


def rights_of(
    role: str,
    *,
    visibility: str | None = None,
    sees_money: bool | None = None,
    scopes: Mapping[str, str] | None = None,
    own: Mapping[str, str] | None = None,
) -> dict[Right, Scope]:
    """The rights that hold for a role in a workspace, and with `own` for one person in it.

    `visibility`, `sees_money` and `scopes` (right to scope) are what the workspace set for the role, None or
    absent where it set nothing; `own` is what was given to or taken from the person. What lies outside the bounds
    is passed over, so that a change of role leaves nothing behind. Raises ValueError for an unknown role or
    visibility.
    """
    rights = default_rights(role)
    wanted: dict[str, str] = {**(scopes or {})}
    if visibility is not None:
        wanted[Right.SEE_ACCOUNTS] = scope_of_visibility(visibility)
    if sees_money is not None:
        wanted[Right.SEE_MONEY] = Scope.ALL if sees_money else Scope.NONE
    for given in (wanted, own or {}):
        rights |= _within(role, given)
    return _coherent(rights)


def _within(role: str, wanted: Mapping[str, str]) -> dict[Right, Scope]:
    known = [right for right in Right if right.value in wanted]
    return {right: Scope(wanted[right]) for right in known if wanted[right] in offered(role, right)}


def _coherent(rights: dict[Right, Scope]) -> dict[Right, Scope]:
    for right, needs in _NEEDS.items():
        if any(rights[needed] not in scopes for needed, scopes in needs.items()):
            rights[right] = Scope.NONE
    return rights


def needs_of(right: Right) -> tuple[Right, ...]:
    """The rights without which this one is empty."""
    return tuple(_NEEDS.get(right, {}))


def adds(before: Mapping[Right, Scope], after: Mapping[Right, Scope]) -> tuple[Right, ...]:
    """The rights that reach further in `after` than in `before`."""
    order = list(Scope)
    return tuple(right for right in Right if order.index(after[right]) > order.index(before[right]))
