import pytest

from core.errors import Forbidden
from tests.support.world import NOW
from workspaces.access import allowed, allowed_somewhere, require, require_somewhere, sees_money, visibility
from workspaces.choices import Right, Role, Visibility
from workspaces.models import Member, RoleSetting
from workspaces.selectors import member_of_user


def test_the_right_reaches_as_far_as_the_matrix_says(world):
    with world.acme.scope():
        assert allowed(world.acme.admin, Right.MANAGE_MEMBERS)
        assert not allowed(world.acme.csm, Right.EDIT_ACCOUNTS)
        assert allowed(world.acme.csm, Right.EDIT_ACCOUNTS, owns=True)
        assert allowed_somewhere(world.acme.csm, Right.EDIT_ACCOUNTS)
        assert not allowed_somewhere(world.acme.observer, Right.EDIT_ACCOUNTS)


def test_require_raises_a_refusal_that_names_the_right_and_the_way_out(world):
    with world.acme.scope():
        require(world.acme.admin, Right.IMPORT_DATA)
        with pytest.raises(Forbidden) as refused:
            require(world.acme.csm, Right.IMPORT_DATA)
        with pytest.raises(Forbidden):
            require_somewhere(world.acme.observer, Right.EDIT_ACCOUNTS)
    assert "An admin of the workspace can change your role." in str(refused.value)


def test_a_setting_moves_only_what_the_matrix_leaves_to_it(world):
    with world.acme.scope():
        for role in (Role.CSM, Role.ADMIN):
            RoleSetting.objects.create(role=role, visibility=Visibility.OWN_BOOK, sees_money=False)
        assert visibility(world.acme.csm) == Visibility.OWN_BOOK
        assert not sees_money(world.acme.csm)
        assert visibility(world.acme.admin) == Visibility.ALL
        assert sees_money(world.acme.admin)


def test_the_member_of_a_request_brings_its_settings_along(world, django_assert_num_queries):
    with world.acme.scope():
        RoleSetting.objects.create(role=Role.AM, visibility=Visibility.OWN_BOOK, sees_money=True)
        with django_assert_num_queries(1):
            member = member_of_user(world.acme.am.user_id)
            assert visibility(member) == Visibility.OWN_BOOK
            assert sees_money(member)


def test_who_left_or_was_deactivated_is_no_member(world):
    with world.acme.scope():
        assert member_of_user(world.outsider.user_id) is None
        Member.objects.filter(pk=world.acme.csm.pk).update(left_at=NOW)
        assert member_of_user(world.acme.csm.user_id) is None
        world.acme.am.user.is_active = False
        world.acme.am.user.save()
        assert member_of_user(world.acme.am.user_id) is None
        left = Member.objects.get(pk=world.acme.csm.pk)
        assert not allowed(left, Right.SEE_ACCOUNTS)
        assert not allowed_somewhere(left, Right.SEE_ACCOUNTS)


def test_an_unknown_right_is_an_error_and_not_a_yes(world):
    with world.acme.scope(), pytest.raises(ValueError):
        allowed(world.acme.admin, "rule_the_world")
