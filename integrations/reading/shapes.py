"""The shape of one value: what it could be read as, before anybody chose how to read it."""

import re
from enum import Enum, auto

from integrations.reading.dates import MONTH_NUMBERS
from integrations.reading.texts import BOOLEAN_WORDS


class Shape(Enum):
    TEXT = auto()
    EMAIL = auto()
    BOOLEAN = auto()
    BIT = auto()
    INTEGER = auto()
    DECIMAL_POINT = auto()
    DECIMAL_COMMA = auto()
    THOUSAND_POINT = auto()
    THOUSAND_COMMA = auto()
    PERCENT = auto()
    DATE_ISO = auto()
    DATE_DMY = auto()
    DATE_MDY = auto()
    DATE_EITHER = auto()
    TIME_ISO = auto()
    TIME_DMY = auto()
    TIME_MDY = auto()
    TIME_EITHER = auto()


_MOST_CHARS, _EMAIL_CHARS = 60, 254
_DATE = re.compile(
    r"(?:(?P<iso>\d{4}[-./ ]\d{1,2}[-./ ]\d{1,2})"
    r"|(?P<first>\d{1,2})(?P<mark>[-./ ])(?P<second>\d{1,2})(?P=mark)(?:\d{4}|\d{2}))"
    r"(?P<time>[T ,]+\d{1,2}[:.]\d{2}.*)?",
    re.ASCII,
)
_NAMED_DATE = re.compile(
    r"(?:\d{1,2}\D{1,4})?([^\W\d_]{3,})\D{1,3}\d{1,4}(?:\D{1,4}\d{4})?(?:\D{0,4}\d{1,2}:\d{2}.*)?"
)
_EMAIL = re.compile(r"[^\s@]+@[^\s@]+\.[^\s@]+")
_SPACES = re.compile(r"(?<=\d)[\s\u00a0\u2009\u202f'’](?=\d{3})")
_NUMBER = re.compile(
    r"(?:[A-Z]{3}|[^\w\s(.,+-]{1,2}|zł|Kč|R\$|US\$)?\s*[-+(\u2212]?\s*(?:[^\w\s(.,+-]\s*)?"
    r"(?P<digits>\d[\d.,]*)\s*(?P<percent>%)?-?\)?\s*(?:[A-Z]{3}|[^\w\s).,]{1,2}|zł|Kč|грн\.?|руб\.?)?"
)
_POINT_DECIMAL = re.compile(r"\d+\.(?:\d{1,2}|\d{4,})|\d{4,}\.\d{3}|0\.\d+|\d{1,3}(?:,\d{2,3})*,\d{3}\.\d+")
_COMMA_DECIMAL = re.compile(r"\d+,(?:\d{1,2}|\d{4,})|\d{4,},\d{3}|0,\d+|\d{1,3}(?:\.\d{3})+,\d+")
_POINT_THOUSAND = re.compile(r"\d{1,3}\.\d{3}")
_COMMA_THOUSAND = re.compile(r"\d{1,3},\d{3}")
_POINTS_THOUSAND = re.compile(r"\d{1,3}(?:\.\d{3}){2,}")
_COMMAS_THOUSAND = re.compile(r"\d{1,3}(?:,\d{2,3})+,\d{3}")


def shape_of(value: str) -> Shape:
    """The narrowest shape that a non-empty value has."""
    value = value.strip()
    if len(value) > _MOST_CHARS:
        return Shape.EMAIL if len(value) <= _EMAIL_CHARS and _EMAIL.fullmatch(value) else Shape.TEXT
    if value.isascii() and value.isdigit():
        return _digits(value)
    if found := _DATE.fullmatch(value):
        return _date(found)
    if value.casefold() in BOOLEAN_WORDS:
        return Shape.BOOLEAN
    if _EMAIL.fullmatch(value):
        return Shape.EMAIL
    if found := _NUMBER.fullmatch(_SPACES.sub("", value)):
        return _number(found["digits"], bool(found["percent"]))
    if (found := _NAMED_DATE.fullmatch(value)) and found[1].casefold() in MONTH_NUMBERS:
        return Shape.TIME_ISO if ":" in value else Shape.DATE_ISO
    return Shape.TEXT


def _digits(value: str) -> Shape:
    if value in ("0", "1"):
        return Shape.BIT
    if len(value) > 1 and value[0] == "0":
        return Shape.TEXT  # leading zeros are part of an id
    return Shape.INTEGER


def _date(found: re.Match[str]) -> Shape:
    timed = bool(found["time"])
    if found["iso"]:
        return Shape.TIME_ISO if timed else Shape.DATE_ISO
    first, second = int(found["first"]), int(found["second"])
    if max(first, second) > 31 or min(first, second) > 12:
        return Shape.TEXT
    if first > 12:
        return Shape.TIME_DMY if timed else Shape.DATE_DMY
    if second > 12:
        return Shape.TIME_MDY if timed else Shape.DATE_MDY
    return Shape.TIME_EITHER if timed else Shape.DATE_EITHER


def _number(digits: str, percent: bool) -> Shape:
    if digits.isdigit():
        return Shape.PERCENT if percent else Shape.INTEGER
    if _POINT_THOUSAND.fullmatch(digits):
        return Shape.DECIMAL_POINT if digits.startswith("0.") else Shape.THOUSAND_POINT
    if _COMMA_THOUSAND.fullmatch(digits):
        return Shape.DECIMAL_COMMA if digits.startswith("0,") else Shape.THOUSAND_COMMA
    if _POINT_DECIMAL.fullmatch(digits) or _COMMAS_THOUSAND.fullmatch(digits):
        return Shape.DECIMAL_POINT
    if _COMMA_DECIMAL.fullmatch(digits) or _POINTS_THOUSAND.fullmatch(digits):
        return Shape.DECIMAL_COMMA
    return Shape.TEXT
