"""What payments say of an invoice, by golden cases."""

from datetime import date

import pytest

from accounts.rules import Settlement, days_late, invoice_state, paid_on_time, settled_on

ISSUED, DUE = date(2026, 1, 1), date(2026, 1, 31)
EVE, LATE = date(2026, 1, 30), date(2026, 2, 9)


def paid(on, amount):
    return Settlement(on, amount)


def credit(on, amount):
    return Settlement(on, amount, is_credit=True)


@pytest.mark.parametrize(
    ("amount", "settlements", "expected"),
    [
        (100, [], None),
        (0, [], ISSUED),
        (100, [paid(EVE, 99)], None),
        (100, [paid(EVE, 60), paid(LATE, 40)], LATE),
        (100, [paid(LATE, 40), paid(EVE, 60)], LATE),
        (100, [paid(EVE, 70), credit(EVE, 30)], EVE),
        (100, [paid(EVE, 120)], EVE),
        (100, [paid(EVE, 100), paid(LATE, -100)], None),
        (100, [paid(EVE, 100), paid(DUE, -100), paid(LATE, 100)], LATE),
        (100, [credit(LATE, 100)], LATE),
    ],
)
def test_settled_is_the_day_since_which_nothing_is_open(amount, settlements, expected):
    assert settled_on(amount, ISSUED, settlements) == expected


@pytest.mark.parametrize(
    ("settled", "credited", "today", "expected"),
    [
        (None, 0, DUE, "open"),
        (None, 0, date(2026, 2, 1), "overdue"),
        (None, 40, date(2026, 2, 1), "overdue"),
        (LATE, 0, date(2026, 3, 1), "paid"),
        (LATE, 40, date(2026, 3, 1), "paid"),
        (LATE, 100, date(2026, 3, 1), "credited"),
    ],
)
def test_the_state_follows_from_payments_and_the_due_date(settled, credited, today, expected):
    assert (
        invoice_state(amount=100, credited=credited, settled_on=settled, due_on=DUE, today=today) == expected
    )


def test_days_late_count_from_the_due_date_to_the_payment_or_today():
    assert days_late(DUE, EVE, LATE) == 0
    assert days_late(DUE, DUE, LATE) == 0
    assert days_late(DUE, date(2026, 2, 5), LATE) == 5
    assert days_late(DUE, None, LATE) == 9


@pytest.mark.parametrize(
    ("settlements", "as_of", "expected"),
    [
        ([paid(EVE, 100)], DUE, None),
        ([paid(DUE, 100)], date(2026, 2, 1), True),
        ([], date(2026, 2, 1), False),
        ([paid(LATE, 100)], date(2026, 3, 1), False),
        ([paid(EVE, 60), credit(LATE, 40)], date(2026, 2, 8), False),
        ([paid(EVE, 60), credit(LATE, 40)], LATE, True),
        ([credit(LATE, 100)], LATE, None),
        ([paid(EVE, 100), paid(LATE, -100)], date(2026, 2, 8), True),
        ([paid(EVE, 100), paid(LATE, -100)], LATE, False),
    ],
)
def test_paid_on_time_goes_by_what_was_known_on_the_day(settlements, as_of, expected):
    assert paid_on_time(100, DUE, settlements, as_of) is expected
