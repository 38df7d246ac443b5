"""Live chat: stored once each, numbered in the order of commit, taken, handed over, closed, told to whom it concerns."""

import io
import json
from datetime import timedelta
from threading import Thread
from uuid import UUID, uuid4

import pytest
from django.db import connection

from accounts.models import AccountOwner
from core.errors import Conflict, DomainError
from core.tenancy import workspace_scope
from notifications.models import Notice
from portal import presence
from portal.access.chat import visible_rooms
from portal.choices.chat import Side
from portal.errors import TooOften
from portal.models import Inquiry
from portal.models.chat import ChatMessage, ChatParticipant, ChatRoom
from portal.rules.chat import advanced, mark_of, stands_with, usual_minutes
from portal.selectors.chat import messages_after, queue_of, state_of, usual_wait
from portal.services.chat import (
    Said,
    Upload,
    ask_to_join,
    close_room,
    escalate_room,
    hand_over,
    join_room,
    make_inquiry,
    mark_seen,
    open_room,
    take_room,
    write_together,
)
from portal.services.chat.removing import discard_chats
from tests.portal.chatting import SOON, said, say, taken, waiting
from tests.support.world import NOW, add_account
from workspaces.models import StoredFile, Team, TeamMember

pytestmark = pytest.mark.django_db


@pytest.fixture
def acme(world, redis):
    with world.acme.scope():
        yield world.acme


def told(member, kind):
    return list(
        Notice.objects.filter(member=member, kind=kind).order_by("pk").values_list("title", flat=True)
    )


def test_the_first_line_opens_a_room_and_tells_owners_and_support(acme):
    key = uuid4()
    room = waiting(acme, "The export drops a code", key=key)
    assert (room.state, room.waits_since, room.account_id) == ("waiting", NOW, acme.account.pk)
    assert waiting(acme, "Something else", key=key).pk == room.pk
    assert waiting(acme, "And one more").pk == room.pk
    assert said(room) == [
        (1, "customer", "The export drops a code"),
        (2, "customer", "And one more"),
    ]
    for member in (acme.csm, acme.am, acme.members["support"]):
        assert told(member, "chat_waiting") == ["Anna Sponsor waits in chat"]
    assert told(acme.lead, "chat_waiting") == told(acme.observer, "chat_waiting") == []


def test_a_line_sent_again_is_the_line_that_stands(acme):
    room, key = taken(acme), uuid4()
    first = say(room, "That fits", key=key)
    again = say(room, "Quite another text", key=key)
    assert (again.pk, again.text, again.number) == (first.pk, "That fits", 3)
    assert said(room)[2:] == [(3, "customer", "That fits")]
    close_room(room, by=acme.csm, now=SOON)
    assert say(room, "That fits", key=key).pk == first.pk
    with pytest.raises(Conflict, match="closed"):
        say(room, "One more")


def test_lines_of_many_rooms_are_stored_together_each_by_the_rules_of_one(acme):
    room, other = taken(acme), waiting(acme, contact=1)
    anna, berit = acme.contacts[0], acme.contacts[1]
    key, standing = uuid4(), uuid4()
    say(room, "Standing", key=standing)

    def words(room, text, *, key=None, **values):
        return Said(room_id=room.pk, text=text, key=key or uuid4(), **values)

    lines = [
        words(room, " One ", contact=anna, read=2),
        words(other, "Two", contact=berit),
        words(room, "Three", key=key, member=acme.csm, read=99),
        words(room, "Three again", key=key, member=acme.csm),
        words(room, "Another text", key=standing, contact=anna),
        words(room, "Of another contact", contact=berit),
        words(other, "Nobody has taken it", member=acme.csm),
        words(room, "Not come in", member=acme.am),
        Said(room_id=10**9, text="No such room", key=uuid4(), contact=anna),
    ]
    presence.note_typing(room.pk, presence.customer(anna.pk), "Anna")
    presence.note_typing(room.pk, presence.customer(berit.pk), "Berit")
    assert write_together(lines, now=SOON) == [4, 2, 5, 5, 3, None, None, None, None]
    assert list(presence.look(room.pk, [])[1]) == [presence.customer(berit.pk)]
    assert said(room)[2:] == [(3, "customer", "Standing"), (4, "customer", "One"), (5, "staff", "Three")]
    assert said(other) == [(1, "customer", "Good morning"), (2, "customer", "Two")]
    room.refresh_from_db()
    assert (room.last_number, room.last_at, room.first_answer_at) == (5, SOON, SOON)
    assert (room.contact_read, room.staff_got, room.staff_read) == (2, 4, 4)
    join_room(room, by=acme.am, now=SOON)
    assert write_together([words(room, "Here I am", member=acme.am)], now=SOON) == [7]
    close_room(room, by=acme.csm, now=SOON)
    assert write_together([words(room, "Too late", contact=anna)], now=SOON) == [None]
    with pytest.raises(DomainError):
        write_together([words(other, "  ", contact=berit)], now=SOON)
    assert write_together([], now=SOON) == []


def test_a_hint_carries_a_line_of_words_and_no_event(acme, redis, django_capture_on_commit_callbacks):
    room = taken(acme)
    listener = redis.pubsub()
    listener.psubscribe(f"{acme.workspace.pk}:live:*:chat/*")
    with django_capture_on_commit_callbacks(execute=True):
        say(room, "That fits", read=1)
        close_room(room, by=acme.csm, now=SOON)
    heard = []
    while message := listener.get_message(timeout=1):
        if message["type"] == "pmessage":
            heard.append(message["data"].decode())
    listener.close()
    number, _space, carried = heard[0].partition(" ")
    news = json.loads(carried)
    assert (number, heard[1:]) == ("2", ["3"])
    assert (news["number"], news["side"], news["name"], news["text"]) == (
        3,
        "customer",
        "Anna Sponsor",
        "That fits",
    )
    assert (news["contact_seen"], news["member"], news["file"]) == ([1, 1], None, None)


def test_nothing_and_too_much_are_refused(acme):
    room = taken(acme)
    for text in ("", "  \n ", "x" * 4001):
        with pytest.raises(DomainError):
            say(room, text)
    assert len(said(room)) == 2


def test_who_takes_first_has_it_and_the_first_answer_is_measured(acme):
    room = waiting(acme)
    take_room(room, by=acme.csm, now=NOW)
    take_room(room, by=acme.csm, now=SOON)
    with pytest.raises(Conflict, match="taken"):
        take_room(room, by=acme.dm, now=SOON)
    say(room, "We found it", member=acme.csm)
    say(room, "One moment more", member=acme.csm, now=SOON + timedelta(hours=1))
    room = ChatRoom.objects.get()
    assert (room.state, room.agent, room.waits_since, room.first_answer_at) == ("taken", acme.csm, None, SOON)
    assert said(room)[1] == (2, "platform", "taken")


def test_an_answer_takes_a_room_that_waits_and_a_colleagues_joins(acme):
    room = waiting(acme)
    say(room, "Good morning", member=acme.csm)
    say(room, "I know this one", member=acme.dm)
    room.refresh_from_db()
    assert (room.agent, room.state) == (acme.csm, "taken")
    assert [one for _n, _side, one in said(room)] == [
        "Good morning", "taken", "Good morning", "joined", "I know this one",
    ]  # fmt: skip
    assert list(ChatParticipant.objects.values_list("member", flat=True)) == [acme.dm.pk]


def test_handed_over_to_a_person_it_waits_for_that_person_with_a_note_for_staff_alone(acme):
    room = taken(acme)
    hand_over(room, to=acme.dm, note="Wants the fix by Friday", by=acme.csm, now=SOON)
    hand_over(room, to=acme.dm, note="Twice", by=acme.csm, now=SOON)
    room.refresh_from_db()
    assert (room.state, room.agent, room.waits_since) == ("handed", acme.dm, SOON)
    assert told(acme.dm, "chat_for_me") == ["Csm of Acme hands a chat over to you"]
    assert told(acme.csm, "chat_for_me") == []
    rooms = visible_rooms(acme.dm)
    assert [one.pk for one in queue_of(rooms, acme.dm).waiting] == [room.pk]
    assert queue_of(rooms, acme.am).waiting == []
    assert [one.pk for one in queue_of(rooms, acme.csm).mine] == [room.pk]
    take_room(room, by=acme.dm, now=SOON)
    assert [one for _n, _side, one in said(room)][1:] == ["taken", "handed", "taken"]


def test_handed_over_to_a_team_one_of_them_takes_it(acme):
    team = Team.objects.create(name="Nordic", name_key="nordic", created_at=NOW)
    TeamMember.objects.create(team=team, member=acme.rm)
    room = taken(acme)
    hand_over(room, to=None, team=team, by=acme.csm, now=SOON)
    room.refresh_from_db()
    assert (room.agent, room.team) == (None, team)
    rooms = visible_rooms(acme.rm)
    assert [one.pk for one in queue_of(rooms, acme.rm).waiting] == [room.pk]
    assert [one.pk for one in queue_of(rooms, acme.am).others] == [room.pk]
    assert take_room(room, by=acme.rm, now=SOON).team is None


def test_it_is_handed_to_nobody_who_may_not_answer(acme):
    room = taken(acme)
    empty = Team.objects.create(name="Empty", name_key="empty", created_at=NOW)
    for given in ({"to": acme.observer}, {"to": acme.executive}, {"to": None}, {"to": None, "team": empty}):
        with pytest.raises(DomainError):
            hand_over(room, by=acme.csm, now=SOON, **given)
    assert len(said(room)) == 2


def test_a_colleague_is_asked_once_and_joins_once(acme):
    room = taken(acme)
    for _twice in range(2):
        ask_to_join(room, acme.dm, by=None, now=SOON)
    for _twice in range(2):
        join_room(room, by=acme.dm, now=SOON)
    assert [one for _n, _side, one in said(room)][2:] == ["asked", "joined"]
    assert told(acme.dm, "chat_for_me") == ["Anna Sponsor asks you to join a chat"]


def test_escalation_reaches_those_who_lead_once_with_its_reason(acme):
    room = taken(acme)
    with pytest.raises(DomainError, match="Say what is wrong"):
        escalate_room(room, reason=" ", now=SOON)
    for _twice in range(2):
        escalate_room(room, reason="Third week without a fix", now=SOON)
    assert [one for _n, _side, one in said(room)][2:] == ["inquiry", "escalated"]
    found = Inquiry.objects.get()
    assert (found.subject, found.source, found.is_escalated, found.escalation_reason) == (
        "Good morning", "chat", True, "Third week without a fix",
    )  # fmt: skip
    assert ChatRoom.objects.get().inquiry == make_inquiry(room, by=acme.csm, now=SOON) == found
    assert Notice.objects.filter(member=acme.lead, title__startswith="Escalated: ").count() == 1


def test_marks_never_go_back_nor_beyond_the_last_line(acme):
    room = taken(acme)
    say(room, "Yes", member=acme.csm, read=1)
    assert mark_seen(room, Side.CUSTOMER, got=99, read=2)
    assert not mark_seen(room, Side.CUSTOMER, got=1, read=0)
    room.refresh_from_db()
    assert (room.contact_got, room.contact_read, room.staff_got, room.staff_read) == (3, 2, 1, 1)
    assert [mark_of(3, 2, 1), mark_of(2, 2, 1), mark_of(1, 2, 1)] == ["sent", "delivered", "read"]
    assert [advanced(3, 2, 9), advanced(3, 12, 9)] == [3, 9]


def test_lines_beyond_a_number_come_in_their_order(acme):
    room = taken(acme)
    for number in range(5):
        say(room, f"Line {number}")
    assert [one.number for one in messages_after(room, 4)] == [5, 6, 7]
    assert [one.number for one in messages_after(room, 2, most=2)] == [3, 4]
    assert messages_after(room, 7) == []


def test_a_file_goes_with_its_line_once(acme):
    room, key = taken(acme), uuid4()
    for _twice in range(2):
        content = io.BytesIO(b"code;people\nN4;11\n")
        say(room, "", key=key, upload=Upload(content, "august.csv", 18))
    assert [(one.file.name, one.file.size) for one in ChatMessage.objects.filter(file__isnull=False)] == [
        ("august.csv", 18)
    ]
    assert StoredFile.objects.count() == 1
    with pytest.raises(DomainError):
        say(room, "", upload=Upload(io.BytesIO(b"MZ\x90\x00"), "tool.exe", 60 * 1024 * 1024))
    assert StoredFile.objects.count() == 1
    assert discard_chats([acme.account.pk]) == 1
    assert (StoredFile.objects.count(), ChatRoom.objects.count(), ChatMessage.objects.count()) == (0, 0, 0)


def test_a_room_is_seen_where_its_account_is_and_answered_by_its_owners(acme):
    room = waiting(acme)
    stranger = add_account("Strangers")
    AccountOwner.objects.filter(account=acme.account, member=acme.rm).update(account=stranger)
    for member in (acme.admin, acme.lead, acme.csm, acme.members["support"], acme.executive):
        assert list(visible_rooms(member)) == [room]
    for role in ("rm", "finance", "marketing", "observer"):
        assert list(visible_rooms(acme.members[role])) == []
    acme.account.deleted_at = NOW
    acme.account.save()
    assert list(visible_rooms(acme.admin)) == []


def test_what_is_usual_is_measured_or_not_said(acme):
    assert usual_wait(SOON) is None
    for number in range(5):
        ChatRoom.objects.create(
            contact=acme.contacts[0], account=acme.account, opened_at=NOW, last_at=NOW, closed_at=NOW,
            first_answer_at=NOW + timedelta(seconds=30 + 60 * number),
        )  # fmt: skip
    assert usual_wait(SOON) == 3
    assert usual_wait(NOW + timedelta(days=31)) is None
    assert [usual_minutes(20, 5), usual_minutes(180, 4)] == [1, None]
    state = state_of(acme.contacts[0].pk, now=SOON)
    assert (state.room_id, state.unread, state.agent_here, state.minutes) == (None, 0, False, 3)


def test_lines_of_one_author_within_a_minute_stand_together():
    assert stands_with(("customer", NOW), ("customer", NOW + timedelta(seconds=59)))
    assert not stands_with(("customer", NOW), ("customer", NOW + timedelta(seconds=60)))
    assert not stands_with(("customer", NOW), ("staff7", NOW))


@pytest.mark.django_db(transaction=True)
def test_lines_sent_at_once_and_twice_are_numbered_without_a_gap_and_once_each(world):
    acme = world.acme
    with acme.scope():
        room = taken(acme)
    keys = [UUID(int=number) for number in range(1, 13)]

    def send(own):
        try:
            for key in own:
                with workspace_scope(acme.workspace.pk):
                    say(room, f"Line {key.int}", key=key)
        finally:
            connection.close()

    threads = [Thread(target=send, args=(keys[start::3],)) for start in (0, 1, 2)]
    threads += [Thread(target=send, args=(keys[start::3],)) for start in (0, 1, 2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with acme.scope():
        lines = said(room)
    assert [number for number, _side, _text in lines] == list(range(1, 15))
    assert sorted(text for _number, _side, text in lines[2:]) == sorted(f"Line {key.int}" for key in keys)


@pytest.mark.django_db(transaction=True)
def test_two_tabs_open_one_room(world):
    acme = world.acme
    made = []

    def open_it(text):
        try:
            with acme.scope():
                made.append(open_room(acme.contacts[0], text=text, key=uuid4(), now=NOW).pk)
        finally:
            connection.close()

    threads = [Thread(target=open_it, args=(f"Tab {number}",)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with acme.scope():
        assert ChatRoom.objects.count() == 1
        assert len(set(made)) == 1
        assert sorted(text for _n, _s, text in said(ChatRoom.objects.get())) == [f"Tab {n}" for n in range(4)]
        assert Notice.objects.filter(member=acme.csm, kind="chat_waiting").count() == 1


def test_a_contact_opens_twenty_chats_within_an_hour_and_no_more(acme):
    for _number in range(20):
        close_room(waiting(acme), by=None, now=NOW)
    with pytest.raises(TooOften):
        waiting(acme)
    assert ChatRoom.objects.count() == 20
    waiting(acme, now=NOW + timedelta(hours=2))
