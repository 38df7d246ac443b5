"""Numbers, money, dates and names as people read them."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from core import text

THIN = "\u202f"
NOW = datetime(2026, 9, 17, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("value", "digits", "said"),
    [
        (0, 0, "0"),
        (1284, 0, "1,284"),
        (-4, 0, "−4"),
        (Decimal("2.25"), 1, "2.3"),
        (Decimal("-2.25"), 1, "−2.3"),
        (-0.04, 1, "0.0"),
        (1234567.891, 2, "1,234,567.89"),
        (None, 0, "–"),
    ],
)
def test_numbers_group_thousands_and_carry_a_true_minus(value, digits, said):
    assert text.format_number(value, digits) == said


def test_a_signed_number_shows_its_plus_but_zero_none():
    assert [text.format_number(n, 1, signed=True) for n in (7.5, 0, -7)] == ["+7.5", "0.0", "−7.0"]


@pytest.mark.parametrize(
    ("minor", "currency", "style", "said"),
    [
        (18640000, "EUR", "full", "€186,400"),
        (18640050, "EUR", "full", "€186,400.50"),
        (-18640000, "USD", "full", "−$186,400"),
        (312144500, "EUR", "compact", f"€3.12{THIN}M"),
        (24300000, "EUR", "compact", f"€243{THIN}k"),
        (99994999, "EUR", "compact", f"€1.00{THIN}M"),
        (999949, "EUR", "compact", "€9,999.49"),
        (250000000000, "EUR", "compact", f"€2.50{THIN}bn"),
        (74000000, "EUR", "million", f"€0.74{THIN}M"),
        (101600000, "EUR", "thousand", f"€1,016{THIN}k"),
        (186400, "JPY", "full", "¥186,400"),
        (1234567, "KWD", "full", f"KWD{THIN}1,234.567"),
        (None, "EUR", "full", "–"),
        (0, "EUR", "full", "€0"),
    ],
)
def test_money_follows_its_currency_and_style(minor, currency, style, said):
    assert text.format_money(minor, currency, style) == said


def test_percent_stands_behind_a_narrow_no_break_space():
    assert text.format_percent(79) == f"79{THIN}%"
    assert text.format_percent(Decimal("108.44"), 1) == f"108.4{THIN}%"
    assert text.format_percent(None) == "–"


@pytest.mark.parametrize(
    ("value", "said"),
    [(49500, "49.5"), (Decimal("49.5"), "49.5"), (82.5, "82.5"), (0, "0.0"), (None, "–"), ("64.5", "64.5")],
)
def test_a_score_has_one_decimal_and_whole_numbers_are_thousandths(value, said):
    assert text.format_score(value) == said


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (2500, "↑\u00a02.5"),
        (-15.0, "↓\u00a015.0"),
        (0, "–\u00a00.0"),
        (Decimal("0.04"), "–\u00a00.0"),
        (None, "–"),
    ],
)
def test_a_change_says_its_way_with_an_arrow(value, said):
    assert text.format_change(value) == said


@pytest.mark.parametrize(
    ("style", "said"),
    [
        ("long", "31 Dec 2026"),
        ("title", "31 December"),
        ("full", "31 December 2026"),
        ("tight", "31 Dec ’26"),
    ],
)
def test_dates_have_a_style_for_each_place(style, said):
    assert text.format_date(date(2026, 12, 31), style) == said


def test_a_tight_year_keeps_its_zero():
    assert text.format_date(date(2007, 1, 5), "tight") == "5 Jan ’07"


def test_months_and_times_are_written_out():
    assert text.format_month(date(2026, 9, 1)) == "September 2026"
    assert text.format_month(date(2026, 9, 1), short=True) == "Sep ’26"
    assert text.format_time(datetime(2026, 9, 17, 9, 5, tzinfo=UTC)) == "09:05"


@pytest.mark.parametrize(("days", "said"), [(105, "105 d"), (0, "today"), (-2, "2 d late"), (None, "–")])
def test_a_countdown_counts_days(days, said):
    assert text.format_countdown(days) == said


@pytest.mark.parametrize(
    ("before", "said"),
    [
        (timedelta(seconds=20), "just now"),
        (timedelta(minutes=1), "1 minute ago"),
        (timedelta(minutes=59), "59 minutes ago"),
        (timedelta(hours=11), "11 hours ago"),
        (timedelta(hours=13), "yesterday"),
        (timedelta(days=7), "7 days ago"),
        (timedelta(days=8), "9 Sep 2026"),
    ],
)
def test_time_is_relative_for_seven_days_and_then_a_date(before, said):
    assert text.relative_time(NOW - before, NOW) == said


@pytest.mark.parametrize(
    ("size", "said"),
    [(512, f"512{THIN}B"), (34816, f"34{THIN}KB"), (2202010, f"2.1{THIN}MB"), (52428800, f"50{THIN}MB")],
)
def test_file_sizes_take_the_largest_fitting_unit(size, said):
    assert text.format_bytes(size) == said


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("Pohjanmaan Voima", "PV"),
        ("Itämeri Foods Oyj", "IF"),
        ("  олена   гнатюк ", "ОГ"),
        ("Kone", "KO"),
        ("Anna-Maija Sundvall", "AM"),
        ("The Oy", "TO"),
        ("", "?"),
        ("(–)", "?"),
    ],
)
def test_initials_are_two_letters(name, said):
    assert text.initials(name) == said


def test_two_spellings_of_a_name_share_a_key():
    assert text.name_key("  STRASSE\u00a0 Group ") == text.name_key("straße group") == "strasse group"


def test_words_are_joined_as_they_are_spoken():
    assert text.join_words([]) == ""
    assert text.join_words(["A"]) == "A"
    assert text.join_words(["A", "B", "C"]) == "A, B and C"
