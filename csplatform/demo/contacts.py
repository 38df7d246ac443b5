"""The people at the customers: who they are there, how much they decide, what they think of us."""

from collections.abc import Iterator
from random import Random
from typing import Any

from accounts.choices import ContactLevel, Influence, Segment, StakeholderRole, Stance
from csplatform.demo.chance import chance, picked
from csplatform.demo.companies import Company
from csplatform.demo.customers import Customer
from health.choices import Band

MANY = {Segment.ENTERPRISE: (6, 9), Segment.MID_MARKET: (3, 5), Segment.SMB: (1, 3)}
#: Who comes first at an account: role, level, influence.
PLACES = (
    (StakeholderRole.SPONSOR, ContactLevel.C_LEVEL, Influence.HIGH),
    (StakeholderRole.CHAMPION, ContactLevel.MANAGER, Influence.MEDIUM),
    (StakeholderRole.IT, ContactLevel.SPECIALIST, Influence.MEDIUM),
    (StakeholderRole.DECISION_MAKER, ContactLevel.DIRECTOR, Influence.HIGH),
    (StakeholderRole.END_USER, ContactLevel.SPECIALIST, Influence.LOW),
    (StakeholderRole.ECONOMIC_BUYER, ContactLevel.C_LEVEL, Influence.HIGH),
    (StakeholderRole.INFLUENCER, ContactLevel.MANAGER, Influence.MEDIUM),
    (StakeholderRole.FINANCE, ContactLevel.MANAGER, Influence.MEDIUM),
    (StakeholderRole.END_USER, ContactLevel.SPECIALIST, Influence.LOW),
)
STANCES = {
    Band.HEALTHY: {Stance.PROMOTER.value: 38, Stance.SUPPORTER.value: 42, Stance.NEUTRAL.value: 18, Stance.CRITIC.value: 2},
    Band.MONITOR: {Stance.PROMOTER.value: 8, Stance.SUPPORTER.value: 34, Stance.NEUTRAL.value: 40, Stance.CRITIC.value: 18},
    Band.AT_RISK: {Stance.SUPPORTER.value: 14, Stance.NEUTRAL.value: 34, Stance.CRITIC.value: 34, Stance.DETRACTOR.value: 18},
}  # fmt: skip

COLUMNS = {
    "external_id": "text", "account": "text", "name": "text", "email": "text", "phone": "text", "title": "text",
    "stakeholder_role": "text", "level": "text", "influence": "text", "stance": "text", "language": "text",
}  # fmt: skip


def contact_rows(company: Company, customers: list[Customer], *, seed: int) -> Iterator[tuple[Any, ...]]:
    """Rows of COLUMNS after a row number, account by account."""
    rng = chance(seed, company.slug, "contacts")
    people = company.tongue.people(rng)
    row = 0
    for customer in customers:
        seen: set[str] = set()
        for role, level, influence in _places(customer, rng):
            row += 1
            person = next(people)
            local = person.local_part
            if local in seen:
                local = f"{local}.{row}"
            seen.add(local)
            yield (
                row, f"C-{row:05d}", customer.external_id, person.name, f"{local}@{customer.business.slug}.example",
                company.tongue.phone.format(row), rng.choice(company.tongue.titles[level.value]), role.value,
                level.value, influence.value, picked(rng, STANCES[customer.phases[-1].band]),
                company.tongue.language,
            )  # fmt: skip


def _places(customer: Customer, rng: Random) -> list[tuple[StakeholderRole, ContactLevel, Influence]]:
    """As many as the size brings. Some large customers have no sponsor, which is what the page should show."""
    many = rng.randint(*MANY[customer.segment])
    places = list(PLACES[:many])
    if customer.segment != Segment.SMB and rng.random() < 0.12:
        places = places[1:]
    return places
