"""Two years of product usage: who used which feature how often, so that licences and features rate as meant.

A seat's user is active or not, and an active one is seen once in a period that is shorter than the 30 days of
the metric. So the share of active licences is exactly what the plan says, in as few events as that takes.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random
from typing import Any

from csplatform.demo.chance import chance
from csplatform.demo.companies import Company
from csplatform.demo.courses import FEATURES, LICENCES, LONG_AGO, rating_at
from csplatform.demo.customers import Customer

HISTORY_DAYS = 730
RAMP_DAYS = 110
#: A fall shows once those who left have been away for 30 days: their going lies so far ahead of it.
AHEAD_DAYS = 24

ACTIVE = {3: (0.83, 0.97), 2: (0.55, 0.75), 1: (0.12, 0.42)}
USED = {3: (0.67, 1.0), 2: (0.36, 0.54), 1: (0.1, 0.25)}

COLUMNS = {
    "message_id": "text", "account": "text", "occurred_on": "date", "feature": "text", "user_id": "text",
    "quantity": "bigint", "duration_seconds": "bigint",
}  # fmt: skip


def usage_rows(
    company: Company, customers: list[Customer], *, seed: int, today: date
) -> Iterator[tuple[Any, ...]]:
    """Rows of COLUMNS after a row number, account by account; made as they are read."""
    row = 0
    for customer in customers:
        if customer.live_on is None:
            continue
        for event in _events(company, customer, chance(seed, company.slug, "usage", customer.number), today):
            row += 1
            yield (row, *event)


def _events(company: Company, customer: Customer, rng: Random, today: date) -> Iterator[tuple[Any, ...]]:
    assert customer.live_on is not None
    most = max(one.seats for one in customer.sold)
    every = 7 if most <= 6 else 14 if most <= 18 else 28
    first = max(customer.live_on, today - timedelta(days=HISTORY_DAYS))
    first -= timedelta(days=first.weekday())
    # a weekday of the own within the period, which repeats: nobody works on Sundays
    places = [7 * rng.randrange(every // 7) + rng.randrange(5) for _user in range(most)]
    habits = [rng.randint(2, 9) for _user in range(most)]
    features = _features(customer, rng)
    account, spread = customer.external_id, _spread(rng)
    for period in range((today - first).days // every + 1):
        start = first + timedelta(days=period * every)
        active, used = _level(customer, start, spread, len(features), today)
        share = company.quiet.get(start.month, 1.0)
        for user in range(active):
            day = start + timedelta(days=places[user])
            if day > today or day < customer.live_on:
                continue
            feature = features[(user + 3 * period) % used]
            quantity = max(1, int(habits[user] * every * share / 7))
            yield (
                f"{account}:{period}:{user}", account, day, feature, f"{account.lower()}-u{user + 1}", quantity,
                quantity * (140 + 23 * (user % 7)),
            )  # fmt: skip


def _features(customer: Customer, rng: Random) -> list[str]:
    """Keys of all features that were bought, those used first before those used last."""
    offers = {one.offer.name: one.offer for one in customer.sold if one.offer}
    keys = [key for offer in offers.values() for key, _label, _advanced in offer.features]
    rng.shuffle(keys)
    return keys


def _spread(rng: Random) -> dict[str, dict[int, float]]:
    """Where within a rating's range this account lies."""
    return {
        key: {rating: rng.uniform(low, high) for rating, (low, high) in ranges.items()}
        for key, ranges in ((LICENCES, ACTIVE), (FEATURES, USED))
    }


def _level(
    customer: Customer, day: date, spread: dict[str, dict[int, float]], listed: int, today: date
) -> tuple[int, int]:
    """Active users and features used in the period that starts that day."""
    assert customer.live_on is not None
    seats = customer.seats_on(day)
    if seats == 0 or _left_by(customer, day):
        return 0, 1
    days_ago = min(LONG_AGO, (today - day).days - AHEAD_DAYS)
    licences = rating_at(customer.phases, LICENCES, max(0, days_ago)) or 2
    features = rating_at(customer.phases, FEATURES, max(0, days_ago)) or 2
    ramp = min(1.0, 0.25 + 0.75 * (day - customer.live_on).days / RAMP_DAYS)
    share, of_list = spread[LICENCES][licences] * ramp, spread[FEATURES][features] * ramp
    active = min(seats, max(1, _of(share, seats, ACTIVE[licences], ramp)))
    return active, max(1, _of(of_list, listed, USED[features], ramp))


def _of(share: float, whole: int, bounds: tuple[float, float], ramp: float) -> int:
    """The whole number for a share, kept from slipping into another rating by rounding where few are counted."""
    found = round(share * whole)
    if ramp < 1:
        return found
    low, high = bounds
    if found < low * whole and (found + 1) <= max(high, 0.8) * whole:
        return found + 1
    return found


def _left_by(customer: Customer, day: date) -> bool:
    """Nobody logs in any more in the last weeks before leaving."""
    return (
        customer.churned_on is not None
        and customer.churned_on - timedelta(days=18) < day <= customer.churned_on
    )
