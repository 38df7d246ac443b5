"""Answers by mail: taken once from who was asked, with their own words and the files that may be kept; all else is parked,
ignored or sent back."""

import io
import mailbox
from types import SimpleNamespace

import pytest
from django.core.management import call_command

from portal.mailbox import take_mailbox
from portal.models import Inquiry, InquiryFile, InquiryMessage, ParkedMail
from portal.rules.incoming_mail import UnreadableMail, read_mail
from portal.services.inquiries import answer, close_inquiry, receive_mail
from portal.services.inquiries.reply_address import read_reply_address, reply_address
from tests.portal.inquiring import PDF, ask, reply
from tests.support.world import NOW
from workspaces.models import OutboxMessage
from workspaces.services.mail import send_due_mail

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def inquiry(world):
    with world.acme.scope():
        made = ask(world.acme)
        answer(made, "Which plant?", by=world.acme.csm, now=NOW)
    return made


def take(message, **more):
    return receive_mail(bytes(message), now=NOW, **more).outcome


def said(world):
    with world.acme.scope():
        return list(InquiryMessage.objects.order_by("pk").values_list("body", "source")[2:])


def parked(world):
    with world.acme.scope():
        return list(ParkedMail.objects.order_by("pk").values_list("reason", flat=True))


def test_an_answer_is_taken_once_without_what_it_quotes(world, inquiry):
    message = reply(inquiry, "The one in Turku.\n\nOn Thu, 17 Sep 2026, Acme wrote:\n> Which plant?\n")
    assert [take(message), take(message)] == ["taken", "repeated"]
    assert said(world) == [("The one in Turku.", "mail")]
    with world.acme.scope():
        assert Inquiry.objects.get().status == "open"


def test_a_solved_one_is_open_again(world, inquiry):
    with world.acme.scope():
        close_inquiry(inquiry, by=world.acme.csm, now=NOW)
    assert take(reply(inquiry)) == "taken"
    with world.acme.scope():
        assert Inquiry.objects.get().status == "open"


def test_files_come_along_and_those_that_may_not_be_kept_are_named(world, inquiry):
    message = reply(inquiry)
    message.add_attachment(PDF, maintype="application", subtype="pdf", filename="codes.pdf")
    message.add_attachment(b"MZ\x00", maintype="application", subtype="octet-stream", filename="codes.exe")
    assert take(message) == "taken"
    with world.acme.scope():
        assert [one.file.name for one in InquiryFile.objects.all()] == ["codes.pdf"]
        assert "codes.exe" in InquiryMessage.objects.order_by("pk").last().left_out


def test_whoever_else_sends_it_is_parked_for_an_admin(world, inquiry):
    assert take(reply(inquiry, sender="eve@elsewhere.example")) == "parked"
    address = reply_address(inquiry, inquiry.opener_id)
    forged = address.replace(f".{inquiry.opener_id}.", f".{world.acme.contacts[0].pk}.")
    assert take(reply(inquiry, to=forged, message_id="<two@x.example>")) == "parked"
    assert take(reply(inquiry, "> only quoted", message_id="<three@x.example>")) == "parked"
    assert parked(world) == ["other_sender", "bad_token", "empty"]
    assert said(world) == []
    page = world.client(world.acme.admin).get("/w/acme/settings/inquiries/mails/").content.decode()
    assert "eve@elsewhere.example" in page
    with world.acme.scope():
        one = ParkedMail.objects.earliest("pk")
    world.client(world.acme.admin).post(f"/w/acme/settings/inquiries/mails/{one.pk}/settling/")
    with world.acme.scope():
        assert ParkedMail.objects.filter(settled_at=None).count() == 2
    assert world.client(world.acme.csm).get("/w/acme/settings/inquiries/mails/").status_code == 403


def test_the_address_of_one_inquiry_opens_no_other_workspace(world, inquiry):
    """The workspace stands in the address, under the signature: another one's number is a forged address there."""
    address = reply_address(inquiry, inquiry.opener_id)
    there = address.replace(f"+{world.acme.workspace.pk}.", f"+{world.other.workspace.pk}.")
    assert read_reply_address(address).is_ours
    assert not read_reply_address(there).is_ours
    assert take(reply(inquiry, to=there)) == "parked"
    with world.other.scope():
        assert list(ParkedMail.objects.values_list("reason", flat=True)) == ["bad_token"]
    assert said(world) == []


@pytest.mark.parametrize("header", [{"Auto_Submitted": "auto-replied"}, {"Precedence": "bulk"}])
def test_machines_answers_leave_nothing(world, inquiry, header):
    assert take(reply(inquiry, **header)) == "automatic"
    assert (said(world), parked(world)) == ([], [])


def test_what_is_for_nobody_goes_back(world, inquiry, monkeypatch, capsys):
    assert take(reply(inquiry, to="reply@in.example")) == "refused"
    assert take(reply(inquiry, to=f"reply+999999999.1.1.{'a' * 20}@in.example")) == "refused"
    monkeypatch.setattr("sys.stdin", SimpleNamespace(buffer=io.BytesIO(b"To: x@in.example\r\n\r\nHi")))
    with pytest.raises(SystemExit) as left:
        call_command("receive_mail")
    assert left.value.code == 67


def test_a_mail_server_pipes_it_in(world, inquiry, monkeypatch, capsys):
    monkeypatch.setattr("sys.stdin", SimpleNamespace(buffer=io.BytesIO(bytes(reply(inquiry)))))
    call_command("receive_mail")
    assert "taken" in capsys.readouterr().out
    assert said(world) == [("The one in Turku.", "mail")]


def test_or_lays_it_into_a_maildir(world, inquiry, tmp_path):
    (tmp_path / "box").mkdir()
    assert take_mailbox(tmp_path / "box", now=NOW) == 0
    box = mailbox.Maildir(tmp_path / "box", create=True)
    box.add(bytes(reply(inquiry)))
    box.add(b"To: nobody@in.example\r\n\r\nHi")
    assert take_mailbox(tmp_path / "box", now=NOW) == 1
    assert take_mailbox(tmp_path / "box", now=NOW) == 0
    assert (len(box), len(box.get_folder("failed"))) == (0, 1)
    assert said(world) == [("The one in Turku.", "mail")]


def test_a_mail_that_breaks_the_reader_holds_up_no_other(world, inquiry, tmp_path, monkeypatch):
    box = mailbox.Maildir(tmp_path / "box", create=True)
    box.add(b"To: poison@in.example\r\n\r\nHi")
    monkeypatch.setattr("portal.mailbox.receive_mail", lambda raw, now: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        take_mailbox(tmp_path / "box", now=NOW)
    assert (len(box), len(box.get_folder("failed"))) == (0, 1)


def test_the_answer_leaves_with_the_address_for_the_next_one(world, inquiry, smtp):
    send_due_mail(world.acme.workspace.pk, now=NOW)
    with world.acme.scope():
        written = OutboxMessage.objects.filter(kind="inquiry").order_by("pk").last()
    sent = [one for one in smtp.messages if one["Subject"] == written.subject]
    assert {one["Reply-To"] for one in sent} == {written.reply_to}
    assert take(reply(inquiry, to=written.reply_to)) == "taken"


def test_words_with_markup_and_line_breaks_stay_words(world, inquiry):
    """Proof 29 and 34: script in the text, header lines in the subject."""
    bad = "<script>alert(1)</script><img src=x onerror=alert(1)>"
    take(reply(inquiry, bad))
    with world.acme.scope():
        ask(world.acme, "Hello\r\nBcc: all@x.example <b>", text=bad)
        subject = OutboxMessage.objects.filter(kind="inquiry").order_by("pk").last()
    assert subject.subject == "[#2] Hello Bcc: all@x.example <b>"
    assert "<script>" not in subject.html_body
    page = world.client(world.acme.csm).get(f"/w/acme/inquiries/{inquiry.pk}/").content.decode()
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)" in page


def raw(*lines, body=b"Hello"):
    return b"\r\n".join((b"From: urho@customer.example", *lines, b"", body))


def nested(levels):
    body = b"Content-Type: text/plain\r\n\r\nhi"
    for number in range(levels):
        mark = b"m%d" % number
        body = b'Content-Type: multipart/mixed; boundary="%b"\r\n\r\n--%b\r\n%b\r\n--%b--' % (
            mark,
            mark,
            body,
            mark,
        )
    return b"From: urho@customer.example\r\n" + body


@pytest.mark.parametrize(
    ("sent", "subject", "text"),
    [
        (raw(b"Subject: a\0b =?utf-8?q?=00c?="), "ab c", "Hello"),
        (raw(b"Subject: x", b"Reply-To: " + b"(" * 3000), "x", "Hello"),
        (raw(b"Subject: " + b"x" * 30_000), "", "Hello"),
        (raw(b"Content-Type: text/html", body=b"<p>Hi</p><![x y>there<a <a " * 400), "", "Hi\nthere\n" * 400),
        (raw(b"Content-Type: text/html", body=b"Hi" + b"<a " * 60_000), "", "Hi"),
        (nested(40), "", "hi"),
    ],
)  # fmt: skip
def test_a_crooked_mail_is_read_as_far_as_it_goes(sent, subject, text):
    found = read_mail(sent)
    assert (found.subject, found.text.split()) == (subject, text.split())


def test_parts_within_parts_without_end_are_refused(world, inquiry):
    with pytest.raises(UnreadableMail):
        read_mail(nested(1500))
    assert receive_mail(nested(1500), now=NOW).outcome == "refused"


def test_headers_that_no_table_holds_are_parked_without_what_is_wrong(world, inquiry):
    address = reply_address(inquiry, inquiry.opener_id).encode()
    sent = b"From: eve@x.example\r\nTo: %b\r\nSubject: a\0\xff\r\nMessage-ID: <\0@x>\r\n\r\nHi" % address
    assert take(sent) == "parked"
    with world.acme.scope():
        assert ParkedMail.objects.get().subject == "a\ufffd"


def test_what_is_longer_than_an_inquiry_holds_is_cut_and_said(world, inquiry):
    assert take(reply(inquiry, "word " * 5_000)) == "taken"
    with world.acme.scope():
        last = InquiryMessage.objects.order_by("pk").last()
        assert (len(last.body), last.left_out) == (
            20_000, "The mail is longer than 20,000 characters; its end was left out.",
        )  # fmt: skip


def test_a_flood_of_one_contact_is_parked(world, inquiry):
    for number in range(60):
        take(reply(inquiry, f"No {number}", message_id=f"<{number}@x.example>"))
    assert take(reply(inquiry, "One more", message_id="<more@x.example>")) == "parked"
    assert parked(world) == ["too_often"] * 2  # the inquiry itself was the first of sixty
