"""What happens inside the live server: hints become one, late ones are caught up, a slow reader is let go."""

import asyncio

import pytest

from core.live import ANEW, Admitted, Channels, LiveRequest, hint, recheck
from core.live import server as serving
from core.live.hints import channel_of
from core.live.hub import Hub, Mailbox
from core.live.wire import end, state

ADMITTED = Admitted(7, "user:1", Channels(("room/1",), 12))
CHANNEL = "room/1"


@pytest.fixture
def hub():
    return Hub()


def test_hints_of_one_channel_become_one_and_the_newest_holds(hub):
    async def scene():
        box = Mailbox(ADMITTED, "127.0.0.1")
        hub.add(box, since=0)
        channel = channel_of(7, CHANNEL)
        for newer_than in ("4", "9", "6"):
            hub.hear(channel, newer_than)
        hub.hear(channel_of(7, "room/2"), "50")
        hub.hear(channel_of(8, CHANNEL), "50")
        first, second = box.take(), box.take()
        hub.remove(box)
        return first, second, len(hub), hub._boxes, hub._workspaces, dict(hub.people)

    first, second, left, *rest = asyncio.run(scene())
    assert (first, second) == (("deaf", {CHANNEL: 9}), (None, {}))
    assert (left, *rest) == (0, {}, {}, {})


def test_a_hint_that_came_while_somebody_was_admitted_is_not_lost(hub):
    async def scene():
        hub.hear(channel_of(7, CHANNEL), "5")
        early, late = Mailbox(ADMITTED, "a"), Mailbox(ADMITTED, "a")
        hub.add(early, since=0.1)
        hub.add(late, since=10**12)
        return early.take()[1], late.take()[1]

    assert asyncio.run(scene()) == ({CHANNEL: 5}, {})


def test_a_word_about_rights_reaches_one_person_or_a_whole_workspace(hub):
    async def scene():
        boxes = [Mailbox(Admitted(7, f"user:{n}", Channels(("x",))), "a") for n in (1, 2)]
        boxes.append(Mailbox(Admitted(8, "user:1", Channels(("x",))), "a"))
        for box in boxes:
            hub.add(box, since=0)
        hub.hear(channel_of(7, "!"), "user:1")
        one = [box.recheck for box in boxes]
        hub.hear(channel_of(7, "!"), "")
        return one, [box.recheck for box in boxes]

    assert asyncio.run(scene()) == ([True, False, False], [True, True, False])


def test_frames_are_those_of_the_format():
    assert state("ready", 12) == b'event: ready\ndata: {"newest":12}\n\n'
    assert state("deaf", 12) == b"event: deaf\ndata: {}\n\n"
    assert end("restart") == b'event: end\ndata: {"why":"restart"}\n\n'


def test_a_reader_that_takes_nothing_is_let_go(monkeypatch):
    monkeypatch.setattr(serving, "SEND_SECONDS", 0.05)

    async def scene():
        server, sent = serving.LiveServer(), []

        async def send(message):
            sent.append(message["type"])
            if len(sent) > 1:
                await asyncio.sleep(60)

        box = Mailbox(ADMITTED, "a")
        server.hub.add(box, since=0)
        await asyncio.wait_for(server._tell(LiveRequest("acme", "room", "1", 0, {}), box, send), 5)
        return sent

    assert asyncio.run(scene()) == ["http.response.start", "http.response.body"]


def test_a_hint_leaves_after_commit_and_not_at_all_after_a_rollback(
    world, redis, django_capture_on_commit_callbacks
):
    acme, told = world.acme, []
    listener = redis.pubsub()
    listener.psubscribe(channel_of(acme.workspace.pk, "*"))
    with django_capture_on_commit_callbacks(execute=True), acme.scope():
        hint(CHANNEL, 3)
        hint(CHANNEL, ANEW)
        recheck("user:9")
        assert listener.get_message(ignore_subscribe_messages=True, timeout=0.2) is None
    while message := listener.get_message(timeout=1):
        if message["type"] == "pmessage":
            told.append((message["channel"].decode(), message["data"].decode()))
    own = channel_of(acme.workspace.pk, CHANNEL)
    assert told == [(own, "3"), (own, str(ANEW)), (channel_of(acme.workspace.pk, "!"), "user:9")]
    listener.close()
