"""Numbers as people write them: decimal comma or point, thousands apart, percent, currency, accountants' minus.

A number that could be read two ways is read by the column's decimal mark alone, and refused where it does
not fit: a silent factor of a thousand is worse than a question.
"""

import re
from decimal import ROUND_HALF_UP, Decimal

from django.utils.translation import gettext as _

from core.money import MAX_MINOR, exponent
from integrations.errors import CellError
from integrations.reading.texts import shown

MAX_DIGITS = 30
_MOST_CHARS = 80
CURRENCY_SIGNS = {
    "€": "EUR",
    "£": "GBP",
    "₴": "UAH",
    "₽": "RUB",
    "₹": "INR",
    "₺": "TRY",
    "₩": "KRW",
    "₪": "ILS",
    "₫": "VND",
    "₦": "NGN",
    "₱": "PHP",
    "฿": "THB",
    "₸": "KZT",
    "zł": "PLN",
    "Kč": "CZK",
    "R$": "BRL",
    "US$": "USD",
    "$": "USD",
    "¥": "JPY",
    "грн": "UAH",
    "руб": "RUB",
}
_SHARED_SIGNS = {
    "$": frozenset(
        [
            "USD",
            "CAD",
            "AUD",
            "NZD",
            "SGD",
            "HKD",
            "MXN",
            "TWD",
            "ARS",
            "CLP",
            "COP",
            "UYU",
            "BSD",
            "BBD",
            "JMD",
            "TTD",
        ]
    ),
    "¥": frozenset({"JPY", "CNY"}),
}
_PLAIN = {".": re.compile(r"-?\d{1,18}(?:\.\d{1,12})?"), ",": re.compile(r"-?\d{1,18}(?:,\d{1,12})?")}
_SPACES = re.compile(r"[\s\u00a0\u2000-\u200b\u202f\u2060\u3000'’`´_]")
_SIGN = "|".join(sorted((re.escape(sign) for sign in CURRENCY_SIGNS), key=len, reverse=True))
_CURRENCY = re.compile(rf"(?:(?P<sign>{_SIGN})\.?|(?P<code>[A-Za-z]{{3}}))")
_SCIENTIFIC = re.compile(r"[-+]?\d+(?:\.\d+)?[eE][-+]?\d+")
_NOT_NUMBERS = frozenset({"nan", "inf", "infinity", "-inf", "-infinity", "+inf", "+infinity"})
_GROUPED = {
    ".": re.compile(r"\d{1,3}(?:,\d{2,3})*,\d{3}(?:\.\d+)?|\d+(?:\.\d+)?|\.\d+"),
    ",": re.compile(r"\d{1,3}(?:\.\d{3})+(?:,\d+)?|\d+(?:,\d+)?|,\d+"),
}


def parse_decimal(text: str, *, decimal: str = ".") -> Decimal:
    """The number; a percent sign or a currency is left off ("79 %" is 79). Raises CellError."""
    if _PLAIN[decimal].fullmatch(text) and text.isascii():
        return Decimal(text.replace(",", "."))
    return _decimal_of(text, decimal)[0]


def parse_integer(text: str, *, decimal: str = ".") -> int:
    """A whole number within a bigint. "9.0" is 9; "9.5" raises CellError."""
    if len(text) < 16 and text.isascii() and text.isdigit():
        return int(text)
    number = parse_decimal(text, decimal=decimal)
    if number != number.to_integral_value():
        raise CellError("not_whole", _("“%(text)s” is not a whole number.") % {"text": shown(text)})
    if abs(number) > MAX_MINOR:
        raise _too_large(text)
    return int(number)


def parse_money(text: str, *, currency: str, decimal: str = ".") -> int:
    """Minor units of `currency`, rounded half up to its exponent (ISO 4217).

    Raises CellError where the cell names another currency: an amount is never relabelled in silence.
    """
    if _PLAIN[decimal].fullmatch(text) and text.isascii():
        return to_minor_units(Decimal(text.replace(",", ".")), currency)
    number, told = _decimal_of(text, decimal)
    if told and told != currency and currency not in _SHARED_SIGNS.get(_sign_of(text), ()):
        raise CellError(
            "other_currency",
            _("“%(text)s” is in %(told)s and the row's currency is %(currency)s. Match the currency column.")
            % {"text": shown(text), "told": told, "currency": currency},
        )
    return to_minor_units(number, currency)


def to_minor_units(amount: Decimal, currency: str) -> int:
    """Cents and their like, rounded half up: sheets hold amounts such as a twelfth of a year's, and binary
    fractions. Raises CellError past a bigint."""
    if amount.adjusted() > MAX_DIGITS - 10:
        raise _too_large(str(amount))
    minor = int(amount.scaleb(exponent(currency)).quantize(Decimal(1), rounding=ROUND_HALF_UP))
    if abs(minor) > MAX_MINOR:
        raise _too_large(str(amount))
    return minor


def told_currency(text: str) -> str:
    """The ISO code that a cell names by code or sign, "" for none."""
    found = _CURRENCY.search(text.strip())
    if not found:
        return ""
    return CURRENCY_SIGNS.get(found["sign"], "") if found["sign"] else found["code"].upper()


def _sign_of(text: str) -> str:
    found = _CURRENCY.search(text)
    return (found["sign"] or "") if found else ""


def _decimal_of(text: str, decimal: str) -> tuple[Decimal, str]:
    bare = _SPACES.sub("", text)
    if len(bare) > _MOST_CHARS:
        raise CellError("not_a_number", _("“%(text)s” is too long for a number.") % {"text": shown(text)})
    if bare.casefold() in _NOT_NUMBERS:
        raise CellError(
            "not_finite", _("“%(text)s” is not a number. Empty the cell.") % {"text": shown(text)}
        )
    if _SCIENTIFIC.fullmatch(bare) and bare.isascii():
        return _scientific(bare, text), ""
    bare, currency = _without_currency(bare)
    bare, negative = _without_sign(bare.removesuffix("%").removeprefix("%"))
    if not bare.isascii() or not _GROUPED[decimal].fullmatch(bare):
        raise _not_a_number(text, bare, decimal)
    bare = bare.replace("," if decimal == "." else ".", "").replace(",", ".")
    if sum(map(str.isdigit, bare)) > MAX_DIGITS:
        raise _too_large(text)
    number = Decimal(bare)
    return (number.copy_negate() if negative else number), currency


def _without_currency(bare: str) -> tuple[str, str]:
    currency = told_currency(bare)
    return (_CURRENCY.sub("", bare, count=1), currency) if currency else (bare, "")


def _without_sign(bare: str) -> tuple[str, bool]:
    bare = bare.replace("\u2212", "-").replace("–", "-")
    if bare.startswith("(") and bare.endswith(")"):
        return bare[1:-1], True
    if bare.endswith("-"):
        return bare[:-1], True
    return bare.removeprefix("+").removeprefix("-"), bare.startswith("-")


def _scientific(bare: str, text: str) -> Decimal:
    mantissa, exponent = re.split("[eE]", bare)
    if len(exponent.lstrip("+-0")) > 2 or abs(int(exponent)) > MAX_DIGITS or len(mantissa) > MAX_DIGITS:
        raise _too_large(text)
    return Decimal(bare)


def _too_large(text: str) -> CellError:
    return CellError(
        "too_large", _("“%(text)s” is too large to be kept. Look for a slipped unit.") % {"text": shown(text)}
    )


def _not_a_number(text: str, bare: str, decimal: str) -> CellError:
    other = "," if decimal == "." else "."
    if bare.isascii() and _GROUPED[other].fullmatch(bare):
        message = (
            _("“%(text)s” has a decimal comma and the column is read with a decimal point.")
            if decimal == "."
            else _("“%(text)s” has a decimal point and the column is read with a decimal comma.")
        )
        way_out = _("Choose the other decimal mark or change the cell.")
        return CellError("other_decimal_mark", message % {"text": shown(text)} + " " + way_out)
    return CellError("not_a_number", _("“%(text)s” is not a number.") % {"text": shown(text)})
