"""The pages of inquiries, of staff and of customers, with who may and who may not."""

from datetime import timedelta

import pytest
import time_machine

from accounts.models import Contact
from portal.models import Inquiry, InquiryMessage, InquiryRule, InquirySetting
from portal.services.inquiries import add_note, answer, close_inquiry, escalate
from tests.portal.inquiring import ask, upload
from tests.support.portal import customer_browser, give_login
from tests.support.world import NOW, add_account
from workspaces.models import OutboxMessage

pytestmark = pytest.mark.django_db
SECRET = "Careful, they are cross."


@pytest.fixture
def acme(world):
    with time_machine.travel(NOW, tick=False):
        yield world.acme


@pytest.fixture
def inquiry(acme):
    with acme.scope():
        made = ask(acme, uploads=[upload()])
        add_note(made, SECRET, by=acme.dm, now=NOW, uploads=[upload("inside.pdf")])
        return made


@pytest.fixture
def customer(world, acme):
    return customer_browser(acme, acme.contacts[1])


def at(company, path):
    return f"{company.url}/{path}"


def files_of(company):
    with company.scope():
        return [one.files.get().pk for one in InquiryMessage.objects.order_by("pk")]


def test_the_queue_shows_what_is_in_reach(world, acme, inquiry):
    csm = world.client(acme.csm)
    page = csm.get(at(acme, "inquiries/")).content.decode()
    assert "Night-shift supplements" in page
    assert "9 h left" in page
    board = csm.get(at(acme, "inquiries/board/")).content.decode()
    assert 'data-drag-card="new"' in board
    with acme.scope():
        far = add_account("Far away")
        person = Contact.objects.create(account=far, name="Far Person", name_key="far person")
        hidden = ask(acme, "Words of others", account=far, contact=person)
    assert "Words of others" not in csm.get(at(acme, "inquiries/?book=all")).content.decode()
    assert csm.get(at(acme, f"inquiries/{hidden.pk}/")).status_code == 404
    assert "Words of others" in world.client(acme.lead).get(at(acme, "inquiries/?book=all")).content.decode()
    assert world.client(acme.observer).get(at(acme, "inquiries/")).status_code == 403
    assert world.client(acme.observer).get(at(acme, f"inquiries/{inquiry.pk}/")).status_code == 404
    assert world.client(acme.executive).get(at(acme, f"inquiries/{inquiry.pk}/")).status_code == 200
    sent = world.client(acme.executive).post(
        at(acme, f"inquiries/{inquiry.pk}/messages/"), {"side": "answer", "text": "Hello"}
    )
    assert sent.status_code == 403
    assert world.client(world.outsider).get(at(acme, f"inquiries/{inquiry.pk}/")).status_code == 404


def test_a_note_is_the_default_and_an_answer_is_chosen(world, acme, inquiry):
    csm, url = world.client(acme.csm), at(acme, f"inquiries/{inquiry.pk}/")
    page = csm.get(url).content.decode()
    assert 'value="note" checked' in page
    assert page.count("Customer sees this") == 1
    assert "MessageShown" not in page
    key = csm.get(url).context["form"]["key"].value()
    for _twice in range(2):
        csm.post(f"{url}messages/", {"side": "answer", "text": "On the 22nd.", "key": key})
    with acme.scope():
        assert InquiryMessage.objects.filter(author=acme.csm, is_internal=False).count() == 1
    refused = csm.post(f"{url}messages/", {"side": "note", "text": " "})
    assert (refused.status_code, "Write something first." in refused.content.decode()) == (422, True)


def test_deeds_of_staff(world, acme, inquiry):
    csm, url = world.client(acme.csm), at(acme, f"inquiries/{inquiry.pk}/")
    with acme.scope():
        version = Inquiry.objects.get().version
    csm.post(f"{url}holder/", {"holder": f"m{acme.dm.pk}", "note": "Yours.", "version": version})
    stale = csm.post(f"{url}holder/", {"holder": f"m{acme.rm.pk}", "note": "", "version": version})
    assert stale.status_code == 409
    with acme.scope():
        now_is = Inquiry.objects.get()
        assert (now_is.assignee, now_is.status) == (acme.dm, "open")
    csm.post(f"{url}change/", {"kind": "problem", "priority": "high", "version": now_is.version})
    csm.post(f"{url}escalation/", {"reason": "Payroll is on Friday."})
    csm.post(f"{url}escalation/end/")
    moved = csm.post(f"{url}status/", {"status": "closed", "from": "board"})
    assert moved["Location"] == at(acme, "inquiries/board/")
    with acme.scope():
        now_is = Inquiry.objects.get()
        assert (now_is.kind, now_is.priority, now_is.status, now_is.is_escalated) == (
            "problem", "high", "closed", False,
        )  # fmt: skip
    made = csm.post(
        at(acme, f"accounts/{acme.account.pk}/inquiries/new/"),
        {
            "contact": acme.contacts[0].pk,
            "subject": "By phone",
            "kind": "question",
            "priority": "low",
            "text": "Hm?",
        },
    )
    assert made.status_code == 303
    with acme.scope():
        assert Inquiry.objects.get(number=2).source == "staff"
    panel = csm.get(at(acme, f"accounts/{acme.account.pk}/panels/inquiries/")).content.decode()
    assert "By phone" in panel


def test_settings_and_rules(world, acme):
    admin, url = world.client(acme.admin), at(acme, "settings/inquiries/")
    times = {
        "response_days": 2, "urgent_minutes": "90", "manager_minutes": 60, "opens_at": "08:00", "closes_at": "16:00",
        "break_from": "11:00", "break_to": "", "version": 1,
    }  # fmt: skip
    assert admin.post(f"{url}times/", times).status_code == 422
    minutes = {**times, "opens_at": "09:00", "closes_at": "09:59", "break_from": ""}
    assert "Be open for an hour a day at least." in admin.post(f"{url}times/", minutes).content.decode()
    assert admin.post(f"{url}times/", {**times, "break_to": "11:30"}).status_code == 303
    with acme.scope():
        assert (InquirySetting.objects.get().response_days, InquirySetting.objects.get().version) == (2, 2)
    rule = {"kind": "problem", "priority": "", "segment": "", "is_active": "on"}
    admin.post(f"{url}rules/new/", {**rule, "account": "A-1", "target": "rdm"})
    admin.post(f"{url}rules/new/", {**rule, "account": "", "target": f"m{acme.rm.pk}"})
    assert admin.post(f"{url}rules/new/", {**rule, "account": "Nobody", "target": "rdm"}).status_code == 422
    with acme.scope():
        first, second = InquiryRule.objects.order_by("position")
        assert (first.account, first.role, second.member) == (acme.account, "dm", acme.rm)
    admin.post(f"{url}rules/{second.pk}/place/", {"to": "up"})
    with acme.scope():
        assert list(InquiryRule.objects.order_by("position")) == [second, first]
    assert "Delivery Manager of the account" in admin.get(url).content.decode()
    admin.post(f"{url}rules/{second.pk}/deletion/")
    assert world.client(acme.lead).get(url).status_code == 403


def test_a_customer_asks_answers_escalates_closes_and_rates(world, acme, customer):
    url = at(acme, "portal/inquiries/")
    asked = customer.post(
        f"{url}new/",
        {
            "subject": "Shift codes",
            "kind": "problem",
            "priority": "high",
            "text": "For Kaarina.",
            "files": upload(),
        },
    )
    with acme.scope():
        one = Inquiry.objects.get()
        assert (one.opener, one.assignee, one.source) == (acme.contacts[1], acme.csm, "portal")
        assert InquiryMessage.objects.get().files.count() == 1
    assert asked["Location"] == f"{url}{one.pk}/"
    page = customer.get(asked["Location"]).content.decode()
    assert "CSM of Acme works on it" in page.replace("Csm", "CSM")
    customer.post(f"{url}{one.pk}/escalation/", {"reason": "Payroll is on Friday."})
    customer.post(f"{url}{one.pk}/answers/", {"text": "Any news?"})
    customer.post(f"{url}{one.pk}/closure/")
    customer.post(f"{url}{one.pk}/rating/", {"face": "good", "comment": "Quick."})
    with acme.scope():
        now_is = Inquiry.objects.get()
        assert (now_is.status, now_is.score, now_is.comment) == ("closed", 5, "Quick.")
    assert "Shift codes" in customer.get(f"{url}?show=solved").content.decode()
    assert "Shift codes" in customer.get(f"{url}?show=all&q=%231").content.decode()
    assert "Shift codes" not in customer.get(f"{url}?show=all&q=nothing%25like").content.decode()
    customer.post(f"{url}{one.pk}/reopening/")
    assert customer.post(f"{url}{one.pk}/rating/", {"face": "bad"}).status_code == 409
    refused = customer.post(f"{url}new/", {"subject": "", "kind": "problem", "priority": "high", "text": ""})
    assert refused.status_code == 422


def test_a_colleague_sees_it_and_a_note_stays_inside_with_its_file(world, acme, inquiry, customer):
    url, (sent, inside) = at(acme, f"portal/inquiries/{inquiry.pk}/"), files_of(acme)
    with acme.scope():
        answer(inquiry, "On the 22nd.", by=acme.csm, now=NOW)
    for contact in acme.contacts:
        browser = customer_browser(acme, contact)
        page = browser.get(url).content.decode()
        assert "On the 22nd." in page
        assert SECRET not in page
        assert "MessageShown" not in page
        assert "inside.pdf" not in page
        assert acme.csm.user.email not in page
        kept = browser.get(f"{url}files/{sent}/")
        assert (kept.status_code, kept["Content-Disposition"]) == (200, 'attachment; filename="codes.pdf"')
        assert kept["X-Content-Type-Options"] == "nosniff"
        assert "sandbox" in kept["Content-Security-Policy"]
        assert browser.get(f"{url}files/{inside}/").status_code == 404
    staff = world.client(acme.csm)
    assert staff.get(at(acme, f"inquiries/{inquiry.pk}/files/{inside}/")).status_code == 200


def test_a_customer_of_another_account_finds_nothing(world, acme, inquiry):
    with acme.scope():
        far = add_account("Far away")
        person = Contact.objects.create(account=far, name="Far", name_key="far", email="far@far.example")
    browser, url = customer_browser(acme, person), at(acme, f"portal/inquiries/{inquiry.pk}/")
    [sent, _inside] = files_of(acme)
    assert browser.get(url).status_code == 404
    assert browser.get(f"{url}files/{sent}/").status_code == 404
    for deed in ("answers", "closure", "reopening", "escalation", "rating"):
        assert browser.post(f"{url}{deed}/", {"text": "x", "reason": "x", "face": "bad"}).status_code == 404
    assert "Night-shift" not in browser.get(at(acme, "portal/inquiries/?show=all")).content.decode()
    with acme.scope():
        assert (Inquiry.objects.get().status, InquiryMessage.objects.count()) == ("new", 2)


def test_what_staff_say_of_an_escalation_is_not_for_the_customer(acme, inquiry, customer):
    with acme.scope():
        escalate(inquiry, by=acme.csm, reason="They will leave otherwise.", now=NOW)
    page = customer.get(at(acme, f"portal/inquiries/{inquiry.pk}/")).content.decode()
    assert "They will leave" not in page
    assert "Escalated" in page


def test_the_timeline_of_the_account_tells_of_it(world, acme, inquiry):
    with acme.scope():
        close_inquiry(inquiry, by=acme.csm, now=NOW + timedelta(hours=1))
    page = world.client(acme.csm).get(at(acme, f"accounts/{acme.account.pk}/timeline/")).content.decode()
    assert "closed it as solved" in page


def test_two_colleagues_who_answer_at_once_say_one_thing(world, acme, inquiry):
    first, second, url = world.client(acme.csm), world.client(acme.dm), at(acme, f"inquiries/{inquiry.pk}/")
    seen = second.get(url).context["newest"]
    assert first.post(f"{url}messages/", {"side": "answer", "text": "Yes.", "seen": seen}).status_code == 303
    late = second.post(f"{url}messages/", {"side": "answer", "text": "No, it is not.", "seen": seen})
    page = late.content.decode()
    assert late.status_code == 409
    assert f"{acme.csm} wrote meanwhile. Read it above, then send your answer." in page
    assert "No, it is not." in page
    assert "Yes." in page
    again = {"side": "answer", "text": "No, it is not.", "seen": late.context["newest"]}
    assert second.post(f"{url}messages/", again).status_code == 303
    assert first.post(f"{url}messages/", {"side": "note", "text": "Hm.", "seen": seen}).status_code == 303
    with acme.scope():
        said = (
            InquiryMessage.objects.filter(author__isnull=False).order_by("pk").values_list("body", flat=True)
        )
        assert list(said) == [SECRET, "Yes.", "No, it is not.", "Hm."]


def test_a_colleague_reads_for_whom_it_waits_and_who_asked_hears_who_closed_it(acme, inquiry, customer):
    colleague = customer_browser(acme, acme.contacts[0])
    with acme.scope():
        answer(inquiry, "Which plant?", by=acme.csm, now=NOW)
    url = at(acme, "portal/inquiries/")
    assert "Waiting for your answer" in customer.get(url).content.decode()
    page = colleague.get(url).content.decode()
    assert ("Waiting for Urho User" in page, "Waiting for your answer" in page) == (True, False)
    colleague.post(f"{url}{inquiry.pk}/closure/")
    with acme.scope():
        solved = OutboxMessage.objects.get(key__contains=":solved:")
        assert solved.to_address == "urho@customer.example"


def test_whoever_answers_is_told_who_hears_of_it(world, acme, inquiry):
    csm, url = world.client(acme.csm), at(acme, f"inquiries/{inquiry.pk}/")
    page = csm.get(url).content.decode()
    assert "It goes to Urho User by mail at once" in page
    assert "The portal is not open to Urho User:" in page
    give_login(acme, acme.contacts[1])
    assert "The portal is not open to" not in csm.get(url).content.decode()
    with acme.scope():
        Contact.objects.filter(pk=acme.contacts[1].pk).update(left_on=NOW.date())
    assert "Nobody has it by mail: who asked has left, or has no address." in csm.get(url).content.decode()


def test_the_bar_says_how_many_wait_for_the_reader(acme, inquiry, customer):
    assert "cs-portal-count" not in customer.get(at(acme, "portal/")).content.decode()
    with acme.scope():
        answer(inquiry, "Which plant?", by=acme.csm, now=NOW)
    page = customer.get(at(acme, "portal/")).content.decode()
    assert '<span class="cs-portal-count">1<span class="cs-sr"> wait for you</span></span>' in page
    assert (
        "cs-portal-count"
        not in customer_browser(acme, acme.contacts[0]).get(at(acme, "portal/")).content.decode()
    )


def test_a_contact_opens_twenty_within_an_hour_and_no_more(acme, inquiry, customer):
    with acme.scope():
        for number in range(19):
            ask(acme, f"Another {number}")
        ask(acme, "By phone", by=acme.csm, source="staff")
    sent = {"subject": "One more", "kind": "question", "priority": "low", "text": "Hm?"}
    refused = customer.post(at(acme, "portal/inquiries/new/"), sent)
    assert (refused.status_code, "twenty inquiries within an hour" in refused.content.decode()) == (422, True)
    with acme.scope():
        Inquiry.objects.update(opened_at=NOW - timedelta(hours=2))
    assert customer.post(at(acme, "portal/inquiries/new/"), sent).status_code == 303


def test_an_inquiry_goes_to_and_fro_ten_times_within_an_hour(acme, inquiry, customer):
    url = at(acme, f"portal/inquiries/{inquiry.pk}/")
    for _number in range(12):
        customer.post(f"{url}closure/")
        last = customer.post(f"{url}reopening/")
    assert last.status_code == 400
    assert "ten times within an hour" in last.content.decode()
    with acme.scope():
        assert Inquiry.objects.get(pk=inquiry.pk).status == "closed"


def test_a_rating_keeps_its_words_from_the_home_and_loses_them_where_they_were_wiped(acme, inquiry, customer):
    with acme.scope():
        close_inquiry(inquiry, by=acme.csm, now=NOW)
    url = at(acme, f"portal/inquiries/{inquiry.pk}/rating/")
    for sent, kept in (({"comment": "Slow."}, "Slow."), ({}, "Slow."), ({"comment": ""}, "")):
        customer.post(url, {"face": "fair", **sent})
        with acme.scope():
            assert Inquiry.objects.get(pk=inquiry.pk).comment == kept


def test_what_no_table_holds_finds_nothing(acme, inquiry, customer):
    for path in ("portal/inquiries/?q=a%00b", "portal/search/?q=a%00b", "portal/files/?q=a%00b", "portal/articles/?q=%00",
                 "portal/articles/a%00b/", "portal/inquiries/new/?subject=%00"):  # fmt: skip
        assert customer.get(at(acme, path)).status_code in (200, 404), path
