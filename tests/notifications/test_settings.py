"""How I am told: kept by kind, refused where it makes no sense, and ended by a link that needs no sign-in."""

from email import message_from_bytes

import pytest

from notifications.choices import Mail
from notifications.models import MailTimes, NoticeChoice
from notifications.ports import KINDS
from notifications.selectors import settings_of
from notifications.services import notify
from notifications.services.mailing import mail_due
from notifications.services.stopping import Stop, read_link, stop_url
from tests.support.world import NOW
from workspaces.models import OutboxMessage
from workspaces.services.mail import send_due_mail

FORM = {
    **{f"mail_{kind.key}": kind.usual.value for kind in KINDS if not kind.own_mail},
    "mail_mention": "daily", "mail_health_fall": "at_once", "mail_export": "off", "has_digest": "on",
    "digest_at": "09:30", "quiet_from": "22:00", "quiet_until": "06:00", "workdays": ["1", "2", "3"],
}  # fmt: skip


def settings_page(acme):
    return f"{acme.url}/me/notices/"


def path_of(url):
    return url.removeprefix("http://localhost:8000")


def test_what_i_choose_is_kept_and_shown(world, acme):
    browser = world.client(acme.csm)
    for _ in range(2):
        assert browser.post(settings_page(acme), FORM).status_code == 303
    with acme.scope():
        chosen = settings_of(acme.csm)
        assert MailTimes.objects.count() == 1
        assert NoticeChoice.objects.count() == sum(not kind.own_mail for kind in KINDS)
    told = [chosen.mail[kind] for kind in ("mention", "health_fall", "renewal", "export")]
    assert told == [Mail.DAILY, Mail.AT_ONCE, Mail.AT_ONCE, Mail.OFF]
    assert (chosen.times.digest_at.hour, chosen.times.workdays, chosen.has_digest) == (9, (1, 2, 3), True)
    page = browser.get(settings_page(acme)).content.decode()
    assert 'value="22:00"' in page
    assert "At once, always" in page


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"quiet_until": ""}, "Give both ends of the quiet hours"),
        ({"workdays": []}, "Choose at least one day"),
        ({"mail_mention": "never ever"}, "Select a valid choice"),
        ({"digest_at": "25:00"}, "Enter a valid time"),
    ],
)
def test_what_makes_no_sense_is_refused_and_nothing_kept(world, acme, changed, said):
    answer = world.client(acme.csm).post(settings_page(acme), {**FORM, **changed})
    assert answer.status_code == 422
    assert said in answer.content.decode()
    with acme.scope():
        assert not MailTimes.objects.exists()


def mailed(acme, smtp):
    with acme.scope():
        notify([acme.csm], kind="mention", title="Named", path="accounts/", origin_key="k", now=NOW)
    assert mail_due(acme.workspace, now=NOW) == 1
    with acme.scope():
        return OutboxMessage.objects.get(kind="notices").stop_url


def test_a_mail_carries_the_link_as_mail_programs_want_it(acme, smtp):
    url = mailed(acme, smtp)
    assert send_due_mail(acme.workspace.pk, now=NOW) == 1
    [sent] = smtp.messages
    message = message_from_bytes(sent.content) if hasattr(sent, "content") else sent
    assert message["List-Unsubscribe"].replace("\n", "").replace(" ", "") == f"<{url}>"
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def test_opening_the_link_changes_nothing_and_posting_it_ends_such_mails(world, acme, smtp):
    url, stranger = path_of(mailed(acme, smtp)), world.client()
    page = stranger.get(url)
    assert (page.status_code, "No more such mails?" in page.content.decode()) == (200, True)
    with acme.scope():
        assert not NoticeChoice.objects.exists()
    for _ in range(2):  # a mail program posts without cookies; twice is once
        answer = stranger.post(url, {"List-Unsubscribe": "One-Click"})
        assert (answer.status_code, "Such mails end here" in answer.content.decode()) == (200, True)
    with acme.scope():
        assert list(NoticeChoice.objects.values_list("member", "kind", "mail")) == [
            (acme.csm.pk, "mention", "off")
        ]


def test_the_digests_link_ends_the_digest(world, acme):
    url = path_of(stop_url(Stop(acme.workspace.pk, acme.csm.pk, "digest")))
    assert world.client().post(url).status_code == 200
    with acme.scope():
        assert settings_of(acme.csm).has_digest is False


def test_the_link_of_mixed_mails_ends_all_that_comes_at_once_and_nothing_else(world, acme):
    url = path_of(stop_url(Stop(acme.workspace.pk, acme.csm.pk, "at_once")))
    assert "No more mails at once?" in world.client().get(url).content.decode()
    assert world.client().post(url).status_code == 200
    with acme.scope():
        after = settings_of(acme.csm)
    stopped = {kind.key for kind in KINDS if kind.usual in (Mail.AT_ONCE, Mail.OFF) and not kind.own_mail}
    assert {key for key, mail in after.mail.items() if mail == Mail.OFF} == stopped
    assert (after.mail["health_fall"], after.has_digest) == (Mail.DAILY, True)


def test_a_link_that_was_changed_or_leads_nowhere_is_missing(world, acme):
    stranger, good = world.client(), Stop(acme.workspace.pk, acme.csm.pk, "mention")
    link = stop_url(good).rstrip("/").rpartition("/")[2]
    assert read_link(link) == good
    foreign = link.replace(f"{acme.workspace.pk}-", f"{world.other.workspace.pk}-", 1)
    nowhere = [
        Stop(world.other.workspace.pk, acme.csm.pk, "mention"),
        Stop(acme.workspace.pk, 2_000_000_011, "digest"),
        Stop(10**17, 1, "digest"),
        Stop(acme.workspace.pk, acme.csm.pk, "nothing"),
        Stop(acme.workspace.pk, acme.csm.pk, "renewal"),
    ]
    paths = [f"/no-more-mail/{foreign}/", f"/no-more-mail/{link}x/", "/no-more-mail/nonsense/"]
    for path in [*paths, *(path_of(stop_url(stop)) for stop in nowhere)]:
        assert [stranger.get(path).status_code, stranger.post(path).status_code] == [404, 404]
    with acme.scope():
        type(acme.csm).objects.filter(pk=acme.csm.pk).update(left_at=NOW)
    assert stranger.post(f"/no-more-mail/{link}/").status_code == 404
