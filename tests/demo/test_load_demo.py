"""load_demo, at a tenth of its size: whole, repeatable, closed to strangers."""

from datetime import timedelta

import pytest

from accounts.access import MINE, TEAM, book_of
from accounts.models import (
    Account,
    AccountFile,
    AccountOwner,
    Contact,
    Contract,
    ContractLine,
    ProductFeature,
    Ticket,
    TimelineEntry,
)
from accounts.models.history import ContactEvent
from core import clock
from core.tenancy import workspace_scope
from csplatform.demo.taking_in import SOURCES
from health.models import CurrentScore, Reading, Score, ScoreComment, UsageEvent
from lifecycle.models import PlanKpi, SuccessPlan
from lifecycle.rules.plans import Goal, summed
from notifications.models import Notice
from tests.demo.conftest import PASSWORD, run_load_demo
from workspaces.models import Batch, Member, Team, Workspace

SLUGS = ["havu-hr", "smereka", "harrowpoint"]
TABLES = (
    Account,
    AccountOwner,
    Contact,
    Contract,
    ContractLine,
    Ticket,
    TimelineEntry,
    Reading,
    Score,
    Notice,
    Member,
)


def workspace(slug):
    return Workspace.objects.get(slug=slug)


def counts():
    found = {}
    for slug in SLUGS:
        with workspace_scope(workspace(slug).pk):
            found[slug] = [table.objects.count() for table in (*TABLES, UsageEvent)]
    return found


def test_the_answer_counts_what_is_there(demo):
    assert demo.answer["workspaces"] == SLUGS
    assert demo.answer["accounts"] == 45
    sums = dict.fromkeys(("contracts", "usage", "tickets"), 0)
    for slug in SLUGS:
        with workspace_scope(workspace(slug).pk):
            assert Account.objects.count() == 15
            sums["contracts"] += Contract.objects.count()
            sums["usage"] += UsageEvent.objects.count()
            sums["tickets"] += Ticket.objects.count()
    assert {key: demo.answer[key] for key in sums} == sums
    assert sums["usage"] > 10_000


@pytest.mark.parametrize("slug", SLUGS)
def test_each_book_shows_all_bands_and_moves(demo, slug):
    ws = workspace(slug)
    today = clock.today_in(ws.time_zone)
    with workspace_scope(ws.pk):
        bands = set(CurrentScore.objects.values_list("band", flat=True))
        assert bands == {"healthy", "monitor", "at_risk", "unknown"}
        assert Score.objects.filter(scored_on__gt=today - timedelta(days=28)).count() > 5
        assert Score.objects.filter(scored_on__lt=today - timedelta(days=600)).exists()
        assert set(Account.objects.values_list("status", flat=True)) == {"active", "churned", "prospect"}
        assert Account.objects.exclude(parent=None).exists()
        assert Account.objects.exclude(returned_on=None).exists()
        assert Account.objects.filter(term_ends_on__range=(today, today + timedelta(days=140))).exists()
        assert ProductFeature.objects.count() == 18
        assert Contract.objects.filter(lines__product=None, arr_amount__gt=0).count() == 0


@pytest.mark.parametrize("slug", SLUGS)
def test_every_role_signs_in_and_sees_no_other_company(demo, slug, client):
    emails = demo.emails(slug)
    assert len(emails) == 11
    other = SLUGS[SLUGS.index(slug) - 1]
    with workspace_scope(workspace(other).pk):
        foreign = Account.objects.order_by("pk").values_list("pk", flat=True)[0]
    for email in emails.values():
        client.logout()
        client.post("/accounts/login/", {"login": email, "password": PASSWORD})
        assert client.get(f"/w/{slug}/accounts/?book=all").status_code == 200
        assert client.get(f"/w/{other}/accounts/").status_code == 404
        assert client.get(f"/w/{slug}/accounts/{foreign}/").status_code == 404


def test_every_owner_role_and_the_lead_have_a_member_and_books(demo):
    with workspace_scope(workspace("havu-hr").pk):
        assert set(AccountOwner.objects.values_list("role", flat=True)) == {"csm", "am", "dm", "rm"}
        assert Account.objects.exclude(owners__role="csm").count() == 0
        for owner in AccountOwner.objects.exclude(member=None).select_related("member"):
            assert owner.member.role == owner.role


@pytest.mark.parametrize("slug", SLUGS)
def test_teams_look_after_accounts_and_their_people_have_a_book_together(demo, slug):
    with workspace_scope(workspace(slug).pk):
        teams = Team.objects.order_by("pk")
        assert [team.places.count() for team in teams] == [5, 2, 2]
        assert all(team.places.filter(is_lead=True).count() == 1 for team in teams)
        assert all(AccountOwner.objects.filter(team=team).exists() for team in teams)
        assert not Account.objects.exclude(owners__role="csm").exists()
        csm = Member.objects.filter(role="csm").order_by("pk")[0]
        mine, ours = (book_of(csm, choice).count() for choice in (MINE, TEAM))
        assert 0 < mine < ours < Account.objects.count()


@pytest.mark.parametrize("slug", SLUGS)
def test_people_say_something_of_scores_and_the_history_names_files(demo, slug):
    with workspace_scope(workspace(slug).pk):
        comments = list(ScoreComment.objects.all())
        assert 3 < len(comments) <= 18
        assert all(comment.score_100 is not None for comment in comments)
        assert all(comment.created_at <= clock.now() for comment in comments)
        assert set(Batch.objects.values_list("source", flat=True)) == set(SOURCES.values())
        assert AccountFile.objects.exists()
        promoted = ContactEvent.objects.filter(pgh_label="update")
        assert promoted.exists()
        authors = Member.objects.filter(pk__in=[event.pgh_context["member"] for event in promoted])
        assert set(authors.values_list("role", flat=True)) == {"csm"}


def test_a_second_run_says_so_and_changes_nothing(demo):
    before = counts()
    again = run_load_demo(scale=0.1)
    assert again.answer["workspaces"] == []
    assert again.answer["accounts"] == again.answer["usage"] == 0
    assert "The workspace havu-hr is there already" in again.said
    assert counts() == before


def test_the_password_is_nowhere_in_what_is_said(demo):
    assert PASSWORD not in demo.said


@pytest.mark.parametrize("slug", SLUGS)
def test_plans_stand_at_every_turn_and_their_sums_follow_from_their_goals(demo, slug):
    with workspace_scope(workspace(slug).pk):
        plans = list(SuccessPlan.objects.all())
        assert plans
        for plan in plans:
            rows = PlanKpi.objects.filter(outcome__plan=plan)
            found = summed(
                Goal(*row) for row in rows.values_list("baseline", "target", "latest", "direction")
            )
            assert (plan.progress, plan.goals, plan.goals_reached) == (found.progress, 3, found.reached)
            assert (plan.signed_at is None) == (plan.status in ("draft", "shared"))
