import re
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.test import Client

from core import clock
from core.errors import DomainError
from tests.support.world import NOW, PASSWORD, make_world
from workspaces.choices import Role, SecurityActKind
from workspaces.errors import InvitationClosed, LastAdmin, WrongPerson
from workspaces.models import Invitation, Member, OutboxMessage, SecurityAct, User
from workspaces.services.invitations import accept_invitation, invite, resend_invitation, revoke_invitation
from workspaces.services.members import change_role, remove_member, return_member

MEMBERS = "/w/acme/settings/members/"
INVITATIONS = "/w/acme/settings/invitations/"


def link_of(company, number=-1):
    with company.scope():
        mails = list(OutboxMessage.objects.filter(kind="invitation").order_by("id"))
    return re.search(r"http://localhost:8000(/join/\S+)", mails[number].text_body)[1]


def invited(world, email="new@person.example", role=Role.AM):
    browser = world.client(world.acme.admin)
    response = browser.post(INVITATIONS, {"email": email, "role": role})
    assert (response.status_code, response["Location"]) == (303, MEMBERS)
    return link_of(world.acme)


def role_of(company, email):
    with company.scope():
        found = Member.objects.filter(user__email=email, left_at=None).first()
    return found.role if found else None


def last_act(company):
    with company.scope():
        return SecurityAct.objects.order_by("-id")[0]


def test_a_new_person_joins_by_the_mailed_link_and_is_signed_in(world):
    link = invited(world, "New@Person.example")
    browser = Client()
    page = browser.get(link)
    assert page.status_code == 200
    assert "invites new@person.example as Account Manager" in page.content.decode()
    assert role_of(world.acme, "new@person.example") is None
    response = browser.post(link, {"name": "Nea New", "password": PASSWORD})
    assert (response.status_code, response["Location"]) == (302, "/w/acme/")
    assert role_of(world.acme, "new@person.example") == Role.AM
    assert browser.get("/w/acme/me/").status_code == 200
    act = last_act(world.acme)
    with world.acme.scope():
        kinds = set(SecurityAct.objects.values_list("kind", flat=True))
    assert {SecurityActKind.INVITED, SecurityActKind.INVITATION_ACCEPTED} <= kinds
    assert act.subject == "new@person.example"


def test_the_link_works_once(world):
    link = invited(world)
    Client().post(link, {"name": "Nea New", "password": PASSWORD})
    again = Client().post(link, {"name": "Thief", "password": PASSWORD})
    assert again.status_code == 404
    assert Client().get(link).status_code == 404
    assert User.objects.filter(name="Thief").count() == 0


def test_somebody_who_has_an_account_signs_in_first_and_keeps_the_password(world):
    link = invited(world, world.other.csm.user.email)
    stranger = Client().get(link)
    assert b"This address has an account" in stranger.content
    assert Client().post(link, {"name": "X", "password": "a new password 123"}).status_code == 422
    assert role_of(world.acme, world.other.csm.user.email) is None
    response = world.client(world.other.csm).post(link)
    assert response["Location"] == "/w/acme/"
    assert role_of(world.acme, world.other.csm.user.email) == Role.AM
    world.other.csm.user.refresh_from_db()
    assert world.other.csm.user.check_password(PASSWORD)


def test_the_link_is_for_its_address_only(world):
    link = invited(world)
    other = world.client(world.outsider)
    assert b"You are signed in as admin@other.example" in other.get(link).content
    assert other.post(link).status_code == 422
    assert role_of(world.acme, "admin@other.example") is None


def test_the_secret_is_not_kept_and_another_workspace_cannot_be_claimed(world):
    link = invited(world)
    secret = link.removesuffix("/").partition("-")[2]
    with world.acme.scope():
        kept = Invitation.objects.get()
    assert secret not in kept.secret_hash
    assert len(kept.secret_hash) == 64
    assert Client().get(f"/join/{world.other.workspace.pk}-{secret}/").status_code == 404
    assert Client().get("/join/1-x/").status_code == 404
    assert Client().get(f"/join/{'9' * 30}-{secret}/").status_code == 404
    assert Client().get("/join/%00/").status_code == 404


def test_an_invitation_ends_after_seven_days_or_when_withdrawn(world):
    with world.acme.scope():
        made = invite(
            email="a@b.example", role=Role.CSM, by=world.acme.admin, now=NOW, workspace=world.acme.workspace
        )
        for late in (made.expires_at, made.expires_at + timedelta(days=1)):
            with pytest.raises(InvitationClosed):
                accept_invitation(made.pk, user=None, name="A", password=PASSWORD, now=late)
        revoke_invitation(made, by=world.acme.admin, now=NOW)
        with pytest.raises(InvitationClosed):
            accept_invitation(made.pk, user=None, name="A", password=PASSWORD, now=NOW)
    assert made.expires_at == NOW + timedelta(days=7)
    assert not User.objects.filter(email="a@b.example").exists()


def test_sending_again_makes_a_new_link_and_kills_the_old_one(world):
    old = invited(world)
    with world.acme.scope():
        invitation = Invitation.objects.get()
        resend_invitation(invitation, by=world.acme.admin, now=clock.now(), workspace=world.acme.workspace)
    new = link_of(world.acme)
    assert new != old
    assert Client().get(old).status_code == 404
    assert Client().get(new).status_code == 200


@pytest.mark.parametrize(
    ("email", "words"),
    [
        ("csm@acme.example", "is a member already"),
        ("no address", "Enter a valid email address"),
        ("new@person.example", "has an open invitation"),
    ],
)
def test_an_invitation_that_cannot_be_is_refused_with_the_reason(world, email, words):
    invited(world)
    response = world.client(world.acme.admin).post(INVITATIONS, {"email": email, "role": Role.CSM})
    assert response.status_code == 422
    assert words in response.content.decode()
    with world.acme.scope():
        assert Invitation.objects.count() == 1
        assert OutboxMessage.objects.count() == 1


def test_the_form_cannot_name_a_role_that_is_none_or_raise_the_invited_one(world):
    response = world.client(world.acme.admin).post(INVITATIONS, {"email": "x@y.example", "role": "root"})
    assert response.status_code == 422
    link = invited(world, role=Role.OBSERVER)
    Client().post(link, {"name": "Nea", "password": PASSWORD, "role": "admin"})
    assert role_of(world.acme, "new@person.example") == Role.OBSERVER


def test_who_was_removed_comes_back_by_invitation_in_its_role(world):
    with world.acme.scope():
        remove_member(world.acme.csm, by=world.acme.admin, now=NOW)
    link = invited(world, "csm@acme.example", Role.OBSERVER)
    world.client(world.acme.csm).post(link)
    assert role_of(world.acme, "csm@acme.example") == Role.OBSERVER
    with world.acme.scope():
        assert Member.objects.filter(user=world.acme.csm.user).count() == 1


def test_a_member_who_got_in_otherwise_keeps_the_role(world):
    with world.acme.scope():
        remove_member(world.acme.csm, by=world.acme.admin, now=NOW)
        made = invite(
            email="csm@acme.example",
            role=Role.ADMIN,
            by=world.acme.admin,
            now=NOW,
            workspace=world.acme.workspace,
        )
        return_member(world.acme.csm, by=world.acme.admin, now=NOW)
        accepted = accept_invitation(made.pk, user=world.acme.csm.user, now=NOW)
        with pytest.raises((InvitationClosed, WrongPerson)):
            accept_invitation(made.pk, user=world.acme.csm.user, now=NOW)
    assert accepted.role == Role.CSM


def test_a_weak_password_is_named_and_the_invitation_stays_open(world):
    link = invited(world)
    page = Client().post(link, {"name": "Nea", "password": "short"})
    assert page.status_code == 422
    assert "too short" in page.content.decode()
    assert not User.objects.filter(email="new@person.example").exists()
    assert Client().get(link).status_code == 200


def test_roles_change_and_members_leave_and_return_by_the_page(world):
    browser, csm = world.client(world.acme.admin), world.acme.csm
    assert browser.get(MEMBERS).status_code == 200
    assert browser.post(f"{MEMBERS}{csm.pk}/role/", {"role": "am"}).status_code == 303
    assert role_of(world.acme, "csm@acme.example") == Role.AM
    assert last_act(world.acme).detail == {"before": "csm", "after": "am"}
    theirs = world.client(csm)
    assert theirs.get("/w/acme/me/").status_code == 200
    assert browser.post(f"{MEMBERS}{csm.pk}/removal/").status_code == 303
    assert theirs.get("/w/acme/me/").status_code == 404
    assert browser.post(f"{MEMBERS}{csm.pk}/return/").status_code == 303
    assert theirs.get("/w/acme/me/").status_code == 200


def test_the_last_admin_stays(world):
    with world.acme.scope():
        for deed in (
            lambda: change_role(world.acme.admin, role=Role.CSM, by=world.acme.admin, now=NOW),
            lambda: remove_member(world.acme.admin, by=world.acme.admin, now=NOW),
        ):
            with pytest.raises(LastAdmin):
                deed()
    browser = world.client(world.acme.admin)
    refused = browser.post(f"{MEMBERS}{world.acme.admin.pk}/role/", {"role": "csm"})
    assert refused.status_code == 400
    assert b"last admin" in refused.content
    assert role_of(world.acme, "admin@acme.example") == Role.ADMIN


def test_another_workspaces_members_and_invitations_do_not_exist(world):
    browser = world.client(world.acme.admin)
    with world.other.scope():
        theirs = invite(
            email="x@y.example", role=Role.CSM, by=world.other.admin, now=NOW, workspace=world.other.workspace
        )
    missing = browser.post(f"{MEMBERS}999999/removal/")
    foreign = browser.post(f"{MEMBERS}{world.other.csm.pk}/removal/")
    assert (missing.status_code, foreign.status_code) == (404, 404)
    assert missing.content == foreign.content
    assert browser.post(f"{INVITATIONS}{theirs.pk}/withdrawal/").status_code == 404
    assert role_of(world.other, "csm@other.example") == Role.CSM


@pytest.mark.parametrize(
    "path",
    [
        "workspace/",
        "roles/",
        "members/",
        "mail/",
        "security-log/",
    ],
)
def test_settings_are_for_admins_and_a_refusal_is_kept(world, path):
    response = world.client(world.acme.lead).get(f"/w/acme/settings/{path}")
    assert response.status_code == 403
    act = last_act(world.acme)
    assert (act.kind, act.subject) == (SecurityActKind.REFUSED, f"GET /w/acme/settings/{path}")
    assert act.member_id == world.acme.lead.pk
    assert world.client(world.outsider).get(f"/w/acme/settings/{path}").status_code == 404


@pytest.mark.django_db(transaction=True)
def test_two_admins_who_remove_each_other_at_once_leave_one(transactional_db):
    from django.db import connection

    acme = make_world().acme
    with acme.scope():
        change_role(acme.lead, role=Role.ADMIN, by=acme.admin, now=NOW)

    def remove(pair):
        try:
            with acme.scope():
                remove_member(pair[0], by=pair[1], now=NOW)
            return "done"
        except DomainError as error:
            return error.code
        finally:
            connection.close()

    for _ in range(5):
        with ThreadPoolExecutor(2) as pool:
            said = sorted(pool.map(remove, [(acme.admin, acme.lead), (acme.lead, acme.admin)]))
        assert said == ["done", "last_admin"]
        with acme.scope():
            assert Member.objects.filter(role=Role.ADMIN, left_at=None).count() == 1
            Member.objects.filter(role=Role.ADMIN).update(left_at=None)


@pytest.mark.django_db(transaction=True)
def test_a_link_posted_four_times_at_once_makes_one_member(transactional_db):
    from django.db import connection

    acme = make_world().acme
    with acme.scope():
        made = invite(email="a@b.example", role=Role.CSM, by=acme.admin, now=NOW, workspace=acme.workspace)

    def accept(number):
        try:
            with acme.scope():
                accept_invitation(made.pk, user=None, name=f"Nea {number}", password=PASSWORD, now=NOW)
            return "in"
        except DomainError as error:
            return error.code
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        said = sorted(pool.map(accept, range(4)))
    assert said == ["in", "invitation_closed", "invitation_closed", "invitation_closed"]
    assert User.objects.filter(email="a@b.example").count() == 1
