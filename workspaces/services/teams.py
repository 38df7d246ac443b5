"""Teams set up, renamed, filled and closed; each change is told to the security log, since a team shares accounts."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.errors import Conflict, DomainError
from core.text import format_number, name_key
from workspaces.choices import SecurityActKind
from workspaces.errors import TeamAtWork
from workspaces.models import Member, Team, TeamMember
from workspaces.ports import TEAM_HOLDINGS
from workspaces.selectors.teams import places_of
from workspaces.services.members import lock_members
from workspaces.services.trail import record_act

MOST = 80


@dataclass(frozen=True)
class TeamValues:
    """A team as its form has it: its name, the ids of its people, and of whom of them leads it."""

    name: str
    people: Collection[int] = ()
    lead: int | None = None


@transaction.atomic
def create_team(values: TeamValues, *, by: Member, now: datetime) -> Team:
    """Set up a team. Raises DomainError with the field at fault: no name, a name taken, somebody who is no member."""
    lock_members()
    name = _clean(values.name)
    team = _saved(Team(name=name, name_key=name_key(name)[:MOST], created_at=now))
    _fill(team, values)
    _record(team, "created", values, by=by, now=now)
    return team


@transaction.atomic
def change_team(team: Team, values: TeamValues, *, version: int, by: Member, now: datetime) -> bool:
    """Write name, people and lead of a team as a whole, if it is still of `version`; whether anything changed.

    Raises Conflict if somebody changed it meanwhile, DomainError as create_team.
    """
    lock_members()
    current = Team.objects.get(pk=team.pk)
    name = _clean(values.name)
    held = places_of(current)
    lead = next((place.member_id for place in held if place.is_lead), None)
    same_people = {place.member_id for place in held} == set(values.people)
    if current.name == name and same_people and lead == values.lead:
        return False
    if current.version != version:
        raise Conflict(
            _("Somebody changed this team meanwhile. Look at it, and change it again."),
            code="changed_meanwhile",
        )
    current.name, current.name_key, current.version = name, name_key(name)[:MOST], version + 1
    _fill(_saved(current), values)
    _record(current, "changed", values, by=by, now=now)
    return True


@transaction.atomic
def close_team(team: Team, *, by: Member, now: datetime) -> None:
    """Close a team: its people share nothing through it any more. Raises TeamAtWork while it looks after something."""
    lock_members()
    # whoever makes it an owner at this instant waits, and then finds it closed
    if not Team.objects.select_for_update().filter(pk=team.pk, closed_at=None).exists():
        return
    held = sum(holding.count(team.pk) for holding in TEAM_HOLDINGS)
    if held:
        counted = ngettext(
            "%(team)s looks after %(n)s account. Give it another owner first.",
            "%(team)s looks after %(n)s accounts. Give them other owners first.",
            held,
        )
        raise TeamAtWork(counted % {"team": team.name, "n": format_number(held)})
    Team.objects.filter(pk=team.pk).update(closed_at=now)
    record_act(SecurityActKind.TEAM_CHANGED, by=by, now=now, subject=team.name, detail={"deed": "closed"})


@transaction.atomic
def reopen_team(team: Team, *, by: Member, now: datetime) -> None:
    """Let a closed team work again, with the people it had."""
    lock_members()
    if Team.objects.filter(pk=team.pk).exclude(closed_at=None).update(closed_at=None):
        detail = {"deed": "reopened"}
        record_act(SecurityActKind.TEAM_CHANGED, by=by, now=now, subject=team.name, detail=detail)


def _clean(written: str) -> str:
    name = " ".join(written.split())
    if not 1 <= len(name) <= MOST:
        raise DomainError(_("Give the team a name of 1 to 80 characters."), field="name")
    return name


def _saved(team: Team) -> Team:
    try:
        with transaction.atomic():
            team.save()
    except IntegrityError as error:
        raise DomainError(
            _("There is a team called “%(name)s” already, perhaps a closed one.") % {"name": team.name},
            field="name",
            code="name_taken",
        ) from error
    return team


def _fill(team: Team, values: TeamValues) -> None:
    people = set(values.people)
    known = set(Member.objects.filter(pk__in=people, left_at=None).values_list("pk", flat=True))
    if known != people:
        raise DomainError(_("Choose people who are in the workspace."), field="people", code="no_member")
    if values.lead is not None and values.lead not in people:
        raise DomainError(_("Whoever leads the team is in it. Choose one of its people."), field="lead")
    TeamMember.objects.filter(team=team).exclude(member_id__in=people).delete()
    TeamMember.objects.filter(team=team, is_lead=True).update(is_lead=False)
    there = set(TeamMember.objects.filter(team=team).values_list("member_id", flat=True))
    TeamMember.objects.bulk_create(TeamMember(team=team, member_id=pk) for pk in sorted(people - there))
    TeamMember.objects.filter(team=team, member_id=values.lead).update(is_lead=True)


def _record(team: Team, deed: str, values: TeamValues, *, by: Member, now: datetime) -> None:
    people = places_of(team)
    detail = {
        "deed": deed,
        "people": [place.member.user.email for place in people],
        "lead": next((place.member.user.email for place in people if place.is_lead), ""),
    }
    record_act(SecurityActKind.TEAM_CHANGED, by=by, now=now, subject=team.name, detail=detail)
