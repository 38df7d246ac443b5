"""Chat's pages: by plain forms and by the page's script, what each side may read, and that words stay words."""

import json
from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from core import clock
from core.live import ADMISSIONS, LiveRequest
from notifications.models import Notice
from portal import presence
from portal.models import Inquiry, PortalSession
from portal.models.chat import ChatRoom
from portal.services.chat import close_room, hand_over
from tests.portal.chatting import SOON, said, say, taken, waiting
from tests.support.portal import customer_browser

pytestmark = pytest.mark.django_db
JSON = {"Accept": "application/json"}
EVIL = '<script>alert(1)</script> <img src=x onerror="x()" hx-get="/">'


@pytest.fixture
def acme(world, redis):
    with world.acme.scope():
        yield world.acme


def customer(company, number=0):
    """A browser of a contact who is signed in to the portal."""
    browser = customer_browser(company, company.contacts[number])
    with company.scope():
        PortalSession.objects.update(expires_at=clock.now() + timedelta(days=1))
    return browser


def desk(company, room, rest=""):
    return f"{company.url}/chat/{room.pk}/{rest}"


def portal(company, room, rest=""):
    return f"{company.url}/portal/chat/{room.pk}/{rest}"


def test_without_script_a_customer_opens_a_room_and_writes_in_it(acme):
    browser, key = customer(acme), str(uuid4())
    start = browser.get(f"{acme.url}/portal/chat/")
    assert start.status_code == 200
    assert b"Nobody is here at the moment" in start.content
    for _twice in range(2):
        answer = browser.post(f"{acme.url}/portal/chat/", {"text": "The export drops N4", "key": key})
        room = ChatRoom.objects.get()
        assert (answer.status_code, answer["Location"]) == (303, portal(acme, room))
    assert browser.get(f"{acme.url}/portal/chat/")["Location"] == portal(acme, room)
    sent = {"text": "In August", "key": str(uuid4()), "read": "1"}
    answer = browser.post(portal(acme, room, "messages/"), sent)
    assert (answer.status_code, answer["Location"]) == (303, portal(acme, room, "#newest"))
    assert said(room) == [(1, "customer", "The export drops N4"), (2, "customer", "In August")]
    page = browser.get(portal(acme, room)).content.decode()
    assert "The export drops N4" in page
    assert "In August" in page
    assert "Today" in page
    refused = browser.post(portal(acme, room, "messages/"), {"text": " ", "key": str(uuid4())})
    assert refused.status_code == 422
    assert b"Write something" in refused.content


def test_the_pages_script_is_answered_with_what_is_beyond_its_last_line(acme, world):
    room = taken(acme)
    agent = world.client(acme.csm)
    sent = {"text": "We found it", "key": str(uuid4()), "read": "2", "after": "2"}
    told = agent.post(desk(acme, room, "messages/"), sent, headers=JSON).json()
    assert (told["newest"], told["last"], told["state"], told["closed"]) == (3, 3, "taken", False)
    assert "We found it" in told["html"]
    assert "Good morning" not in told["html"]
    found = customer(acme).get(portal(acme, room, "messages/?after=2"), headers=JSON).json()
    assert (found["newest"], found["read"], found["here"], found["typing"]) == (3, 2, False, "")
    assert "We found it" in found["html"]
    assert "Csm, " in found["html"]
    assert customer(acme).get(portal(acme, room, "messages/?after=3"), headers=JSON).json()["html"] == ""
    refused = agent.post(desk(acme, room, "messages/"), {"text": "", "key": str(uuid4())}, headers=JSON)
    assert refused.status_code == 422
    assert refused.json()["code"] == "empty"


def test_marks_typing_and_presence(acme, world):
    room = taken(acme)
    agent, contact = world.client(acme.csm), customer(acme)
    agent.post(desk(acme, room, "marks/"), {"got": "2", "read": "1"})
    found = contact.get(portal(acme, room, "messages/?after=0"), headers=JSON).json()
    assert (found["got"], found["read"]) == (2, 1)
    agent.post(desk(acme, room, "typing/"))
    presence.note_here(presence.staff(acme.csm.pk))
    found = contact.get(portal(acme, room, "messages/?after=2"), headers=JSON).json()
    assert (found["typing"], found["here"]) == ("Csm of Acme is writing", True)
    own = agent.get(desk(acme, room, "messages/?after=2"), headers=JSON).json()
    assert (own["typing"], own["here"]) == ("", False)
    say(room, "Done", member=acme.csm)
    assert contact.get(portal(acme, room, "messages/?after=2"), headers=JSON).json()["typing"] == ""


def test_words_stay_words_on_every_page(acme, world):
    """Case 29."""
    room = taken(acme, text=EVIL)
    hand_over(room, to=acme.dm, note=EVIL, by=acme.csm, now=SOON)
    agent, contact = world.client(acme.csm), customer(acme)
    for answer in (
        agent.get(desk(acme, room)), agent.get(f"{acme.url}/chat/"), contact.get(portal(acme, room)),
        agent.get(desk(acme, room, "messages/"), headers=JSON),
    ):  # fmt: skip
        body = answer.content.decode()
        body = json.loads(body)["html"] if answer["Content-Type"] == "application/json" else body
        assert "<script>alert" not in body
        assert "<img src=x" not in body
        assert "hx-get=&quot;/&quot;" in body
    text = agent.get(desk(acme, room, "transcript/"))
    assert text["Content-Type"].startswith("text/plain")
    assert text["X-Content-Type-Options"] == "nosniff"


def test_a_note_and_a_colleagues_address_never_reach_the_customer(acme):
    room = taken(acme)
    acme.dm.user.name = ""
    acme.dm.user.save()
    hand_over(room, to=acme.dm, note="Angry since Monday", by=acme.csm, now=SOON)
    say(room, "Good morning", member=acme.dm)
    browser = customer(acme)
    bodies = [
        browser.get(portal(acme, room)).content,
        browser.get(portal(acme, room, "messages/"), headers=JSON).content,
        browser.get(portal(acme, room, "transcript/")).content,
    ]
    for body in bodies:
        assert b"Angry" not in body
        assert b"dm@acme" not in body
        assert b"Support" in body


def test_a_chat_is_the_contacts_own(acme, world):
    room = taken(acme)
    colleague = customer(acme, 1)
    for rest in ("", "messages/", "transcript/", "escalation/", "files/1/"):
        for browser in (colleague, world.client(acme.csm)):
            answer = browser.get(portal(acme, room, rest))
            assert answer.status_code in (404, 302, 303), rest
            assert b"Good morning" not in answer.content
    for rest in ("messages/", "marks/", "typing/", "closing/", "joining/", "escalation/"):
        assert colleague.post(portal(acme, room, rest), {"text": "x", "reason": "x"}).status_code == 404
    assert len(said(room)) == 2


def test_the_queue_is_for_who_may_read_and_the_deeds_for_who_may_answer(acme, world):
    room = waiting(acme)
    for role in ("finance", "marketing", "observer"):
        browser = world.client(acme.members[role])
        assert browser.get(f"{acme.url}/chat/").status_code == 403
        assert browser.get(desk(acme, room)).status_code == 404
    reads = world.client(acme.executive)
    assert reads.get(desk(acme, room)).status_code == 200
    for rest in ("messages/", "taking/", "joining/", "handover/", "closing/", "typing/"):
        assert reads.post(desk(acme, room, rest), {"text": "x"}).status_code == 403
    assert reads.post(desk(acme, room, "marks/"), {"read": "1"}).status_code == 204
    assert world.client(world.outsider).get(desk(acme, room)).status_code == 404
    assert len(said(room)) == 1
    assert ChatRoom.objects.get().staff_read == 0


def test_an_agent_takes_hands_over_and_closes_by_plain_forms(acme, world):
    room = waiting(acme)
    browser = world.client(acme.csm)
    page = browser.get(f"{acme.url}/chat/").content.decode()
    assert "Anna Sponsor" in page
    assert "Waiting" in page
    assert browser.post(desk(acme, room, "taking/"))["Location"] == desk(acme, room)
    form = browser.get(desk(acme, room, "handover/")).content.decode()
    assert f'value="member-{acme.dm.pk}"' in form
    assert f'value="member-{acme.observer.pk}"' not in form
    assert browser.post(desk(acme, room, "handover/"), {"to": ""}).status_code == 422
    answer = browser.post(desk(acme, room, "handover/"), {"to": f"member-{acme.dm.pk}", "note": "Knows it"})
    assert (answer.status_code, answer["Location"]) == (303, f"{acme.url}/chat/")
    second = world.client(acme.dm)
    second.post(desk(acme, room, "taking/"))
    second.post(desk(acme, room, "closing/"))
    second.post(desk(acme, room, "closing/"))
    room.refresh_from_db()
    assert (room.state, room.closed_by) == ("closed", acme.dm)
    assert b"Anna Sponsor" in second.get(f"{acme.url}/chat/closed/").content
    refused = second.post(desk(acme, room, "messages/"), {"text": "x", "key": str(uuid4())}, headers=JSON)
    assert refused.json()["code"] == "chat_closed"


def test_a_closed_chat_stands_in_the_timeline_with_its_transcript(acme, world):
    room = taken(acme)
    say(room, "We found it", member=acme.csm)
    close_room(room, by=acme.csm, now=SOON)
    browser = world.client(acme.csm)
    story = browser.get(f"{acme.url}/accounts/{acme.account.pk}/timeline/").content.decode()
    assert "chatted with Csm of Acme" in story
    assert desk(acme, room) in story
    text = browser.get(desk(acme, room, "transcript/")).content.decode()
    assert "Chat with Anna Sponsor, Customer of Acme, 17 Sep 2026" in text
    assert "17 Sep 2026 08:04  Csm of Acme: We found it" in text


def test_a_customer_asks_for_a_person_and_escalates(acme):
    room = taken(acme)
    browser = customer(acme)
    page = browser.get(portal(acme, room)).content.decode()
    assert "Ask Am to join" in page
    assert "Ask Csm of Acme" not in page
    browser.post(portal(acme, room, "joining/"), {"member": acme.am.pk})
    browser.post(portal(acme, room, "joining/"), {"member": acme.observer.pk})
    assert browser.post(portal(acme, room, "escalation/"), {"reason": ""}).status_code == 422
    browser.post(portal(acme, room, "escalation/"), {"reason": "Third week"})
    assert [one for _n, _s, one in said(room)][2:] == ["asked", "inquiry", "escalated"]
    assert Notice.objects.filter(member=acme.am, kind="chat_for_me").count() == 1
    inquiry = ChatRoom.objects.get().inquiry
    assert f"#{inquiry.number}" in browser.get(portal(acme, room)).content.decode()


def test_while_nobody_is_here_a_question_becomes_one_inquiry(acme):
    browser, sent = customer(acme), {"subject": "Export", "text": "It drops N4", "key": str(uuid4())}
    assert browser.post(f"{acme.url}/portal/chat/offline/", {**sent, "text": ""}).status_code == 422
    for _twice in range(2):
        answer = browser.post(f"{acme.url}/portal/chat/offline/", sent)
        found = Inquiry.objects.get()
        assert (answer.status_code, answer["Location"]) == (303, f"{acme.url}/portal/inquiries/{found.pk}/")
    assert (found.subject, found.source, found.opener) == ("Export", "chat", acme.contacts[0])
    presence.note_here(presence.staff(acme.csm.pk))
    assert b"Chat with us" in browser.get(f"{acme.url}/portal/chat/").content


def test_a_file_is_only_ever_saved(acme, world):
    """Case 30."""
    room = taken(acme)
    browser = customer(acme)
    sent = SimpleUploadedFile(
        "picture.svg", b'<svg xmlns="http://www.w3.org/2000/svg"><script>x()</script></svg>'
    )
    answer = browser.post(
        portal(acme, room, "messages/"), {"text": "", "key": str(uuid4()), "file": sent}, headers=JSON
    )
    if answer.status_code == 422:
        assert answer.json()["code"]
        sent = SimpleUploadedFile("august.csv", b"code;people\nN4;11\n")
        answer = browser.post(
            portal(acme, room, "messages/"), {"text": "", "key": str(uuid4()), "file": sent}, headers=JSON
        )
    line = room.messages.get(file__isnull=False)
    for own, url in ((browser, portal), (world.client(acme.csm), desk)):
        found = own.get(url(acme, room, f"files/{line.pk}/"))
        assert found["Content-Disposition"].startswith("attachment")
        assert (found["X-Content-Type-Options"], found["Content-Security-Policy"]) == (
            "nosniff", "default-src 'none'; sandbox",
        )  # fmt: skip
    assert customer(acme, 1).get(portal(acme, room, f"files/{line.pk}/")).status_code == 404


def test_streams_are_for_the_rooms_people_and_note_who_is_here(acme, world):
    room = taken(acme)
    own, colleague, agent = customer(acme), customer(acme, 1), world.client(acme.csm)

    def ask(kind, browser, name, workspace="acme"):
        cookies = {key: one.value for key, one in browser.cookies.items()}
        return ADMISSIONS.get(kind).admit(LiveRequest(workspace, kind, name, 0, cookies))

    name = str(room.pk)
    assert ask("chat", own, name).channels.keys == (f"chat/{room.pk}",)
    assert ask("desk-chat", agent, name).channels.keys == ("chats", f"chat/{room.pk}")
    assert ask("desk-chat", world.client(acme.executive), "").channels.keys == ("chats",)
    assert presence.all_here() == {f"contact:{acme.contacts[0].pk}", f"member:{acme.csm.pk}"}
    refused = [
        ask("chat", colleague, name), ask("chat", agent, name), ask("chat", own, ""), ask("chat", own, "0"),
        ask("chat", own, name, "nowhere"), ask("desk-chat", own, name), ask("desk-chat", agent, "999999"),
        ask("desk-chat", world.client(acme.observer), ""), ask("desk-chat", world.client(world.outsider), name),
    ]  # fmt: skip
    assert refused == [None] * len(refused)


def test_today_and_home_tell_of_it(acme, world):
    room = waiting(acme)
    page = world.client(acme.csm).get(f"{acme.url}/today/waiting/").content.decode()
    assert "Anna Sponsor waits in chat" in page
    assert desk(acme, room) in page
