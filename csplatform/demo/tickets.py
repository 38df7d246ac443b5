"""Support tickets: as many as the size of the customer brings, as bad as the plan says."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

from accounts.choices import Segment
from csplatform.demo.chance import chance
from csplatform.demo.companies import Company
from csplatform.demo.courses import LONG_AGO, SENTIMENT, TICKETS, rating_at
from csplatform.demo.customers import Customer

HISTORY_DAYS = 730
#: Days between two tickets, from … to.
PACE = {Segment.ENTERPRISE: (6, 26), Segment.MID_MARKET: (18, 62), Segment.SMB: (45, 150)}
#: No longer than that where the tickets are to show: a metric that looks back 30 and 90 days.
SHOWN = {3: 150, 2: 40, 1: 21}
HOURS = {3: (1, 20), 2: (26, 80), 1: (30, 150)}
#: Satisfaction of 5, one after the other.
ANSWERS = {3: (5, 4, 5, 5, 4, 4), 2: (3, 4, 3, 3), 1: (2, 1, 3, 2)}

COLUMNS = {
    "external_id": "text", "account": "text", "subject": "text", "priority": "text", "opened_at": "timestamptz",
    "closed_at": "timestamptz", "first_response_minutes": "integer", "resolution_hours": "numeric",
    "satisfaction_score": "integer", "escalated": "boolean",
}  # fmt: skip


def ticket_rows(
    company: Company, customers: list[Customer], *, seed: int, today: date, now: datetime
) -> Iterator[tuple[Any, ...]]:
    """Rows of COLUMNS after a row number, account by account."""
    row = 0
    for customer in customers:
        if customer.since_on is None:
            continue
        for ticket in _tickets(
            company, customer, chance(seed, company.slug, "tickets", customer.number), today, now
        ):
            row += 1
            yield (row, f"T-{customer.number:04d}-{row:05d}", customer.external_id, *ticket)


def _tickets(
    company: Company, customer: Customer, rng: Random, today: date, now: datetime
) -> Iterator[tuple[Any, ...]]:
    zone = ZoneInfo(company.time_zone)
    assert customer.since_on is not None
    day = max(customer.since_on, today - timedelta(days=HISTORY_DAYS)) + timedelta(days=rng.randint(3, 40))
    answered = rng.randrange(6)
    while day <= today:
        days_ago = min(LONG_AGO, (today - day).days)
        rating = rating_at(customer.phases, TICKETS, days_ago) or 3
        if customer.seats_on(day):
            opened = datetime.combine(day, time(rng.randint(8, 16), rng.randrange(60)), zone)
            if opened > now:
                return
            answered += 1
            yield _ticket(company, customer, rng, opened, now, rating, answered, days_ago)
        low, high = PACE[customer.segment]
        day += timedelta(days=min(rng.randint(low, high), SHOWN[rating]))
        while day.weekday() > 4:
            day += timedelta(days=1)


def _ticket(
    company: Company, customer: Customer, rng: Random, opened: datetime, now: datetime, rating: int, answered: int,
    days_ago: int,
) -> tuple[Any, ...]:  # fmt: skip
    escalated = rating == 1 and rng.random() < 0.85
    urgent = escalated and rng.random() < 0.3
    subjects = company.tongue.grave_subjects if escalated else company.tongue.subjects
    hours = rng.randint(*HOURS[rating]) + rng.randrange(10) / 10
    closed: datetime | None = opened + timedelta(hours=hours)
    if closed is not None and closed > now:
        closed = None
    satisfaction = _satisfaction(customer, rng, answered, days_ago) if closed else None
    return (
        rng.choice(subjects),
        "urgent"
        if urgent
        else "high"
        if escalated
        else rng.choice(("low", "normal", "normal", "normal", "high")),
        opened,
        closed,
        rng.randint(4, 45) if rating == 3 else rng.randint(30, 300),
        hours if closed else None,
        satisfaction,
        escalated,
    )


def _satisfaction(customer: Customer, rng: Random, answered: int, days_ago: int) -> int | None:
    """The customer's answer on closing, which not everybody gives; small customers answer more, being asked less."""
    if rng.random() > (0.55 if customer.segment == Segment.ENTERPRISE else 0.85):
        return None
    rating = rating_at(customer.phases, SENTIMENT, days_ago) or 2
    answers = ANSWERS[rating]
    return answers[answered % len(answers)]
