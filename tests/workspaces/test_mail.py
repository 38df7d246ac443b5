import socket
from datetime import timedelta

import pytest
from django.conf import settings

from core.errors import Conflict
from core.tenancy import workspace_scope
from tests.support.world import NOW, make_world
from workspaces.choices import OutboxStatus
from workspaces.models import OutboxMessage
from workspaces.selectors.mail import LEASE, cut_off_mail, due_mail_ids
from workspaces.services import mail
from workspaces.services.mail import mark_mail_sent, resend_mail, send_due_mail, send_mail, write_mail

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def acme(transactional_db):
    return make_world().acme


def write(acme, key="k", to="anna@customer.example", **values):
    with acme.scope():
        is_new = write_mail(
            key=key,
            kind="test",
            to=to,
            subject=values.pop("subject", "Hello"),
            text=values.pop("text", "Words"),
            now=NOW,
            **values,
        )
        return OutboxMessage.objects.get(key=key), is_new


def row(acme, message):
    with acme.scope():
        return OutboxMessage.objects.get(pk=message.pk)


def test_the_same_key_is_written_once(acme):
    first, is_new = write(acme)
    again, is_new_again = write(acme, subject="Other words")
    assert (is_new, is_new_again) == (True, False)
    assert (again.pk, again.subject) == (first.pk, "Hello")


def test_a_mail_is_sent_once_with_both_parts_and_its_message_id(acme, smtp):
    message, _ = write(acme, html="<b>Words</b>", to_name='Anna "A", Sponsor')
    assert send_mail(acme.workspace.id, message.pk, now=NOW) == OutboxStatus.SENT
    assert send_mail(acme.workspace.id, message.pk, now=NOW) is None
    [got] = smtp.messages
    assert got["Message-ID"] == message.message_id
    assert got["To"] == '"Anna \\"A\\", Sponsor" <anna@customer.example>'
    assert got.get_body(("plain",)).get_content().strip() == "Words"
    assert got.get_body(("html",)).get_content().strip() == "<b>Words</b>"
    sent = row(acme, message)
    assert (sent.status, sent.sent_at, sent.attempts) == (OutboxStatus.SENT, NOW, 1)


def test_line_breaks_in_a_subject_or_name_cannot_add_headers(acme, smtp):
    message, _ = write(acme, subject="Hi\r\nBcc: x@evil.example", to_name="A\r\nBcc: y@evil.example")
    assert send_mail(acme.workspace.id, message.pk, now=NOW) == OutboxStatus.SENT
    [got] = smtp.messages
    assert got["Bcc"] is None
    assert got["X-Envelope-To"] == "anna@customer.example"


def test_a_refused_address_is_told_and_the_others_go_out(acme, smtp):
    smtp.refusals["gone@customer.example"] = "550 no such user"
    gone, _ = write(acme, key="a", to="gone@customer.example")
    fine, _ = write(acme, key="b")
    assert send_due_mail(acme.workspace.id, now=NOW) == 2
    assert [m["To"] for m in smtp.messages] == ["anna@customer.example"]
    assert (row(acme, gone).status, row(acme, gone).error) == (OutboxStatus.REFUSED, "550 no such user")
    assert row(acme, fine).status == OutboxStatus.SENT


def test_a_temporary_refusal_backs_off_further_each_time(acme, smtp):
    smtp.refusals["*"] = "451 try later"
    message, _ = write(acme)
    waits, now = [], NOW
    for _ in range(8):
        assert send_mail(acme.workspace.id, message.pk, now=now) == OutboxStatus.WAITING
        next_at = row(acme, message).next_attempt_at
        waits.append(int((next_at - now).total_seconds() // 60))
        assert send_mail(acme.workspace.id, message.pk, now=next_at - timedelta(seconds=1)) is None
        now = next_at
    assert waits == [1, 2, 4, 8, 16, 32, 60, 60]
    smtp.refusals.clear()
    assert send_due_mail(acme.workspace.id, now=now) == 1
    assert len(smtp.messages) == 1


def test_an_unreachable_server_backs_off_and_parks_in_the_end(acme, smtp):
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        free = probe.getsockname()[1]
    port, settings.EMAIL_PORT = settings.EMAIL_PORT, free
    try:
        message, _ = write(acme)
        now = NOW
        for _ in range(mail.MAX_ATTEMPTS - 1):
            assert send_mail(acme.workspace.id, message.pk, now=now) == OutboxStatus.WAITING
            now = row(acme, message).next_attempt_at
        assert send_mail(acme.workspace.id, message.pk, now=now) == OutboxStatus.PARKED
    finally:
        settings.EMAIL_PORT = port
    assert due(acme, now + timedelta(days=9)) == []
    resend(acme, message, now)
    assert send_mail(acme.workspace.id, message.pk, now=now) == OutboxStatus.SENT


def due(acme, now):
    with acme.scope():
        return due_mail_ids(now=now, limit=10)


def resend(acme, message, now):
    with acme.scope():
        resend_mail(message, now=now)


def test_a_sender_that_dies_after_the_accept_leaves_a_mail_that_is_shown_and_not_sent_again(acme, smtp):
    message, _ = write(acme)
    with acme.scope():
        mail._claim(message.pk, NOW)  # then the process is killed
    later = NOW + LEASE
    assert send_due_mail(acme.workspace.id, now=later + timedelta(days=1)) == 0
    assert smtp.messages == []
    with acme.scope():
        assert list(cut_off_mail(now=later - timedelta(seconds=1))) == []
        assert [m.pk for m in cut_off_mail(now=later)] == [message.pk]
        with pytest.raises(Conflict):
            resend_mail(message, now=later - timedelta(seconds=1))
    resend(acme, message, later)
    assert send_mail(acme.workspace.id, message.pk, now=later) == OutboxStatus.SENT
    assert [m["Message-ID"] for m in smtp.messages] == [message.message_id]


def test_an_answer_lost_after_the_accept_leaves_the_mail_undecided(acme, smtp, monkeypatch):
    smtp.delay = 1.0
    monkeypatch.setattr(settings, "EMAIL_TIMEOUT", 0.3)
    message, _ = write(acme)
    assert send_mail(acme.workspace.id, message.pk, now=NOW) == OutboxStatus.SENDING
    assert len(smtp.messages) == 1
    undecided = row(acme, message)
    assert undecided.status == OutboxStatus.SENDING
    assert undecided.error == "SMTPServerDisconnected: Connection unexpectedly closed: timed out"
    with acme.scope():
        mark_mail_sent(undecided, now=NOW + LEASE)
        with pytest.raises(Conflict):
            mark_mail_sent(undecided, now=NOW + LEASE)
    assert row(acme, message).status == OutboxStatus.SENT


def test_a_private_body_is_wiped_once_sent_and_kept_until_then(acme, smtp):
    message, _ = write(acme, text="secret link", private=True)
    smtp.refusals["*"] = "451 later"
    send_mail(acme.workspace.id, message.pk, now=NOW)
    assert row(acme, message).text_body == "secret link"
    smtp.refusals.clear()
    assert send_mail(acme.workspace.id, message.pk, now=NOW + timedelta(minutes=1)) == OutboxStatus.SENT
    assert (row(acme, message).text_body, row(acme, message).html_body) == ("", "")
    assert "secret link" in smtp.messages[0].get_body(("plain",)).get_content()


def test_four_sweeps_at_once_send_each_mail_once(acme, smtp):
    from concurrent.futures import ThreadPoolExecutor

    from django.db import connection

    for number in range(6):
        write(acme, key=f"k{number}", to=f"p{number}@customer.example")

    def sweep(_):
        try:
            return send_due_mail(acme.workspace.id, now=NOW)
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        claimed = list(pool.map(sweep, range(4)))
    assert sum(claimed) == 6
    assert sorted(m["To"] for m in smtp.messages) == [f"p{n}@customer.example" for n in range(6)]


def test_a_mail_of_another_workspace_cannot_be_claimed(acme, smtp):
    from workspaces.models import Workspace

    message, _ = write(acme)
    other = Workspace.objects.get(slug="other")
    assert send_mail(other.pk, message.pk, now=NOW) is None
    with workspace_scope(other.pk):
        assert not OutboxMessage.objects.exists()
