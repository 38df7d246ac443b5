"""When a first answer is due, who gets an inquiry, and what a mail says beside what it quotes."""

from datetime import UTC, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from playbooks.rules import NOBODY, Holder
from portal.rules.incoming_mail import read_mail, without_quotes
from portal.rules.response_times import Hours, due_after, minutes_between
from portal.rules.routing import Asked, Route, routed

HELSINKI = Hours(zone="Europe/Helsinki", country="FI")
LUNCH = Hours(break_from=time(12), break_to=time(13))
DAY = 8 * 60


def at(day, hour, minute=0, month=9):
    return datetime(2026, month, day, hour, minute, tzinfo=UTC)


@pytest.mark.parametrize(
    ("asked", "due"),
    [
        (at(17, 10, 20), at(18, 10, 20)),  # Thursday to Friday, at the same time
        (at(18, 10, 20), at(21, 10, 20)),  # over the weekend
        (at(18, 18, 0), at(21, 17, 0)),  # after hours on Friday: Monday is the day
        (at(19, 3, 0), at(21, 17, 0)),  # on Saturday
        (at(17, 9, 0), at(17, 17, 0)),  # from the first minute of a day, the day itself
        (at(17, 17, 0), at(18, 17, 0)),
    ],
)
def test_one_business_day_is_a_day_of_work(asked, due):
    assert due_after(asked, DAY, Hours()) == due


def test_the_break_the_zone_and_public_holidays_do_not_count():
    assert due_after(at(17, 11, 30), 60, LUNCH) == at(17, 13, 30)
    assert LUNCH.day_minutes == 7 * 60
    # 6 December is Finland's Independence Day, in 2026 a Sunday; Christmas Eve and Day are free by law
    assert due_after(at(23, 12, 0, month=12), DAY, HELSINKI) == at(28, 12, 0, month=12)
    # at ten in Helsinki, summer and winter time apart
    assert due_after(datetime(2026, 10, 23, 7, tzinfo=UTC), DAY, HELSINKI) == datetime(
        2026, 10, 26, 8, tzinfo=UTC
    )


@given(
    st.integers(0, 60 * 24 * 40),
    st.integers(0, 3000),
)
def test_the_minutes_until_it_is_due_are_the_minutes_given(start, minutes):
    asked = at(1, 0) + timedelta(minutes=start)
    assert minutes_between(asked, due_after(asked, minutes, LUNCH), LUNCH) == minutes


def test_no_working_day_within_reach_is_told():
    with pytest.raises(ValueError, match="No working day"):
        due_after(at(1, 0), 10_000_000, Hours())


ASKED = Asked("problem", "urgent", "enterprise", 7)
OWNERS = {"csm": Holder(1), "dm": Holder(None, 5)}


@pytest.mark.parametrize(
    ("routes", "holder", "number"),
    [
        ([], Holder(1), None),
        ([Route(9, kind="problem", role="dm")], Holder(None, 5), 9),
        ([Route(9, kind="question", role="dm"), Route(8, holder=Holder(3))], Holder(3), 8),
        ([Route(9, role="am"), Route(8, segment="smb", holder=Holder(4))], Holder(1), None),
        ([Route(9, account_id=6, holder=Holder(4)), Route(8, account_id=7, holder=Holder(2))], Holder(2), 8),
        ([Route(9, priority="urgent", segment="enterprise", holder=Holder(2))], Holder(2), 9),
    ],
)
def test_the_first_rule_that_fits_and_leads_to_somebody_decides(routes, holder, number):
    assert routed(routes, ASKED, OWNERS) == (holder, number)


def test_nobody_gets_what_no_rule_fits_and_nobody_owns():
    assert routed([], ASKED, {}) == (NOBODY, None)


@pytest.mark.parametrize(
    "quoted",
    [
        "On Thu, 17 Sep 2026 at 10:20, Acme <reply@in.example> wrote:\n> Which plant?\n",
        "On Thu, 17 Sep 2026 at 10:20, Acme Customer Success\n<reply+1.2.3.x@in.example> wrote:\n\n> Which plant?",
        "Am 17.09.2026 um 10:20 schrieb Acme:\n> Which plant?",
        "to 17. syysk. 2026 klo 10.20 Acme <reply@in.example> kirjoitti:\n> Mikä tehdas?",
        "чт, 17 вер. 2026 р. о 10:20 Acme <reply@in.example> пише:\n> Який завод?",
        "-----Original Message-----\nFrom: Acme\nSent: Thursday\nWhich plant?",
        "________________________________\nFrom: Acme <a@b.example>\nSent: Thursday\nWhich plant?",
        "From: Acme <a@b.example>\nSent: Thursday, 17 September\nSubject: Plants\n\nWhich plant?",
        "-- \nUrho User\nPlant manager",
        "> Which plant?\n> The one in Oulu?",
    ],
)
def test_only_the_own_words_of_an_answer_are_left(quoted):
    assert without_quotes(f"The one in Turku.\r\n\r\nFrom Monday on.\n\n{quoted}") == (
        "The one in Turku.\n\nFrom Monday on."
    )


def mail(*headers, body="Yes.", kind="text/plain; charset=utf-8"):
    lines = ["From: Urho <Urho@Customer.example>", "To: reply@in.example", f"Content-Type: {kind}", *headers]
    return read_mail(("\r\n".join(lines) + f"\r\n\r\n{body}").encode())


def test_a_mail_is_taken_apart():
    read = mail("Message-ID: <a@b>", "Subject: =?utf-8?q?P=C3=A4iv=C3=A4?=", "Delivered-To: x+1@in.example")
    assert (read.message_id, read.sender, read.subject) == ("<a@b>", "urho@customer.example", "Päivä")
    assert read.recipients == ("x+1@in.example", "reply@in.example")
    assert (read.text, read.is_automatic, read.attachments) == ("Yes.", False, ())
    assert mail().message_id == mail().message_id != mail(body="No.").message_id


@pytest.mark.parametrize(
    "header",
    [
        "Auto-Submitted: auto-replied",
        "Precedence: bulk",
        "X-Autoreply: yes",
        "Return-Path: <>",
        "List-Id: <list.example>",
    ],
)
def test_machines_answers_are_known_by_their_headers(header):
    assert mail(header).is_automatic
    assert not mail("Auto-Submitted: no").is_automatic


def test_bounces_are_machines_too():
    raw = b"From: MAILER-DAEMON@mx.example\r\nContent-Type: multipart/report; boundary=x\r\n\r\n--x--\r\n"
    assert read_mail(raw).is_automatic


def test_of_html_the_words_are_kept_and_neither_scripts_nor_quotations():
    html = (
        "<html><head><title>t</title><style>p{}</style></head><body><p>The one in <b>Turku</b>.</p>"
        "<script>alert(1)</script><div>From Monday on.</div><blockquote>Which plant?</blockquote></body></html>"
    )
    assert mail(kind="text/html; charset=utf-8", body=html).text == "The one in Turku .\n\nFrom Monday on."


def test_a_broken_mail_is_read_as_far_as_it_goes():
    for raw in (
        b"",
        b"\xff\xfe\x00",
        b"From: \r\nTo: <<<>>>\r\n\r\n\x00\xff",
        b"Content-Type: text/plain; charset=nope\r\n\r\nHi",
    ):
        assert read_mail(raw).sender == ""
