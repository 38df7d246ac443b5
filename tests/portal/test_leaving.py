"""Who left works on nothing any more: inquiries and chats go on to who is there, and contacts who went elsewhere stay out."""

from datetime import timedelta

import pytest
import time_machine

from accounts.models import Account, AccountOwner, Contact
from accounts.services.merging import merge_accounts
from notifications.models import Notice
from portal.models import Inquiry, InquiryStep, PortalLogin
from portal.models.chat import ChatRoom
from portal.selectors.inquiries import to_rate
from portal.services.inquiries import answer, close_inquiry, rate, sweep_late
from portal.services.inquiries.settings import RuleFields, make_rule
from portal.tasks.inquiries import decide_late_inquiries
from tests.portal.chatting import taken, waiting
from tests.portal.inquiring import ask
from tests.support.portal import customer_browser, give_login
from tests.support.world import NOW, TODAY, add_account
from workspaces.models import OutboxMessage
from workspaces.services.members import remove_member

pytestmark = pytest.mark.django_db(transaction=True)
LATER = NOW + timedelta(minutes=10)


@pytest.fixture(autouse=True)
def still():
    with time_machine.travel(NOW, tick=False):
        yield


def titles(company, member):
    with company.scope():
        return list(Notice.objects.filter(member=member).order_by("pk").values_list("title", flat=True))


def held(company, inquiry):
    with company.scope():
        found = Inquiry.objects.get(pk=inquiry.pk)
        return found.assignee_id, found.version


def test_open_inquiries_of_who_left_go_to_the_next_in_line_once(world):
    acme = world.acme
    with acme.scope():
        open_one, solved = ask(acme), ask(acme, "Solved")
        close_inquiry(solved, by=acme.csm, now=NOW)
        remove_member(acme.csm, by=acme.admin, now=NOW)
    assert sweep_late(acme.workspace, now=LATER) == 1
    number, version = held(acme, open_one)
    assert number == acme.am.pk
    assert titles(acme, acme.am)[-1] == "Inquiry for you: #1 Night-shift supplements, Customer of Acme"
    assert held(acme, solved)[0] == acme.csm.pk
    assert sweep_late(acme.workspace, now=LATER) == 0
    assert held(acme, open_one) == (number, version)
    with acme.scope():
        assert InquiryStep.objects.filter(inquiry=open_one, kind="assigned").count() == 2


def test_where_nobody_is_left_who_answers_for_it_hears(world):
    acme = world.acme
    with acme.scope():
        AccountOwner.objects.exclude(member=acme.csm).delete()
        inquiry = ask(acme)
        make_rule(RuleFields(member_id=acme.csm.pk), by=acme.admin, now=NOW)
        remove_member(acme.csm, by=acme.admin, now=NOW)
    assert sweep_late(acme.workspace, now=LATER) == 1
    assert held(acme, inquiry)[0] is None
    assert (
        titles(acme, acme.lead)[-1] == "Nobody has this inquiry: #1 Night-shift supplements, Customer of Acme"
    )


def test_a_rating_of_what_who_left_solved_reaches_the_manager(world):
    acme = world.acme
    with acme.scope():
        inquiry = ask(acme)
        close_inquiry(inquiry, by=acme.csm, now=NOW)
        remove_member(acme.csm, by=acme.admin, now=NOW)
        rate(inquiry, "bad", contact=acme.contacts[1], now=LATER)
    assert titles(acme, acme.lead)[-1] == "Rated Bad: #1 Night-shift supplements, Customer of Acme"


def test_a_chat_of_who_left_waits_again_and_is_told(world):
    acme = world.acme
    with acme.scope():
        room = taken(acme)
        remove_member(acme.csm, by=acme.admin, now=NOW)
    with time_machine.travel(LATER, tick=False):
        assert [decide_late_inquiries(acme.workspace.pk) for _twice in range(2)] == [1, 0]
    with acme.scope():
        room = ChatRoom.objects.get(pk=room.pk)
        assert (room.agent_id, room.state, room.waits_since) == (None, "waiting", LATER)
        told = Notice.objects.filter(kind="chat_waiting", origin_key__startswith=f"chat-waiting:{room.pk}:")
        assert told.exists()


@pytest.fixture
def moved(world):
    """Urho, who asked and chatted here, now stands at another account of the same vendor."""
    acme, urho = world.acme, world.acme.contacts[1]
    browser = customer_browser(acme, urho, is_admin=True)
    assert browser.get("/w/acme/portal/").status_code == 200
    with acme.scope():
        elsewhere = add_account("Elsewhere", external_id="E-1")
        inquiry, room = ask(acme), waiting(acme, contact=1)
        Contact.objects.filter(pk=urho.pk).update(account=elsewhere)
        urho.refresh_from_db()
    return browser, urho, elsewhere, inquiry, room


def test_a_contact_moved_to_another_account_is_in_no_portal_until_invited_there(world, moved):
    acme, (browser, urho, elsewhere, _inquiry, room) = world.acme, moved
    assert browser.get("/w/acme/portal/").status_code == 303, "a session of the former account"
    staff = world.client(acme.admin)
    page = f"/w/acme/accounts/{elsewhere.pk}/portal/"
    login = give_login(acme, urho)
    assert staff.post(f"{page}{login.pk}/admin/", {"is_admin": "on"}).status_code == 404
    assert "urho@customer.example" in staff.get(page).content.decode()
    with time_machine.travel(LATER, tick=False):
        assert staff.post(page, {"contact": urho.pk}).status_code == 303
    with acme.scope():
        made = PortalLogin.objects.get()
        assert (made.account, made.is_admin, made.first_seen_at) == (elsewhere, False, None)
    assert browser.get("/w/acme/portal/").status_code == 303
    inside = customer_browser(acme, urho)
    assert inside.get("/w/acme/portal/").status_code == 200
    assert inside.get(f"/w/acme/portal/chat/{room.pk}/").status_code == 404
    assert "Good morning" not in inside.get("/w/acme/portal/chat/").content.decode()


def test_where_two_accounts_become_one_their_contacts_stay_in(world):
    acme, anna = world.acme, world.acme.contacts[0]
    browser = customer_browser(acme, anna)
    with acme.scope():
        kept = add_account("Kept", external_id="K-1")
        gone = Account.objects.get(pk=acme.account.pk)
        both = (kept.version, gone.version)
        merge_accounts(kept, gone, versions=both, from_gone=(), by=acme.admin, now=NOW, today=TODAY)
    assert "Kept" in browser.get("/w/acme/portal/").content.decode()


def test_nor_has_such_a_contact_mails_of_the_former_one(world, moved):
    acme, (_browser, urho, _elsewhere, inquiry, _room) = world.acme, moved
    with acme.scope():
        OutboxMessage.objects.all().delete()
        answer(inquiry, "Which plant?", by=acme.csm, now=LATER)
        close_inquiry(inquiry, by=acme.csm, now=LATER)
        assert list(OutboxMessage.objects.filter(to_address=urho.email)) == []
        assert to_rate(urho, LATER) == []


def test_who_leaves_next_month_is_still_written_to(world):
    acme, urho = world.acme, world.acme.contacts[1]
    with acme.scope():
        inquiry = ask(acme)
        Contact.objects.filter(pk=urho.pk).update(left_on=NOW.date() + timedelta(days=30))
        OutboxMessage.objects.all().delete()
        answer(inquiry, "Which plant?", by=acme.csm, now=LATER)
        close_inquiry(Inquiry.objects.get(), by=acme.csm, now=LATER)
        assert OutboxMessage.objects.filter(to_address=urho.email).count() == 2
