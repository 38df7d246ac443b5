"""Teams and who is in them."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from core.text import name_key
from workspaces.models import Member, Team, TeamMember


@dataclass(frozen=True)
class TeamRow:
    """A team in the list: how many are in it, and who leads it."""

    team: Team
    people: int
    lead: str


def open_teams() -> QuerySet[Team]:
    """Teams of the workspace in force that work, by name."""
    return Team.objects.filter(closed_at=None).order_by("name_key", "pk")


def team_rows(*, closed: bool = False) -> list[TeamRow]:
    """Teams that work, or those that were closed, by name; only people who are still members count. Two queries."""
    there = Count("places", filter=Q(places__member__left_at=None))
    teams = Team.objects.filter(closed_at__isnull=not closed).annotate(n_people=there)
    leads = {
        place.team_id: str(place.member)
        for place in TeamMember.objects.filter(is_lead=True, member__left_at=None).select_related(
            "member__user"
        )
    }
    return [TeamRow(team, team.n_people, leads.get(team.pk, "")) for team in teams.order_by("name_key", "pk")]


def places_of(team: Team) -> list[TeamMember]:
    """The people of a team by name, without those who left the workspace."""
    found = TeamMember.objects.filter(team=team, member__left_at=None).select_related("member__user")
    return list(found.order_by("member__user__name", "member__user__email", "pk"))


def teams_of(member: Member) -> QuerySet[Team]:
    """The teams that work and that this member belongs to, by name."""
    return open_teams().filter(Exists(TeamMember.objects.filter(team_id=OuterRef("pk"), member=member)))


def team_named(written: str) -> Team | None:
    """The team of this name that works."""
    return open_teams().filter(name_key=name_key(written)[:80]).first()


def told_for_teams(team_ids: Collection[int]) -> dict[int, tuple[Member, ...]]:
    """Who is told of what concerns a team: its lead, else everybody in it; nobody who left, and nobody of a team
    that is closed. One query."""
    found: dict[int, list[TeamMember]] = defaultdict(list)
    places = TeamMember.objects.filter(
        team_id__in=team_ids, team__closed_at=None, member__left_at=None, member__user__is_active=True
    ).select_related("member__user")
    for place in places.order_by("member__user__name", "pk"):
        found[place.team_id].append(place)
    return {team_id: tuple(place.member for place in _first(those)) for team_id, those in found.items()}


def _first(places: list[TeamMember]) -> list[TeamMember]:
    return [place for place in places if place.is_lead] or places
