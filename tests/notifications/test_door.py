"""The door to streams: who may listen to what, asked as the live server asks."""

import pytest
from allauth.mfa.models import Authenticator

from core.live import ADMISSIONS, LiveRequest, address
from notifications.services import notify
from tests.support.world import NOW
from workspaces.models import Workspace


def ask(browser, *, workspace="acme", name=""):
    cookies = {key: morsel.value for key, morsel in browser.cookies.items()}
    return ADMISSIONS.get("notices").admit(LiveRequest(workspace, "notices", name, 0, cookies))


def test_a_member_hears_of_the_own_notices_alone(world, acme):
    with acme.scope():
        notify([acme.csm], kind="test", title="One", path="", origin_key="k", now=NOW)
        assert address("notices") == "/live/acme/notices"
    admitted = ask(world.client(acme.csm))
    assert (admitted.workspace_id, admitted.person) == (acme.workspace.pk, f"user:{acme.csm.user_id}")
    assert admitted.channels.keys == (f"notices/{acme.csm.pk}",)
    assert admitted.channels.newest > 0
    assert ask(world.client(acme.lead)).channels.newest == 0


def test_nobody_else_is_let_in(world, acme):
    browser = world.client(acme.csm)
    assert ask(browser, name="7") is None
    assert ask(browser, workspace="other") is None
    assert ask(browser, workspace="nowhere") is None
    assert ask(world.client(world.outsider)) is None
    assert ask(world.client()) is None


@pytest.mark.parametrize("deed", ["signed out", "password", "inactive", "left", "closed", "second factor"])
def test_what_closes_the_pages_closes_the_door(world, acme, deed):
    browser, user = world.client(acme.csm), acme.csm.user
    before = dict(browser.cookies)
    assert ask(browser) is not None
    if deed == "signed out":
        browser.logout()
        browser.cookies.update(before)
    elif deed == "password":
        user.set_password("another winter in Oulu 8")
        user.save()
    elif deed == "inactive":
        type(user).objects.filter(pk=user.pk).update(is_active=False)
    elif deed == "left":
        with acme.scope():
            type(acme.csm).objects.filter(pk=acme.csm.pk).update(left_at=NOW)
    else:
        changed = {"closed_at": NOW} if deed == "closed" else {"requires_second_factor": True}
        Workspace.objects.filter(pk=acme.workspace.pk).update(**changed)
    assert ask(browser) is None
    if deed == "second factor":
        Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data={"secret": "x"})
        assert ask(browser) is not None
