"""Dates and times in the order that was proven or chosen. A date that does not exist says why."""

import calendar
import datetime as dt
import re
from enum import StrEnum
from zoneinfo import ZoneInfo

from django.utils.dates import MONTHS
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from integrations.errors import CellError
from integrations.reading.texts import shown


class DateOrder(StrEnum):
    """How a numeric date is read when it does not begin with a four-digit year."""

    ISO = "iso"
    DAY_FIRST = "dmy"
    MONTH_FIRST = "mdy"


ORDER_LABELS = {
    DateOrder.ISO: gettext_lazy("year-month-day"),
    DateOrder.DAY_FIRST: gettext_lazy("day-month-year"),
    DateOrder.MONTH_FIRST: gettext_lazy("month-day-year"),
}
FIRST_YEAR, LAST_YEAR = 1900, 2199
_PIVOT = 70
_MOST_CHARS = 60
_SEPARATED = re.compile(r"(\d{1,4})([-./ ])(\d{1,2})\2(\d{1,4})", re.ASCII)
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})", re.ASCII)
_NAMED_DAY_FIRST = re.compile(
    r"(\d{1,2})(?:st|nd|rd|th)?[-. ]+([^\W\d_]+)\.?,?[-. ]+(\d{4}|\d{2})(?: ?р\.?| ?г\.?)?"
)
_NAMED_MONTH_FIRST = re.compile(r"([^\W\d_]+)\.?[- ](\d{1,2})(?:st|nd|rd|th)?,?[- ](\d{4})")
_MOMENT = re.compile(
    r"(?P<day>.+?)(?:[T ,]\s*|,\s+)(?P<hour>\d{1,2})[:.](?P<minute>\d{2})(?:[:.](?P<second>\d{2})(?:[.,](?P<part>\d{1,9}))?)?"
    r"\s*(?P<half>[AaPp]\.?[Mm]\.?)?\s*(?P<zone>Z|UTC|GMT|[+-]\d{2}:?\d{2}|[+-]\d{2})?",
    re.ASCII,
)
_MONTH_WORDS = (
    "jan january tammi tammikuu tammikuuta січня січень января январь янв січ",
    "feb february helmi helmikuu helmikuuta лютого лютий февраля февраль фев лют",
    "mar march maalis maaliskuu maaliskuuta березня березень марта март мар бер",
    "apr april huhti huhtikuu huhtikuuta квітня квітень апреля апрель апр кві",
    "may touko toukokuu toukokuuta травня травень мая май тра",
    "jun june kesä kesäkuu kesäkuuta червня червень июня июнь июн чер",
    "jul july heinä heinäkuu heinäkuuta липня липень июля июль июл лип",
    "aug august elo elokuu elokuuta серпня серпень августа август авг сер",
    "sep sept september syys syyskuu syyskuuta вересня вересень сентября сентябрь сен вер",
    "oct october loka lokakuu lokakuuta жовтня жовтень октября октябрь окт жов",
    "nov november marras marraskuu marraskuuta листопада листопад ноября ноябрь ноя лис",
    "dec december joulu joulukuu joulukuuta грудня грудень декабря декабрь дек гру",
)
MONTH_NUMBERS = {word: number for number, words in enumerate(_MONTH_WORDS, 1) for word in words.split()}


def parse_date(text: str, order: DateOrder | str) -> dt.date:
    """The day; a time of day after it is left off. A leading four-digit year is always read as ISO.

    Raises CellError: "February 2027 has 28 days."
    """
    text = _bounded(text, order)
    if found := _SEPARATED.fullmatch(text):
        return _checked(*_ordered(found[1], found[3], found[4], order, text), order)
    if found := _COMPACT.fullmatch(text):
        return _checked(int(found[1]), int(found[2]), int(found[3]), order)
    if found := _NAMED_DAY_FIRST.fullmatch(text):
        return _checked(_year(found[3], text), _month(found[2], text), int(found[1]), order)
    if found := _NAMED_MONTH_FIRST.fullmatch(text):
        return _checked(_year(found[3], text), _month(found[1], text), int(found[2]), order)
    if (found := _MOMENT.fullmatch(text)) and found["day"] != text:
        return parse_date(found["day"], order)
    raise _not_a_date(text, order)


def parse_datetime(text: str, order: DateOrder | str, zone: ZoneInfo) -> dt.datetime:
    """The moment in UTC. A time without a zone, and a day without a time, is read in `zone`."""
    text = _bounded(text, order)
    found = _MOMENT.fullmatch(text)
    if not found:
        day = parse_date(text, order)
        return dt.datetime(day.year, day.month, day.day, tzinfo=zone).astimezone(dt.UTC)
    day = parse_date(found["day"], order)
    hour = _hour(int(found["hour"]), found["half"], text)
    minute, second = int(found["minute"]), int(found["second"] or 0)
    part = int((found["part"] or "0")[:6].ljust(6, "0"))
    if minute > 59 or second > 59:
        raise CellError("no_such_time", _("“%(text)s” has no such time of day.") % {"text": shown(text)})
    moment = dt.datetime.combine(day, dt.time(hour, minute, second, part))
    return moment.replace(tzinfo=_zone(found["zone"], zone, text)).astimezone(dt.UTC)


def _bounded(text: str, order: DateOrder | str) -> str:
    """Longer than any date: the patterns are kept from walking through pages of blanks."""
    text = text.strip()
    if len(text) > _MOST_CHARS:
        raise _not_a_date(text, order)
    return text


def _ordered(first: str, second: str, third: str, order: DateOrder | str, text: str) -> tuple[int, int, int]:
    if len(first) == 4 and len(third) <= 2:
        return int(first), int(second), int(third)
    if len(first) > 2 or len(third) == 3 or order == DateOrder.ISO:
        raise _not_a_date(text, order)
    if order == DateOrder.DAY_FIRST:
        return _year(third, text), int(second), int(first)
    return _year(third, text), int(first), int(second)


def _year(digits: str, text: str) -> int:
    if len(digits) == 4:
        return int(digits)
    if len(digits) != 2:
        raise CellError("no_such_year", _("“%(text)s” has no whole year.") % {"text": shown(text)})
    return int(digits) + (2000 if int(digits) < _PIVOT else 1900)


def _month(word: str, text: str) -> int:
    try:
        return MONTH_NUMBERS[word.casefold()]
    except KeyError:
        raise CellError("not_a_date", _("“%(text)s” names no month.") % {"text": shown(text)}) from None


def _checked(year: int, month: int, day: int, order: DateOrder | str) -> dt.date:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise CellError(
            "no_such_year",
            _("The year %(year)s is not between %(first)s and %(last)s.")
            % {"year": year, "first": FIRST_YEAR, "last": LAST_YEAR},
        )
    if not 1 <= month <= 12:
        raise CellError(
            "no_such_month",
            _("There is no month %(month)s. The column is read as %(order)s.")
            % {"month": month, "order": ORDER_LABELS[DateOrder(order)]},
        )
    days = calendar.monthrange(year, month)[1]
    if not 1 <= day <= days:
        raise CellError(
            "no_such_day",
            _("%(month)s %(year)s has %(days)s days.") % {"month": MONTHS[month], "year": year, "days": days},
        )
    return dt.date(year, month, day)


def _hour(hour: int, half: str | None, text: str) -> int:
    if hour > 23 or (half and not 1 <= hour <= 12):
        raise CellError("no_such_time", _("“%(text)s” has no such time of day.") % {"text": shown(text)})
    if not half:
        return hour
    return hour % 12 + (12 if half[0] in "Pp" else 0)


def _zone(told: str | None, zone: ZoneInfo, text: str) -> dt.tzinfo:
    if not told:
        return zone
    if told in ("Z", "UTC", "GMT"):
        return dt.UTC
    digits = told[1:].replace(":", "").ljust(4, "0")
    offset = dt.timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
    if offset > dt.timedelta(hours=14):
        raise CellError("no_such_zone", _("“%(text)s” has no such time zone.") % {"text": shown(text)})
    return dt.timezone(-offset if told[0] == "-" else offset)


def _not_a_date(text: str, order: DateOrder | str) -> CellError:
    return CellError(
        "not_a_date",
        _("“%(text)s” is not a date. The column is read as %(order)s.")
        % {"text": shown(text), "order": ORDER_LABELS[DateOrder(order)]},
    )
