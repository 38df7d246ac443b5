"""What every answer carries, where links may lead, and what an error tells (proof 54)."""

import importlib
import sys

import pytest
from django.conf import settings
from django.test import Client, override_settings
from django.urls import path

from tests.isolation.addresses import addresses
from tests.isolation.builders import ROWS, TEXTS
from tests.isolation.visits import browser_of
from tests.support.world import PASSWORD

pytestmark = pytest.mark.django_db

ELSEWHERE = (
    "https://evil.example/",
    "//evil.example/",
    "///evil.example/",
    "/\\evil.example/",
    "\\\\evil.example",
    "https:evil.example",
    "http:///evil.example/",
    " https://evil.example/",
    "\thttps://evil.example/",
    "javascript:alert(1)",
    "https://testserver@evil.example/",
    "https://testserver.evil.example/",
)
PUBLIC_KWARGS = {
    "link": "1-" + "x" * 30,
    "name": "0" * 20 + "-00000000",
    "uidb36": "1",
    "key": "x-y",
    "pk": 1,
    "session_id": 1,
}


def every_path(both):
    for address in addresses():
        inside = address.is_staff or address.is_customer
        known = {name: both.acme.key(name) for name in address.kwargs if name in ROWS and inside}
        known |= {name: text(both.acme) for name, text in TEXTS.items() if name in address.kwargs}
        yield address.path("acme", **{**PUBLIC_KWARGS, **known})


@pytest.mark.parametrize("who", ["admin", "nobody"])
def test_every_answer_forbids_framing_sniffing_and_foreign_scripts(both, who):
    browser, bare = browser_of(both.world, both.acme.company.admin if who == "admin" else None), {}
    for address in [*every_path(both), "/nothing/here/", "/w/acme/nothing/"]:
        response = browser.get(address)
        policy = response.get("Content-Security-Policy", "")
        wanted = {
            "framing": response.get("X-Frame-Options") == "DENY" and "frame-ancestors 'none'" in policy,
            "sniffing": response.get("X-Content-Type-Options") == "nosniff",
            "scripts": "default-src 'none'" in policy
            and "script-src 'self';" in f"{policy};".replace("; ", ";"),
            "inline": "unsafe" not in policy and "*" not in policy,
            "referrer": response.get("Referrer-Policy") == "same-origin",
        }
        missing = [name for name, held in wanted.items() if not held]
        if missing:
            bare[address] = missing
    assert bare == {}


@pytest.mark.parametrize("target", ELSEWHERE)
def test_no_next_leads_out_of_the_house(world, target):
    for start in ("/accounts/login/", "/accounts/reauthenticate/", "/accounts/logout/"):
        for signed_in in (False, True):
            browser = world.client(world.acme.csm if signed_in else None)
            asked = browser.get(start, {"next": target})
            sent = browser.post(
                start,
                {"login": "csm@acme.example", "password": PASSWORD, "next": target},
                query_params={"next": target},
            )
            for response in (asked, sent):
                assert "evil" not in response.get("Location", "").partition("?")[0], (
                    start,
                    response["Location"],
                )
                assert not response.get("Location", "").startswith("javascript"), start


def test_a_host_of_somebody_elses_is_refused_and_never_written_into_a_link(world):
    for name in ("evil.example", "testserver.evil.example"):
        assert Client().get("/accounts/login/", headers={"Host": name}).status_code == 400
    forwarded = Client().get("/w/acme/me/", headers={"X-Forwarded-Host": "evil.example"})
    assert "evil" not in forwarded["Location"]


def breaks(request):
    secret = "a password in a local variable"  # noqa: F841
    raise ZeroDivisionError("the inner words of the error")


urlpatterns = [path("w/<slug:workspace>/breaks/", breaks), path("breaks/", breaks)]
handler500 = "core.answers.server_error"


@override_settings(ROOT_URLCONF=__name__, DEBUG=False)
def test_what_breaks_tells_nothing_of_the_inside(world):
    browser = world.client(world.acme.admin)
    browser.raise_request_exception = False
    for address in ("/w/acme/breaks/", "/breaks/"):
        response = browser.get(address)
        told = response.content.decode()
        assert response.status_code == 500
        for word in (
            "ZeroDivision",
            "inner words",
            "Traceback",
            "local variable",
            "django",
            ".py",
            "cs_app",
            settings.SECRET_KEY,
        ):
            assert word not in told, word


def test_directories_are_not_listed_and_nothing_beside_the_files_is_served(db):
    for address in (
        "/static/",
        "/static/css/",
        "/static/../manage.py",
        "/static/%2e%2e/manage.py",
        "/files/",
        "/var/",
    ):
        response = Client().get(address)
        assert response.status_code == 404, address
        assert b"<li>" not in response.content


def test_production_asks_for_https_alone(monkeypatch):
    given = {
        "SECRET_KEY": "s" * 60,
        "ALLOWED_HOSTS": "cs.example",
        "BASE_URL": "https://cs.example",
        "DATABASE_URL": "postgres://cs_app:a@db/cs",
        "REDIS_URL": "redis://redis:6379/0",
        "EMAIL_URL": "smtp://mail:25",
    }
    for name, value in given.items():
        monkeypatch.setenv(name, value)
    sys.modules.pop("csplatform.settings.production", None)
    production = importlib.import_module("csplatform.settings.production")
    sys.modules.pop("csplatform.settings.production", None)
    assert production.DEBUG is False
    assert production.SECURE_SSL_REDIRECT is True
    assert production.SECURE_HSTS_SECONDS >= 31_536_000
    assert (production.SESSION_COOKIE_SECURE, production.CSRF_COOKIE_SECURE) == (True, True)
