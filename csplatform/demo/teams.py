"""Teams of the company's people, and which customers they look after together."""

from dataclasses import dataclass
from datetime import datetime

from accounts.choices import OwnerRole, Segment
from csplatform.demo.companies import Company
from csplatform.demo.customers import Customer
from csplatform.demo.staff import Place
from workspaces.choices import Role
from workspaces.models import Member
from workspaces.services.teams import TeamValues, create_team

#: By language: who looks after the middle-sized customers, after the small ones, and who renews.
NAMES = {
    "en": ("Mid-market team", "Small business desk", "Renewals desk"),
    "fi": ("Keskisuuret asiakkaat", "Pienasiakkaat", "Uusinnat"),
    "uk": ("Середній бізнес", "Малий бізнес", "Поновлення"),
}


@dataclass(frozen=True)
class Pool:
    """A team to be: its people by address, the first leads it."""

    name: str
    people: tuple[str, ...]


def pools(company: Company, staff: list[Place]) -> tuple[Pool, Pool, Pool]:
    """The three teams: middle-sized customers under the CSM Lead, the small business desk, the renewals desk."""
    of = {role: [place.email for place in staff if place.role == role] for role in Role}
    middle, small, renewals = NAMES[company.tongue.language]
    return (
        Pool(middle, (*of[Role.CSM_LEAD], *of[Role.CSM][:2], *of[Role.AM][:1], *of[Role.DM][:1])),
        Pool(small, tuple(of[Role.CSM][2:])),
        Pool(renewals, tuple(of[Role.RM])),
    )


def set_up_teams(wanted: tuple[Pool, ...], *, by: Member, now: datetime) -> None:
    """Set the teams up, in the workspace in force."""
    members = dict(Member.objects.values_list("user__email", "pk"))
    for pool in wanted:
        people = [members[email] for email in pool.people]
        create_team(TeamValues(pool.name, people, people[0]), by=by, now=now)


def hand_to_teams(customers: list[Customer], wanted: tuple[Pool, Pool, Pool]) -> None:
    """Every third mid-market customer is a team's, two of three small ones are the desk's, and so are the renewals
    of small ones with a contract; the rest keep a person of their own."""
    middle, small, renewals = wanted
    counts = dict.fromkeys(Segment, 0)
    for customer in customers:
        counts[customer.segment] += 1
        number = counts[customer.segment]
        if customer.segment == Segment.MID_MARKET and number % 3 == 0:
            customer.teams[OwnerRole.CSM] = middle.name
        if customer.segment == Segment.SMB:
            if number % 3:
                customer.teams[OwnerRole.CSM] = small.name
            if customer.sold:
                customer.teams[OwnerRole.RM] = renewals.name
