"""Waves: who is asked, once, in which words; reminders; who is left alone."""

from datetime import date, timedelta

import pytest

from accounts.models import Contact
from core.errors import Conflict, DomainErrors
from surveys.choices import Cadence, Kind, State
from surveys.models import Answer, Campaign, Listing, Recipient, SurveyRest, Wave
from surveys.selectors.audience import audience_of
from surveys.selectors.invitations import waiting_for_contact
from surveys.services import (
    CampaignFields,
    ask_after_inquiry,
    change_campaign,
    create_campaign,
    delete_campaign,
    move_campaign,
    rate_inquiry,
    record_answer,
)
from surveys.services.campaigns import choose_audience
from surveys.services.inviting import send_invitations
from surveys.services.waves import start_due_waves
from tests.support.world import NOW, TODAY, add_account
from tests.surveys.asking import add_contact, campaign, customers, mails, path_of, recipients, sweep
from workspaces.choices import Right, Scope
from workspaces.models import Member
from workspaces.services.mail import send_due_mail

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def acme(world):
    with world.acme.scope():
        customers(world.acme)
    return world.acme


def test_a_wave_asks_each_contact_once_and_writes_down_the_stakeholders(acme):
    with acme.scope():
        campaign(acme)
        n = Contact.objects.count()
    assert sweep(acme) == (1, n, 0)
    assert sweep(acme) == (0, 0, 0)
    with acme.scope():
        wave = Wave.objects.get()
        assert (wave.key, wave.starts_on) == ("2026Q3", TODAY)
        high = Contact.objects.filter(level="c_level").count()
        listing = Listing.objects.get()
        assert (listing.listed, listing.listed_c_level, listing.csm) == (n, high, acme.csm)
        row = Recipient.objects.first()
        assert (row.csm, row.segment, row.invited_at) == (acme.csm, "enterprise", NOW)


def test_a_draft_a_paused_and_an_ended_one_ask_nobody(acme):
    with acme.scope():
        draft = campaign(acme, running=False)
    assert sweep(acme) == (0, 0, 0)
    with acme.scope():
        move_campaign(draft, State.RUNNING, now=NOW)
        move_campaign(draft, State.PAUSED, now=NOW)
    assert sweep(acme) == (0, 0, 0)
    with acme.scope():
        move_campaign(draft, State.ENDED, now=NOW)
        with pytest.raises(Conflict):
            move_campaign(draft, State.RUNNING, now=NOW)
    assert sweep(acme) == (0, 0, 0)


def test_those_without_address_who_said_no_or_were_asked_lately_are_left_out(acme):
    with acme.scope():
        first, second = Contact.objects.order_by("pk")[:2]
        Contact.objects.exclude(pk__in=[first.pk, second.pk]).update(email="")
        rest = Contact.objects.filter(email="").count()
        SurveyRest.objects.create(contact=second, stopped_at=NOW)
        twin = add_contact(acme.account, "Twin of the first", email=first.email.upper())
        one = campaign(acme)
        found = audience_of(one, acme.workspace, now=NOW)
        expected = {"stopped": 1, "twice": 1} | ({"no_email": rest} if rest else {})
        assert (found.asked, found.left_out) == (1, expected)
    assert sweep(acme)[:2] == (1, 1)
    with acme.scope():
        asked = Recipient.objects.get().contact
        assert asked in (first, twin)
        assert Wave.objects.get().left_out == expected
        campaign(acme, name="Another", cadence=Cadence.ONCE)
    assert sweep(acme, days=29)[:2] == (1, 1)  # the one of the two with that address who was not asked
    with acme.scope():
        again = Wave.objects.get(campaign__name="Another")
        assert again.left_out["resting"] == 1


def test_the_same_contact_is_asked_again_after_the_quiet_days(acme):
    with acme.scope():
        n = Contact.objects.count()
        campaign(acme, cadence=Cadence.ONCE)
    assert sweep(acme)[:2] == (1, n)
    with acme.scope():
        campaign(acme, name="Another", cadence=Cadence.ONCE, starts_on=TODAY + 30 * DAY)
    assert sweep(acme, days=29)[:2] == (0, 0)
    assert sweep(acme, days=31)[:2] == (1, n)


def test_segments_and_the_filters_of_the_list_of_contacts_choose_whom(acme):
    with acme.scope():
        other = add_account("Small", owner=acme.csm, status="active", segment="smb")
        small = add_contact(other, "Sari Small", level="c_level")
        left = add_contact(other, "Gone Long", left_on=TODAY - DAY)
        one = campaign(acme, segments=["smb"])
        assert audience_of(one, acme.workspace, now=NOW).asked == 1
        choose_audience(one, "f.level=is:c_level")
        two = Campaign.objects.get()
        two.segments = []
        high = Contact.objects.filter(level="c_level").count()
        assert audience_of(two, acme.workspace, now=NOW).asked == high
    assert sweep(acme)[1] == 1
    assert [row.contact for row in recipients(acme)] == [small]
    assert left not in {row.contact for row in recipients(acme)}


@pytest.mark.parametrize("query", ["f.gone=is:yes", "f.level=is:nowhere", "f.level=is:c_level&f.gone=is:yes"])
def test_where_a_filter_means_nothing_any_more_nobody_is_asked(acme, query):
    with acme.scope():
        one = campaign(acme)
        assert audience_of(one, acme.workspace, now=NOW).asked > 0
        choose_audience(one, query)
        assert audience_of(Campaign.objects.get(), acme.workspace, now=NOW).asked == 0


def test_churned_accounts_and_those_in_the_bin_are_not_asked(acme):
    with acme.scope():
        gone = add_account("Gone", owner=acme.csm, status="churned")
        binned = add_account("Binned", owner=acme.csm, status="active", deleted_at=NOW)
        for account in (gone, binned):
            add_contact(account, f"Person at {account.name}", email=f"{account.pk}@gone.example")
        one = campaign(acme)
        assert audience_of(one, acme.workspace, now=NOW).accounts == 1


def test_the_silent_are_reminded_once_and_those_who_answered_are_not(acme):
    with acme.scope():
        n = Contact.objects.count()
        campaign(acme)
    sweep(acme)
    with acme.scope():
        record_answer(recipients_in(acme)[0], score=9, now=NOW)
    assert sweep(acme, days=6) == (0, 0, 0)
    assert sweep(acme, days=10) == (0, 0, n - 1)  # three days late, once
    assert sweep(acme, days=11) == (0, 0, 0)
    keys = [mail.key for mail in mails(acme)]
    assert len(keys) == len(set(keys)) == 2 * n - 1
    reminder = mails(acme)[-1]
    assert reminder.subject == "Reminder: One question from Acme"


def recipients_in(company):
    return list(Recipient.objects.select_related("campaign").order_by("pk"))


def test_nobody_is_reminded_after_the_end_or_after_leaving(acme):
    with acme.scope():
        campaign(acme, open_days=9, reminder_days=7)
        leaver = Contact.objects.order_by("pk").first()
    sweep(acme)
    with acme.scope():
        Contact.objects.filter(pk=leaver.pk).update(left_on=TODAY)
        n = Contact.objects.filter(left_on=None).count()
    assert sweep(acme, days=11) == (0, 0, 0)
    assert sweep(acme, days=8) == (0, 0, n)


def test_a_quarter_later_the_next_wave_starts_and_a_long_pause_asks_for_no_past(acme):
    with acme.scope():
        n = Contact.objects.count()
        one = campaign(acme)
    sweep(acme)
    assert sweep(acme, days=91)[:2] == (1, n)  # 17 December
    with acme.scope():
        move_campaign(one, State.PAUSED, now=NOW)
    assert sweep(acme, days=183)[:2] == (0, 0)
    with acme.scope():
        move_campaign(one, State.RUNNING, now=NOW)
    assert sweep(acme, days=200)[:2] == (0, 0)  # 5 April: that of March fell into the quarter before
    with acme.scope():
        assert sorted(Wave.objects.values_list("key", flat=True)) == ["2026Q3", "2026Q4"]


def test_the_mail_speaks_the_contacts_language_and_its_numbers_only_lead_to_the_page(acme, smtp):
    with acme.scope():
        first = Contact.objects.order_by("pk").first()
        Contact.objects.exclude(pk=first.pk).update(email="")
        Contact.objects.filter(pk=first.pk).update(language="fi")
        campaign(acme, subject="Own words for {account}", intro="Hi {name}", sender_id=acme.lead.pk)
    sweep(acme)
    send_due_mail(acme.workspace.pk, now=NOW)
    [mail] = smtp.messages
    assert mail["Subject"] == "Yksi kysymys: Acme"
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    text = mail.get_body(("plain",)).get_content()
    path = path_of(recipients(acme)[0])
    assert [f"{path}?score={score}" in text for score in range(11)] == [True] * 11
    assert "Kuinka todennäköisesti suosittelisit" in text
    assert str(acme.lead) in text
    html = mail.get_body(("html",)).get_content()
    assert 'lang="fi"' in html
    assert f"{path}?score=10" in html
    assert mails(acme)[0].text_body == ""  # the link is kept nowhere


def test_own_words_hold_for_their_own_language_and_are_no_template(acme):
    with acme.scope():
        Contact.objects.update(language="en")
        Contact.objects.order_by("pk").update(name="<b>Eve</b> {{7*7}}")
        campaign(acme, subject="{name}\r\nBcc: all@x.example", intro="Hi {first_name} {{7*7}} {% debug %}")
    sweep(acme)
    mail = mails(acme)[0]
    assert mail.subject == "<b>Eve</b> {{7*7}} Bcc: all@x.example"
    assert "Hi <b>Eve</b> {{7*7}} {% debug %}" in mail.text_body
    assert "Hi &lt;b&gt;Eve&lt;/b&gt; {{7*7}} {% debug %}" in mail.html_body


def test_a_campaign_is_refused_with_sentences(acme):
    with acme.scope():
        wrong = CampaignFields(
            name=" ", starts_on=TODAY, kind=Kind.NPS, cadence=Cadence.AFTER_INQUIRY, open_days=5, reminder_days=5,
            intro="Hi {nam}", sender_id=2**40,
        )  # fmt: skip
        with pytest.raises(DomainErrors) as refused:
            create_campaign(wrong, by=acme.admin, now=NOW)
        fields = [error.field for error in refused.value.errors]
        assert fields == ["name", "kind", "reminder_days", "sender", "intro"]


def test_a_started_campaign_keeps_what_it_asks_and_two_editors_do_not_overwrite(acme):
    with acme.scope():
        one = campaign(acme)
        fields = CampaignFields(name="New name", starts_on=date(2030, 1, 1), kind=Kind.CSAT)
        changed = change_campaign(one, fields, version=one.version)
        assert (changed.name, changed.kind, changed.starts_on) == ("New name", "nps", TODAY)
        with pytest.raises(Conflict):
            change_campaign(one, fields, version=one.version)
        with pytest.raises(Conflict):
            delete_campaign(one)


def test_after_an_inquiry_its_contact_is_asked_once_where_a_campaign_runs(acme):
    with acme.scope():
        contact = Contact.objects.order_by("pk").first()
        assert ask_after_inquiry(contact, source_key="portal-1", subject="Invoices", now=NOW) is None
        campaign(acme, kind=Kind.CSAT, cadence=Cadence.AFTER_INQUIRY)
        asked = ask_after_inquiry(contact, source_key="portal-1", subject="Invoices", now=NOW)
        assert (asked.source_subject, asked.wave.key) == ("Invoices", "2026Q3")
        assert ask_after_inquiry(contact, source_key="portal-1", subject="Invoices", now=NOW) == asked
        assert (
            ask_after_inquiry(contact, source_key="portal-2", subject="Else", now=NOW) is None
        )  # asked lately
    assert sweep(acme)[:2] == (0, 1)
    with acme.scope():
        [waiting] = waiting_for_contact(contact.pk, NOW)
        assert waiting.title == "How satisfied are you with Acme?"
        assert waiting.href == path_of(asked)
        rated = rate_inquiry(contact, source_key="portal-1", score=5, comment="Swift", now=NOW + DAY)
        assert (rated.recipient, rated.campaign.is_standing) == (asked, False)
        assert waiting_for_contact(contact.pk, NOW + DAY) == []


def test_a_rating_without_a_question_counts_and_is_replaced_within_seven_days(acme):
    with acme.scope():
        contact = Contact.objects.order_by("pk").first()
        first = rate_inquiry(contact, source_key="portal-7", score=1, comment="Slow", now=NOW)
        again = rate_inquiry(contact, source_key="portal-7", score=3, comment="", now=NOW + 6 * DAY)
        assert (first.pk, again.score, Answer.objects.count()) == (again.pk, 3, 1)
        assert (again.campaign.is_standing, Campaign.objects.get().state) == (True, "running")
        with pytest.raises(Conflict):
            rate_inquiry(contact, source_key="portal-7", score=5, now=NOW + 8 * DAY)
        # who rated by itself was not asked: the next survey may ask
        one = campaign(acme)
        assert audience_of(one, acme.workspace, now=NOW).left_out.get("resting") is None


def test_who_leaves_later_is_asked_and_who_went_to_another_account_is_not(acme):
    with acme.scope():
        first, second = Contact.objects.order_by("pk")[:2]
        Contact.objects.filter(pk=first.pk).update(left_on=TODAY + 20 * DAY)
        campaign(acme, reminder_days=0)
    start_due_waves(acme.workspace, today=TODAY, now=NOW)
    with acme.scope():
        Contact.objects.filter(pk=second.pk).update(account=add_account("Elsewhere", external_id="E-1"))
        others = Contact.objects.count() - 2
    assert send_invitations(acme.workspace, now=NOW) == 1 + others
    with acme.scope():
        asked = Recipient.objects.exclude(invited_at=None)
        assert first.pk in asked.values_list("contact_id", flat=True)
        assert second.pk not in asked.values_list("contact_id", flat=True)


def test_an_answer_to_the_mail_reaches_who_signed_it(acme):
    with acme.scope():
        campaign(acme, sender_id=acme.lead.pk)
    sweep(acme)
    assert {one.reply_to for one in mails(acme)} == {acme.lead.user.email}


def test_who_sees_the_own_accounts_alone_asks_their_contacts_alone(acme):
    with acme.scope():
        add_contact(add_account("Hidden", external_id="H-1", status="active"), "Canary Person")
        one = campaign(acme)
        assert audience_of(one, acme.workspace, now=NOW).accounts == 2
        scopes = {Right.SEE_ACCOUNTS: Scope.OWN, Right.EDIT_SURVEYS: Scope.ALL}
        Member.objects.filter(pk=acme.csm.pk).update(scopes=scopes)
        Campaign.objects.update(created_by=acme.csm)
        one = Campaign.objects.select_related("created_by__user").get()
        assert audience_of(one, acme.workspace, now=NOW).accounts == 1
