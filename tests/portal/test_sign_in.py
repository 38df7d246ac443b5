"""Signing in to the portal: codes and links, their bounds, and what nobody is told (proof 50, 51, 52, 54, 55)."""

import re
from datetime import timedelta

import pytest
from django.test import Client as Browser
from django.test import override_settings

from portal.identity import COOKIE, LIVE_COOKIE, TRY_COOKIE
from portal.models import PortalLogin, PortalSession, PortalTry
from portal.services.logins import close_login, invite_contact
from tests.support.portal import customer_browser, give_login
from tests.support.world import NOW, TODAY
from workspaces.models import OutboxMessage, SecurityAct

pytestmark = pytest.mark.django_db

HOME, DOOR, CODE = "/w/acme/portal/", "/w/acme/portal/sign-in/", "/w/acme/portal/sign-in/code/"


@pytest.fixture(autouse=True)
def still(time_machine):
    time_machine.move_to(NOW, tick=False)


@pytest.fixture
def anna(world):
    """A contact who may come in, with the address anna@customer.example."""
    contact = world.acme.contacts[0]
    give_login(world.acme, contact)
    return contact


def ask(browser, email, **more):
    return browser.post(DOOR, {"email": email, **more})


def newest_mail(company):
    with company.scope():
        return OutboxMessage.objects.order_by("-id").first()


def code_in(company):
    return re.search(r"\b(\d{6})\b", newest_mail(company).text_body)[1]


def link_in(company):
    return re.search(r"http://localhost:8000(/\S+/link/\S+)", newest_mail(company).text_body)[1]


def test_a_code_of_the_mail_opens_the_portal_once(world, anna):
    browser = Browser()
    assert browser.get(HOME)["Location"] == DOOR
    assert ask(browser, "Anna@Customer.example ")["Location"] == CODE
    code = code_in(world.acme)
    assert browser.post(CODE, {"code": f"{code[:3]} {code[3:]}"})["Location"] == HOME
    answer = browser.get(HOME)
    assert answer.status_code == 200
    assert "Good morning, Anna" in answer.content.decode()
    other = Browser()
    other.cookies[TRY_COOKIE] = browser.cookies[TRY_COOKIE].value
    assert other.post(CODE, {"code": code})["Location"] == DOOR


def test_a_code_works_in_the_browser_alone_that_asked_for_it(world, anna):
    asked, stranger = Browser(), Browser()
    ask(asked, anna.email)
    ask(stranger, "nobody@customer.example")
    assert stranger.post(CODE, {"code": code_in(world.acme)}).status_code == 422


def test_a_code_is_stored_as_a_keyed_hash_and_the_mail_is_wiped_when_sent(world, anna):
    ask(Browser(), anna.email)
    code = code_in(world.acme)
    with world.acme.scope():
        attempt = PortalTry.objects.get()
        assert code not in str(vars(attempt))
        assert len(attempt.code_hash) == 64
        assert newest_mail(world.acme).is_private


def test_five_wrong_codes_use_a_code_up(world, anna):
    browser = Browser()
    ask(browser, anna.email)
    code = code_in(world.acme)
    wrong = "000000" if code != "000000" else "000001"
    left = [browser.post(CODE, {"code": wrong}) for _ in range(5)]
    assert [answer.status_code for answer in left] == [422] * 5
    assert "4 more tries" in left[0].content.decode()
    assert "used up" in left[4].content.decode()
    assert browser.post(CODE, {"code": code}).status_code == 422
    with world.acme.scope():
        assert PortalSession.objects.count() == 0
        assert SecurityAct.objects.filter(kind="portal_locked", subject=anna.email).count() == 1


def test_a_code_runs_out_after_ten_minutes(world, anna, time_machine):
    browser = Browser()
    ask(browser, anna.email)
    code = code_in(world.acme)
    time_machine.move_to(NOW + timedelta(minutes=10), tick=False)
    assert browser.post(CODE, {"code": code})["Location"] == DOOR


def test_many_wrong_codes_pause_the_codes_of_an_address_but_never_its_links(world, anna):
    for number in range(4):
        browser = Browser(REMOTE_ADDR=f"192.0.2.{number}")
        ask(browser, anna.email)
        for _ in range(5):
            browser.post(CODE, {"code": "abc"})
    browser = Browser(REMOTE_ADDR="192.0.2.9")
    ask(browser, anna.email)
    assert browser.post(CODE, {"code": code_in(world.acme)}).status_code == 422
    assert browser.post(link_in(world.acme))["Location"] == HOME


def answers_to(email):
    """What asking and a wrong code are answered, without the address and the page's secrets."""
    browser = Browser()
    asked = ask(browser, email)
    pages = [browser.get(CODE), browser.post(CODE, {"code": "12345"})]
    secret = r'(name="csrfmiddlewaretoken" value="|data-csrf=")\w+'
    words = [re.sub(secret, "", page.content.decode()).replace(email, "X") for page in pages]
    return asked, [(page.status_code, said) for page, said in zip(pages, words, strict=True)]


@pytest.mark.parametrize(
    ("email", "mails"),
    [("anna@customer.example", 1), ("nobody@customer.example", 0), ("urho@customer.example", 0)],
)
def test_a_known_address_is_answered_as_an_unknown_and_a_closed_one(world, anna, email, mails):
    closed = give_login(world.acme, world.acme.contacts[1])
    with world.acme.scope():
        close_login(closed, by=world.acme.admin, now=NOW)
    asked, told = answers_to(email)
    assert told == answers_to("anna@customer.example")[1]
    assert (asked.status_code, asked["Location"]) == (303, CODE)
    assert [status for status, _words in told] == [200, 422]
    with world.acme.scope():
        assert OutboxMessage.objects.filter(to_address=email).count() == mails + (mails and 1)


def test_the_answer_costs_the_same_queries_for_a_known_address(world, anna):
    """Who it is, and the mail, come after the answer has left."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    counts = []
    for email in (anna.email, "nobody@customer.example"):
        browser = Browser()
        closed = []
        with CaptureQueriesContext(connection) as captured:
            request_queries = _until_the_answer(browser, email, closed, captured)
        counts.append(request_queries)
    assert counts[0] == counts[1]


def _until_the_answer(browser, email, closed, captured):
    from django.http import HttpResponse

    seen = []
    original = HttpResponse.close

    def close(self):
        seen.append(len(captured.captured_queries))
        original(self)

    HttpResponse.close = close
    try:
        ask(browser, email)
    finally:
        HttpResponse.close = original
    return seen[0]


def test_asking_is_bounded_by_address_and_by_client_alike_for_unknown_ones(world, anna):
    for email in (anna.email, "nobody@customer.example"):
        browser = Browser(REMOTE_ADDR="192.0.2.1")
        assert [ask(browser, email).status_code for _ in range(6)] == [303] * 5 + [429]
    spraying = Browser(REMOTE_ADDR="192.0.2.2")
    assert [ask(spraying, f"p{n}@x.example").status_code for n in range(21)] == [303] * 20 + [429]
    elsewhere = [ask(Browser(REMOTE_ADDR=f"198.51.100.{n}"), anna.email).status_code for n in range(12)]
    assert elsewhere == [303] * 10 + [429] * 2


def test_bounds_pass_and_are_those_of_one_workspace(world, anna, time_machine):
    browser = Browser(REMOTE_ADDR="192.0.2.1")
    for _ in range(6):
        ask(browser, anna.email)
    assert browser.post("/w/other/portal/sign-in/", {"email": anna.email}).status_code == 303
    time_machine.move_to(NOW + timedelta(minutes=16), tick=False)
    assert ask(browser, anna.email).status_code == 303


def test_a_link_is_opened_by_a_scanner_without_being_used_and_works_once(world, anna):
    ask(Browser(), anna.email)
    link = link_in(world.acme)
    for scanner in (Browser(), Browser()):
        page = scanner.get(link)
        assert page.status_code == 200
        assert COOKIE not in scanner.cookies
    browser = Browser()
    assert browser.post(link)["Location"] == HOME
    assert browser.get(HOME).status_code == 200
    assert Browser().post(link).status_code == 404
    assert Browser().get(link).status_code == 404


def test_an_invitation_is_bound_to_its_address_and_cannot_raise(world, anna):
    acme = world.acme
    with acme.scope():
        login = invite_contact(
            anna, is_admin=True, by=acme.admin, workspace=acme.workspace, now=NOW, today=TODAY
        )
        PortalLogin.objects.filter(pk=login.pk).update(is_admin=False)
    link = link_in(acme)
    assert Browser().get(link.replace("/w/acme/", "/w/other/")).status_code == 404
    browser = Browser()
    browser.post(link)
    with acme.scope():
        assert PortalSession.objects.get().is_admin is False
        later = NOW + timedelta(minutes=1)
        invite_contact(anna, by=acme.admin, workspace=acme.workspace, now=later, today=TODAY)
        moved = link_in(acme)
        PortalLogin.objects.update(email="moved@customer.example")
    assert Browser().get(moved).status_code == 404


def test_an_invitation_sent_again_kills_the_former_link_and_runs_out_after_seven_days(
    world, anna, time_machine
):
    acme, links = world.acme, []
    for minutes in (1, 2):
        with acme.scope():
            moment = NOW + timedelta(minutes=minutes)
            invite_contact(anna, by=acme.admin, workspace=acme.workspace, now=moment, today=TODAY)
        links.append(link_in(acme))
    assert [Browser().get(link).status_code for link in links] == [404, 200]
    time_machine.move_to(NOW + timedelta(days=7, minutes=2), tick=False)
    assert Browser().get(links[1]).status_code == 404


def test_signing_in_gives_a_new_secret_and_ends_the_one_before(world, anna):
    browser = customer_browser(world.acme, anna)
    before = browser.cookies[COOKIE].value
    ask(Browser(), anna.email)
    browser.post(link_in(world.acme))
    assert browser.cookies[COOKIE].value != before
    stale = Browser()
    stale.cookies[COOKIE] = before
    assert stale.get(HOME).status_code == 303


def test_cookies_are_of_the_portal_and_its_streams_alone(world, anna):
    ask(Browser(), anna.email)
    browser = Browser()
    link = link_in(world.acme)
    with override_settings(SESSION_COOKIE_SECURE=True):
        browser.post(link)
    told = {name: browser.cookies[name] for name in (COOKIE, LIVE_COOKIE)}
    assert {name: morsel["path"] for name, morsel in told.items()} == {
        COOKIE: "/w/acme/portal/",
        LIVE_COOKIE: "/live/acme/",
    }
    for morsel in told.values():
        assert (morsel["httponly"], morsel["samesite"], morsel["secure"]) == (True, "Lax", True)


def test_signing_out_ends_the_session_on_the_server(world, anna):
    browser, elsewhere = (customer_browser(world.acme, anna) for _ in range(2))
    kept = browser.cookies[COOKIE].value
    assert browser.get("/w/acme/portal/sign-out/").status_code == 405
    assert browser.post("/w/acme/portal/sign-out/")["Location"] == DOOR
    stale = Browser()
    stale.cookies[COOKIE] = kept
    assert stale.get(HOME).status_code == 303
    assert elsewhere.get(HOME).status_code == 200
    customer_browser(world.acme, anna).post("/w/acme/portal/sign-out/everywhere/")
    assert elsewhere.get(HOME).status_code == 303


def test_a_closed_login_is_out_at_the_next_request(world, anna):
    browser = customer_browser(world.acme, anna)
    ask(Browser(), anna.email)
    link = link_in(world.acme)
    with world.acme.scope():
        close_login(PortalLogin.objects.get(), by=world.acme.admin, now=NOW)
    assert browser.get(HOME).status_code == 303
    assert Browser().get(link).status_code == 404


@pytest.mark.parametrize("change", ["contact binned", "account binned", "left"])
def test_who_is_no_contact_any_more_is_out(world, anna, change):
    browser = customer_browser(world.acme, anna)
    with world.acme.scope():
        if change == "account binned":
            anna.account.deleted_at = NOW
            anna.account.save()
        elif change == "left":
            anna.left_on = TODAY
            anna.save()
        else:
            anna.deleted_at = NOW
            anna.save()
    assert browser.get(HOME).status_code == 303


def test_a_login_that_was_raised_gets_a_new_secret_at_its_next_page(world, anna):
    browser = customer_browser(world.acme, anna)
    before = browser.cookies[COOKIE].value
    with world.acme.scope():
        PortalLogin.objects.update(is_admin=True)
    assert browser.get(HOME, headers={"HX-Request": "true"}).status_code == 200
    assert browser.cookies[COOKIE].value == before
    browser.get(HOME)
    assert browser.cookies[COOKIE].value != before
    stale = Browser()
    stale.cookies[COOKIE] = before
    assert stale.get(HOME).status_code == 303
    assert browser.get(HOME).status_code == 200


@pytest.mark.parametrize(
    "target",
    ["https://evil.example/", "//evil.example/", "/w/acme/", "/w/other/portal/", "/w/acme/portal/../accounts/",
     "/w/acme/portal//evil.example", "/w/acme/portal/%2e%2e/%2e%2e/", "javascript:alert(1)", DOOR],
)  # fmt: skip
def test_no_next_leads_out_of_the_portal(world, anna, target):
    browser = Browser()
    ask(browser, anna.email, next=target)
    assert browser.post(CODE, {"code": code_in(world.acme)})["Location"] == HOME


def test_the_way_back_is_kept_through_the_code(world, anna):
    browser = Browser()
    asked = browser.get("/w/acme/portal/?from=mail")["Location"]
    page = browser.get(asked)
    assert 'value="/w/acme/portal/?from=mail"' in page.content.decode()
    ask(browser, anna.email, next="/w/acme/portal/?from=mail")
    assert browser.post(CODE, {"code": code_in(world.acme)})["Location"] == "/w/acme/portal/?from=mail"


@pytest.mark.parametrize(
    "cookie",
    ["", "1", "1.1.short", "x.y.z", "1.1." + "a" * 43, "9" * 30 + ".1." + "a" * 43, "1.1.\x00" + "a" * 43],
)
def test_a_cookie_that_was_never_given_opens_nothing(world, cookie):
    browser = Browser()
    browser.cookies[COOKIE] = cookie
    assert browser.get(HOME)["Location"].startswith(DOOR)


def test_no_form_goes_without_its_token(world, anna):
    browser = Browser(enforce_csrf_checks=True)
    assert browser.post(DOOR, {"email": anna.email}).status_code == 403
    inside = customer_browser(world.acme, anna, browser=Browser(enforce_csrf_checks=True))
    assert inside.post("/w/acme/portal/sign-out/").status_code == 403
    assert inside.get(HOME).status_code == 200


def test_what_customers_do_at_the_door_stands_in_the_security_log(world, anna):
    browser = Browser()
    ask(browser, anna.email)
    browser.post(CODE, {"code": code_in(world.acme)})
    with world.acme.scope():
        act = SecurityAct.objects.get(kind="portal_signed_in")
        assert (act.subject, act.member, act.address) == (anna.email, None, "127.0.0.1")
