"""Who may do what: the default rights matrix of domain.md, Roles and rights, in this one place.

A workspace, and for one person an admin, may decide otherwise within workspaces.bounds. A right reaches over the
accounts that SEE_ACCOUNTS lets a member see, and no further.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from workspaces.choices import Right, Role, Scope, Visibility


@dataclass(frozen=True)
class Cell:
    """One cell of the matrix: how far the right reaches, and whether a workspace decides it by setting, in
    which case `scope` is what holds until it does."""

    scope: Scope
    by_setting: bool = False


_NO = Cell(Scope.NONE)
_OWN = Cell(Scope.OWN)
_ALL = Cell(Scope.ALL)
_ASGD = Cell(Scope.ASSIGNED)
# By setting. Seeing is open by default, because accounts get lost at handoffs that only two people see; money
# beyond the account's own roles, and exports, are closed until an admin opens them.
_ALL_ = Cell(Scope.ALL, by_setting=True)
_NO_ = Cell(Scope.NONE, by_setting=True)

#: The roles that look after accounts; their lists begin with the own book, those of the others with all accounts.
BOOK_ROLES = frozenset({Role.CSM, Role.AM, Role.DM, Role.RM})

_COLUMNS: tuple[tuple[Role, ...], ...] = (
    (Role.ADMIN,),
    (Role.CSM_LEAD,),
    (Role.CSM, Role.AM, Role.DM, Role.RM),
    (Role.SUPPORT,),
    (Role.FINANCE,),
    (Role.MARKETING,),
    (Role.EXECUTIVE,),
    (Role.OBSERVER,),
)

# fmt: off
_TABLE: dict[Right, tuple[Cell, ...]] = {
    #                         Admin  Lead   CSM…   Supp.  Fin.   Mark.  Exec.  Obs.
    Right.SEE_ACCOUNTS:      (_ALL,  _ALL,  _ALL_, _ALL_, _ALL,  _ALL,  _ALL,  _ALL_),
    Right.EDIT_ACCOUNTS:     (_ALL,  _ALL,  _OWN,  _NO,   _NO,   _NO,   _NO,   _NO),
    Right.LOG_ACTIVITIES:    (_ALL,  _ALL,  _OWN,  _ALL,  _NO,   _ALL,  _NO,   _NO),
    Right.EDIT_CONTRACTS:    (_ALL,  _ALL,  _OWN,  _NO,   _ALL,  _NO,   _NO,   _NO),
    Right.EDIT_RENEWALS:     (_ALL,  _ALL,  _OWN,  _NO,   _NO,   _NO,   _NO,   _NO),
    Right.EDIT_INVOICES:     (_ALL,  _ALL,  _NO,   _NO,   _ALL,  _NO,   _NO,   _NO),
    Right.SEE_MONEY:         (_ALL,  _ALL,  _ALL_, _NO_,  _ALL,  _NO_,  _ALL,  _NO_),
    Right.RECORD_READINGS:   (_ALL,  _ALL,  _OWN,  _ALL,  _ALL,  _ALL,  _ALL,  _NO),
    Right.USE_SCORECARDS:    (_ALL,  _ALL,  _ALL,  _ALL,  _NO,   _NO,   _NO,   _NO),
    Right.EDIT_SCORECARDS:   (_ALL,  _ALL,  _NO,   _NO,   _NO,   _NO,   _NO,   _NO),
    Right.USE_SURVEYS:       (_ALL,  _ALL,  _ALL,  _ALL,  _NO,   _ALL,  _NO,   _NO),
    Right.EDIT_SURVEYS:      (_ALL,  _ALL,  _NO,   _NO,   _NO,   _ALL,  _NO,   _NO),
    Right.READ_INQUIRIES:    (_ALL,  _ALL,  _OWN,  _ALL,  _NO,   _NO,   _ALL,  _NO),
    Right.ANSWER_INQUIRIES:  (_ALL,  _ALL,  _OWN,  _ALL,  _NO,   _NO,   _NO,   _NO),
    Right.IMPORT_DATA:       (_ALL,  _ALL,  _NO,   _NO,   _NO,   _NO,   _NO,   _NO),
    Right.IMPORT_INVOICES:   (_ALL,  _ALL,  _NO,   _NO,   _ALL,  _NO,   _NO,   _NO),
    Right.EXPORT_DATA:       (_ALL,  _ALL,  _NO_,  _NO,   _ALL,  _NO_,  _ALL,  _NO),
    Right.SEE_REPORTS:       (_ALL,  _ALL,  _ASGD, _ASGD, _ASGD, _ASGD, _ALL,  _ASGD),
    Right.ASSIGN_REPORTS:    (_NO,   _NO,   _NO,   _NO,   _NO,   _NO,   _ALL,  _NO),
    Right.MANAGE_MEMBERS:    (_ALL,  _NO,   _NO,   _NO,   _NO,   _NO,   _NO,   _NO),
    Right.MANAGE_SETTINGS:   (_ALL,  _NO,   _NO,   _NO,   _NO,   _NO,   _NO,   _NO),
    Right.SEE_SECURITY_LOG:  (_ALL,  _NO,   _NO,   _NO,   _NO,   _NO,   _NO,   _NO),
    Right.ERASE_DATA:        (_ALL,  _NO,   _NO,   _NO,   _NO,   _NO,   _NO,   _NO),
}
# fmt: on

MATRIX: dict[Role, dict[Right, Cell]] = {
    role: {right: cells[column] for right, cells in _TABLE.items()}
    for column, roles in enumerate(_COLUMNS)
    for role in roles
}

_REACH = {
    Visibility.ALL: Scope.ALL,
    Visibility.OWN_TEAMS: Scope.TEAM,
    Visibility.OWN_BOOK: Scope.OWN,
}

_EVERY_METRIC: frozenset[Role] = frozenset({Role.ADMIN, Role.CSM_LEAD})

_METRICS_OF_ROLE: dict[Role, frozenset[str]] = {
    Role.CSM: frozenset(
        {"utilisation_features", "utilisation_licences", "sentiment", "sponsor_coverage", "growth"}
    ),
    Role.AM: frozenset({"sponsor_coverage"}),
    Role.SUPPORT: frozenset({"support_tickets"}),
    Role.FINANCE: frozenset({"financial_health"}),
    Role.MARKETING: frozenset({"sentiment"}),
    Role.EXECUTIVE: frozenset({"sponsor_coverage"}),
}


def default_rights(role: str) -> dict[Right, Scope]:
    """The rights of a role where the workspace has set nothing."""
    return {right: cell.scope for right, cell in MATRIX[Role(role)].items()}


def scope_of_visibility(visibility: str) -> Scope:
    """The reach of SEE_ACCOUNTS under a visibility setting."""
    return _REACH[Visibility(visibility)]


def visibility_of_scope(scope: Scope) -> Visibility:
    """The visibility setting that a reach of SEE_ACCOUNTS comes from; the narrowest for none at all."""
    return next((seen for seen, reach in _REACH.items() if reach == scope), Visibility.OWN_BOOK)


def allows(
    rights: Mapping[Right, Scope],
    right: Right,
    *,
    owns: bool = False,
    in_team: bool = False,
    assigned: bool = False,
) -> bool:
    """Whether these rights allow the deed on one thing.

    `owns`: the member owns or shares the account; `in_team`: the member's team does; `assigned`: the report was
    assigned to the member. What is not in `rights` is not allowed.
    """
    scope = rights.get(right, Scope.NONE)
    if scope == Scope.ALL:
        return True
    if scope == Scope.TEAM:
        return owns or in_team
    if scope == Scope.OWN:
        return owns
    return scope == Scope.ASSIGNED and assigned


def allows_somewhere(rights: Mapping[Right, Scope], right: Right) -> bool:
    """Whether the deed is allowed on anything at all: for menus and buttons above a list."""
    return rights.get(right, Scope.NONE) != Scope.NONE


def may_record(role: str, metric_key: str) -> bool:
    """Whether a role may record readings of a metric by hand [002 table 3.2.2].

    Admin and CSM Lead may for every metric, the workspace's own ones included; others for those they answer
    for. The reach over accounts is RECORD_READINGS.
    """
    return role in _EVERY_METRIC or metric_key in _METRICS_OF_ROLE.get(Role(role), frozenset())


def recordable_metrics(role: str, metric_keys: Collection[str]) -> tuple[str, ...]:
    """Those of the given metrics that a role may record by hand, in the given order."""
    return tuple(key for key in metric_keys if may_record(role, key))
