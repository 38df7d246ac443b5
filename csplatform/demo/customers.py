"""The customers of a company: who they are, how they fare, who looks after them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from math import gcd
from random import Random
from typing import Any

from accounts.choices import BillingFrequency, LineKind, OwnerRole, Segment, Stage
from csplatform.demo.chance import chance, picked
from csplatform.demo.companies import Company
from csplatform.demo.contracts import Sold, current_end, growth_rating, sell, sell_open_ended
from csplatform.demo.courses import FINANCE, Course, Phase, courses_for, phases_of
from csplatform.demo.words import Business
from health.choices import Band

SEGMENTS = {Segment.ENTERPRISE: 17, Segment.MID_MARKET: 33, Segment.SMB: 50}
GROWTHS: Mapping[Band, Mapping[str, int]] = {
    Band.HEALTHY: {"3": 58, "2": 38, "1": 4},
    Band.MONITOR: {"3": 16, "2": 58, "1": 26},
    Band.AT_RISK: {"2": 48, "1": 52},
}
OWNED_BY_NOBODY = {"Public sector", "Education", "Banking"}
TERMS = {"1": 22, "2": 31, "3": 24, "4": 14, "5": 9}
SOURCES = {"partner": 24, "event": 18, "inbound": 27, "outbound": 21, "customer reference": 10}


@dataclass
class Customer:
    """One account with its plan; generators of facts read it and change nothing.

    `owners`: who works with them, by address; where a role has one of the `teams` too, the account is the team's.
    """

    number: int
    external_id: str
    business: Business
    segment: Segment
    course: Course
    sold: list[Sold]
    phases: list[Phase]
    stage: Stage
    stage_since: date
    source: str
    live_on: date | None = None
    churned_on: date | None = None
    returned_on: date | None = None
    parent: str | None = None
    owners: dict[OwnerRole, str] = field(default_factory=dict)
    teams: dict[OwnerRole, str] = field(default_factory=dict)

    @property
    def since_on(self) -> date | None:
        return min((one.starts_on for one in self.sold), default=None)

    def billing(self, one: Sold) -> BillingFrequency:
        """Who pays late now and then is billed by the month: a few invoices a year could not show it."""
        if one.kind == LineKind.RECURRING and one.ends_on and self.phases[-1].ratings.get(FINANCE) == 2:
            return BillingFrequency.MONTHLY
        return one.billing

    def seats_on(self, day: date) -> int:
        """Licences bought, of whatever product."""
        return max((one.seats for one in self.sold if one.runs_on(day)), default=0)


def make_customers(company: Company, *, accounts: int, seed: int, today: date) -> list[Customer]:
    """The whole book, the same for the same seed and day."""
    rng = chance(seed, company.slug, "book")
    businesses = company.tongue.businesses(rng)
    segments = [s for s, share in SEGMENTS.items() for _n in range(max(1, share * accounts // 100))]
    segments += [Segment.SMB] * (accounts - len(segments))
    courses = _dealt(courses_for(accounts), rng)
    made = [
        _customer(company, number, next(businesses), segment, course, seed=seed, today=today)
        for number, (segment, course) in enumerate(zip(segments, courses, strict=False), start=1)
    ]
    _group(company, made, rng)
    return made


def _dealt(courses: list[Course], rng: Random) -> list[Course]:
    """Every size of customer gets about its share of each course: dealt out in even strides, not shuffled."""
    many = len(courses)
    stride = next(step for step in range(max(1, round(many * 0.382)), many + 2) if gcd(step, many) == 1)
    start = rng.randrange(many)
    return [courses[(start + number * stride) % many] for number in range(many)]


def _customer(
    company: Company, number: int, business: Business, segment: Segment, course: Course, *, seed: int, today: date
) -> Customer:  # fmt: skip
    rng = chance(seed, company.slug, number)
    growth = int(picked(rng, GROWTHS[course.steps[-1][0]]))
    churned_on, returned_on = _leaving(course, rng, today)
    sold = _sold(company, segment, course, rng, growth=growth, today=today, left=churned_on, back=returned_on)
    told = growth_rating(sold, today if returned_on or not churned_on else churned_on)
    has_sponsor = segment != Segment.SMB or rng.random() < 0.25
    ended = (today - churned_on).days if churned_on and not returned_on else 0
    phases = phases_of(course, rng, growth=told, has_sponsor=has_sponsor, ended=ended)
    made = Customer(
        number, f"{company.slug[:2].upper()}-{1000 + number}", business, segment, course, sold, phases,
        Stage.LAND, today - timedelta(days=rng.randint(5, 40)), picked(rng, SOURCES), churned_on=churned_on,
        returned_on=returned_on,
    )  # fmt: skip
    if made.since_on and course.name != "new":
        made.live_on = made.since_on + timedelta(days=rng.randint(6, 30))
    if made.since_on:
        made.stage, made.stage_since = _stage(made, rng, today)
    return made


def _leaving(course: Course, rng: Random, today: date) -> tuple[date | None, date | None]:
    if course.name == "lost":
        return today - timedelta(days=rng.randint(12, 540)), None
    if course.name == "returned":
        left, back = rng.randint(430, 560), rng.randint(110, 300)
        return today - timedelta(days=left), today - timedelta(days=back)
    return None, None


def _sold(
    company: Company, segment: Segment, course: Course, rng: Random, *, growth: int, today: date,
    left: date | None, back: date | None,
) -> list[Sold]:  # fmt: skip
    if course.name == "prospect":
        return []
    if course.name == "new":
        starts_on = today - timedelta(days=rng.randint(4, 26))
        ends_on = starts_on.replace(day=28) + timedelta(days=365)
        full = sell(company, segment, rng, ends_on=ends_on, terms=1, growth=2, today=ends_on)
        return [_moved(one, starts_on, ends_on) for one in full if one.offer]
    terms = int(picked(rng, TERMS))
    if left is not None:
        before = sell(company, segment, rng, ends_on=left, terms=max(2, terms), growth=growth, today=today)
        return before if back is None else before + _again(before, back)
    if segment == Segment.SMB and growth == 2 and rng.random() < 0.6:
        billing = BillingFrequency.MONTHLY if rng.random() < 0.45 else BillingFrequency.ANNUAL
        starts_on = today - timedelta(days=rng.randint(90, 1500))
        return sell_open_ended(company, rng, starts_on=starts_on, billing=billing)
    ends_on = current_end(rng, today)
    return sell(company, segment, rng, ends_on=ends_on, terms=terms, growth=growth, today=today)


def _moved(one: Sold, starts_on: date, ends_on: date) -> Sold:
    return Sold(
        one.plan, starts_on, ends_on, one.seats, one.arr, one.offer, one.kind, one.billing, one.months
    )


def _again(before: list[Sold], back: date) -> list[Sold]:
    """The contracts of a return: what ran last, for a year."""
    last = before[-1].starts_on
    return [
        _moved(one, back, back + timedelta(days=364)) for one in before if one.starts_on == last and one.offer
    ]


def _stage(customer: Customer, rng: Random, today: date) -> tuple[Stage, date]:
    since = customer.returned_on or customer.since_on or today
    ends = [one.ends_on for one in customer.sold if one.offer and one.ends_on and one.runs_on(today)]
    left = (min(ends) - today).days if ends else 400
    if (today - since).days < 200 or (customer.churned_on and not customer.returned_on):
        return Stage.ADOPT, since
    if left <= 90:
        return Stage.RENEW, today - timedelta(days=90 - left)
    if customer.phases[-1].band == Band.HEALTHY and rng.random() < 0.45:
        return Stage.EXPAND, today - timedelta(days=rng.randint(9, 150))
    return Stage.ADOPT, today - timedelta(days=rng.randint(60, 640))


def _group(company: Company, customers: list[Customer], rng: Random) -> None:
    """A few large customers are groups with companies below them."""
    large = [
        one for one in customers if one.segment == Segment.ENTERPRISE and one.sold and not one.churned_on
    ]
    heads = sorted(
        large, key=lambda one: (one.business.industry in OWNED_BY_NOBODY, one.course.name != "steady")
    )
    below = [one for one in customers if one.segment == Segment.MID_MARKET and one.sold]
    rng.shuffle(below)
    for head in heads[: max(1, len(customers) // 25)]:
        head.business = Business(company.tongue.group_name(head.business.name), head.business.industry)
        for child in below[: rng.randint(2, 4)]:
            child.parent = head.external_id
            below.remove(child)


COLUMNS = {
    "external_id": "text", "name": "text", "segment": "text", "stage": "text", "industry": "text", "country": "text",
    "plan": "text", "website": "text", "referral_source": "text", "customer_since_on": "date",
    **{f"{role.value}_email": "text" for role in OwnerRole}, **{f"{role.value}_team": "text" for role in OwnerRole},
}  # fmt: skip


def account_rows(company: Company, customers: list[Customer]) -> Iterator[tuple[Any, ...]]:
    """Rows of COLUMNS after a row number."""
    for one in customers:
        plans = [sold.plan for sold in one.sold if sold.offer]
        yield (
            one.number, one.external_id, one.business.name, one.segment.value, one.stage.value,
            one.business.industry, company.tongue.country, plans[-1] if plans else "",
            f"https://{one.business.slug}.example", one.source, one.since_on,
            *(None if role in one.teams else one.owners.get(role) for role in OwnerRole),
            *(one.teams.get(role) for role in OwnerRole),
        )  # fmt: skip
