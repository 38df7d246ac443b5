"""Inquiries: numbered, handed out, answered, handed over, escalated, closed and rated; each step in the history, each
state in the ticket of the account."""

from datetime import UTC, datetime, timedelta

import pytest

from accounts.models import AccountOwner, Contact, Ticket
from accounts.services import put_into_bin
from accounts.services.emptying import empty_bin
from core.errors import Conflict, DomainError, DomainErrors
from notifications.models import Notice
from playbooks.rules import Holder
from portal.models import Inquiry, InquiryFile, InquiryMessage, InquiryStep
from portal.selectors.inquiry_people import managers_of
from portal.services.inquiries import (
    add_note,
    answer,
    calm,
    change_inquiry,
    close_inquiry,
    escalate,
    hand_over,
    rate,
    reopen_inquiry,
    set_status,
    write_as_contact,
)
from portal.services.inquiries.settings import RuleFields, make_rule, move_rule
from tests.portal.inquiring import ask, upload
from tests.support.world import NOW, TODAY
from workspaces.models import OutboxMessage, StoredFile
from workspaces.services.files import open_file
from workspaces.services.teams import TeamValues, create_team

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture
def acme(world):
    with world.acme.scope():
        yield world.acme


def told(member):
    return [notice.title for notice in Notice.objects.filter(member=member).order_by("pk")]


def steps(inquiry):
    return list(InquiryStep.objects.filter(inquiry=inquiry).order_by("pk").values_list("kind", flat=True))


def mails():
    return list(
        OutboxMessage.objects.filter(kind="inquiry").order_by("pk").values_list("to_address", "subject")
    )


def test_an_inquiry_has_the_next_number_an_owner_a_time_and_a_ticket(acme):
    first, second = ask(acme), ask(acme, "Two plants")
    assert (first.number, second.number) == (1, 2)
    assert (first.status, first.assignee, first.team) == ("new", acme.csm, None)
    assert first.response_due_at == datetime(2026, 9, 17, 17, tzinfo=UTC)  # asked before nine on a Thursday
    assert first.manager_due_at == datetime(2026, 9, 18, 11, tzinfo=UTC)
    assert steps(first) == ["opened", "assigned"]
    assert told(acme.csm)[0] == "New inquiry for you: #1 Night-shift supplements, Customer of Acme"
    ticket = Ticket.objects.get(external_id="portal-1")
    assert (ticket.account, ticket.subject, ticket.priority) == (
        acme.account,
        "Night-shift supplements",
        "normal",
    )
    assert (ticket.opened_at, ticket.closed_at, ticket.first_response_minutes) == (NOW, None, None)
    assert mails()[0] == ("urho@customer.example", "[#1] Night-shift supplements")


def test_a_file_travels_with_a_message_and_a_wrong_one_refuses_the_whole(acme):
    inquiry = ask(acme, uploads=[upload()])
    assert InquiryFile.objects.get().file.name == "codes.pdf"
    with pytest.raises(DomainErrors):
        ask(acme, uploads=[upload("codes.pdf", b"MZ no document")])
    with pytest.raises(DomainErrors):
        write_as_contact(inquiry, "More", contact=acme.contacts[1], now=NOW, uploads=[upload("x.exe", b"MZ")])
    assert (Inquiry.objects.count(), InquiryMessage.objects.count()) == (1, 1)


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"subject": " "}, "subject"),
        ({"subject": "x" * 201}, "subject"),
        ({"text": ""}, "text"),
        ({"kind": "odd"}, "kind"),
        ({"priority": "odd"}, "priority"),
    ],
)
def test_what_is_missing_is_named(acme, more, field):
    with pytest.raises(DomainErrors) as refused:
        ask(acme, **more)
    assert [one.field for one in refused.value.errors] == [field]


def test_rules_hand_out_in_their_order(acme):
    team = create_team(TeamValues("Pool", [acme.csm.pk, acme.am.pk]), by=acme.admin, now=NOW)
    for fields in (
        RuleFields(kind="problem", team_id=team.pk),
        RuleFields(segment="enterprise", role="dm"),
        RuleFields(priority="urgent", member_id=acme.rm.pk),
    ):
        rule = make_rule(fields, by=acme.admin, now=NOW)
    assert ask(acme, kind="problem").team == team
    assert ask(acme, priority="urgent").assignee == acme.dm
    move_rule(rule, -5, by=acme.admin, now=NOW)
    assert ask(acme, kind="problem", priority="urgent").assignee == acme.rm


def test_what_nobody_has_the_managers_hear_of(acme):
    AccountOwner.objects.all().delete()
    inquiry = ask(acme)
    assert (inquiry.assignee, inquiry.team) == (None, None)
    assert told(acme.lead) == ["Nobody has this inquiry: #1 Night-shift supplements, Customer of Acme"]


def test_the_first_answer_stops_the_clock_and_the_contact_has_it_by_mail(acme):
    inquiry = ask(acme)
    answer(inquiry, "Mended on the 22nd.", by=acme.csm, now=NOW + HOUR)
    answer(inquiry, "One more thing.", by=acme.dm, now=NOW + 2 * HOUR)
    inquiry.refresh_from_db()
    assert (inquiry.status, inquiry.responded_at) == ("waiting", NOW + HOUR)
    assert Ticket.objects.get().first_response_minutes == 60
    assert [to for to, _subject in mails()] == ["urho@customer.example"] * 3
    last = OutboxMessage.objects.order_by("pk").last()
    assert "One more thing." in last.text_body
    assert f"/w/acme/portal/inquiries/{inquiry.pk}/" in last.text_body
    assert last.reply_to.startswith(f"reply+{acme.workspace.pk}.{inquiry.pk}.{acme.contacts[1].pk}.")


def test_a_colleague_who_wrote_is_in_the_conversation_too(acme):
    inquiry = ask(acme)
    write_as_contact(inquiry, "I see it too.", contact=acme.contacts[0], now=NOW)
    answer(inquiry, "Thank you both.", by=acme.csm, now=NOW)
    assert [to for to, _subject in mails()[1:]] == ["anna@customer.example", "urho@customer.example"]


def test_a_note_stays_inside(acme):
    inquiry = ask(acme)
    before = mails()
    add_note(inquiry, "Careful, they are cross.", by=acme.dm, now=NOW)
    inquiry.refresh_from_db()
    assert (inquiry.status, inquiry.responded_at, mails()) == ("new", None, before)
    assert told(acme.csm)[-1] == "Note on #1 Night-shift supplements, Customer of Acme"


def test_the_customer_writes_and_it_is_our_turn_again(acme):
    inquiry = ask(acme)
    answer(inquiry, "Which plant?", by=acme.csm, now=NOW)
    write_as_contact(inquiry, "Turku.", contact=acme.contacts[1], now=NOW + HOUR)
    inquiry.refresh_from_db()
    assert inquiry.status == "open"
    assert told(acme.csm)[-1] == "Urho User wrote: #1 Night-shift supplements, Customer of Acme"
    close_inquiry(inquiry, by=acme.csm, now=NOW + 2 * HOUR)
    write_as_contact(inquiry, "Not yet.", contact=acme.contacts[1], now=NOW + 3 * HOUR)
    inquiry.refresh_from_db()
    assert (inquiry.status, inquiry.closed_at, steps(inquiry)[-1]) == ("open", None, "reopened")


def test_a_contact_of_another_account_writes_nothing(acme, world):
    from tests.support.world import add_account

    inquiry = ask(acme)
    other = add_account("Elsewhere")
    stranger = Contact.objects.create(account=other, name="Stranger", name_key="stranger")
    with pytest.raises(DomainError):
        write_as_contact(inquiry, "Hello", contact=stranger, now=NOW)
    with pytest.raises(DomainErrors):
        ask(acme, contact=stranger)


def test_handing_over_tells_who_gets_it_and_leaves_the_note_inside(acme):
    inquiry = ask(acme)
    moved = hand_over(
        inquiry, Holder(acme.dm.pk), note="Yours.", version=inquiry.version, by=acme.csm, now=NOW
    )
    assert (moved.assignee, moved.status) == (acme.dm, "open")
    assert told(acme.dm) == [
        "Inquiry for you: #1 Night-shift supplements, Customer of Acme",
        "Note on #1 Night-shift supplements, Customer of Acme",
    ]
    assert InquiryMessage.objects.order_by("pk").last().is_internal
    with pytest.raises(Conflict):
        hand_over(inquiry, Holder(acme.rm.pk), version=inquiry.version, by=acme.csm, now=NOW)
    with pytest.raises(DomainError, match="may answer"):
        hand_over(moved, Holder(acme.observer.pk), version=None, by=acme.csm, now=NOW)


def test_urgent_ones_may_have_less_time(acme):
    from portal.models import InquirySetting

    inquiry = ask(acme)
    InquirySetting.objects.update(urgent_minutes=60)
    changed = change_inquiry(
        inquiry, kind="problem", priority="urgent", version=inquiry.version, by=acme.csm, now=NOW
    )
    assert changed.response_due_at == datetime(2026, 9, 17, 10, tzinfo=UTC)
    assert steps(inquiry)[-2:] == ["kind", "priority"]
    assert Ticket.objects.get().priority == "urgent"


def test_an_escalation_reaches_the_manager_once_and_ends_with_the_inquiry(acme):
    inquiry = ask(acme)
    for _again in range(2):
        escalate(inquiry, by_contact=acme.contacts[1], reason="Payroll is on Friday.", now=NOW)
    words = "Escalated: #1 Night-shift supplements, Customer of Acme"
    assert [one.user.email for one in managers_of(inquiry)] == ["csm_lead@acme.example"]
    assert told(acme.lead) == [words]
    assert told(acme.csm).count(words) == 1
    assert Notice.objects.get(member=acme.lead).mail == "at_once"
    assert Ticket.objects.get().is_escalated
    calm(inquiry, by=acme.lead, now=NOW + HOUR)
    inquiry.refresh_from_db()
    assert not inquiry.is_escalated
    close_inquiry(inquiry, by=acme.csm, now=NOW + HOUR)
    with pytest.raises(Conflict):
        escalate(inquiry, by=acme.csm, reason="Again", now=NOW + HOUR)


def test_the_lead_of_the_team_answers_for_its_people(acme):
    create_team(TeamValues("Pool", [acme.csm.pk, acme.am.pk], lead=acme.am.pk), by=acme.admin, now=NOW)
    assert managers_of(ask(acme)) == [acme.am]


def test_a_solved_one_is_rated_by_who_asked(acme):
    inquiry = ask(acme)
    with pytest.raises(Conflict):
        rate(inquiry, "good", contact=acme.contacts[1], now=NOW)
    close_inquiry(inquiry, by=acme.csm, now=NOW + HOUR)
    with pytest.raises(Conflict):
        rate(inquiry, "good", contact=acme.contacts[0], now=NOW)
    rate(inquiry, "fair", contact=acme.contacts[1], now=NOW + HOUR)
    rate(inquiry, "good", "Quick.", contact=acme.contacts[1], now=NOW + 2 * HOUR)
    inquiry.refresh_from_db()
    assert (inquiry.score, inquiry.comment) == (5, "Quick.")
    ticket = Ticket.objects.get()
    assert (ticket.satisfaction, ticket.resolution_minutes, ticket.first_response_minutes) == (5, 60, 60)
    with pytest.raises(Conflict, match="settled"):
        rate(inquiry, "bad", contact=acme.contacts[1], now=NOW + timedelta(days=9))


def test_the_board_closes_and_reopens(acme):
    inquiry = ask(acme)
    set_status(inquiry, "open", by=acme.csm, now=NOW)
    set_status(inquiry, "closed", by=acme.csm, now=NOW)
    set_status(inquiry, "closed", by=acme.csm, now=NOW)
    set_status(inquiry, "waiting", by=acme.csm, now=NOW)
    reopen_inquiry(inquiry, contact=acme.contacts[1], now=NOW)
    assert steps(inquiry)[2:] == ["status", "closed", "reopened", "status"]
    with pytest.raises(DomainError):
        set_status(inquiry, "odd", by=acme.csm, now=NOW)


def test_where_who_works_on_it_left_the_managers_hear_of_it(acme):
    inquiry = ask(acme)
    type(acme.csm).objects.filter(pk=acme.csm.pk).update(left_at=NOW)
    write_as_contact(inquiry, "Any news?", contact=acme.contacts[1], now=NOW)
    assert told(acme.lead) == ["Urho User wrote: #1 Night-shift supplements, Customer of Acme"]


def test_files_leave_with_their_account_for_good(acme):
    ask(acme, uploads=[upload()])
    stored = InquiryFile.objects.get().file
    put_into_bin(acme.account, by=acme.admin, now=NOW, today=TODAY)
    assert empty_bin(now=NOW + timedelta(days=31)) == 1
    assert not Inquiry.objects.exists()
    assert not StoredFile.objects.filter(pk=stored.pk).exists()
    with pytest.raises(FileNotFoundError):
        open_file(stored)


def test_where_no_mail_is_taken_in_the_mail_says_so(acme, settings):
    settings.INBOUND_ADDRESS = ""
    ask(acme)
    mail = OutboxMessage.objects.get(kind="inquiry")
    assert mail.reply_to == ""
    assert "Answer in the portal: mails to this address are not read." in mail.text_body
