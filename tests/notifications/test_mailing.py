"""Mail about notices: as each member chose, once, not in quiet hours, and never of what may not be seen."""

import threading
from datetime import date, datetime, timedelta

import pytest
from django.db import connection

from accounts.models import AccountOwner
from notifications.choices import Group, Mail
from notifications.models import MailTimes, Notice, NoticeChoice
from notifications.ports import DIGEST_PARTS, KINDS, DigestLine, DigestPart
from notifications.selectors import settings_of
from notifications.services import mark_read, notify
from notifications.services.mailing import mail_due
from tests.support.world import NOW, make_world  # a Thursday, 08:00 UTC
from workspaces.choices import Visibility
from workspaces.models import OutboxMessage, RoleSetting

EVENING, NIGHT = NOW.replace(hour=21), NOW.replace(hour=2) + timedelta(days=1)
MORNING = NOW.replace(hour=7) + timedelta(days=1)


def tell(company, *members, key="k", kind="mention", now=NOW, **values):
    with company.scope():
        given = {"title": f"Something {key}", "path": "accounts/", **values}
        return notify(members, kind=kind, origin_key=key, now=now, **given)


def mails(company):
    with company.scope():
        return list(OutboxMessage.objects.filter(kind="notices").order_by("id"))


def subjects(company):
    return [mail.subject for mail in mails(company)]


def test_a_mention_is_mailed_at_once_and_once(acme):
    tell(acme, acme.csm, body="Look at <b>this</b>")
    assert [mail_due(acme.workspace, now=NOW) for _ in range(3)] == [1, 0, 0]
    [mail] = mails(acme)
    assert (mail.subject, mail.to_address) == ("Something k", "csm@acme.example")
    assert "&lt;b&gt;this" in mail.html_body
    assert "http://localhost:8000/w/acme/accounts/" in mail.text_body
    assert mail.stop_url.startswith("http://localhost:8000/no-more-mail/")


def test_what_is_read_before_its_mail_leaves_is_not_mailed(acme):
    tell(acme, acme.csm)
    with acme.scope():
        mark_read(Notice.objects.get().pk, by=acme.csm, now=NOW)
    assert mail_due(acme.workspace, now=NOW) == 0


def test_quiet_hours_hold_mail_back_and_it_then_comes_as_one(acme):
    tell(acme, acme.csm, key="a", now=EVENING)
    tell(acme, acme.csm, key="b", now=EVENING + timedelta(minutes=1))
    assert [mail_due(acme.workspace, now=now) for now in (EVENING, NIGHT)] == [0, 0]
    assert mail_due(acme.workspace, now=MORNING) == 1
    assert subjects(acme) == ["Something b, and 1 more notice"]


def test_on_days_off_nothing_comes(acme):
    saturday = datetime.fromisoformat("2026-09-19T10:00:00+00:00")
    tell(acme, acme.csm, now=saturday)
    assert mail_due(acme.workspace, now=saturday) == 0
    assert mail_due(acme.workspace, now=saturday + timedelta(days=2)) == 1


def test_each_kind_is_told_as_the_member_chose(acme):
    with acme.scope():
        NoticeChoice.objects.create(member=acme.csm, kind="mention", mail=Mail.OFF)
        NoticeChoice.objects.create(member=acme.csm, kind="health_fall", mail=Mail.AT_ONCE)
    tell(acme, acme.csm, acme.lead, key="m")
    tell(acme, acme.csm, key="f", kind="health_fall")
    mail_due(acme.workspace, now=NOW.replace(hour=7, minute=30))
    assert sorted((mail.to_address, mail.subject) for mail in mails(acme)) == [
        ("csm@acme.example", "Something f"), ("csm_lead@acme.example", "Something m")
    ]  # fmt: skip


def test_a_renewal_whose_own_mail_comes_in_any_case_is_mailed_by_nobody_else(acme):
    with acme.scope():
        NoticeChoice.objects.create(member=acme.csm, kind="renewal", mail=Mail.AT_ONCE)
        assert settings_of(acme.csm).mail["renewal"] == Mail.AT_ONCE
    tell(acme, acme.csm, kind="renewal")
    assert mail_due(acme.workspace, now=NOW) == 0


def test_the_digest_tells_falls_and_news_once_a_day_and_none_when_empty(acme):
    tell(acme, acme.csm, key="f", kind="health_fall", title="Customer fell to At risk", body="Health 31.0")
    tell(acme, acme.csm, key="n", kind="something_new", title="A new thing")
    assert mail_due(acme.workspace, now=NOW) == 1
    [mail] = mails(acme)
    assert mail.subject == "17 September: 1 fell, 1 new notice"
    assert (
        mail.text_body.index("Fell")
        < mail.text_body.index("Customer fell")
        < mail.text_body.index("Also new")
    )
    assert mail_due(acme.workspace, now=NOW + timedelta(hours=1)) == 0
    tell(acme, acme.csm, key="later", kind="health_fall", title="Another fell", now=NOW + timedelta(hours=2))
    assert mail_due(acme.workspace, now=NOW + timedelta(hours=3)) == 0
    assert mail_due(acme.workspace, now=NOW + timedelta(days=1)) == 1
    assert mail_due(acme.workspace, now=NOW + timedelta(days=4)) == 0


@pytest.fixture
def late_work():
    part = DigestPart(
        "late_work",
        Group.LATE,
        lambda member, today, limit: ([DigestLine(f"Task of {today}", "accounts/")], 3),
    )
    DIGEST_PARTS.add(part)
    yield
    del DIGEST_PARTS._parts["late_work"]


def test_what_is_late_and_due_comes_from_the_apps_that_know_and_stands_first(acme, late_work):
    tell(acme, acme.csm, key="f", kind="health_fall", title="Customer fell")
    mail_due(acme.workspace, now=NOW)
    mine = [mail for mail in mails(acme) if mail.to_address == "csm@acme.example"]
    assert [mail.subject for mail in mine] == ["17 September: 3 late, 1 fell"]
    assert "Task of 2026-09-17" in mine[0].text_body
    assert "And 2 more." in mine[0].text_body


def test_who_wants_no_digest_gets_none(acme):
    with acme.scope():
        MailTimes.objects.create(member=acme.csm, has_digest=False)
    tell(acme, acme.csm, kind="health_fall")
    assert mail_due(acme.workspace, now=NOW) == 0


def test_neither_mail_tells_of_an_account_that_one_may_not_see_any_more(acme):
    tell(acme, acme.csm, key="m", account_id=acme.account.pk, title="Secret mention")
    tell(acme, acme.csm, key="f", kind="health_fall", account_id=acme.account.pk, title="Secret fall")
    with acme.scope():
        RoleSetting.objects.update_or_create(
            role="csm", defaults={"visibility": Visibility.OWN_BOOK, "sees_money": True}
        )
        AccountOwner.objects.filter(account=acme.account, member=acme.csm).delete()
    assert mail_due(acme.workspace, now=NOW) == 0
    assert mail_due(acme.workspace, now=NOW + timedelta(days=1)) == 0


def test_who_has_left_gets_no_mail(acme):
    tell(acme, acme.csm)
    with acme.scope():
        type(acme.csm).objects.filter(pk=acme.csm.pk).update(left_at=NOW)
    assert mail_due(acme.workspace, now=NOW) == 0


@pytest.mark.parametrize("kind", sorted({kind.key for kind in KINDS} | {"of an app that named none"}))
def test_nobody_is_told_of_the_own_act(acme, kind):
    assert tell(acme, acme.csm, acme.lead, kind=kind, by=acme.csm) == 1
    with acme.scope():
        assert [notice.member_id for notice in Notice.objects.all()] == [acme.lead.pk]


@pytest.mark.django_db(transaction=True)
def test_four_workers_at_once_write_one_mail_of_each(redis):
    acme = make_world().acme
    tell(acme, acme.csm, key="m")
    tell(acme, acme.csm, key="f", kind="health_fall")
    together, written = threading.Barrier(4), []

    def work():
        try:
            together.wait(10)
            written.append(mail_due(acme.workspace, now=NOW))
        finally:
            connection.close()

    workers = [threading.Thread(target=work) for _ in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(30)
    assert (len(written), sum(written)) == (4, 2)
    assert sorted(subjects(acme)) == ["17 September: 1 fell", "Something m"]
    with acme.scope():
        assert MailTimes.objects.get(member=acme.csm).digested_on == date(2026, 9, 17)
