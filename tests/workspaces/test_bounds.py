import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from workspaces.bounds import GOVERNING, READING, adds, is_open, offered, rights_of
from workspaces.choices import Right, Role, Scope
from workspaces.rights import MATRIX, default_rights
from workspaces.wording import GROUPS, MEANINGS, scope_words

SCOPES = st.dictionaries(
    st.sampled_from([right.value for right in Right] + ["text"]),
    st.sampled_from([scope.value for scope in Scope] + ["wide"]),
    max_size=6,
)


def test_what_is_offered_holds_the_default_and_stands_from_narrow_to_wide():
    order = list(Scope)
    for role in Role:
        for right in Right:
            scopes = offered(role, right)
            assert MATRIX[role][right].scope in scopes, (role, right)
            assert list(scopes) == sorted(scopes, key=order.index), (role, right)


def test_what_governs_the_workspace_stays_with_the_admins_and_admins_are_fixed():
    assert [right for right in Right if is_open(Role.ADMIN, right)] == []
    for role in set(Role) - {Role.ADMIN}:
        assert [right for right in GOVERNING if offered(role, right) != (Scope.NONE,)] == [], role


def test_observers_can_be_given_reading_alone():
    may_be = {right for right in Right if offered(Role.OBSERVER, right) != (Scope.NONE,)}
    assert may_be == READING


def test_what_the_matrix_leaves_to_a_setting_is_open():
    closed = [
        (role, right)
        for role in Role
        for right in Right
        if MATRIX[role][right].by_setting and not is_open(role, right)
    ]
    assert closed == []


def test_exports_can_be_taken_from_every_role_but_the_admins():
    takes = {
        role
        for role in Role
        if Scope.NONE in offered(role, Right.EXPORT_DATA) and is_open(role, Right.EXPORT_DATA)
    }
    assert takes == set(Role) - {Role.ADMIN, Role.OBSERVER}
    assert rights_of(Role.FINANCE, scopes={"export_data": "none"})[Right.EXPORT_DATA] is Scope.NONE


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(role=st.sampled_from(Role), scopes=SCOPES, own=SCOPES)
def test_whatever_is_stored_the_rights_stay_within_the_bounds(role, scopes, own):
    held = rights_of(role, scopes=scopes, own=own)
    assert set(held) == set(Right)
    for right, scope in held.items():
        assert scope in offered(role, right) or scope is Scope.NONE
    if role == Role.ADMIN:
        assert held == default_rights(Role.ADMIN)


def test_the_person_comes_before_the_role_and_the_role_before_the_default():
    held = rights_of(
        Role.CSM,
        visibility="own_teams",
        sees_money=True,
        scopes={"edit_accounts": "all", "export_data": "all"},
        own={"see_money": "none", "export_data": "none"},
    )
    assert held[Right.SEE_ACCOUNTS] is Scope.TEAM
    assert held[Right.SEE_MONEY] is Scope.NONE
    assert held[Right.EDIT_ACCOUNTS] is Scope.ALL
    assert held[Right.EXPORT_DATA] is Scope.NONE
    assert held[Right.EDIT_CONTRACTS] is Scope.OWN


@pytest.mark.parametrize("lost", [{"see_money": "none"}, {"see_accounts": "team"}, {"see_accounts": "own"}])
def test_an_import_needs_all_accounts_and_all_amounts(lost):
    assert rights_of(Role.CSM, scopes={"import_data": "all"})[Right.IMPORT_DATA] is Scope.ALL
    assert rights_of(Role.CSM, scopes={"import_data": "all"}, own=lost)[Right.IMPORT_DATA] is Scope.NONE


def test_what_a_change_adds_is_told_and_what_it_takes_is_not():
    csm, am = (
        default_rights(Role.CSM),
        rights_of(Role.CSM, scopes={"edit_accounts": "team", "see_money": "none"}),
    )
    assert adds(csm, am) == (Right.EDIT_ACCOUNTS,)
    assert adds(am, csm) == (Right.SEE_MONEY,)


def test_every_right_has_its_place_and_a_meaning_and_every_choice_its_words():
    assert sorted(right for _label, rights in GROUPS for right in rights) == sorted(Right)
    assert set(MEANINGS) == set(Right)
    for role in Role:
        for right in Right:
            words = [scope_words(right, scope) for scope in offered(role, right)]
            assert len(set(words)) == len(words)
            assert all(words)
