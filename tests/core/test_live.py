"""What happens inside the live server: hints become one, late ones are caught up, a slow reader is let go."""

import asyncio
import time

import pytest
from django.db import DataError, OperationalError

from core.live import ANEW, ELSEWHERE, Admitted, Channels, Letter, LiveRequest, Reply, hint, recheck
from core.live import server as serving
from core.live.hints import channel_of
from core.live.hub import MOST_NEWS, Hub, Mailbox
from core.live.intake import Full, Intake, body_of
from core.live.wire import end, state
from core.live.wire import hint as hint_frame

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
    assert (first, second) == (("deaf", {CHANNEL: 9}, {}), (None, {}, {}))
    assert (left, *rest) == (0, {}, {}, {})


def test_news_keep_their_order_until_something_has_to_be_asked_for(hub):
    async def scene():
        box = Mailbox(ADMITTED, "127.0.0.1")
        hub.add(box, since=1)
        channel = channel_of(7, CHANNEL)
        for words in ('4 {"n":5}', '5 {"n":6}'):
            hub.hear(channel, words)
        first = box.take()
        for words in ('6 {"n":7}', "7", '8 {"n":9}'):
            hub.hear(channel, words)
        second = box.take()
        for number in range(MOST_NEWS + 2):
            hub.hear(channel, f'{number} {{"n":0}}')
        third = box.take()
        hub.hear(channel, '40 {"n":41}')
        return first, second, third, box.take()

    first, second, third, fourth = asyncio.run(scene())
    assert first == ("deaf", {}, {CHANNEL: [(4, {"n": 5}), (5, {"n": 6})]})
    assert second == (None, {CHANNEL: 8}, {})
    assert third == (None, {CHANNEL: MOST_NEWS + 1}, {})
    assert fourth == (None, {}, {CHANNEL: [(40, {"n": 41})]})


def letter(number):
    return Letter(LiveRequest("acme", "room", "1", 0, {"a": "b"}), {"n": number})


def answered(take, *numbers):
    """The replies to letters that come after one another, the first before all others."""

    async def scene():
        intake = Intake({"room": take})
        tasks = []
        for number in numbers:
            tasks.append(asyncio.create_task(intake.put(letter(number))))
            await asyncio.sleep(0)
        found = await asyncio.gather(*tasks, return_exceptions=True)
        intake.stop()
        return found

    return asyncio.run(scene())


def test_letters_that_come_meanwhile_are_stored_together():
    batches = []

    def take(letters):
        batches.append([one.body["n"] for one in letters])
        time.sleep(0.05)
        return [Reply(200, {"n": one.body["n"]}) for one in letters]

    replies = answered(take, 1, 2, 3, 4)
    assert [reply.body["n"] for reply in replies] == [1, 2, 3, 4]
    assert batches == [[1], [2, 3, 4]]


def test_one_letter_that_cannot_be_stored_holds_back_no_other(db):
    def take(letters):
        if any(one.body["n"] == 2 for one in letters):
            raise DataError("not so")
        return [Reply(200) for _one in letters]

    assert answered(take, 1, 2, 3) == [Reply(200), ELSEWHERE, Reply(200)]


def test_without_a_database_letters_are_to_come_again(db, monkeypatch):
    monkeypatch.setattr("core.live.intake.connection.close", lambda: None)

    def take(letters):
        raise OperationalError("gone")

    assert [type(one) for one in answered(take, 1, 2)] == [Full, Full]


@pytest.mark.parametrize(
    ("kind", "raw", "found"),
    [
        ("application/json", b'{"text": "Hello"}', {"text": "Hello"}),
        ("application/json; charset=utf-8", b"{}", {}),
        ("application/x-www-form-urlencoded", b"{}", None),
        ("text/plain", b"{}", None),
        ("application/json", b"[1]", None),
        ("application/json", b'{"a": ', None),
        ("application/json", b"[" * 40_000, None),
        ("application/json", b'{"text": "' + b"x" * 70_000 + b'"}', None),
        ("application/json", b"\xff\xfe", None),
    ],
)
def test_a_letter_is_a_json_object_of_a_bounded_size(kind, raw, found):
    async def receive():
        return {"type": "http.request", "body": raw}

    assert asyncio.run(body_of({"content-type": kind}, receive)) == found


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
    assert hint_frame("a", 3) == b'event: hint\ndata: {"channel":"a","newer_than":3}\n\n'
    assert hint_frame("a", 3, {"n": 4}).endswith(b'"newer_than":3,"news":{"n":4}}\n\n')
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
        hint(CHANNEL, 8, {"n": "ä\n"})
        recheck("user:9")
        assert listener.get_message(ignore_subscribe_messages=True, timeout=0.2) is None
    while message := listener.get_message(timeout=1):
        if message["type"] == "pmessage":
            told.append((message["channel"].decode(), message["data"].decode()))
    own = channel_of(acme.workspace.pk, CHANNEL)
    assert told == [
        (own, "3"),
        (own, str(ANEW)),
        (own, '8 {"n":"\\u00e4\\n"}'),
        (channel_of(acme.workspace.pk, "!"), "user:9"),
    ]
    listener.close()
