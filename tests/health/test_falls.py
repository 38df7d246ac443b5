"""A fall into a worse band is told to the account's owner, once per account and day."""

import pytest

from accounts.models import AccountOwner
from health.models import Reading
from health.services import recompute
from notifications.models import Notice
from tests.health.book import accounts, rate_all
from tests.support.world import NOW, TODAY

GOOD = [3] * 7


def run():
    return recompute(as_of=TODAY, today=TODAY, now=NOW)


def rate(account, rating):
    Reading.objects.filter(account=account).delete()
    rate_all(account, [rating] * 7, TODAY)
    run()


def told():
    return list(Notice.objects.order_by("pk").values_list("member_id", "title", "body", "path"))


@pytest.fixture
def healthy(acme):
    with acme.scope():
        rate_all(acme.account, GOOD, TODAY)
        run()
        assert told() == []
    return acme


def test_the_csm_is_told_by_name_score_and_band(healthy):
    with healthy.scope():
        rate(healthy.account, 1)
        assert told() == [
            (
                healthy.csm.pk,
                "Customer of Acme fell to At risk",
                "Health 0.0, was 100.0 (Healthy).",
                f"accounts/{healthy.account.pk}/",
            )
        ]


def test_once_a_day_and_never_for_a_rise(healthy):
    with healthy.scope():
        for rating in (2, 3, 1, 3, 2):
            rate(healthy.account, rating)
        assert [title for _member, title, _body, _path in told()] == ["Customer of Acme fell to Monitor"]


def test_without_a_csm_the_am_is_told_and_without_both_nobody(healthy):
    with healthy.scope():
        AccountOwner.objects.filter(role="csm").delete()
        rate(healthy.account, 2)
        assert [member for member, *_rest in told()] == [healthy.am.pk]
        Notice.objects.all().delete()
        AccountOwner.objects.all().delete()
        rate(healthy.account, 1)
        assert told() == []


def test_of_many_falls_the_worst_five_are_told_one_by_one_and_the_rest_in_one_line(acme):
    with acme.scope():
        book = accounts(8)
        for account in book:
            AccountOwner.objects.create(account=account, role="csm", member=acme.csm)
            rate_all(account, GOOD, TODAY)
        run()
        Reading.objects.all().delete()
        for place, account in enumerate(book):
            rate_all(account, [1] * 7 if place < 5 else [2] * 7, TODAY)
        run()
        titles = [title for _member, title, _body, _path in told()]
        assert titles == [
            *(f"Customer {n} fell to At risk" for n in range(5)),
            "3 more accounts of yours fell",
        ]


def test_a_fall_of_a_past_day_is_not_told(healthy):
    with healthy.scope():
        earlier = TODAY.replace(day=1)
        rate_all(healthy.account, [1] * 7, earlier)
        recompute(as_of=earlier, today=TODAY, now=NOW)
        assert told() == []


def test_of_a_team_the_lead_is_told_and_without_a_lead_everybody(healthy):
    from accounts.services.accounts import assign_owners
    from workspaces.services.teams import TeamValues, change_team, create_team

    with healthy.scope():
        people = [healthy.csm.pk, healthy.dm.pk]
        team = create_team(TeamValues("Pool", people, healthy.dm.pk), by=healthy.admin, now=NOW)
        assign_owners(healthy.account, {"csm": team}, by=healthy.admin, now=NOW, today=TODAY)
        rate(healthy.account, 2)
        assert [member for member, _title, _body, _path in told()] == [healthy.dm.pk]
        Notice.objects.all().delete()
        change_team(team, TeamValues("Pool", people), version=1, by=healthy.admin, now=NOW)
        rate(healthy.account, 1)
        assert sorted(member for member, _title, _body, _path in told()) == sorted(people)
