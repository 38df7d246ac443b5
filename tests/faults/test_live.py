"""Event streams on a real server: told within a second, ended with the right to them, lost by nobody."""

import os
import re
import signal
import threading
import time
from contextlib import contextmanager

import pytest

from tests.faults.platform import eventually, free_port
from tests.support.streams import Stream

pytestmark = pytest.mark.slow

PEOPLE = """
from django.test import Client
from tests.support.world import make_company
from workspaces.choices import Role
def session(member):
    browser = Client(SERVER_NAME="localhost")
    browser.force_login(member.user)
    return browser.cookies["sessionid"].value
acme = make_company("acme", "Acme", roles=[Role.ADMIN, Role.CSM, Role.CSM_LEAD])
other = make_company("other", "Other", roles=[Role.ADMIN])
out({
    "acme": acme.workspace.pk, "csm": acme.csm.pk, "admin": acme.admin.pk,
    "session": session(acme.csm), "second": session(acme.csm), "admins": session(acme.admin),
    "leads": session(acme.lead),
    "outsiders": session(other.admin),
})
"""
POST = """
from core import clock
from core.tenancy import workspace_scope
from notifications.services import notify
from workspaces.models import Member
import time
with workspace_scope({acme}):
    csm = Member.objects.get(pk={csm})
for number in range({count}):
    with workspace_scope({acme}):
        notify([csm], kind="test", title=f"Notice {{number}}", path="accounts/", origin_key=f"{{number}}:{key}", now=clock.now())
    time.sleep({pause})
out(time.time())
"""
NOTICES = "/live/acme/notices"


@pytest.fixture
def people(platform):
    return platform.python(PEOPLE)


@contextmanager
def web(platform, port):
    """The web process at a port that stays; ended as an operator ends it."""
    platform.port = port
    with platform.program("web", "-m", "csplatform.embedded.web", str(port)) as child:
        eventually(lambda: platform.get("/healthz").status == 200, seconds=60)
        yield child


def post(platform, people, *, key="a", count=1, pause=0):
    return platform.python(POST.format(**people, key=key, count=count, pause=pause))


def test_a_notice_is_told_to_its_members_stream_within_a_second_and_to_nobody_elses(platform, people):
    with (
        web(platform, free_port()),
        Stream(platform.port, f"{NOTICES}?after=0", session=people["session"]) as mine,
        Stream(platform.port, NOTICES, session=people["admins"]) as another,
    ):
        assert mine.headers["content-type"].startswith("text/event-stream")
        assert mine.headers["cache-control"] == "no-store, no-transform"
        assert mine.next()[0] == another.next()[0] == "ready"
        told = []

        def listen():
            told.append((mine.next("hint"), time.time()))

        listener = threading.Thread(target=listen)
        listener.start()
        posted = post(platform, people)
        listener.join(10)
        [((name, data), heard)] = told
        assert (name, data["channel"]) == ("hint", f"notices/{people['csm']}")
        assert heard - posted < 1
        assert another.silent("hint", seconds=1)


def test_who_may_not_listen_gets_the_answer_of_what_is_not_there(platform, people):
    with web(platform, free_port()):
        foreign = {"Sec-Fetch-Site": "cross-site"}
        port = platform.port
        refused = [
            Stream(port, NOTICES),
            Stream(port, NOTICES, session="nonsense"),
            Stream(port, NOTICES, session=people["outsiders"]),
            Stream(port, "/live/other/notices", session=people["session"]),
            Stream(port, "/live/nowhere/notices", session=people["session"]),
            Stream(port, "/live/acme/nothing", session=people["session"]),
            Stream(port, f"{NOTICES}/7", session=people["session"]),
            Stream(port, "/live/", session=people["session"]),
            Stream(port, NOTICES, session=people["session"], **foreign),
            Stream(port, NOTICES, session=people["session"], Origin="https://evil.example"),
            Stream(port, NOTICES, session=people["session"], Host="evil.example"),
        ]
        assert [one.status for one in refused] == [404] * len(refused)
        assert len({one.body for one in refused}) == 1
        assert refused[0].body == platform.get("/nothing/here/").body.encode()
        own = {"Origin": f"http://localhost:{port}", "Sec-Fetch-Site": "same-origin"}
        with Stream(port, NOTICES, session=people["session"], **own) as taken:
            assert taken.status == 200


SIGN_OUT = """
from django.test import Client
browser = Client(SERVER_NAME="localhost")
browser.cookies["sessionid"] = "{session}"
out(browser.post("/accounts/logout/").status_code)
"""
LEAVE = """
from core import clock
from core.tenancy import workspace_scope
from workspaces.models import Member
from workspaces.services import members
with workspace_scope({acme}):
    members.remove_member(Member.objects.get(pk={csm}), by=Member.objects.get(pk={admin}), now=clock.now())
"""


@pytest.mark.parametrize(("deed", "left"), [(SIGN_OUT, ["second"]), (LEAVE, [])])
def test_a_stream_ends_with_the_session_or_the_membership_it_lives_by(platform, people, deed, left):
    names = ("session", "second", "admins")
    with web(platform, free_port()):
        streams = {name: Stream(platform.port, NOTICES, session=people[name]) for name in names}
        for stream in streams.values():
            assert stream.next()[0] == "ready"
        began = time.monotonic()
        platform.python(deed.format(**people))
        assert streams["session"].next("end", "gone", seconds=15) == ("end", {"why": "closed"})
        assert time.monotonic() - began < 15
        assert streams["session"].next(seconds=5)[0] == "gone"
        for name in ["admins", *left]:
            assert streams[name].silent("end", "gone", seconds=4)
        for stream in streams.values():
            stream.close()
        again = Stream(platform.port, NOTICES, session=people["session"])
        assert again.status == 404


def threads_of(child):
    return len(os.listdir(f"/proc/{child.process.pid}/task"))


def connections(platform):
    [(count,)] = platform.sql("SELECT count(*) FROM pg_stat_activity WHERE usename = 'cs_app'")
    return count


def clients_of(platform):
    return len(platform.redis().client_list())


HINT = """
from core.live import hint
from core.tenancy import workspace_scope
with workspace_scope({acme}):
    hint("notices/{csm}", 1)
"""


def test_fifty_streams_take_no_thread_no_database_connection_and_no_further_one_to_redis(platform, people):
    with web(platform, free_port()) as child:
        who = [people["session"], people["admins"], people["leads"]]
        with Stream(platform.port, NOTICES, session=who[0]) as first:
            first.next("ready")
        threads, idle, clients = threads_of(child), connections(platform), clients_of(platform)
        streams = [Stream(platform.port, NOTICES, session=who[number % 3]) for number in range(50)]
        for stream in streams:
            assert stream.next()[0] == "ready"
        figures = {
            "threads": (threads, threads_of(child)),
            "connections to PostgreSQL": (idle, connections(platform)),
            "connections to Redis": (clients, clients_of(platform)),
        }
        print(figures)
        platform.python(HINT.format(**people))
        assert [stream.next("hint")[0] for stream in streams[0::3]] == ["hint"] * 17
        for stream in streams:
            stream.close()
    # Of threads the four of the door may have begun meanwhile, however many streams there are.
    assert figures["threads"][1] <= threads + 3
    assert figures["connections to PostgreSQL"][1] <= idle
    assert figures["connections to Redis"][1] <= clients


def test_a_person_has_no_more_than_a_bounded_number_of_streams(platform, people):
    with web(platform, free_port()):
        streams = [Stream(platform.port, NOTICES, session=people["session"]) for _ in range(21)]
        assert [one.status for one in streams] == [200] * 20 + [429]
        assert streams[-1].headers["retry-after"] == "30"
        streams[0].close()
        eventually(lambda: Stream(platform.port, NOTICES, session=people["session"]).status == 200)


class Follower:
    """Reads notices as a page does: hears that there is something, asks for what it has not, comes back when cut off."""

    def __init__(self, platform, session):
        self.platform, self.session = platform, session
        self.seen, self.connected, self.running = [], 0, True
        self.thread = threading.Thread(target=self.run, daemon=True)
        self.thread.start()

    def ask(self):
        answer = self.platform.get("/w/acme/notices/?show=all", Cookie=f"sessionid={self.session}")
        found = sorted({int(number) for number in re.findall(r'id="notice-(\d+)"', answer.body)})
        self.seen += [number for number in found if number > max(self.seen, default=0)]

    def run(self):
        while self.running:
            try:
                stream = Stream(self.platform.port, NOTICES, session=self.session)
            except OSError:
                time.sleep(0.1)
                continue
            if stream.status != 200:
                time.sleep(0.1)
                continue
            self.connected += 1
            while self.running:
                try:
                    name, _data = stream.next(seconds=0.5)
                except AssertionError:
                    continue
                if name in ("ready", "hint"):
                    self.ask()
                if name in ("end", "gone"):
                    break
            stream.close()


def test_a_restart_of_the_server_loses_nothing_and_doubles_nothing(platform, people):
    port = free_port()
    posting = threading.Thread(target=post, args=(platform, people), kwargs={"count": 24, "pause": 0.4})
    with web(platform, port) as child:
        follower = Follower(platform, people["session"])
        eventually(lambda: follower.connected == 1)
        posting.start()
        eventually(lambda: len(follower.seen) >= 3, seconds=60)
        began = time.monotonic()
        child.process.send_signal(signal.SIGTERM)
        child.process.wait(10)
        assert time.monotonic() - began < 3  # open streams do not hold it up
    with web(platform, port):
        posting.join(60)
        stored = [number for (number,) in platform.sql("SELECT id FROM notifications_notice ORDER BY id")]
        assert len(stored) == 24
        eventually(lambda: len(follower.seen) >= 24, seconds=30)
        follower.running = False
        follower.thread.join(10)
        assert follower.seen == stored
        assert follower.connected >= 2


def test_a_stream_says_when_it_hears_nothing_and_when_it_hears_again(platform, people):
    with web(platform, free_port()), Stream(platform.port, NOTICES, session=people["session"]) as stream:
        assert stream.next()[0] == "ready"
        valkey = platform.stop_engine("valkey")
        assert stream.next("deaf", seconds=10) == ("deaf", {})
        page = platform.get("/w/acme/notices/", Cookie=f"sessionid={people['session']}")
        assert page.status == 200
        post(platform, people, key="while it was away")
        platform.start_engine(valkey)
        assert stream.next("ready", seconds=20)[0] == "ready"
        post(platform, people, key="after")
        assert stream.next("hint", seconds=5)[0] == "hint"
