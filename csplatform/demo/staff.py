"""The company's own people: one or more of every role, and who looks after which customer."""

from dataclasses import dataclass
from datetime import datetime

from accounts.choices import OwnerRole, Segment
from csplatform.demo.chance import chance
from csplatform.demo.companies import Company
from csplatform.demo.customers import Customer
from workspaces.choices import Role
from workspaces.models import Member, User
from workspaces.services.members import add_member
from workspaces.services.persons import make_person, make_person_like, person_by_email

#: How many of a role, where it is more than one.
SEVERAL = {Role.CSM: 4, Role.AM: 2, Role.DM: 2, Role.RM: 2}


@dataclass(frozen=True)
class Place:
    """Somebody's place in the company. `keeps_password`: the person was known here before."""

    role: Role
    name: str
    email: str
    keeps_password: bool = False


def places(company: Company, *, seed: int) -> list[Place]:
    """Who works there, the admin first; the first of a role is the one whose sign-in is told."""
    people = company.tongue.people(chance(seed, company.slug, "staff"))
    found: list[Place] = []
    taken: set[str] = set()
    for role in Role:
        for _number in range(SEVERAL.get(role, 1)):
            person = next(one for one in people if one.local_part not in taken)
            taken.add(person.local_part)
            found.append(Place(role, person.name, f"{person.local_part}@{company.domain}"))
    return found


def first_person(place: Place, password: str) -> tuple[User, bool]:
    """The person of the first place, and whether it was there before and keeps its own password."""
    known = person_by_email(place.email)
    if known is not None:
        return known, True
    return make_person(email=place.email, name=place.name, password=password), False


def hire(wanted: list[Place], *, like: User, by: Member, now: datetime) -> list[Place]:
    """Make people with the password of `like` members of the workspace in force; returns the places as taken."""
    taken = []
    for place in wanted:
        known = person_by_email(place.email)
        user = known or make_person_like(like, email=place.email, name=place.name)
        add_member(user, role=place.role, by=by, now=now)
        taken.append(Place(place.role, place.name, place.email, known is not None))
    return taken


def assign(customers: list[Customer], staff: list[Place]) -> None:
    """Share the customers out: large ones have all roles, small ones a pooled CSM [001 §4.6]."""
    of = {role: [place.email for place in staff if place.role == role.value] for role in OwnerRole}
    counts = dict.fromkeys(Segment, 0)
    for customer in customers:
        number = counts[customer.segment]
        counts[customer.segment] += 1
        csms = of[OwnerRole.CSM]
        pooled = customer.segment == Segment.SMB
        half = csms[2:] if pooled else csms[:2]
        customer.owners[OwnerRole.CSM] = half[number % len(half)]
        if not pooled:
            customer.owners[OwnerRole.AM] = of[OwnerRole.AM][number % len(of[OwnerRole.AM])]
            customer.owners[OwnerRole.RM] = of[OwnerRole.RM][number % len(of[OwnerRole.RM])]
        if customer.segment == Segment.ENTERPRISE:
            customer.owners[OwnerRole.DM] = of[OwnerRole.DM][number % len(of[OwnerRole.DM])]
