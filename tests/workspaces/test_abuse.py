"""Sign-in, sessions and links under abuse (proof 48 to 52, 54, 55)."""

import re

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client

from tests.isolation.addresses import addresses
from tests.isolation.builders import PUBLIC
from tests.support.world import NOW, PASSWORD
from workspaces.choices import Right, Role, Scope
from workspaces.models import Invitation, Member, OutboxMessage, User
from workspaces.services.invitations import invite
from workspaces.services.members import change_role, remove_member
from workspaces.services.rights import set_member_rights, set_role_rights

LOGIN = "/accounts/login/"
NEW = "another long winter 8"


def sign_in(client, email="csm@acme.example", password=PASSWORD):
    return client.post(LOGIN, {"login": email, "password": password})


def reset_link(company, email="csm@acme.example"):
    Client().post("/accounts/password/reset/", {"email": email})
    with company.scope():
        message = OutboxMessage.objects.filter(kind="password_reset").latest("id")
    return re.search(r"(/accounts/password/reset/key/\S+)", message.text_body)[1]


def invitation_link(company, role=Role.CSM, email="new@person.example"):
    with company.scope():
        invite(email=email, role=role, by=company.admin, now=NOW, workspace=company.workspace)
        message = OutboxMessage.objects.filter(kind="invitation").latest("id")
    return re.search(r"(/join/\S+/)", message.text_body)[1]


@pytest.fixture(autouse=True)
def still(time_machine):
    time_machine.move_to(NOW, tick=False)


def fingerprint(company):
    """Every table, as the company holds it, but what a visit itself leaves: sessions, and when they were seen."""
    with company.scope(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p')"
            " AND has_table_privilege(oid, 'SELECT') AND NOT relispartition AND relname NOT IN ('django_session', 'usersessions_usersession')"
        )
        tables = [name for (name,) in cursor.fetchall()]
        found = {}
        for table in tables:
            cursor.execute(f"SELECT count(*), md5(string_agg(t::text, '|' ORDER BY t::text)) FROM {table} t")
            found[table] = cursor.fetchone()
    return found


def test_opening_a_link_as_a_scanner_does_uses_nothing_up(world):
    """Proof 48: GET and HEAD of an invitation and of a reset link, ten times, leave both as good as new."""
    joining, reset = invitation_link(world.acme), reset_link(world.acme)
    before = fingerprint(world.acme)
    for _ in range(5):
        for link in (joining, reset):
            scanner = Client()
            assert scanner.get(link, follow=True).status_code == 200
            assert scanner.head(link, follow=True).status_code == 200
    assert fingerprint(world.acme) == before
    assert Client().post(joining, {"name": "Nea", "password": PASSWORD}).status_code == 302
    browser = Client()
    form = browser.get(reset)["Location"]
    assert browser.post(form, {"password1": NEW, "password2": NEW}).status_code == 302
    assert sign_in(Client(), password=NEW).status_code == 302


def test_a_link_is_good_once_and_only_for_its_own_person(world):
    """Proof 55."""
    joining, reset = invitation_link(world.acme, Role.OBSERVER), reset_link(world.acme)
    sent = {"name": "Nea", "password": PASSWORD, "role": "admin", "email": "evil@person.example"}
    assert Client().post(joining, sent).status_code == 302
    assert Client().post(joining, sent).status_code == 404
    assert not User.objects.filter(email="evil@person.example").exists()
    with world.acme.scope():
        assert Member.objects.get(user__email="new@person.example").role == Role.OBSERVER
        assert Invitation.objects.get().accepted_at == NOW
    browser = Client()
    form = browser.get(reset)["Location"]
    browser.post(form, {"password1": NEW, "password2": NEW})
    again = Client()
    assert b"This link no longer works" in again.get(reset, follow=True).content
    key = reset.rstrip("/").rpartition("-")[2]
    theirs = reset_link(world.other, "admin@other.example")
    crossed = theirs.rstrip("/").rpartition("-")[0] + f"-{key}/"
    assert b"This link no longer works" in Client().get(crossed, follow=True).content


def test_a_reset_link_ends_after_an_hour_and_with_a_new_password(world, time_machine):
    link = reset_link(world.acme)
    time_machine.shift(3599)
    assert b"This link no longer works" not in Client().get(link, follow=True).content
    time_machine.shift(62)
    assert b"This link no longer works" in Client().get(link, follow=True).content
    second = reset_link(world.acme)
    person = User.objects.get(email="csm@acme.example")
    person.set_password(NEW)
    person.save()
    assert b"This link no longer works" in Client().get(second, follow=True).content


@pytest.mark.parametrize("header", ["HTTP_HOST", "HTTP_X_FORWARDED_HOST", "HTTP_FORWARDED", "HTTP_X_HOST"])
def test_no_header_steers_a_mailed_link(world, header):
    """Proof 49."""
    Client().post("/accounts/password/reset/", {"email": "csm@acme.example"}, **{header: "evil.example"})
    admin = world.client(world.acme.admin)
    admin.post(
        "/w/acme/settings/invitations/", {"email": "n@p.example", "role": "csm"}, **{header: "evil.example"}
    )
    with world.acme.scope():
        mails = list(OutboxMessage.objects.all())
    assert [mail for mail in mails if "evil.example" in mail.text_body + mail.html_body + mail.subject] == []
    assert len(mails) == (0 if header == "HTTP_HOST" else 2)


def test_one_client_that_sprays_many_addresses_is_paused(world):
    """Proof 50: the 21st failure of one client waits, whichever address it is for; another client signs in."""
    sprayer = Client(REMOTE_ADDR="203.0.113.7")
    for number in range(20):
        sign_in(sprayer, f"person{number}@acme.example", "wrong password 1")
    assert sign_in(sprayer).status_code == 200
    assert sign_in(Client(REMOTE_ADDR="203.0.113.8")).status_code == 302


def test_many_clients_on_one_address_are_paused_and_a_new_password_opens_it_again(world):
    for number in range(51):
        sign_in(Client(REMOTE_ADDR=f"203.0.113.{number}"), password="wrong password 1")
    assert sign_in(Client(REMOTE_ADDR="198.51.100.1")).status_code == 200
    browser = Client(REMOTE_ADDR="198.51.100.1")
    form = browser.get(reset_link(world.acme))["Location"]
    assert browser.post(form, {"password1": NEW, "password2": NEW}).status_code == 302


def test_signing_in_and_out_and_a_change_of_rights_give_the_session_another_id(world):
    """Proof 51."""
    browser = Client()
    browser.get(LOGIN)
    fixed = browser.session
    fixed["x"] = 1
    fixed.save()
    seen = [browser.cookies["sessionid"].value] if "sessionid" in browser.cookies else []
    sign_in(browser)
    keys = [browser.cookies["sessionid"].value]
    for change in (
        lambda: change_role(world.acme.csm, role=Role.AM, by=world.acme.admin, now=NOW),
        lambda: set_role_rights(Role.AM, {Right.SEE_MONEY: Scope.NONE}, by=world.acme.admin, now=NOW),
        lambda: set_member_rights(
            world.acme.csm, {Right.EXPORT_DATA: Scope.ALL}, by=world.acme.admin, now=NOW
        ),
    ):
        assert browser.get("/w/acme/me/").status_code == 200
        assert browser.cookies["sessionid"].value == keys[-1]
        with world.acme.scope():
            change()
        fragment = browser.get("/w/acme/me/", headers={"HX-Request": "true"})
        assert fragment.status_code == 200
        assert browser.cookies["sessionid"].value == keys[-1]
        assert browser.get("/w/acme/me/").status_code == 200
        keys.append(browser.cookies["sessionid"].value)
    assert len({*keys, *seen}) == len(keys) + len(seen)
    assert list(UserSession.objects.values_list("session_key", flat=True)) == [keys[-1]]
    browser.post("/accounts/logout/")
    assert not Session.objects.filter(session_key__in=keys).exists()
    for key in keys:
        stale = Client()
        stale.cookies["sessionid"] = key
        assert stale.get("/w/acme/me/")["Location"].startswith(LOGIN)


def test_whoever_is_removed_is_out_with_the_next_request_in_every_session(world):
    browsers = [world.client(world.acme.csm) for _ in range(3)]
    for browser in browsers:
        assert browser.get("/w/acme/me/").status_code == 200
    with world.acme.scope():
        remove_member(world.acme.csm, by=world.acme.admin, now=NOW)
    assert [browser.get("/w/acme/me/").status_code for browser in browsers] == [404] * 3


UNSAFE = ("POST", "PUT", "PATCH", "DELETE")


@pytest.mark.slow
@pytest.mark.parametrize("who", ["admin", "nobody", "customer"])
def test_no_unsafe_method_of_any_address_is_taken_without_the_token(world, redis, who):
    """Proof 52, over the whole registry: refused, or a method that the address does not know, and nothing written."""
    from tests.isolation.builders import ROWS, TEXTS
    from tests.isolation.rows import Shelf
    from tests.support.portal import customer_browser

    shelf = Shelf(world.acme, "Words of Acme").fill()
    browser = Client(enforce_csrf_checks=True)
    if who == "admin":
        browser.force_login(world.acme.admin.user)
        browser.get("/w/acme/me/")
    if who == "customer":
        customer_browser(world.acme, shelf["accounts.Contact"], browser=browser)
        browser.get("/w/acme/portal/")
    kwargs = {
        **{name: text(shelf) for name, text in TEXTS.items()},
        "link": "1-" + "x" * 30,
        "name": "0" * 20 + "-00000000",
        "uidb36": "1",
        "key": "x-y",
        "pk": 1,
        "session_id": 1,
    }
    before = fingerprint(world.acme)
    taken = {}
    for address in addresses():
        if address.is_customer is not (who == "customer"):
            continue
        own = {name: shelf.key(name) if name in ROWS else kwargs[name] for name in address.kwargs}
        for method in UNSAFE:
            shapes = ({}, {"HX-Request": "true"}) if method == "POST" else ({},)
            for headers in shapes:
                answer = browser.generic(method, address.path("acme", **own), headers=headers)
                led = answer.get("Location", "") + answer.get("HX-Redirect", "")
                to_the_door = who == "nobody" and LOGIN in led
                if answer.status_code not in (403, 404, 405) and not to_the_door:
                    taken[f"{method} {address.name}"] = (answer.status_code, led)
    after = fingerprint(world.acme)
    assert taken == {}
    # the refusals themselves may be noted
    assert {name for name in before if before[name] != after[name]} <= {"workspaces_securityact"}


def test_no_get_of_the_door_changes_anything(world, redis):
    """Proof 52 for the addresses outside workspaces; those inside stand in tests/isolation/test_addresses.py."""
    browser = world.client(world.acme.admin)
    browser.get("/w/acme/me/")
    before = fingerprint(world.acme)
    for address in addresses():
        inside = address.is_staff or address.is_customer
        if not inside and not address.kwargs and address.name not in PUBLIC:
            for method in ("GET", "HEAD"):
                browser.generic(method, address.path())
    assert fingerprint(world.acme) == before
    assert browser.get("/w/acme/me/").status_code == 200


def test_production_keeps_its_cookies_to_itself(world, settings):
    settings.SESSION_COOKIE_SECURE = settings.CSRF_COOKIE_SECURE = True
    browser = Client()
    browser.get(LOGIN, secure=True)
    browser.post(LOGIN, {"login": "csm@acme.example", "password": PASSWORD}, secure=True)
    for name in ("sessionid", "csrftoken"):
        if name in browser.cookies:
            cookie = browser.cookies[name]
            assert (bool(cookie["secure"]), cookie["samesite"]) == (True, "Lax"), name
    assert bool(browser.cookies["sessionid"]["httponly"])
