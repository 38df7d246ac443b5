"""One cell, one value or one sentence."""

import datetime as dt
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from integrations.errors import CellError
from integrations.reading.countries import parse_country
from integrations.reading.dates import DateOrder, parse_date, parse_datetime
from integrations.reading.numbers import parse_decimal, parse_integer, parse_money
from integrations.reading.texts import parse_boolean, parse_choice, parse_email, parse_text

HELSINKI = ZoneInfo("Europe/Helsinki")
DAYS = st.dates(dt.date(1900, 1, 1), dt.date(2199, 12, 31))


@pytest.mark.parametrize(
    ("text", "order", "message"),
    [
        ("31.02.2027", "dmy", "February 2027 has 28 days."),
        ("2024-02-30", "iso", "February 2024 has 29 days."),
        ("04/31/2024", "mdy", "April 2024 has 30 days."),
        ("0-1-2024", "dmy", "January 2024 has 31 days."),
        ("2024-13-01", "iso", "There is no month 13. The column is read as year-month-day."),
        ("10/16/2024", "dmy", "There is no month 16. The column is read as day-month-year."),
        ("16-10-2024", "iso", "“16-10-2024” is not a date. The column is read as year-month-day."),
        ("soon", "dmy", "“soon” is not a date. The column is read as day-month-year."),
        ("1.1.1024", "dmy", "The year 1024 is not between 1900 and 2199."),
        ("1.1.202", "dmy", "“1.1.202” is not a date. The column is read as day-month-year."),
        ("5 Foo 2024", "dmy", "“5 Foo 2024” names no month."),
        ("16-10.2024", "dmy", "“16-10.2024” is not a date. The column is read as day-month-year."),
    ],
)
def test_a_date_that_does_not_exist_says_why(text: str, order: str, message: str) -> None:
    with pytest.raises(CellError) as caught:
        parse_date(text, order)
    assert str(caught.value.message) == message


@pytest.mark.parametrize(
    ("text", "order"),
    [
        ("16-10-2024", "dmy"),
        ("16/10/24", "dmy"),
        ("10.16.2024", "mdy"),
        ("2024-10-16", "dmy"),
        ("2024/10/16", "mdy"),
        ("20241016", "iso"),
        ("16 Oct 2024", "dmy"),
        ("October 16, 2024", "dmy"),
        ("16 жовтня 2024", "dmy"),
        ("16 октября 2024 г.", "dmy"),
        ("16. lokakuuta 2024", "dmy"),
        ("16-10-2024 03:00", "dmy"),
        ("2024-10-16T23:59:59Z", "iso"),
    ],
)
def test_the_same_day_in_many_spellings(text: str, order: str) -> None:
    assert parse_date(text, order) == dt.date(2024, 10, 16)


@given(DAYS, st.sampled_from("-./ "))
def test_a_written_date_comes_back_in_its_order(day: dt.date, mark: str) -> None:
    assert parse_date(day.strftime(f"%d{mark}%m{mark}%Y"), DateOrder.DAY_FIRST) == day
    assert parse_date(day.strftime(f"%m{mark}%d{mark}%Y"), DateOrder.MONTH_FIRST) == day
    for order in DateOrder:
        assert parse_date(day.isoformat(), order) == day


@given(st.datetimes(dt.datetime(1975, 1, 1), dt.datetime(2190, 1, 1), timezones=st.just(dt.UTC)))
def test_a_written_moment_comes_back(moment: dt.datetime) -> None:
    assert parse_datetime(moment.isoformat(), "iso", HELSINKI) == moment


@pytest.mark.parametrize(
    ("text", "utc"),
    [
        ("28-07-2023 03:00", "2023-07-28T00:00:00+00:00"),
        ("28.1.2023 3.00", "2023-01-28T01:00:00+00:00"),
        ("28-07-2023", "2023-07-27T21:00:00+00:00"),
        ("2023-07-28T03:00:00.250Z", "2023-07-28T03:00:00.250000+00:00"),
        ("2023-07-28 03:00+05:30", "2023-07-27T21:30:00+00:00"),
        ("28/07/2023, 12:05 AM", "2023-07-27T21:05:00+00:00"),
        ("28/07/2023 12:05 pm", "2023-07-28T09:05:00+00:00"),
    ],
)
def test_times_without_a_zone_are_of_the_zone_given(text: str, utc: str) -> None:
    assert parse_datetime(text, "dmy", HELSINKI).isoformat() == utc


@pytest.mark.parametrize(
    "text", ["28-07-2023 25:00", "28-07-2023 10:60", "28-07-2023 13:00 pm", "28-07-2023 1"]
)
def test_a_time_that_does_not_exist_is_refused(text: str) -> None:
    with pytest.raises(CellError):
        parse_datetime(text, "dmy", HELSINKI)


@pytest.mark.parametrize(
    ("text", "decimal", "number"),
    [
        ("1,234.50", ".", "1234.50"),
        ("1.234,50", ",", "1234.50"),
        ("1 234 567,5", ",", "1234567.5"),
        ("1\u00a0234\u202f567.5", ".", "1234567.5"),
        ("1'234.5", ".", "1234.5"),
        ("12,34,567.8", ".", "1234567.8"),
        ("79 %", ".", "79"),
        ("(12.5)", ".", "-12.5"),
        ("−3", ".", "-3"),
        ("3-", ".", "-3"),
        ("+3", ".", "3"),
        (".5", ".", "0.5"),
        ("€186,400", ".", "186400"),
        ("186 400 €", ",", "186400"),
        ("-$5", ".", "-5"),
        ("USD 12.00", ".", "12.00"),
        ("1e3", ".", "1E+3"),
    ],
)
def test_a_number_in_many_spellings(text: str, decimal: str, number: str) -> None:
    assert parse_decimal(text, decimal=decimal) == Decimal(number)


@pytest.mark.parametrize(
    ("text", "decimal", "code"),
    [
        ("12,5", ".", "other_decimal_mark"),
        ("12.5", ",", "other_decimal_mark"),
        ("1,23,4", ".", "not_a_number"),
        ("twelve", ".", "not_a_number"),
        ("1.2.3", ".", "not_a_number"),
        ("٣", ".", "not_a_number"),
        ("NaN", ".", "not_finite"),
        ("-Infinity", ".", "not_finite"),
        ("1e309", ".", "too_large"),
        ("1e0000001000000000", ".", "too_large"),
        ("9" * 31, ".", "too_large"),
        ("1" * 70_000, ".", "not_a_number"),
    ],
)
def test_what_is_no_number_says_why(text: str, decimal: str, code: str) -> None:
    with pytest.raises(CellError) as caught:
        parse_decimal(text, decimal=decimal)
    assert caught.value.code == code


@given(st.decimals(-(10**15), 10**15, places=4), st.sampled_from([(",", "."), (".", ","), ("\u202f", ",")]))
def test_a_grouped_number_comes_back(number: Decimal, marks: tuple[str, str]) -> None:
    group, mark = marks
    written = f"{number:,.4f}".translate({ord(","): group, ord("."): mark})
    assert parse_decimal(written, decimal=mark) == number


@given(st.integers(-(2**63) + 1, 2**63 - 1))
def test_a_whole_number_comes_back(number: int) -> None:
    assert parse_integer(str(number)) == number
    assert parse_integer(f"{number:,}") == number


@pytest.mark.parametrize(
    ("text", "code"), [("9.5", "not_whole"), (str(2**63), "too_large"), ("x", "not_a_number")]
)
def test_what_is_no_whole_number_says_why(text: str, code: str) -> None:
    with pytest.raises(CellError) as caught:
        parse_integer(text)
    assert caught.value.code == code


@pytest.mark.parametrize(
    ("text", "currency", "minor"),
    [
        ("4.03", "USD", 403),
        ("€186,400", "EUR", 18_640_000),
        ("$5", "CAD", 500),
        ("¥1,200", "JPY", 1_200),
        ("1.2345", "KWD", 1_235),
        ("83.335", "EUR", 8_334),
        ("0.1", "EUR", 10),
        ("-7.5", "EUR", -750),
    ],
)
def test_money_is_minor_units_of_its_currency(text: str, currency: str, minor: int) -> None:
    assert parse_money(text, currency=currency) == minor


@pytest.mark.parametrize(
    ("text", "currency", "code"),
    [("€5", "USD", "other_currency"), ("5 GBP", "EUR", "other_currency"), ("1" * 19, "EUR", "too_large")],
)
def test_money_that_would_be_relabelled_or_overflow_is_refused(text: str, currency: str, code: str) -> None:
    with pytest.raises(CellError) as caught:
        parse_money(text, currency=currency)
    assert caught.value.code == code


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("TRUE", True),
        ("yes", True),
        ("Kyllä", True),
        ("ei", False),
        ("так", True),
        ("ні", False),
        ("да", True),
        ("нет", False),
        ("1", True),
        ("0", False),
        (" no ", False),
    ],
)
def test_yes_and_no_in_four_languages(text: str, answer: bool) -> None:
    assert parse_boolean(text) is answer


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("a\x00b", "forbidden_character"),
        ("a\x1bb", "forbidden_character"),
        ("a\ud800b", "forbidden_character"),
        ("x" * 256, "too_long"),
        ("#REF!", "spreadsheet_error"),
    ],
)
def test_text_that_cannot_be_kept_says_why(text: str, code: str) -> None:
    with pytest.raises(CellError) as caught:
        parse_text(text)
    assert caught.value.code == code
    str(caught.value.message).encode()


def test_text_is_trimmed_and_put_on_one_line_unless_lines_are_kept() -> None:
    assert parse_text(" a\r\n\tb\u00a0c ") == "a b\u00a0c"
    assert parse_text(" a\r\nb ", lines=True) == "a\nb"


@pytest.mark.parametrize(
    "text", ["anna", "anna@", "@x.com", "a b@x.com", "a@x", "a@x..com", "a@x.com,b@y.com"]
)
def test_half_an_address_is_refused(text: str) -> None:
    with pytest.raises(CellError) as caught:
        parse_email(text)
    assert caught.value.code == "not_an_email"


def test_an_address_is_kept_in_lower_case() -> None:
    assert parse_email(" Anna.Mäki@Verba.Example ") == "anna.mäki@verba.example"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("US", "US"),
        ("uk", "GB"),
        ("NA", "NA"),
        ("Suomi", "FI"),
        ("Україна", "UA"),
        ("United States", "US"),
        ("Côte d’Ivoire", "CI"),
        ("Германия", "DE"),
    ],
)
def test_countries_by_code_and_by_name(text: str, code: str) -> None:
    assert parse_country(text) == code


def test_unknown_words_name_what_is_known() -> None:
    with pytest.raises(CellError) as country:
        parse_country("Atlantis")
    with pytest.raises(CellError) as choice:
        parse_choice("Midmarket+", {"smb": "smb"}, labels="SMB")
    assert country.value.code == "unknown_country"
    assert str(choice.value.message) == "“Midmarket+” is none of: SMB."


@given(st.text(max_size=80))
def test_no_text_breaks_a_parser(text: str) -> None:
    for read in (
        parse_text,
        parse_boolean,
        parse_email,
        parse_decimal,
        parse_integer,
        parse_country,
        lambda value: parse_date(value, "dmy"),
        lambda value: parse_datetime(value, "mdy", HELSINKI),
        lambda value: parse_money(value, currency="EUR", decimal=","),
    ):
        try:
            read(text)
        except CellError as error:
            str(error.message).encode()
