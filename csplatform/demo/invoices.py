"""Invoices by each contract's billing, and payments as the customer's plan has its finances."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Any

from accounts.choices import LineKind
from accounts.rules import BILLING_MONTHS, months_added
from csplatform.demo.chance import chance
from csplatform.demo.companies import Company
from csplatform.demo.contracts import Sold
from csplatform.demo.courses import FINANCE, LONG_AGO, rating_at
from csplatform.demo.customers import Customer

HISTORY_DAYS = 790
#: Days after the due date on which it is paid: in time, late, badly late.
IN_TIME, LATE, BADLY = (-12, 0), (3, 24), (28, 75)
#: One invoice in so many is late, by the rating of finance; what that rating allows in a year.
LATE_EVERY = {3: 0, 2: 7, 1: 2}
DAYS_TO_PAY = {"EUR": 14, "UAH": 10, "USD": 30}
TAX_PERCENT = {"EUR": 24, "UAH": 20, "USD": 0}

COLUMNS = {
    "external_id": "text", "account": "text", "contract": "text", "issued_on": "date", "due_on": "date",
    "amount": "bigint", "tax_amount": "bigint",
}  # fmt: skip
PAYMENT_COLUMNS = {
    "external_id": "text",
    "invoice": "text",
    "kind": "text",
    "paid_on": "date",
    "amount": "bigint",
}


@dataclass(frozen=True)
class Billed:
    """One invoice with what came for it; `payments` are kind, day and amount."""

    number: str
    account: str
    contract: str
    issued_on: date
    due_on: date
    amount: int
    tax: int
    payments: tuple[tuple[str, date, int], ...]


def billed(company: Company, customers: list[Customer], *, seed: int, today: date) -> list[Billed]:
    """All invoices, account by account; the same for the same seed and day."""
    return [
        one
        for customer in customers
        for one in _of_customer(
            company, customer, chance(seed, company.slug, "invoices", customer.number), today
        )
    ]


def invoice_rows(found: list[Billed]) -> Iterator[tuple[Any, ...]]:
    """Rows of COLUMNS after a row number."""
    for row, one in enumerate(found, start=1):
        yield (row, one.number, one.account, one.contract, one.issued_on, one.due_on, one.amount, one.tax)


def payment_rows(found: list[Billed]) -> Iterator[tuple[Any, ...]]:
    """Rows of PAYMENT_COLUMNS after a row number."""
    row = 0
    for one in found:
        for place, (kind, day, amount) in enumerate(one.payments, start=1):
            row += 1
            yield (row, f"{one.number}-{place}", one.number, kind, day, amount)


def _of_customer(company: Company, customer: Customer, rng: Random, today: date) -> Iterator[Billed]:
    prefix = company.slug[0].upper()
    due_in = DAYS_TO_PAY[company.currency]
    first = today - timedelta(days=HISTORY_DAYS)
    waiting = sorted(
        (day, number, one)
        for number, one in enumerate(customer.sold, start=1)
        for day in _billing_days(customer, one, today)
        if day >= first
    )
    late_in = rng.randint(1, 5)
    for place, (day, number, one) in enumerate(waiting, start=1):
        net = one.arr * _months(customer, one) // 12
        if net <= 0:
            continue
        tax = net * TAX_PERCENT[company.currency] // 100
        due = day + timedelta(days=due_in)
        rating = rating_at(customer.phases, FINANCE, min(LONG_AGO, (today - day).days)) or 3
        late_in, payments = _payments(rng, rating, late_in, due, net + tax, today)
        yield Billed(
            f"{prefix}{day:%y}-{customer.number:04d}-{place:03d}", customer.external_id,
            f"{prefix}-{customer.number:04d}-{number}", day, due, net + tax, tax, payments,
        )  # fmt: skip


def _months(customer: Customer, one: Sold) -> int:
    """Months that one invoice covers; paid work is billed once."""
    return BILLING_MONTHS[customer.billing(one)] if one.kind == LineKind.RECURRING else 12


def _billing_days(customer: Customer, one: Sold, today: date) -> Iterator[date]:
    left = customer.churned_on if not customer.returned_on else None
    until = min(one.ends_on or today, today, left or today)
    if one.kind != LineKind.RECURRING:
        if one.starts_on <= until:
            yield one.starts_on
        return
    months, turn = _months(customer, one), 0
    while (day := months_added(one.starts_on, months * turn)) <= until:
        yield day
        turn += 1


def _payments(
    rng: Random, rating: int, late_in: int, due: date, amount: int, today: date
) -> tuple[int, tuple[tuple[str, date, int], ...]]:
    """What came by today, and in how many invoices the next late one is due."""
    every = LATE_EVERY[rating]
    late_in -= 1
    is_late = bool(every) and late_in <= 0
    if is_late:
        late_in = every
    low, high = (BADLY if rating == 1 and rng.random() < 0.5 else LATE) if is_late else IN_TIME
    day = due + timedelta(days=rng.randint(low, high))
    while day.weekday() > 4:
        day -= timedelta(days=1)
    if rng.random() < 0.03:  # a dispute settled by a credit note, before the rest is paid
        credit = amount * rng.randint(5, 15) // 100
        parts = [("credit_note", due - timedelta(days=3), credit), ("payment", day, amount - credit)]
    elif is_late and rng.random() < 0.3:
        parts = [
            ("payment", due - timedelta(days=1), amount // 2),
            ("payment", day, amount - amount // 2),
        ]
    else:
        parts = [("payment", day, amount)]
    return late_in, tuple(part for part in parts if part[1] <= today)
