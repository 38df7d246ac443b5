import pytest

from accounts.services.accounts import assign_owners
from core.errors import Conflict, DomainError
from tests.support.world import NOW, TODAY
from workspaces.choices import Role, SecurityActKind
from workspaces.errors import TeamAtWork
from workspaces.models import SecurityAct, Team, TeamMember
from workspaces.selectors import member_of_user
from workspaces.selectors.teams import places_of, team_rows, teams_of, told_for_teams
from workspaces.services.members import remove_member
from workspaces.services.teams import TeamValues, change_team, close_team, create_team, reopen_team

TEAMS = "/w/acme/settings/teams/"


@pytest.fixture
def acme(world):
    with world.acme.scope():
        yield world.acme


def pool(acme, *people, lead=None, name="SMB pool"):
    values = TeamValues(name, [person.pk for person in people], lead.pk if lead else None)
    return create_team(values, by=acme.admin, now=NOW)


def test_a_team_is_set_up_changed_closed_and_reopened_by_the_page(world):
    admin, acme = world.client(world.acme.admin), world.acme
    assert b"No team yet" in admin.get(TEAMS).content
    sent = {"name": " SMB  pool ", "people": [acme.csm.pk, acme.am.pk], "lead": acme.csm.pk}
    assert admin.post(f"{TEAMS}new/", sent).status_code == 303
    with acme.scope():
        [team] = Team.objects.all()
        assert team.name == "SMB pool"
        assert [(place.member, place.is_lead) for place in places_of(team)] == [
            (acme.am, False),
            (acme.csm, True),
        ]
    assert "led by Csm of Acme" in admin.get(TEAMS).content.decode()
    page = admin.get(f"{TEAMS}{team.pk}/")
    sent |= {
        "name": "Small customers",
        "people": [acme.csm.pk],
        "version": page.context["form"]["version"].value(),
    }
    assert admin.post(f"{TEAMS}{team.pk}/", sent).status_code == 303
    assert admin.post(f"{TEAMS}{team.pk}/closing/").status_code == 303
    with acme.scope():
        assert [row.team.name for row in team_rows(closed=True)] == ["Small customers"]
        assert not teams_of(acme.csm).exists()
    assert admin.post(f"{TEAMS}{team.pk}/reopening/").status_code == 303
    with acme.scope():
        assert [found.name for found in teams_of(acme.csm)] == ["Small customers"]
        acts = SecurityAct.objects.filter(kind=SecurityActKind.TEAM_CHANGED).order_by("id")
        assert [act.detail["deed"] for act in acts] == ["created", "changed", "closed", "reopened"]
        assert acts[1].detail["people"] == ["csm@acme.example"]


def test_the_same_form_twice_changes_once_and_a_stale_one_is_refused(acme):
    team = pool(acme, acme.csm)
    wanted = TeamValues("SMB pool", [acme.csm.pk, acme.am.pk])
    assert change_team(team, wanted, version=1, by=acme.admin, now=NOW) is True
    assert change_team(team, wanted, version=1, by=acme.admin, now=NOW) is False
    with pytest.raises(Conflict):
        change_team(team, TeamValues("SMB pool"), version=1, by=acme.admin, now=NOW)
    assert TeamMember.objects.filter(team=team).count() == 2


@pytest.mark.parametrize("name", ["", " ", "x" * 81])
def test_a_team_needs_a_name(acme, name):
    with pytest.raises(DomainError) as refused:
        create_team(TeamValues(name), by=acme.admin, now=NOW)
    assert refused.value.field == "name"


def test_two_teams_cannot_share_a_name_and_the_lead_is_one_of_them(world, acme):
    pool(acme, acme.csm)
    for values, field in (
        (TeamValues("smb POOL"), "name"),
        (TeamValues("Other", [acme.csm.pk], acme.am.pk), "lead"),
        (TeamValues("Other", [world.other.csm.pk]), "people"),
    ):
        with pytest.raises(DomainError) as refused:
            create_team(values, by=acme.admin, now=NOW)
        assert refused.value.field == field
    assert Team.objects.count() == 1


def test_a_team_that_looks_after_accounts_cannot_be_closed(acme):
    team = pool(acme, acme.csm)
    assign_owners(acme.account, {"csm": team}, by=acme.admin, now=NOW, today=TODAY)
    with pytest.raises(TeamAtWork) as refused:
        close_team(team, by=acme.admin, now=NOW)
    assert str(refused.value.message) == "SMB pool looks after 1 account. Give it another owner first."
    assign_owners(acme.account, {"csm": acme.csm.pk}, by=acme.admin, now=NOW, today=TODAY)
    close_team(team, by=acme.admin, now=NOW)
    close_team(team, by=acme.admin, now=NOW)
    with pytest.raises(DomainError) as closed:
        assign_owners(acme.account, {"csm": team}, by=acme.admin, now=NOW, today=TODAY)
    assert (closed.value.code, closed.value.field) == ("no_team", "owner_csm")
    reopen_team(team, by=acme.admin, now=NOW)
    assert SecurityAct.objects.filter(kind=SecurityActKind.TEAM_CHANGED).count() == 3


def test_whoever_is_removed_leaves_the_teams(acme):
    team = pool(acme, acme.csm, acme.am, lead=acme.csm)
    assert told_for_teams([team.pk]) == {team.pk: (acme.csm,)}
    remove_member(acme.csm, by=acme.admin, now=NOW)
    assert told_for_teams([team.pk]) == {team.pk: (acme.am,)}
    remove_member(acme.am, by=acme.admin, now=NOW)
    assert told_for_teams([team.pk]) == {}


def test_the_door_knows_who_is_in_a_team(acme):
    team = pool(acme, acme.csm)
    assert member_of_user(acme.csm.user_id).has_team is True
    assert member_of_user(acme.am.user_id).has_team is False
    close_team(team, by=acme.admin, now=NOW)
    assert member_of_user(acme.csm.user_id).has_team is False


def test_my_team_is_offered_to_those_who_have_one(world):
    with world.acme.scope():
        pool(world.acme, world.acme.csm)
    shell = world.client(world.acme.csm).get("/w/acme/me/?book=team").context["shell"]
    assert (shell.book, [choice.key for choice in shell.book_choices]) == ("team", ["mine", "team", "all"])
    shell = world.client(world.acme.am).get("/w/acme/me/?book=team").context["shell"]
    assert (shell.book, [choice.key for choice in shell.book_choices]) == ("mine", ["mine", "all"])


def test_another_workspaces_team_is_missing(world):
    with world.other.scope():
        theirs = create_team(TeamValues("Theirs"), by=world.other.admin, now=NOW)
    admin = world.client(world.acme.admin)
    assert admin.get(f"{TEAMS}{theirs.pk}/").status_code == 404
    assert admin.post(f"{TEAMS}{theirs.pk}/closing/").status_code == 404
    with world.other.scope():
        assert Team.objects.get().closed_at is None
    assert world.acme.members[Role.CSM].pk
