"""What people assess by hand: sponsor coverage every quarter; how customers pay is told by their invoices."""

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random
from typing import Any

from csplatform.demo.chance import chance
from csplatform.demo.companies import Company
from csplatform.demo.courses import LONG_AGO, SPONSOR, rating_at
from csplatform.demo.customers import Customer

HISTORY_DAYS = 730
#: Days between two looks; now and then somebody forgets, and the reading runs out.
EVERY = {SPONSOR: (55, 84)}
FORGOTTEN = 0.06

COLUMNS = {"account": "text", "metric": "text", "measured_on": "date", "rating": "integer", "note": "text"}


def reading_rows(
    company: Company, customers: list[Customer], *, seed: int, today: date
) -> Iterator[tuple[Any, ...]]:
    """Rows of COLUMNS after a row number: on a rhythm, and when something changed."""
    row = 0
    for customer in customers:
        rng = chance(seed, company.slug, "readings", customer.number)
        for metric in EVERY:
            for day, rating in _looks(customer, metric, rng, today):
                row += 1
                note = rng.choice(company.tongue.notes[metric][rating])
                yield (row, customer.external_id, metric, day, rating, note)


def _looks(customer: Customer, metric: str, rng: Random, today: date) -> Iterator[tuple[date, int]]:
    if customer.since_on is None:
        return
    until = customer.churned_on if customer.churned_on and not customer.returned_on else today
    day = max(customer.since_on, today - timedelta(days=HISTORY_DAYS))
    low, high = EVERY[metric]
    turns = sorted(today - timedelta(days=phase.days_ago) for phase in customer.phases)
    last = None
    while day <= until:
        rating = rating_at(customer.phases, metric, min(LONG_AGO, (today - day).days))
        if rating is None:
            return
        yield day, rating
        last = rating
        after = day + timedelta(days=rng.randint(low, high) + (45 if rng.random() < FORGOTTEN else 0))
        turn = next((one for one in turns if day < one <= min(after, until)), None)
        changed = turn is not None and _rating_on(customer, metric, turn, today) != last
        day = turn if changed and turn else after


def _rating_on(customer: Customer, metric: str, day: date, today: date) -> int | None:
    return rating_at(customer.phases, metric, min(LONG_AGO, (today - day).days))
