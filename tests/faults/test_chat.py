"""Chat on a real server: Redis away, the server restarted, streams cut: every line gets there once (faults 5 and 16)."""

import json
import signal
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
from uuid import uuid4

import pytest

from tests.faults.platform import eventually, free_port
from tests.faults.test_live import web
from tests.flows.person import open_browser
from tests.support.streams import Stream

pytestmark = pytest.mark.slow

PEOPLE = """
from uuid import uuid4
from django.test import Client
from core import clock
from portal.models import PortalLogin
from portal.services.chat import open_room, take_room
from portal.services.sessions import open_session
from tests.support.world import make_company
from workspaces.choices import Role
from workspaces.services.person_acts import Client as Where
acme = make_company("acme", "Acme", roles=[Role.ADMIN, Role.CSM])
browser = Client(SERVER_NAME="localhost")
browser.force_login(acme.csm.user)
with acme.scope():
    cookies = []
    for contact in acme.contacts:
        login = PortalLogin.objects.create(contact=contact, account=contact.account, email=contact.email, invited_at=clock.now())
        cookies.append(open_session(login, client=Where(address="127.0.0.1", user_agent="test"), now=clock.now()).cookie)
    room = open_room(acme.contacts[0], text="Good morning", key=uuid4(), now=clock.now())
    take_room(room, by=acme.csm, now=clock.now())
out({
    "acme": acme.workspace.pk, "room": room.pk, "session": browser.cookies["sessionid"].value,
    "customer": cookies[0], "colleague": cookies[1],
})
"""
CLOSE = """
from core import clock
from core.tenancy import workspace_scope
from portal.models import PortalLogin
from portal.services.sessions import raise_epoch
with workspace_scope({acme}):
    raise_epoch(PortalLogin.objects.order_by("pk").first())
"""
TOKEN = "c" * 32


@pytest.fixture
def people(platform):
    return platform.python(PEOPLE)


class Someone:
    """One side of the room, as its page asks: POST with a key, and what is beyond the last line."""

    def __init__(self, platform, base, cookies, stream, live):
        self.platform, self.base, self.cookies, self.newest, self.lines = platform, base, cookies, 0, []
        self.stream, self.live = stream, live

    def ask(self, method="GET", **fields):
        path = f"{self.base}messages/" + (f"?after={self.newest}" if method == "GET" else "")
        sent = urllib.parse.urlencode({**fields, "after": self.newest}).encode() if fields else None
        request = urllib.request.Request(
            f"http://127.0.0.1:{self.platform.port}{path}", data=sent, method=method,
            headers={"Accept": "application/json", "Cookie": f"{self.cookies}; csrftoken={TOKEN}", "X-CSRFToken": TOKEN,
                     "Host": f"localhost:{self.platform.port}"},
        )  # fmt: skip
        try:
            with urllib.request.urlopen(request, timeout=10) as answer:
                found = json.loads(answer.read())
        except (OSError, urllib.error.HTTPError, ValueError):
            return None
        for part in found["html"].split('data-line="')[1:]:
            number = int(part.partition('"')[0])
            if number > self.newest:
                self.lines.append(number)
                self.newest = number
        return found

    def say(self, words, key=None):
        return self.ask("POST", text=words, key=key or uuid4(), read=self.newest)

    def send(self, words, key=None, *, path=None, **headers):
        """A letter to the address of the stream; the answer's status and what it says."""
        given = {"text": words, "key": str(key or uuid4()), "read": self.newest}
        sent = {"Cookie": self.live, "Host": f"localhost:{self.platform.port}", "Content-Type": "application/json",
                "Origin": f"http://localhost:{self.platform.port}", **headers}  # fmt: skip
        request = urllib.request.Request(
            f"http://127.0.0.1:{self.platform.port}{path or self.stream}", data=json.dumps(given).encode(), method="POST",
            headers={name: value for name, value in sent.items() if value},
        )  # fmt: skip
        try:
            with urllib.request.urlopen(request, timeout=10) as answer:
                return answer.status, json.loads(answer.read())
        except urllib.error.HTTPError as error:
            return error.code, error.read()
        except (OSError, ValueError):
            return 0, None


def sides(platform, people):
    room, session = people["room"], f"sessionid={people['session']}"
    customer = Someone(
        platform, f"/w/acme/portal/chat/{room}/", f"portal={people['customer']}",
        f"/live/acme/chat/{room}", f"portal_live={people['customer']}",
    )  # fmt: skip
    agent = Someone(platform, f"/w/acme/chat/{room}/", session, f"/live/acme/desk-chat/{room}", session)
    return customer, agent


def stored(platform):
    rows = platform.sql(
        "SELECT number, text FROM portal_chatmessage WHERE side <> 'platform' ORDER BY number"
    )
    return [(number, text) for number, text in rows]


def stream(platform, people, side, room=None):
    room = room or people["room"]
    if side == "agent":
        return Stream(platform.port, f"/live/acme/desk-chat/{room}", session=people["session"])
    return Stream(platform.port, f"/live/acme/chat/{room}", Cookie=f"portal_live={people[side]}")


def test_without_redis_chat_goes_on_by_asking_and_nothing_is_lost(platform, people):
    """Fault 5."""
    with web(platform, free_port()):
        customer, agent = sides(platform, people)
        with stream(platform, people, "agent") as heard:
            assert heard.next()[0] == "ready"
            assert customer.say("Before")["newest"] == 3
            hint = heard.next("hint", seconds=5)[1]
            assert (hint["channel"], hint["newer_than"]) == (f"chat/{people['room']}", 2)
            assert (hint["news"]["newest"], "Before" in hint["news"]["html"]) == (3, True)
            valkey = platform.stop_engine("valkey")
            assert heard.next("deaf", seconds=10)[0] == "deaf"
            for number in range(5):
                assert customer.say(f"While it is away {number}") is not None
            found = agent.ask()
            assert (found["newest"], found["here"], found["typing"]) == (8, None, "")
            page = platform.get(
                f"/w/acme/portal/chat/{people['room']}/", Cookie=f"portal={people['customer']}"
            )
            assert page.status == 200
            assert "While it is away 4" in page.body
            platform.start_engine(valkey)
            assert heard.next("ready", seconds=20)[0] == "ready"
            agent.say("All of it is here")
            assert agent.lines == list(range(1, 10))
        assert [text for _n, text in stored(platform)] == [
            "Good morning", "Before", *(f"While it is away {n}" for n in range(5)), "All of it is here",
        ]  # fmt: skip


def test_an_emptied_redis_changes_nothing_of_a_chat(platform, people):
    with web(platform, free_port()):
        customer, agent = sides(platform, people)
        with stream(platform, people, "agent") as heard:
            heard.next("ready")
            platform.redis(0).flushall()
            customer.say("Still here")
            assert heard.next("hint", seconds=5)[0] == "hint"
            agent.ask()
            assert agent.lines == [1, 2, 3]


def test_a_restart_under_way_loses_and_doubles_no_line(platform, people):
    """Fault 16: SIGTERM with open streams; each side writes on with its keys and asks after its last line."""
    port = free_port()
    said = []

    def write(side, name):
        for number in range(30):
            words, key = f"{name} {number}", uuid4()
            until = time.monotonic() + 60
            # the page keeps it and tries again with the same key, by the stream's address or by its own
            while not (side.send(words, key)[0] == 200 if number % 2 else side.say(words, key)):
                assert time.monotonic() < until
                time.sleep(0.1)
            said.append(words)

    with web(platform, port) as child:
        customer, agent = sides(platform, people)
        held = [stream(platform, people, side) for side in ("customer", "agent")]
        assert [one.next()[0] for one in held] == ["ready", "ready"]
        threads = [threading.Thread(target=write, args=pair) for pair in ((customer, "C"), (agent, "A"))]
        for thread in threads:
            thread.start()
        eventually(lambda: len(said) > 8)
        began = time.monotonic()
        child.process.send_signal(signal.SIGTERM)
        child.process.wait(10)
        assert time.monotonic() - began < 3
        assert [one.next("end", "gone")[0] for one in held] == ["end", "end"]
    with web(platform, port):
        for thread in threads:
            thread.join(60)
        customer.ask()
        agent.ask()
        rows = stored(platform)
        assert sorted(text for _n, text in rows) == sorted([*said, "Good morning"])
        assert len(said) == 60
        assert customer.lines == agent.lines == list(range(1, 63))


def test_a_letter_is_stored_once_and_only_from_our_own_page_by_the_rooms_own_people(platform, people):
    with web(platform, free_port()):
        customer, agent = sides(platform, people)
        with stream(platform, people, "agent") as heard, stream(platform, people, "customer") as own:
            assert [heard.next()[0], own.next()[0]] == ["ready", "ready"]
            key = uuid4()
            assert customer.send("<i>Once</i>", key) == (200, {"number": 3})
            assert customer.send("Again, otherwise", key) == (200, {"number": 3})
            assert agent.send("An answer") == (200, {"number": 4})
            for reader, place in ((heard, "is-other"), (own, "is-own")):
                told = reader.next("hint", seconds=5)[1]
                assert (told["newer_than"], told["news"]["newest"]) == (2, 3)
                assert "&lt;i&gt;Once&lt;/i&gt;" in told["news"]["html"]
                assert place in told["news"]["html"]
                assert reader.next("hint", seconds=5)[1]["news"]["newest"] == 4
        foreign = f"http://evil.example:{platform.port}"
        refused = [
            customer.send("x", Origin=foreign),
            customer.send("x", Origin=""),
            customer.send("x", **{"Content-Type": "text/plain"}),
            customer.send("x", Cookie=""),
            customer.send("x", Cookie=f"sessionid={people['session']}"),
            agent.send("x", Cookie=f"portal_live={people['customer']}"),
            customer.send("x", path=f"/live/other/chat/{people['room']}"),
            customer.send("x", path="/live/acme/notices"),
        ]
        assert [status for status, _body in refused] == [404] * len(refused)
        assert len({body for _status, body in refused}) == 1
        elsewhere = [
            customer.send("x", Cookie=f"portal_live={people['colleague']}"),
            customer.send("x", path="/live/acme/chat/99999999"),
            customer.send(" "),
            customer.send("x" * 4001),
        ]
        assert elsewhere == [(409, b"{}")] * len(elsewhere)
        platform.python(CLOSE.format(**people))
        assert customer.send("x")[0] == 404
        assert stored(platform) == [(1, "Good morning"), (3, "<i>Once</i>"), (4, "An answer")]


def test_a_stream_is_for_the_rooms_own_people_and_ends_with_the_login(platform, people):
    with web(platform, free_port()):
        refused = [
            stream(platform, people, "colleague"),
            stream(platform, people, "customer", room=10**6),
            Stream(platform.port, f"/live/acme/chat/{people['room']}", session=people["session"]),
            Stream(platform.port, f"/live/acme/desk-chat/{people['room']}", Cookie=f"portal_live={people['customer']}"),
            Stream(platform.port, f"/live/other/chat/{people['room']}", Cookie=f"portal_live={people['customer']}"),
        ]  # fmt: skip
        assert [one.status for one in refused] == [404] * len(refused)
        with stream(platform, people, "customer") as heard:
            assert heard.next()[0] == "ready"
            platform.python(CLOSE.format(**people))
            assert heard.next("end", seconds=10) == ("end", {"why": "closed"})


@pytest.mark.browser
def test_two_browsers_through_a_cut_line_and_a_restart(platform, people):
    from playwright.sync_api import sync_playwright

    port, complaints = free_port(), []
    home = f"http://localhost:{port}"

    def page_of(browser, path, *cookies):
        context = browser.new_context(viewport={"width": 1280, "height": 800})
        context.add_cookies([{"name": name, "value": value, "url": home} for name, value in cookies])
        page = context.new_page()
        page.set_default_timeout(20_000)
        page.on("console", lambda one: complaints.append(one.text) if "Policy" in one.text else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(home + path)
        return page

    def write(page, words):
        page.locator("[data-composer] textarea").fill(words)
        page.locator("[data-composer] textarea").press("Enter")

    def shown(page):
        return page.locator("[data-lines] .cs-bubble").all_inner_texts()

    def there(page, *words):
        for each in words:
            page.locator("[data-lines] li:not(.is-pending) .cs-bubble", has_text=each).wait_for()

    with sync_playwright() as playwright:
        opened = open_browser(playwright)
        with web(platform, port):
            customer = page_of(
                opened, f"/w/acme/portal/chat/{people['room']}/",
                ("portal", people["customer"]), ("portal_live", people["customer"]),
            )  # fmt: skip
            agent = page_of(opened, f"/w/acme/chat/{people['room']}/", ("sessionid", people["session"]))
            write(customer, "<b>It drops code N4</b>")
            there(agent, "<b>It drops code N4</b>")
            write(agent, "We found it")
            there(customer, "We found it")
            customer.context.set_offline(True)
            write(customer, "Will August be mended too?")
            customer.locator(".is-pending", has_text="August").wait_for()
            write(agent, "Said while you were away")
            there(agent, "Said while you were away")
            customer.context.set_offline(False)
            there(customer, "Said while you were away", "Will August be mended too?")
            there(agent, "Will August be mended too?")
        write(customer, "Written while the server was away")
        write(agent, "And so was this")
        customer.locator(".is-pending", has_text="Written while").wait_for()
        with web(platform, port):
            for page in (customer, agent):
                there(page, "Written while the server was away", "And so was this")
                assert sorted(shown(page)) == sorted([
                    "Good morning", "<b>It drops code N4</b>", "We found it", "Said while you were away",
                    "Will August be mended too?", "Written while the server was away", "And so was this",
                ])  # fmt: skip
            assert len(stored(platform)) == 7
            customer.locator("[data-mark=read]").first.wait_for()
        opened.close()
    assert complaints == []
