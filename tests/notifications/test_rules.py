"""Quiet hours and the digest's hour: across midnight, over days off, through daylight saving both ways."""

from datetime import UTC, date, datetime, time

import pytest

from notifications.rules import Times, digest_day, is_quiet

HELSINKI, NEW_YORK, KIRITIMATI = "Europe/Helsinki", "America/New_York", "Pacific/Kiritimati"
USUAL = Times()
ALL_WEEK = (1, 2, 3, 4, 5, 6, 7)


def at(text):
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("moment", "zone", "quiet"),
    [
        ("2026-09-17 16:59", HELSINKI, False),  # 19:59
        ("2026-09-17 17:00", HELSINKI, True),  # 20:00
        ("2026-09-17 21:30", HELSINKI, True),  # past midnight
        ("2026-09-18 03:59", HELSINKI, True),  # 06:59
        ("2026-09-18 04:00", HELSINKI, False),  # 07:00
        ("2026-09-18 12:00", HELSINKI, False),  # Friday
        ("2026-09-18 21:30", HELSINKI, True),  # Saturday by the wall
        ("2026-09-20 12:00", HELSINKI, True),  # Sunday
        ("2026-09-20 21:30", HELSINKI, True),  # Monday, 00:30
        ("2026-09-21 04:00", HELSINKI, False),  # Monday, 07:00
        ("2026-09-17 10:30", NEW_YORK, True),  # 06:30
        ("2026-09-17 11:00", NEW_YORK, False),  # 07:00
        ("2026-09-17 17:00", KIRITIMATI, False),  # 07:00 of the next day
    ],
)
def test_quiet_by_the_persons_own_wall_clock(moment, zone, quiet):
    assert is_quiet(at(moment), zone, USUAL) is quiet


def test_quiet_hours_within_one_day_and_none_at_all():
    lunch = Times(time(12), time(13), ALL_WEEK)
    assert [is_quiet(at(f"2026-09-17 {hour}"), "UTC", lunch) for hour in ("11:59", "12:00", "13:00")] == [
        False, True, False
    ]  # fmt: skip
    for never in (Times(None, None, ALL_WEEK), Times(time(7), time(7), ALL_WEEK)):
        assert not any(is_quiet(at(f"2026-09-17 {hour:02}:00"), "UTC", never) for hour in range(24))


def test_quiet_hours_on_the_night_that_loses_an_hour_and_the_one_that_repeats_it():
    night = Times(time(22), time(3, 30), ALL_WEEK)
    # 29 March 2026: 03:00 becomes 04:00 in Helsinki, so 03:30 is never shown; quiet ends with the jump.
    assert is_quiet(at("2026-03-29 00:59"), HELSINKI, night)  # 02:59
    assert not is_quiet(at("2026-03-29 01:00"), HELSINKI, night)  # 04:00
    # 25 October 2026: 04:00 becomes 03:00; 03:15 comes twice and is quiet both times, 03:45 twice and is not.
    assert is_quiet(at("2026-10-25 00:15"), HELSINKI, night)
    assert not is_quiet(at("2026-10-25 00:45"), HELSINKI, night)
    assert is_quiet(at("2026-10-25 01:15"), HELSINKI, night)
    assert not is_quiet(at("2026-10-25 01:45"), HELSINKI, night)


def test_a_public_holiday_of_the_country_is_a_day_off():
    new_year, finnish = "2027-01-01 10:00", Times(country="FI")  # a Friday
    assert is_quiet(at(new_year), HELSINKI, finnish)
    assert not is_quiet(at(new_year), HELSINKI, USUAL)
    assert digest_day(at(new_year), HELSINKI, finnish, last=None) is None
    assert not is_quiet(at("2026-12-31 10:00"), HELSINKI, finnish)


def test_the_digest_is_due_from_its_hour_on_once_a_day_and_not_on_days_off():
    def due(moment, last=None, times=USUAL, zone=HELSINKI):
        return digest_day(at(moment), zone, times, last=last)

    assert due("2026-09-17 04:59") is None  # 07:59
    assert due("2026-09-17 05:00") == date(2026, 9, 17)
    assert due("2026-09-17 20:00", date(2026, 9, 16)) == date(2026, 9, 17)
    assert due("2026-09-17 20:00", date(2026, 9, 17)) is None
    assert due("2026-09-19 06:00") is None  # Saturday
    assert due("2026-09-21 06:00", date(2026, 9, 18)) == date(2026, 9, 21)


def test_a_clock_or_zone_set_back_brings_no_second_digest():
    early = Times(digest_at=time(3, 30), workdays=ALL_WEEK)
    first = digest_day(at("2026-10-25 00:30"), HELSINKI, early, last=None)  # 03:30, the first time
    assert first == date(2026, 10, 25)
    assert digest_day(at("2026-10-25 01:30"), HELSINKI, early, last=first) is None  # 03:30 again
    # The hour that is left out: 03:30 does not exist, 04:00 is past it.
    assert digest_day(at("2026-03-29 01:00"), HELSINKI, early, last=date(2026, 3, 28)) == date(2026, 3, 29)
    # Who moves from Kiritimati to Helsinki meets the same date again.
    moved = digest_day(at("2026-09-17 20:00"), KIRITIMATI, Times(workdays=ALL_WEEK), last=None)
    assert moved == date(2026, 9, 18)
    assert digest_day(at("2026-09-18 06:00"), HELSINKI, Times(workdays=ALL_WEEK), last=moved) is None
