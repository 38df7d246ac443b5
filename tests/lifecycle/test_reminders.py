"""Renewal reminders: which are sent, to whom, in what words, and never twice."""

import json
from datetime import date, timedelta

import pytest
from django.core.management import CommandError, call_command

from accounts.choices import LineKind
from accounts.models import Account, AccountOwner, Contract, ContractLine
from accounts.services.accounts import assign_owners
from core.models import StoredEvent
from health.services import recompute
from lifecycle.models import MilestoneDecision
from lifecycle.services import record_churn
from notifications.models import Notice
from tests.health.book import rate_all
from tests.lifecycle.renewing import END, contract, decisions, mails, sweep
from tests.support.world import NOW, TODAY, add_account
from workspaces.choices import Role, Visibility
from workspaces.models import Member, RoleSetting
from workspaces.services.teams import TeamValues, change_team, create_team

pytestmark = pytest.mark.django_db
EVIL = "<script>alert(1)</script>{{ 7 }}"


def plain(text):
    """With ordinary spaces."""
    return text.replace("\u00a0", " ").replace("\u202f", " ")


def unwrapped(text):
    """Its words on one line."""
    return " ".join(plain(text).split())


def before(days, end=END):
    return end - timedelta(days=days)


@pytest.fixture
def acme(world):
    """One contract of the customer ends on 31 December 2026."""
    with world.acme.scope():
        Contract.objects.update(auto_renew=True, notice_days=60)
    return world.acme


def one_account(acme, **values):
    with acme.scope():
        Contract.objects.all().delete()
        return contract(acme.account, "K-1", **values)


def test_each_milestone_is_sent_on_its_day_once(acme):
    assert sweep(acme, before(121)) == (0, 0, 0, 0)
    for days in (120, 90, 60, 30):
        assert sweep(acme, before(days)) == (1, 1, 0, 0)
        assert sweep(acme, before(days)) == (0, 0, 1, 0)
        assert sweep(acme, before(days - 1)) == (0, 0, 1, 0)
    assert sweep(acme, END) == (0, 0, 1, 0)
    assert sweep(acme, END + timedelta(days=1)) == (0, 0, 0, 0)
    assert decisions(acme) == [("K-1", END, days, "sent", days) for days in (120, 90, 60, 30)]
    assert len(mails(acme)) == 4


def test_after_a_pause_only_the_nearest_is_sent_with_the_true_days_left(acme):
    assert sweep(acme, before(87)) == (1, 1, 0, 1)
    assert decisions(acme) == [("K-1", END, 120, "skipped", 87), ("K-1", END, 90, "sent", 87)]
    [mail] = mails(acme)
    assert plain(mail.subject) == "Customer of Acme: 87 days to renewal on 31 December 2026"
    assert "87 days left, the 90-day milestone has passed." in mail.text_body.replace("\n", " ")
    assert sweep(acme, before(86)) == (0, 0, 1, 0)


def test_down_for_three_days_across_the_90_day_mark(acme):
    assert sweep(acme, before(91)) == (1, 1, 0, 0)  # the 120-day milestone, late
    assert sweep(acme, before(88)) == (1, 1, 0, 0)
    assert sweep(acme, before(88)) == (0, 0, 1, 0)
    assert decisions(acme) == [("K-1", END, 120, "sent", 91), ("K-1", END, 90, "sent", 88)]


def test_a_contract_extended_after_a_reminder_is_planned_afresh_and_what_was_sent_stays(acme):
    sweep(acme, before(120))
    later = END + timedelta(days=100)
    with acme.scope():
        Contract.objects.update(ends_on=later)
    assert sweep(acme, before(119)) == (0, 0, 0, 0)
    assert sweep(acme, before(120, later)) == (1, 1, 0, 0)
    with acme.scope():
        Contract.objects.update(ends_on=END)
    assert sweep(acme, before(118)) == (0, 0, 1, 0)
    assert decisions(acme) == [("K-1", END, 120, "sent", 120), ("K-1", later, 120, "sent", 120)]


@pytest.mark.parametrize(
    "values",
    [{"cancelled_on": TODAY}, {"cancelled_on": END}, {"declared_churned": True}, {"starts_on": before(110)}],
)
def test_cancelled_contracts_churned_ones_and_milestones_before_the_start_are_left_out(acme, values):
    with acme.scope():
        Contract.objects.update(**values)
    assert sweep(acme, before(115)) == (0, 0, 0, 0)


def test_a_milestone_before_the_terms_start_does_not_exist(acme):
    with acme.scope():
        Contract.objects.update(starts_on=before(100))
    assert sweep(acme, before(100)) == (0, 0, 0, 0)
    assert sweep(acme, before(90)) == (1, 1, 0, 0)
    assert decisions(acme) == [("K-1", END, 90, "sent", 90)]


def test_a_contract_cancelled_after_its_reminder_gets_no_further_one(acme):
    sweep(acme, before(120))
    with acme.scope():
        Contract.objects.update(cancelled_on=before(100))
    assert sweep(acme, before(90)) == (0, 0, 0, 0)


def test_a_churned_account_gets_none(acme):
    with acme.scope():
        record_churn(
            acme.account,
            churned_on=TODAY,
            reason="price",
            cancels_contracts=True,
            by=acme.csm,
            now=NOW,
            today=TODAY,
        )
    assert sweep(acme, before(90)) == (0, 0, 0, 0)


def test_an_account_that_is_churned_by_its_last_figures_gets_none(acme):
    with acme.scope():
        Account.objects.update(status="churned", churned_on=TODAY)
    assert sweep(acme, before(90)) == (0, 0, 0, 0)
    assert sweep(acme, TODAY - timedelta(days=1)) == (1, 1, 0, 0)  # before it left


@pytest.mark.parametrize(
    ("starts_on", "months", "billing", "today", "expected"),
    [
        (date(2024, 2, 29), 12, "annual", date(2026, 11, 29), (date(2027, 2, 27), 90)),
        (date(2023, 3, 1), None, "annual", date(2026, 12, 30), (date(2027, 2, 28), 60)),
        (date(2025, 5, 31), 6, "monthly", date(2026, 8, 31), (date(2026, 11, 29), 90)),
        (date(2026, 1, 1), None, "monthly", date(2026, 12, 2), None),  # short terms have none
        (date(2026, 1, 1), 3, "annual", date(2026, 12, 1), None),
    ],
)
def test_open_ended_contracts_are_reminded_of_their_current_term(
    acme, starts_on, months, billing, today, expected
):
    one_account(acme, starts_on=starts_on, ends_on=None, term_months=months, billing_frequency=billing)
    sent, *_rest = sweep(acme, today)
    found = [(ends_on, milestone) for _n, ends_on, milestone, state, _d in decisions(acme) if state == "sent"]
    assert (sent, found) == ((1, [expected]) if expected else (0, []))


def test_a_contract_that_ends_on_29_february_has_its_milestones_counted_in_days(acme):
    leap = date(2028, 2, 29)
    one_account(acme, starts_on=date(2027, 3, 1), ends_on=leap)
    assert sweep(acme, date(2027, 12, 1)) == (1, 1, 0, 1)  # 90 days
    assert sweep(acme, date(2028, 1, 30)) == (1, 1, 0, 1)  # 30 days, the 60 of New Year's Eve was missed
    assert [(m, s, d) for _n, _e, m, s, d in decisions(acme)] == [
        (120, "skipped", 90), (90, "sent", 90), (60, "skipped", 30), (30, "sent", 30)
    ]  # fmt: skip


def test_the_contracts_of_one_account_and_milestone_travel_as_one_message(acme):
    with acme.scope():
        contract(acme.account, "K-2", auto_renew=False)
        contract(acme.account, "K-3", ends_on=END + timedelta(days=30))
        other = add_account("Second customer", owner=acme.csm)
        contract(other, "K-4")
    assert sweep(acme, before(90)) == (4, 3, 0, 3)
    texts = {plain(mail.subject): unwrapped(mail.text_body) for mail in mails(acme)}
    assert sorted(texts) == [
        "Customer of Acme: 120 days to renewal on 30 January 2027",
        "Customer of Acme: 90 days to renewal of 2 contracts",
        "Second customer: 90 days to renewal on 31 December 2026",
    ]
    two = texts["Customer of Acme: 90 days to renewal of 2 contracts"]
    assert (
        "- 31 Dec 2026: K-1; €120,000 a year, 1 product line - 31 Dec 2026: K-2; €12,000 a year; does not"
        in two
    )
    assert "K-3" not in two
    with acme.scope():
        assert MilestoneDecision.objects.filter(message=None, state="sent").count() == 0
        assert Notice.objects.count() == 3


def test_a_contract_that_appears_later_the_same_day_has_a_message_of_its_own(acme):
    assert sweep(acme, before(90)) == (1, 1, 0, 1)
    with acme.scope():
        contract(acme.account, "K-2")
    assert sweep(acme, before(90)) == (1, 1, 1, 1)
    assert [("K-2" in mail.text_body, "K-1" in mail.text_body) for mail in mails(acme)] == [
        (False, True),
        (True, False),
    ]


def to_whom(acme):
    with acme.scope():
        sent = MilestoneDecision.objects.get(state="sent")
        told = sorted(Notice.objects.values_list("member_id", flat=True))
    return sent.owner_id, sorted(mail.to_address for mail in mails(acme)), told


def test_the_renewal_manager_is_told_in_the_app_and_by_mail(acme):
    sweep(acme, before(90))
    assert to_whom(acme) == (acme.rm.pk, ["rm@acme.example"], [acme.rm.pk])
    with acme.scope():
        notice = Notice.objects.get()
    assert plain(notice.title) == "Customer of Acme: 90 days to renewal on 31 December 2026"
    assert (notice.body, notice.path) == ("Start the renewal talk", f"accounts/{acme.account.pk}/")


def test_without_a_renewal_manager_the_csm_is_told(acme):
    with acme.scope():
        AccountOwner.objects.filter(role="rm").delete()
    sweep(acme, before(90))
    assert to_whom(acme) == (acme.csm.pk, ["csm@acme.example"], [acme.csm.pk])


def test_of_a_team_the_lead_is_told_and_without_a_lead_everybody(acme):
    with acme.scope():
        people = [acme.csm.pk, acme.dm.pk]
        team = create_team(TeamValues("Pool", people, acme.dm.pk), by=acme.admin, now=NOW)
        assign_owners(acme.account, {"rm": team}, by=acme.admin, now=NOW, today=before(90))
    sweep(acme, before(90))
    assert to_whom(acme) == (acme.dm.pk, ["dm@acme.example"], [acme.dm.pk])
    with acme.scope():
        change_team(team, TeamValues("Pool", people), version=1, by=acme.admin, now=NOW)
        Notice.objects.all().delete()
        MilestoneDecision.objects.all().delete()
    sweep(acme, before(60))
    assert to_whom(acme)[2] == sorted(people)


def test_an_owner_who_left_is_not_told(acme):
    with acme.scope():
        Member.objects.filter(pk=acme.rm.pk).update(left_at=NOW)
    sweep(acme, before(90))
    assert to_whom(acme) == (acme.csm.pk, ["csm@acme.example"], [acme.csm.pk])


def test_without_an_owner_the_leads_are_told_and_without_leads_the_admins(acme):
    with acme.scope():
        AccountOwner.objects.all().delete()
    sweep(acme, before(90))
    assert to_whom(acme) == (None, ["csm_lead@acme.example"], [acme.lead.pk])
    with acme.scope():
        MilestoneDecision.objects.all().delete()
        Notice.objects.all().delete()
        Member.objects.filter(role=Role.CSM_LEAD).update(left_at=NOW)
        Contract.objects.update(ends_on=END + timedelta(days=1))
    sweep(acme, before(89))
    assert to_whom(acme)[1][0] == "admin@acme.example"


def test_the_mail_says_worth_health_notice_and_agenda(acme):
    with acme.scope():
        rate_all(acme.account, [1, 2, 2, 3, 2, 3, None], TODAY)
        recompute(as_of=TODAY, today=TODAY, now=NOW)
    sweep(acme, before(90))
    [mail] = mails(acme)
    text, html = unwrapped(mail.text_body), unwrapped(mail.html_body)
    assert (
        "The contract ends on 31 December 2026. Today is the 90-day milestone. Start the renewal talk."
        in text
    )
    assert "The contract ends on <b>31 December 2026</b>. Today is the 90-day milestone." in html
    for label, words in (
        ("Worth", "€120,000 a year, 1 product line"),
        ("Health", "◆ Monitor, 57.6 of 100; 1 metric not measured (coverage 86 %)"),
        ("Notice", "Until 1 November 2026"),
        ("Renewal", "Renews itself"),
    ):
        assert f"{label}: {words}" in text
        assert f">{label}</td>" in html
        assert f">{words}</td>" in html
    for words in (
        "Start the renewal talk with the customer.",
        "Next: 60 days, 1 November: Resolve objections. Then 30 days, 1 December.",
        f"/w/acme/accounts/{acme.account.pk}/",
        "because you are the Renewal Manager of this account.",
    ):
        assert words in text
        assert words in html
    assert max(len(line) for line in mail.text_body.splitlines() if "://" not in line) <= 72


def test_money_reaches_only_those_who_may_see_it(acme):
    with acme.scope():
        RoleSetting.objects.create(role="rm", visibility=Visibility.ALL, sees_money=False)
    sweep(acme, before(90))
    [mail] = mails(acme)
    assert "Worth" not in mail.text_body + mail.html_body
    assert "120,000" not in mail.text_body + mail.html_body + mail.subject


def test_names_are_inert_in_the_mail(acme):
    with acme.scope():
        Account.objects.update(name=EVIL)
        Contract.objects.update(name=EVIL + "\r\nBcc: x@evil.example")
    sweep(acme, before(90))
    [mail] = mails(acme)
    assert "<script>" not in mail.html_body
    assert "&lt;script&gt;alert(1)&lt;/script&gt;{{ 7 }}" in mail.html_body
    assert EVIL in mail.text_body
    assert "\n" not in mail.subject


def test_amounts_of_several_currencies_are_not_mixed(acme):
    with acme.scope():
        contract(acme.account, "K-2", currency="USD")
        ContractLine.objects.filter(contract__external_id="K-2").update(kind=LineKind.ONE_OFF)
    sweep(acme, before(90))
    [mail] = mails(acme)
    assert "Worth: €120,000 + $12,000 a year, 1 product line" in mail.text_body


def test_each_milestone_is_news_of_its_own(acme):
    with acme.scope():
        contract(acme.account, "K-2")
        ids = sorted(Contract.objects.values_list("pk", flat=True))
    sweep(acme, before(90))
    with acme.scope():
        news = StoredEvent.objects.filter(name="lifecycle.milestone_reached").values_list(
            "payload", flat=True
        )
        assert sorted(news, key=lambda p: p["contract_id"]) == [
            {"contract_id": pk, "milestone": 90, "term_end_on": "2026-12-31"} for pk in ids
        ]


def test_another_workspace_is_not_reminded(world, acme):
    assert sweep(acme, before(90)) == (1, 1, 0, 1)
    assert mails(world.other) == []
    assert sweep(world.other, before(90)) == (1, 1, 0, 1)
    assert "Acme" not in mails(world.other)[0].html_body


def command(capsys, *arguments):
    call_command("send_renewal_reminders", *arguments)
    return json.loads(capsys.readouterr().out)


def test_the_command_prints_one_line_of_json(acme, capsys):
    given = ("--today", "2026-10-02", "--workspace", "acme")
    assert command(capsys, *given) == {"due": 1, "sent": 1, "messages": 1, "already": 0, "skipped": 1}
    assert command(capsys, *given) == {"due": 1, "sent": 0, "messages": 0, "already": 1, "skipped": 0}


def test_without_a_workspace_the_command_takes_all(acme, capsys):
    assert command(capsys, "--today", "2026-10-02") == {
        "due": 2, "sent": 2, "messages": 2, "already": 0, "skipped": 2
    }  # fmt: skip


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--today", "31.12.2026"), "“31.12.2026” is no day. Write it as YYYY-MM-DD"),
        (("--today", "2026-02-30"), "“2026-02-30” is no day."),
        (("--today", "9999-12-31"), "Choose a day from 2000-01-01 to 2199-12-31"),
        (("--today", "2026-10-02", "--workspace", "nowhere"), "There is no workspace “nowhere”."),
    ],
)
def test_the_command_refuses_what_is_wrong(acme, arguments, words):
    with pytest.raises(CommandError, match=words):
        call_command("send_renewal_reminders", *arguments)
    assert decisions(acme) == []
