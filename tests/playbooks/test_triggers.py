"""What rules watch for: executives whom nobody met, bands that fell, use that went down."""

from datetime import timedelta

import pytest

from accounts.choices import AccountStatus, EntryKind
from accounts.models import Account, TimelineEntry
from accounts.services import refresh_figures
from core.ports import Registry
from health.choices import ScoreOrigin
from health.models import CurrentScore, Score, ScorecardVersion
from health.triggers import TRIGGERS as HEALTH
from health.triggers import fallen, used_less
from playbooks.ports import TRIGGERS
from playbooks.triggers import silent_accounts
from tests.playbooks.making import usage
from tests.support.world import NOW, TODAY, add_account

pytestmark = pytest.mark.django_db


@pytest.fixture
def account(acme):
    refresh_figures(today=TODAY)
    return Account.objects.get(pk=acme.account.pk)


def talk(acme, account, days_ago, body="Met Anna Sponsor", kind=EntryKind.MEETING, author=None):
    at = NOW - timedelta(days=days_ago)
    return TimelineEntry.objects.create(
        account=account, kind=kind, body=body, happened_at=at, author=author or acme.csm, created_at=at
    )


def silent(**given):
    return silent_accounts({"days": 90, "segments": [], **given}, today=TODAY)


def test_who_was_never_met_is_silent_since_becoming_a_customer(acme, account):
    [found] = silent()
    assert (found.account_id, found.reason) == (
        account.pk,
        "No executive touch since the customer came on 1 Jan 2024",
    )
    assert found.origin_key == f"no_executive_touch:{account.pk}:2024-01-01:10"


@pytest.mark.parametrize(
    ("days_ago", "given", "is_touch"),
    [
        (90, {}, True),
        (91, {}, False),
        (10, {"body": "Talked with urho user"}, False),
        (10, {"body": "talked with ANNA SPONSOR and others", "kind": EntryKind.CALL}, True),
        (10, {"kind": EntryKind.NOTE}, False),
    ],
)
def test_a_touch_is_a_talk_that_names_an_executive_within_the_days(acme, account, days_ago, given, is_touch):
    talk(acme, account, days_ago, **given)
    assert [found.account_id for found in silent()] == ([] if is_touch else [account.pk])


def test_a_talk_of_our_own_executive_is_a_touch_whomever_it_names(acme, account):
    talk(acme, account, 10, body="Lunch", author=acme.executive)
    assert silent() == []


def test_each_further_quarter_of_silence_is_an_occurrence_of_its_own(acme, account):
    talk(acme, account, 100)
    [first] = silent()
    talked_on = TODAY - timedelta(days=100)
    assert first.origin_key == f"no_executive_touch:{account.pk}:{talked_on}:1"
    assert first.words == "100 days of silence"
    [later] = silent_accounts({"days": 90}, today=TODAY + timedelta(days=81))
    assert later.origin_key.endswith(":2")


def test_only_active_accounts_of_the_segments_count(acme, account):
    assert silent(segments=["smb"]) == []
    assert len(silent(segments=["smb", "enterprise"])) == 1
    Account.objects.filter(pk=account.pk).update(status=AccountStatus.CHURNED)
    assert silent() == []


def test_some_accounts_alone_can_be_asked_for(acme, account):
    assert silent_accounts({"days": 90}, today=TODAY, account_ids=[]) == []
    assert len(silent_accounts({"days": 90}, today=TODAY, account_ids=[account.pk])) == 1


def scored(account, *course):
    """A history of (days ago, band, points), under the published card; the last one is the present one."""
    version = ScorecardVersion.objects.get(status="published")
    figures = {"version": version, "coverage_bp": 10_000, "ratings": [], "score": None}
    for days_ago, band, points in course:
        day = TODAY - timedelta(days=days_ago)
        Score.objects.create(
            account=account, scored_on=day, band=band, score_100=points, computed_at=NOW, origin=ScoreOrigin.LIVE,
            **figures,
        )  # fmt: skip
    CurrentScore.objects.create(account=account, since_on=day, band=band, score_100=points, **figures)


def fell(**given):
    return fallen({"band": "at_risk", "within_days": 30, **given}, today=TODAY)


def test_a_fall_is_the_day_on_which_the_better_band_ended(acme, account):
    scored(account, (60, "healthy", 70_000), (9, "at_risk", 35_000), (2, "at_risk", 31_000))
    [found] = fell()
    day = TODAY - timedelta(days=9)
    assert found.origin_key == f"band_fell:{account.pk}:{day}"
    assert found.reason == "Health fell from Healthy to At risk on 8 Sep 2026"
    assert found.words == "70.0 → 35.0"


@pytest.mark.parametrize(
    ("course", "given", "count"),
    [
        (((60, "healthy", 70_000), (31, "at_risk", 35_000)), {}, 0),
        (((60, "healthy", 70_000), (29, "at_risk", 35_000)), {}, 1),
        (((60, "at_risk", 30_000), (9, "at_risk", 29_000)), {}, 0),
        (((60, "healthy", 70_000), (9, "monitor", 50_000)), {}, 0),
        (((60, "healthy", 70_000), (9, "monitor", 50_000)), {"band": "monitor"}, 1),
        (((60, "monitor", 50_000), (9, "at_risk", 30_000)), {"band": "monitor"}, 0),
        (((60, "healthy", 70_000), (20, "unknown", None), (9, "at_risk", 30_000)), {}, 1),
        (((60, "healthy", 70_000), (9, "at_risk", 30_000), (1, "healthy", 70_000)), {}, 0),
    ],
)
def test_what_is_a_fall_and_what_is_none(acme, account, course, given, count):
    scored(account, *course)
    assert len(fell(**given)) == count


def test_churned_accounts_fall_no_more(acme, account):
    scored(account, (60, "healthy", 70_000), (9, "at_risk", 35_000))
    Account.objects.filter(pk=account.pk).update(status=AccountStatus.CHURNED)
    assert fell() == []


def down(**given):
    return used_less({"percent": 25, "least": 4, **given}, today=TODAY)


def test_fewer_people_than_three_months_ago_by_a_quarter(acme, account):
    usage(account, TODAY - timedelta(days=100), *[f"u{n}" for n in range(8)])
    usage(account, TODAY - timedelta(days=1), *[f"u{n}" for n in range(6)])
    [found] = down()
    assert found.origin_key == f"usage_down:{account.pk}:2026-09"
    assert found.reason == "Active users down 25\u202f% in three months"
    assert found.words == "8 → 6 people in 30 days"


@pytest.mark.parametrize(
    ("before", "now", "newest", "given", "count"),
    [
        (8, 7, 1, {}, 0),
        (8, 6, 1, {"percent": 26}, 0),
        (3, 1, 1, {}, 0),
        (3, 1, 1, {"least": 3}, 1),
        (8, 2, 15, {}, 0),
    ],
)
def test_little_less_few_people_or_old_data_are_no_alarm(acme, account, before, now, newest, given, count):
    usage(account, TODAY - timedelta(days=90 + newest), *[f"u{n}" for n in range(before)])
    usage(account, TODAY - timedelta(days=newest), *[f"u{n}" for n in range(now)])
    assert len(down(**given)) == count


def test_who_is_not_seen_at_all_any_more_is_down_to_none(acme, account):
    usage(account, TODAY - timedelta(days=95), *[f"u{n}" for n in range(8)])
    other = add_account("Other", status=AccountStatus.ACTIVE)
    usage(other, TODAY, "somebody")
    [found] = down()
    assert (found.account_id, found.words) == (account.pk, "8 → 0 people in 30 days")


def test_the_triggers_of_the_words_are_there():
    assert isinstance(TRIGGERS, Registry)
    assert {"band_fell", "usage_down", "no_executive_touch"} <= {trigger.key for trigger in TRIGGERS}
    for trigger in (*HEALTH, *TRIGGERS):
        form = trigger.parameters()
        given = {name: form.get_initial_for_field(field, name) for name, field in form.fields.items()}
        assert trigger.parameters(given).is_valid(), trigger.key
