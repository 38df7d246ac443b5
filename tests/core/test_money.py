"""Amounts as people write them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.money import CURRENCIES, AmountError, Money, exponent, parse_amount


@pytest.mark.parametrize(
    ("written", "decimal", "places", "minor"),
    [
        ("1234.5", ".", 2, 123450),
        ("1,234.50", ".", 2, 123450),
        ("1.234,50", ",", 2, 123450),
        ("1 234,5", ",", 2, 123450),
        ("1\u202f234\u00a0567", ".", 2, 123456700),
        ("1'234.00", ".", 2, 123400),
        ("€186,400", ".", 2, 18640000),
        ("186400 EUR", ".", 2, 18640000),
        ("USD 12.5", ".", 2, 1250),
        ("CA$12", ".", 2, 1200),
        ("$-12", ".", 2, -1200),
        ("1 200 kr", ",", 2, 120000),
        ("-12", ".", 2, -1200),
        ("−€12.30", ".", 2, -1230),
        ("(12.30)", ".", 2, -1230),
        ("+7", ".", 2, 700),
        ("12.500", ".", 2, 1250),
        ("186400", ".", 0, 186400),
        ("1.234", ".", 3, 1234),
        (".5", ".", 2, 50),
        ("0", ".", 2, 0),
        ("1,00,000", ".", 2, 10000000),
    ],
)
def test_an_amount_is_read_in_minor_units(written, decimal, places, minor):
    assert parse_amount(written, decimal, places) == minor


@pytest.mark.parametrize(
    ("written", "decimal", "reason"),
    [
        ("", ".", "empty"),
        ("  ", ".", "empty"),
        ("twelve", ".", "not_a_number"),
        ("1.2.3", ".", "not_a_number"),
        ("1e9", ".", "not_a_number"),
        ("row12", ".", "not_a_number"),
        ("12 pcs", ".", "not_a_number"),
        ("١٢", ".", "not_a_number"),
        ("12.345", ".", "too_precise"),
        ("1,5", ".", "grouping"),
        ("1234,567", ".", "grouping"),
        ("99999999999999999999", ".", "too_large"),
    ],
)
def test_what_is_no_amount_says_why(written, decimal, reason):
    with pytest.raises(AmountError) as caught:
        parse_amount(written, decimal)
    assert caught.value.reason == reason


@given(st.integers(min_value=-(10**15), max_value=10**15))
def test_a_written_amount_reads_back_as_itself(minor):
    whole, cents = divmod(abs(minor), 100)
    sign = "-" if minor < 0 else ""
    assert parse_amount(f"{sign}{whole:,}.{cents:02d}") == minor


def test_currencies_know_their_decimal_places():
    assert (exponent("EUR"), exponent("JPY"), exponent("KWD")) == (2, 0, 3)
    assert len(CURRENCIES) == len(set(CURRENCIES))


def test_two_currencies_are_not_added():
    assert Money(150, "EUR") + Money(50, "EUR") == Money(200, "EUR")
    with pytest.raises(ValueError, match="EUR and USD"):
        Money(1, "EUR") + Money(1, "USD")
