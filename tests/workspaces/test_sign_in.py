import re

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from allauth.usersessions.models import UserSession
from django.core.cache import cache
from django.test import Client
from django.utils.html import escape

from tests.support.world import NOW, PASSWORD
from workspaces.choices import Role, SecurityActKind
from workspaces.models import OutboxMessage, SecurityAct
from workspaces.services.members import change_role

LOGIN = "/accounts/login/"


def sign_in(client, email, password=PASSWORD, **more):
    return client.post(LOGIN, {"login": email, "password": password, **more})


def kinds(company):
    with company.scope():
        acts = list(SecurityAct.objects.order_by("id").values_list("kind", flat=True))
    return [kind for kind in acts if kind != SecurityActKind.WORKSPACE_CREATED]


def test_signing_in_by_e_mail_changes_the_session_and_is_logged_in_each_workspace(world):
    client = world.client()
    client.get(LOGIN)
    client.session.save()
    before = client.session.session_key
    response = sign_in(client, "CSM@acme.example")
    assert (response.status_code, response["Location"]) == (302, "/")
    assert client.session.session_key != before
    assert kinds(world.acme) == [SecurityActKind.SIGNED_IN]
    assert kinds(world.other) == []


def test_signing_out_ends_the_session_on_the_server(world):
    client = world.client()
    sign_in(client, "csm@acme.example")
    key = client.cookies["sessionid"].value
    client.post("/accounts/logout/")
    stale = Client()
    stale.cookies["sessionid"] = key
    assert stale.get("/")["Location"].startswith(LOGIN)
    assert kinds(world.acme) == [SecurityActKind.SIGNED_IN, SecurityActKind.SIGNED_OUT]


def test_a_wrong_password_says_how_many_tries_are_left_and_then_pauses(world):
    client = world.client()
    said = [sign_in_error(sign_in(client, "csm@acme.example", "wrong password 1")) for _ in range(6)]
    unknown = [sign_in_error(sign_in(client, "nobody@acme.example", "wrong password 1")) for _ in range(6)]
    assert unknown == said
    assert said == [
        "E-mail and password do not match. After four more tries we pause for 15 minutes.",
        "E-mail and password do not match. After three more tries we pause for 15 minutes.",
        "E-mail and password do not match. After two more tries we pause for 15 minutes.",
        "E-mail and password do not match. After one more try we pause for 15 minutes.",
        "E-mail and password do not match. This address now pauses for 15 minutes.",
        "Too many failed sign-ins. This address pauses for 15 minutes; a passkey or a new password works at once.",
    ]
    assert sign_in(client, "csm@acme.example").status_code == 200  # the right one waits as well
    failed = [SecurityActKind.SIGN_IN_FAILED] * 5
    assert kinds(world.acme) == [*failed, SecurityActKind.LOCKED_OUT]


def sign_in_error(response):
    form = response.context["form"]
    errors = [*form.errors.get("password", []), *form.non_field_errors()]
    assert escape(errors[0]) in response.content.decode()
    return errors[0]


def test_known_and_unknown_addresses_are_answered_alike(world):
    pages = [sign_in(Client(), who, "wrong password 1") for who in ("csm@acme.example", "no@acme.example")]
    first, second = (re.sub(r'value="[^"]*"', "", page.content.decode()) for page in pages)
    csrf = re.compile(r'data-csrf="[^"]*"')
    assert csrf.sub("", first) == csrf.sub("", second)
    resets = [
        Client().post("/accounts/password/reset/", {"email": who})
        for who in ("csm@acme.example", "no@acme.example")
    ]
    assert {(r.status_code, r["Location"]) for r in resets} == {(302, "/accounts/password/reset/done/")}


def test_a_stranger_elsewhere_does_not_lock_the_owner_out(world):
    stranger = Client(REMOTE_ADDR="203.0.113.9")
    for _ in range(6):
        sign_in(stranger, "csm@acme.example", "wrong password 1")
    assert sign_in(Client(), "csm@acme.example").status_code == 302


@pytest.mark.parametrize(
    "target",
    [
        "https://evil.example/",
        "//evil.example/",
        "/\\evil.example",
        "javascript:alert(1)",
        "https:evil.example",
    ],
)
def test_next_leads_nowhere_outside(world, target):
    response = sign_in(Client(), "csm@acme.example", next=target)
    assert (response.status_code, response["Location"]) == (302, "/")


def test_next_leads_back_inside(world):
    response = sign_in(Client(), "csm@acme.example", next="/w/acme/me/")
    assert response["Location"] == "/w/acme/me/"


@pytest.mark.parametrize(
    "path",
    ["/accounts/signup/", "/accounts/email/", "/accounts/confirm-email/", "/accounts/login/code/", "/admin/"],
)
def test_what_is_not_offered_is_not_there(world, path):
    assert Client().get(path).status_code == 404
    assert Client().post(path).status_code == 404


def test_pages_cannot_be_framed_and_run_no_foreign_or_inline_script(world):
    response = Client().get(LOGIN)
    policy = response["Content-Security-Policy"]
    assert response["X-Frame-Options"] == "DENY"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "frame-ancestors 'none'" in policy
    assert "script-src 'self'" in policy
    assert "unsafe" not in policy


def test_a_forgotten_password_is_replaced_by_a_mailed_link_once(world):
    client = world.client()
    old = world.client()
    sign_in(old, "csm@acme.example")
    client.post("/accounts/password/reset/", {"email": "CSM@acme.example"}, HTTP_HOST="localhost")
    with world.acme.scope():
        [message] = OutboxMessage.objects.filter(kind="password_reset")
    assert message.is_private
    link = re.search(r"http://localhost:8000(/accounts/password/reset/key/\S+)", message.text_body)[1]
    form = client.get(link)["Location"]
    new = "another long winter 8"
    done = client.post(form, {"password1": new, "password2": new})
    assert done.status_code == 302
    assert old.get("/")["Location"].startswith(LOGIN)
    assert Client().get(link).status_code == 200
    assert b"This link no longer works" in Client().get(link).content
    assert sign_in(Client(), "csm@acme.example", new).status_code == 302
    assert SecurityActKind.PASSWORD_CHANGED in kinds(world.acme)


def test_a_foreign_host_cannot_steer_the_link(world):
    response = Client().post(
        "/accounts/password/reset/", {"email": "csm@acme.example"}, HTTP_HOST="evil.example"
    )
    assert response.status_code == 400
    with world.acme.scope():
        assert not OutboxMessage.objects.exists()


def test_changing_the_password_ends_the_other_sessions_and_keeps_this_one(world):
    here, there = world.client(), world.client()
    sign_in(here, "csm@acme.example")
    sign_in(there, "csm@acme.example")
    before = here.session.session_key
    new = "another long winter 8"
    response = here.post(
        "/accounts/password/change/", {"oldpassword": PASSWORD, "password1": new, "password2": new}
    )
    assert response.status_code == 302
    assert here.session.session_key != before
    assert here.get("/w/acme/me/").status_code == 200
    assert there.get("/")["Location"].startswith(LOGIN)
    assert kinds(world.acme)[-1] == SecurityActKind.PASSWORD_CHANGED


def test_one_session_or_all_others_can_be_ended_from_the_list(world):
    here, second, third = world.client(), world.client(), world.client()
    for client in (here, second, third):
        sign_in(client, "csm@acme.example")
    key = second.session.session_key
    row = UserSession.objects.get(session_key=key)
    assert here.post(f"/accounts/sessions/{row.pk}/end/").status_code == 303
    assert second.get("/")["Location"].startswith(LOGIN)
    assert here.post("/accounts/sessions/others/end/").status_code == 303
    assert third.get("/")["Location"].startswith(LOGIN)
    assert here.get("/w/acme/me/sign-in/").status_code == 200
    assert kinds(world.acme)[-2:] == [SecurityActKind.SESSION_ENDED] * 2


def test_nobody_ends_the_session_of_somebody_else(world):
    here, other = world.client(), world.client()
    sign_in(here, "csm@acme.example")
    sign_in(other, "am@acme.example")
    row = UserSession.objects.get(session_key=other.session.session_key)
    assert here.post(f"/accounts/sessions/{row.pk}/end/").status_code == 404
    assert other.get("/w/acme/me/").status_code == 200


def code_for(secret):
    return format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))


def add_totp(client):
    asked = client.get("/accounts/2fa/totp/activate/")["Location"]
    page = client.post(asked, {"password": PASSWORD}, follow=True)
    secret = page.context["form"].secret
    response = client.post("/accounts/2fa/totp/activate/", {"code": code_for(secret)})
    assert response.status_code == 302, response.context["form"].errors
    return secret


def test_a_second_factor_is_asked_for_after_the_password(world, django_capture_on_commit_callbacks):
    client = world.client()
    sign_in(client, "csm@acme.example")
    with django_capture_on_commit_callbacks(execute=True):
        secret = add_totp(client)
    kept = Authenticator.objects.get(user=world.acme.csm.user, type="totp")
    assert secret not in str(kept.data)
    fresh = world.client()
    step = sign_in(fresh, "csm@acme.example")
    assert step["Location"].startswith("/accounts/2fa/authenticate/")
    assert fresh.get("/")["Location"].startswith(LOGIN)
    assert fresh.get("/accounts/2fa/authenticate/").status_code == 200
    assert fresh.post("/accounts/2fa/authenticate/", {"code": "000000"}).status_code == 200
    cache.clear()  # the code of this half minute was used to set it up
    done = fresh.post("/accounts/2fa/authenticate/", {"code": code_for(secret)})
    assert done.status_code == 302
    assert fresh.get("/w/acme/me/").status_code == 200
    with world.acme.scope():
        added, failed, signed = SecurityAct.objects.order_by("-id")[:3][::-1]
    assert (added.kind, failed.kind, signed.kind) == (
        SecurityActKind.SECOND_FACTOR_ADDED,
        SecurityActKind.SIGN_IN_FAILED,
        SecurityActKind.SIGNED_IN,
    )
    assert signed.detail == {"how": ["password", "totp"]}


def test_a_workspace_that_requires_a_second_factor_leads_to_it_and_says_why(world):
    world.acme.workspace.requires_second_factor = True
    world.acme.workspace.save()
    client = world.client()
    sign_in(client, "csm@acme.example")
    response = client.get("/w/acme/me/")
    assert (response.status_code, response["Location"]) == (303, "/accounts/2fa/?for=acme")
    page = client.get(response["Location"])
    assert "Acme asks for a second factor" in page.content.decode()
    add_totp(client)
    assert client.get("/w/acme/me/").status_code == 200
    assert client.get("/accounts/2fa/?for=acme")["Location"] == "/w/acme/"


def test_changing_how_one_signs_in_asks_for_the_password_first(world):
    client = world.client()
    sign_in(client, "csm@acme.example")
    for path in ("totp/activate/", "webauthn/add/"):
        response = client.get(f"/accounts/2fa/{path}")
        assert response["Location"].startswith("/accounts/reauthenticate/")
    page = client.get(response["Location"])
    assert b"Confirm that it is you" in page.content
    assert client.post(response["Location"], {"password": "wrong password 1"}).status_code == 200
    assert client.post(response["Location"], {"password": PASSWORD}).status_code == 302
    assert client.get("/accounts/2fa/webauthn/add/").status_code == 200


@pytest.mark.parametrize("target", ["https://evil.example/", "//evil.example/", "/\\evil.example"])
def test_signing_out_leads_nowhere_outside(world, target):
    browser = world.client(world.acme.csm)
    response = browser.post("/accounts/logout/", {"next": target})
    assert (response.status_code, response["Location"]) == (302, "/accounts/login/")


def test_a_lesser_role_holds_from_the_next_request_on(world):
    with world.acme.scope():
        change_role(world.acme.lead, role=Role.ADMIN, by=world.acme.admin, now=NOW)
    browser = world.client(world.acme.lead)
    assert browser.get("/w/acme/settings/members/").status_code == 200
    with world.acme.scope():
        change_role(world.acme.lead, role=Role.OBSERVER, by=world.acme.admin, now=NOW)
    assert browser.get("/w/acme/settings/members/").status_code == 403


def test_a_page_of_staff_costs_four_queries_for_the_door(world, django_assert_num_queries):
    browser = world.client(world.acme.csm)
    browser.get("/w/acme/me/")
    with django_assert_num_queries(9) as asked:
        browser.get("/w/acme/me/")
    reads = [
        q["sql"]
        for q in asked.captured_queries
        if q["sql"].startswith("SELECT") and "set_config" not in q["sql"]
    ]
    assert len(reads) == 5  # session, user, workspace, member; then the bell
