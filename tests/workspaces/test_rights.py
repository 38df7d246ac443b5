import pytest

from health.rules import DEFAULT_METRICS, DEFAULT_WEIGHTS
from workspaces.bounds import is_open, rights_of
from workspaces.choices import Right, Role, Scope, Visibility
from workspaces.rights import (
    MATRIX,
    Cell,
    allows,
    allows_somewhere,
    default_rights,
    may_record,
    recordable_metrics,
)

# The default rights matrix as the domain page has it, word for word.
DOMAIN = """
| right | Admin | CSM Lead | CSM, AM, DM, RM | Support | Finance | Marketing | Executive | Observer |
| --- | --- | --- | --- | --- | --- | --- | --- | --- |
| see accounts | all | all | by setting: own book, own team, all | by setting | all | all | all | by setting |
| edit accounts, contacts, log activities | all | all | those they own or share | activities only | – | activities only | – | – |
| contracts, renewals, opportunities | all | all | those they own or share | – | contracts, invoices | – | – | – |
| see money | yes | yes | yes, by setting | by setting | yes | by setting | yes | by setting |
| manual readings | all | all | metrics of their role | tickets | financial health | sentiment | sponsor coverage | – |
| scorecards, playbooks, rules, surveys | edit | edit | use | use | – | surveys edit | – | – |
| inquiries and chat | all | all | own accounts | all | – | – | read | – |
| import / export | yes / yes | yes / yes | no / by setting | no / no | invoices / yes | no / by setting | no / yes | no / no |
| reports | all | all | as assigned | as assigned | as assigned | as assigned | all, and who may see which | as assigned |
| members, settings, security log, erasure | yes | – | – | – | – | – | – | – |
"""

NO, OWN, ALL, ASSIGNED = Cell(Scope.NONE), Cell(Scope.OWN), Cell(Scope.ALL), Cell(Scope.ASSIGNED)
ALL_SET, NO_SET = Cell(Scope.ALL, by_setting=True), Cell(Scope.NONE, by_setting=True)

# For each row of the domain page: the rights it is made of, and its words for what they hold.
ROWS = {
    "see accounts": ([Right.SEE_ACCOUNTS], {(ALL,): "all", (ALL_SET,): "by setting"}),
    "edit accounts, contacts, log activities": (
        [Right.EDIT_ACCOUNTS, Right.LOG_ACTIVITIES],
        {
            (ALL, ALL): "all",
            (OWN, OWN): "those they own or share",
            (NO, ALL): "activities only",
            (NO, NO): "–",
        },
    ),
    "contracts, renewals, opportunities": (
        [Right.EDIT_CONTRACTS, Right.EDIT_RENEWALS, Right.EDIT_INVOICES],
        {
            (ALL, ALL, ALL): "all",
            (OWN, OWN, NO): "those they own or share",
            (ALL, NO, ALL): "contracts, invoices",
            (NO, NO, NO): "–",
        },
    ),
    "see money": (
        [Right.SEE_MONEY],
        {(ALL,): "yes", (ALL_SET,): "yes, by setting", (NO_SET,): "by setting"},
    ),
    "scorecards, playbooks, rules, surveys": (
        [Right.EDIT_SCORECARDS, Right.EDIT_SURVEYS, Right.USE_SCORECARDS, Right.USE_SURVEYS],
        {
            (ALL, ALL, ALL, ALL): "edit",
            (NO, NO, ALL, ALL): "use",
            (NO, ALL, NO, ALL): "surveys edit",
            (NO, NO, NO, NO): "–",
        },
    ),
    "inquiries and chat": (
        [Right.READ_INQUIRIES, Right.ANSWER_INQUIRIES],
        {(ALL, ALL): "all", (OWN, OWN): "own accounts", (ALL, NO): "read", (NO, NO): "–"},
    ),
    "import / export": (
        [Right.IMPORT_DATA, Right.IMPORT_INVOICES, Right.EXPORT_DATA],
        {
            (ALL, ALL, ALL): "yes / yes",
            (NO, NO, NO_SET): "no / by setting",
            (NO, NO, NO): "no / no",
            (NO, ALL, ALL): "invoices / yes",
            (NO, NO, ALL): "no / yes",
        },
    ),
    "reports": (
        [Right.SEE_REPORTS, Right.ASSIGN_REPORTS],
        {(ALL, NO): "all", (ASSIGNED, NO): "as assigned", (ALL, ALL): "all, and who may see which"},
    ),
    "members, settings, security log, erasure": (
        [Right.MANAGE_MEMBERS, Right.MANAGE_SETTINGS, Right.SEE_SECURITY_LOG, Right.ERASE_DATA],
        {(ALL,) * 4: "yes", (NO,) * 4: "–"},
    ),
}

READINGS = {
    tuple(DEFAULT_WEIGHTS): "all",
    ("support_tickets",): "tickets",
    ("financial_health",): "financial health",
    ("sentiment",): "sentiment",
    ("sponsor_coverage",): "sponsor coverage",
    (): "–",
}

COLUMNS = (
    (Role.ADMIN,),
    (Role.CSM_LEAD,),
    (Role.CSM, Role.AM, Role.DM, Role.RM),
    (Role.SUPPORT,),
    (Role.FINANCE,),
    (Role.MARKETING,),
    (Role.EXECUTIVE,),
    (Role.OBSERVER,),
)


def printed(row: str, role: Role) -> str:
    if row == "manual readings":
        return READINGS[recordable_metrics(role, DEFAULT_WEIGHTS)]
    rights, words = ROWS[row]
    return words[tuple(MATRIX[role][right] for right in rights)]


def of_domain(row: str, column: int) -> str:
    """The domain page spells out once, for the four account roles, what a setting chooses from."""
    lines = [line.strip("| ").split(" | ") for line in DOMAIN.strip().splitlines()]
    cell = next(cells for cells in lines if cells[0] == row)[column + 1]
    return cell.removesuffix(": own book, own team, all")


@pytest.mark.parametrize("row", ["manual readings", *ROWS])
def test_the_matrix_is_that_of_the_domain_page(row):
    for column, roles in enumerate(COLUMNS):
        for role in roles:
            if row == "manual readings" and len(roles) > 1:
                continue  # "metrics of their role": below
            assert printed(row, role) == of_domain(row, column), (row, role)


def test_every_right_and_every_role_stands_in_the_matrix_and_on_the_domain_page():
    assert set(MATRIX) == set(Role)
    assert all(set(cells) == set(Right) for cells in MATRIX.values())
    assert {right for rights, _ in ROWS.values() for right in rights} == set(Right) - {Right.RECORD_READINGS}


def test_metrics_of_their_role_are_those_they_answer_for():
    for role in set(Role) - {Role.ADMIN, Role.CSM_LEAD}:
        owned = tuple(metric.key.value for metric in DEFAULT_METRICS if role in metric.owner_roles)
        assert recordable_metrics(role, DEFAULT_WEIGHTS) == owned, role


def test_readings_reach_over_own_accounts_for_those_who_have_a_book():
    scopes = {role: cells[Right.RECORD_READINGS].scope for role, cells in MATRIX.items()}
    assert {role for role, scope in scopes.items() if scope is Scope.OWN} == set(COLUMNS[2])
    assert {role for role, scope in scopes.items() if scope is Scope.NONE} == {Role.OBSERVER}


def test_own_metrics_of_a_workspace_are_recorded_by_admin_and_lead():
    assert [role for role in Role if may_record(role, "onboarding")] == [Role.ADMIN, Role.CSM_LEAD]


def test_visibility_moves_only_the_roles_that_the_matrix_leaves_to_it():
    for role in Role:
        seen = rights_of(role, visibility=Visibility.OWN_BOOK)[Right.SEE_ACCOUNTS]
        by_setting = role in {*COLUMNS[2], Role.SUPPORT, Role.OBSERVER}
        assert seen is (Scope.OWN if by_setting else Scope.ALL), role
        assert is_open(role, Right.SEE_ACCOUNTS) is by_setting


def test_money_is_shown_or_hidden_only_where_the_matrix_leaves_it_to_a_setting():
    hidden = {role for role in Role if rights_of(role, sees_money=False)[Right.SEE_MONEY] is Scope.NONE}
    shown = {role for role in Role if rights_of(role, sees_money=True)[Right.SEE_MONEY] is Scope.ALL}
    assert hidden == set(Role) - {Role.ADMIN, Role.CSM_LEAD, Role.FINANCE, Role.EXECUTIVE}
    assert shown == set(Role)


def test_without_settings_money_is_seen_by_those_who_work_with_it():
    seen = {role for role in Role if default_rights(role)[Right.SEE_MONEY] is Scope.ALL}
    assert seen == set(Role) - {Role.SUPPORT, Role.MARKETING, Role.OBSERVER}


@pytest.mark.parametrize("unknown", [{"role": "boss"}, {"role": "admin", "visibility": "half"}])
def test_an_unknown_role_or_visibility_is_refused(unknown):
    with pytest.raises(ValueError, match=r"boss|half"):
        rights_of(**unknown)


@pytest.mark.parametrize(
    ("scope", "nothing", "owns", "in_team", "assigned"),
    [
        (Scope.NONE, False, False, False, False),
        (Scope.ASSIGNED, False, False, False, True),
        (Scope.OWN, False, True, False, False),
        (Scope.TEAM, False, True, True, False),
        (Scope.ALL, True, True, True, True),
    ],
)
def test_how_far_each_scope_reaches(scope, nothing, owns, in_team, assigned):
    rights = {Right.EDIT_ACCOUNTS: scope}
    assert allows(rights, Right.EDIT_ACCOUNTS) is nothing
    assert allows(rights, Right.EDIT_ACCOUNTS, owns=True) is owns
    assert allows(rights, Right.EDIT_ACCOUNTS, in_team=True) is in_team
    assert allows(rights, Right.EDIT_ACCOUNTS, assigned=True) is assigned
    assert allows_somewhere(rights, Right.EDIT_ACCOUNTS) is (scope is not Scope.NONE)


def test_what_is_not_listed_is_not_allowed():
    assert allows({}, Right.SEE_ACCOUNTS, owns=True, in_team=True, assigned=True) is False
    assert allows_somewhere({}, Right.SEE_ACCOUNTS) is False
