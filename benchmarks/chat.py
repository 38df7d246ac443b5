"""G14 and G15: how soon a line of chat is on the other side's page, and whether every one gets there."""

import asyncio
import contextlib
import os
import time
from collections.abc import Iterator
from uuid import uuid4

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore

from accounts.models import Account, Contact
from benchmarks.book import add_accounts, generate, make_workspace, table
from benchmarks.chatting import Person, Place, talk, talk_bare
from benchmarks.database import analyze
from benchmarks.measure import Line, percentile
from benchmarks.web import bare_asgi, one_process, two_workers
from core import clock
from core.links import link_scope
from core.tenancy import workspace_scope
from portal.models import PortalLogin
from portal.models.chat import ChatMessage, ChatRoom
from portal.services.chat import open_room, take_room
from portal.services.sessions import open_session
from workspaces.choices import Role
from workspaces.models import Member, User
from workspaces.services.person_acts import Client
from workspaces.services.workspaces import Created

ROOMS, WARM, SECONDS, TURNS = 100, 4.0, 20.0, 2
RECONNECTS, EVERY, A_SECOND = 100, 0.3, 10
NOBODY = Client(address="127.0.0.1", user_agent="bench")


def soon_there(*, small: bool) -> Iterator[Line]:
    """G14: rooms of a customer and an agent, one line a second each, stored; by gunicorn's workers and one process for
    the streams. The limit by turns with it."""
    rooms, seconds, warm, turns = (5, 2.0, 1.0, 1) if small else (ROOMS, SECONDS, WARM, TURNS)
    made = make_workspace()
    places = _rooms(made, rooms)
    analyze()
    limits, products = [], []
    for _turn in range(turns):
        with bare_asgi("benchmarks.chat_limit:application", CHAT_LIMIT_REDIS=_socket()) as port:
            limits += asyncio.run(talk_bare(port, rooms, warm=warm, seconds=seconds))
        with two_workers() as pages, one_process() as streams:
            since = time.perf_counter() + warm
            people = [
                Person(place, pages=pages, streams=streams, since=lambda since=since: since)
                for place in places  # type: ignore[misc]
            ]
            products += asyncio.run(_talk(people, warm, seconds))
            for one, place in zip(people, places, strict=True):
                place.newest = one.place.newest
    expected = sum(len(found) for found in (limits, products)) > 0
    limit, product = percentile(limits, 0.95) * 1000, percentile(products, 0.95) * 1000
    yield Line(
        "G14", "p95 from sending a line to showing it", limit, product, "ms", 5.0,
        f"{2 * rooms} connections, one line a second each, {len(products)} lines", stretch=2.5, holds=expected,
    )  # fmt: skip


def all_there(*, small: bool) -> Iterator[Line]:
    """G15: one side writes ten lines a second; the other's stream is cut a hundred times, and every seventh line's answer
    gets lost, so that it is sent again with its key."""
    reconnects = RECONNECTS // 10 if small else RECONNECTS
    made = make_workspace()
    places = _rooms(made, 1)
    with one_process() as port:
        writer = Person(places[0], pages=port, streams=port, since=lambda: 0.0)
        reader = Person(places[1], pages=port, streams=port, since=lambda: 0.0)
        said = asyncio.run(_cut_off(writer, reader, reconnects))
    with workspace_scope(made.workspace.pk):
        stored = list(
            ChatMessage.objects.filter(side="customer").order_by("number").values_list("number", "text")
        )
    numbers = [number for number, _text in stored][1:]
    shown = [number for number in reader.heard.numbers if number in set(numbers)]
    texts = [text for _number, text in stored][1:]
    yield Line(
        "G15", "lines shown of those stored", len(numbers), len(set(shown)), "lines", 1.0,
        f"{len(said)} lines written, {reader.reconnects} reconnects, ten lines a second", stretch=1.0, at_least=True,
        holds=shown == numbers and texts == said and reader.reconnects >= reconnects,
    )  # fmt: skip


async def _talk(people: list[Person], warm: float, seconds: float) -> list[float]:
    since = time.perf_counter() + warm
    for one in people:
        one.since = lambda: since
    return await talk(people, warm=warm, seconds=seconds)


async def _cut_off(writer: Person, reader: Person, reconnects: int) -> list[str]:
    tasks = [asyncio.create_task(one.listen()) for one in (writer, reader)]
    tasks += [asyncio.create_task(one.follow()) for one in (writer, reader)]
    await asyncio.wait_for(asyncio.gather(writer.ready.wait(), reader.ready.wait()), 60)
    done = asyncio.Event()
    said: list[str] = []

    async def write() -> None:
        due = time.perf_counter()
        while not done.is_set():
            words, key = f"Line {len(said)}", str(uuid4())
            if len(said) % 7 == 6:
                with contextlib.suppress(ConnectionError):
                    await writer.say(words, key=key, cut=True)
            await writer.say(words, key=key)
            said.append(words)
            due += 1 / A_SECOND
            await asyncio.sleep(max(due - time.perf_counter(), 0))

    writing = asyncio.create_task(write())
    for _cut in range(reconnects):
        await asyncio.sleep(EVERY)
        reader.hang_up()
    done.set()
    await writing
    await asyncio.sleep(3)
    for task in tasks:
        task.cancel()
    return said


def _rooms(made: Created, count: int) -> list[Place]:
    """So many rooms, each with a contact who has signed in and an agent who took it: the contact's place, the agent's, …"""
    places: list[Place] = []
    now = clock.now()
    with workspace_scope(made.workspace.pk), link_scope(made.workspace.slug):
        add_accounts(made, count)
        generate(
            Contact,
            table(Account),
            account_id="n.id",
            name="'Contact ' || n.id",
            name_key="'contact ' || n.id",
        )
        for contact in Contact.objects.select_related("account").order_by("pk"):
            agent = _agent(contact.pk)
            login = PortalLogin.objects.create(
                contact=contact,
                account=contact.account,
                email=f"contact{contact.pk}@example.com",
                invited_at=now,
            )
            room = open_room(contact, text="Good morning", key=uuid4(), now=now)
            take_room(room, by=agent, now=now)
            cookie = open_session(login, client=NOBODY, now=now).cookie
            places += _places(made, room, f"portal={cookie}; portal_live={cookie}", _session(agent.user))
    return places


def _places(made: Created, room: ChatRoom, customer: str, agent: str) -> list[Place]:
    base, streams = f"/w/{made.workspace.slug}", f"/live/{made.workspace.slug}"
    return [
        Place(customer, f"{base}/portal/chat/{room.pk}/messages/", f"{streams}/chat/{room.pk}"),
        Place(agent, f"{base}/chat/{room.pk}/messages/", f"{streams}/desk-chat/{room.pk}"),
    ]


def _agent(number: int) -> Member:
    user = User.objects.create(email=f"agent{number}@example.com", name=f"Agent {number}", password="!")
    return Member.objects.create(user=user, role=Role.SUPPORT, joined_at=clock.now())


def _session(user: User) -> str:
    session = SessionStore()
    session[SESSION_KEY], session[BACKEND_SESSION_KEY] = str(user.pk), settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.create()
    return f"{settings.SESSION_COOKIE_NAME}={session.session_key}"


def _socket() -> str:
    return str(settings.REDIS.get("unix_socket_path") or os.environ["REDIS_SOCKET"])
