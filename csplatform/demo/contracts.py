"""Contracts: chains of terms up to today, with what was sold on top, so that renewals lie around today."""

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Any

from accounts.choices import BillingFrequency, LineKind, Segment
from accounts.rules import months_added, months_between
from csplatform.demo.chance import picked
from csplatform.demo.companies import Company, Offer
from health.rules import rate_growth

DAY = timedelta(days=1)

#: Days left of the current term: many in the weeks before a milestone, the rest over the year.
DAYS_LEFT = (
    (4, 29, 11),
    (31, 48, 9),
    (61, 78, 9),
    (91, 108, 9),
    (121, 138, 10),
    (139, 240, 30),
    (241, 350, 26),
)
MONTHS = {
    Segment.ENTERPRISE: {"12": 55, "24": 18, "36": 27},
    Segment.MID_MARKET: {"12": 85, "24": 15},
    Segment.SMB: {"12": 100},
}
#: What became of the first year's seats, by the rating of growth, in percent.
GROWN = {3: (113, 155), 2: (98, 107), 1: (66, 92)}

COLUMNS = {
    "external_id": "text", "account": "text", "plan": "text", "line_kind": "text", "starts_on": "date",
    "ends_on": "date", "term_months": "integer", "billing_frequency": "text", "notice_days": "integer",
    "auto_renew": "boolean", "seats": "integer", "arr_amount": "bigint",
}  # fmt: skip


@dataclass(frozen=True)
class Sold:
    """One contract: a product or a service over a term, `ends_on` None when open-ended."""

    plan: str
    starts_on: date
    ends_on: date | None
    seats: int
    arr: int
    offer: Offer | None = None
    kind: LineKind = LineKind.RECURRING
    billing: BillingFrequency = BillingFrequency.ANNUAL
    months: int | None = None

    def runs_on(self, day: date) -> bool:
        return self.starts_on <= day and (self.ends_on is None or day <= self.ends_on)


def current_end(rng: Random, today: date) -> date:
    """Last day of a term under way: near a milestone rather often, and often at a month's end."""
    low, high, _weight = rng.choices(DAYS_LEFT, weights=[weight for _low, _high, weight in DAYS_LEFT])[0]
    day = today + timedelta(days=rng.randint(low, high))
    if rng.random() < 0.45:
        return day.replace(day=monthrange(day.year, day.month)[1])
    return day


def sell(
    company: Company, segment: Segment, rng: Random, *, ends_on: date, terms: int, growth: int, today: date
) -> list[Sold]:
    """The contracts of an account whose last term ends then; as many terms as asked for, or enough for 50 days.

    The seats go from the first year's to those that rate `growth` now, term by term.
    """
    months = int(picked(rng, MONTHS[segment]))
    while months_added(ends_on + DAY, -months * terms) > min(today, ends_on) - timedelta(days=50):
        terms += 1
    starts = [months_added(ends_on + DAY, -months * (terms - number)) for number in range(terms + 1)]
    low, high = company.seats[segment]
    first = rng.randint(low, high)
    last = _seats_after(first, growth, rng)
    on_top = _on_top(company, segment, rng, growth)
    sold: list[Sold] = []
    for number in range(terms):
        share = number / (terms - 1) if terms > 1 else 0
        seats = round(first + (last - first) * share)
        for offer, from_term in [(company.offers[0], 0), *on_top]:
            if number >= from_term:
                sold.append(_term(offer, segment, starts[number], starts[number + 1] - DAY, seats, months))
    return [*_work_at_start(company, segment, rng, sold[0]), *sold]


def sell_open_ended(
    company: Company, rng: Random, *, starts_on: date, billing: BillingFrequency
) -> list[Sold]:
    """A small customer's contract without an end, as from a web shop."""
    offer = company.offers[0]
    seats = rng.randint(*company.seats[Segment.SMB])
    months = 12 if billing == BillingFrequency.ANNUAL else None
    return [
        Sold(offer.name, starts_on, None, seats, seats * offer.prices[Segment.SMB], offer, billing=billing, months=months)
    ]  # fmt: skip


def _seats_after(first: int, growth: int, rng: Random) -> int:
    low, high = GROWN[growth]
    found = first * rng.randint(low, high) / 100
    if growth == 3:
        return max(first + 1, round(found + 0.49))
    return max(1, int(found)) if growth == 1 else max(first, round(found))


def _on_top(company: Company, segment: Segment, rng: Random, growth: int) -> list[tuple[Offer, int]]:
    """Further products with the term they come with: from the start, or sold later where the customer grew."""
    chances = {Segment.ENTERPRISE: 0.6, Segment.MID_MARKET: 0.35, Segment.SMB: 0.08}
    return [
        (offer, 1 if growth == 3 and rng.random() < 0.5 else 0)
        for offer in company.offers[1:]
        if rng.random() < chances[segment]
    ]


def _term(offer: Offer, segment: Segment, starts_on: date, ends_on: date, seats: int, months: int) -> Sold:
    billing = (
        BillingFrequency.QUARTERLY
        if segment == Segment.MID_MARKET and months == 24
        else BillingFrequency.ANNUAL
    )
    return Sold(offer.name, starts_on, ends_on, seats, seats * offer.prices[segment], offer, billing=billing)


def _work_at_start(company: Company, segment: Segment, rng: Random, first: Sold) -> list[Sold]:
    """Paid work in the first three months; short, so that nobody is reminded to renew it."""
    if segment == Segment.SMB or (segment == Segment.MID_MARKET and rng.random() < 0.5):
        return []
    ends_on = min(months_added(first.starts_on, 3) - DAY, first.ends_on or date.max)
    kind = LineKind.ADOPTION_SERVICE if rng.random() < 0.4 else LineKind.ONE_OFF
    amount = round(first.arr * rng.randint(8, 18), -4) // 100
    return [Sold(company.start_work, first.starts_on, ends_on, 0, amount, kind=kind)]


def growth_rating(sold: list[Sold], day: date) -> int | None:
    """How the platform will rate the growth up to that day; None without a year of contracts."""
    running = [one for one in sold if one.kind == LineKind.RECURRING]
    if not running:
        return None
    begun = min(one.starts_on for one in running)
    first, now = (sum(one.arr for one in running if one.runs_on(when)) for when in (begun, day))
    return rate_growth(now, first, months_between(begun, day))


def contract_rows(prefix: str, customers: Any) -> Iterator[tuple[Any, ...]]:
    """Rows of COLUMNS after a row number, for accounts in their order."""
    row = 0
    for customer in customers:
        for number, one in enumerate(customer.sold, start=1):
            row += 1
            recurring = one.kind == LineKind.RECURRING
            yield (
                row, f"{prefix}-{customer.number:04d}-{number}", customer.external_id, one.plan, one.kind.value,
                one.starts_on, one.ends_on, one.months, customer.billing(one).value,
                {"annual": 90, "quarterly": 60}.get(one.billing.value, 30) if recurring else None,
                recurring and (one.ends_on is None or customer.number % 3 == 0), one.seats, one.arr,
            )  # fmt: skip
