from io import StringIO

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.test import Client, override_settings

from core.tenancy.roles import as_owner, refuse_powerful_role
from tests.support.world import NOW, PASSWORD, make_company
from workspaces.choices import Role
from workspaces.models import Member, Workspace
from workspaces.services.persons import make_person


def test_who_is_not_signed_in_comes_to_the_door_with_the_way_back(world):
    assert Client().get("/")["Location"] == "/accounts/login/?next=/"
    assert Client().get("/w/acme/me/?a=1")["Location"] == "/accounts/login/?next=%2Fw%2Facme%2Fme%2F%3Fa%3D1"
    fragment = Client().get(
        "/w/acme/me/", headers={"HX-Request": "true", "HX-Current-URL": "http://testserver/w/acme/"}
    )
    assert (fragment.status_code, fragment["HX-Redirect"]) == (204, "/accounts/login/?next=%2Fw%2Facme%2F")


def test_one_workspace_is_opened_and_several_are_offered(world):
    assert world.client(world.acme.csm).get("/")["Location"] == "/w/acme/"
    with world.other.scope():
        Member.objects.create(user=world.acme.csm.user, role=Role.CSM, joined_at=NOW)
    browser = world.client(world.acme.csm)
    assert browser.get("/")["Location"] == "/workspaces/"
    page = browser.get("/workspaces/")
    assert [address for _workspace, address in page.context["rows"]] == ["/w/acme/", "/w/other/"]


def test_who_is_in_no_workspace_learns_how_to_get_in(db):
    person = make_person(email="lone@person.example", name="Lone", password=PASSWORD)
    browser = Client()
    browser.force_login(person)
    page = browser.get("/", follow=True)
    assert page.redirect_chain == [("/workspaces/", 302)]
    assert b"You are in no workspace yet" in page.content


def test_strangers_closed_workspaces_and_odd_addresses_are_answered_alike(world):
    Workspace.objects.create(slug="closed", name="Closed", closed_at=NOW)
    browser = world.client(world.outsider)
    paths = [
        "/w/acme/me/",
        "/w/missing/me/",
        "/w/closed/me/",
        "/w/ACME/me/",
        "/w/a_b/me/",
        "/w/acme/nothing/",
    ]
    answers = [browser.get(path) for path in paths]
    assert {answer.status_code for answer in answers} == {404}
    assert len({answer.content for answer in answers}) == 1


def test_the_first_page_of_a_workspace_opens_for_every_role(world):
    for member in world.acme.members.values():
        response = world.client(member).get("/w/acme/", follow=True)
        assert response.redirect_chain[0][0].startswith("/w/acme/")


def test_a_deactivated_person_is_out_everywhere(world):
    browser = world.client(world.acme.csm)
    world.acme.csm.user.is_active = False
    world.acme.csm.user.save()
    assert browser.get("/w/acme/me/")["Location"].startswith("/accounts/login/")
    assert browser.get("/")["Location"].startswith("/accounts/login/")


def test_the_mailbox_is_there_in_the_embedded_default_only_and_for_this_machine_only(db, tmp_path):
    from django.core.mail import EmailMultiAlternatives

    with override_settings(
        EMBEDDED=True, EMAIL_BACKEND="workspaces.mailbox.FolderBackend", EMAIL_FILE_PATH=str(tmp_path)
    ):
        assert b"No mail yet" in Client().get("/mail/").content
        mail = EmailMultiAlternatives("<script>x</script>", "See https://a.example/b", to=["a@b.example"])
        mail.attach_alternative("<script>alert(1)</script><b>Hi</b>", "text/html")
        mail.send()
        [laid] = Client().get("/mail/").context["laid"]
        page = Client().get(f"/mail/{laid.name}/")
        assert b'<a href="https://a.example/b" rel="nofollow">' in page.content
        assert b"<script>x</script>" not in page.content
        assert "frame-src 'self'" in page["Content-Security-Policy"]
        box = Client().get(f"/mail/{laid.name}/html/")
        assert box["Content-Security-Policy"].startswith("sandbox; default-src 'none'")
        assert box["X-Frame-Options"] == "SAMEORIGIN"
        for path in ("/mail/", f"/mail/{laid.name}/", f"/mail/{laid.name}/html/"):
            assert Client(REMOTE_ADDR="203.0.113.9").get(path).status_code == 404
            assert Client(headers={"X-Forwarded-For": "203.0.113.9"}).get(path).status_code == 404
        for odd in ("..%2f..%2fetc%2fpasswd", "x", "0" * 20 + "-00000000"):
            assert Client().get(f"/mail/{odd}/").status_code == 404
    assert Client().get("/mail/").status_code == 404


def test_no_form_is_taken_without_the_token(world):
    browser = Client(enforce_csrf_checks=True)
    assert (
        browser.post("/accounts/login/", {"login": "csm@acme.example", "password": PASSWORD}).status_code
        == 403
    )
    browser.force_login(world.acme.admin.user)
    assert browser.post(f"/w/acme/settings/members/{world.acme.csm.pk}/removal/").status_code == 403
    with world.acme.scope():
        assert Member.objects.get(pk=world.acme.csm.pk).left_at is None


@pytest.mark.parametrize("path", ["/accounts/login/", "/accounts/password/reset/", "/workspaces/", "/mail/"])
def test_sessions_and_tokens_are_kept_from_scripts_and_other_sites(world, path):
    browser = world.client(world.acme.csm)
    browser.get(path)
    cookie = browser.cookies["sessionid"]
    assert (bool(cookie["httponly"]), cookie["samesite"]) == (True, "Lax")


def test_the_app_role_of_the_tests_would_be_let_in(db):
    from django.db import connection

    refuse_powerful_role(connection)


@pytest.mark.django_db(transaction=True)
def test_the_owner_is_not_let_in_as_the_app(transactional_db):
    with as_owner() as connection, pytest.raises(ImproperlyConfigured, match="owns tables"):
        refuse_powerful_role(connection)


def test_the_first_steps_name_the_command_until_there_is_a_workspace_and_the_address_after(db):
    out = StringIO()
    call_command("first_steps", stdout=out)
    assert "create_workspace" in out.getvalue()
    make_company("acme", "Acme", roles=[Role.ADMIN])
    out = StringIO()
    call_command("first_steps", stdout=out)
    assert "admin@acme.example" in out.getvalue()
    assert "create_workspace" not in out.getvalue()
