"""Money as whole minor units with its currency, and amounts as people write them. No Django, no rounding."""

import re
import unicodedata
from dataclasses import dataclass

#: ISO 4217 currencies in use, without metals, funds and test codes.
CURRENCIES: tuple[str, ...] = (
    "AED",
    "AFN",
    "ALL",
    "AMD",
    "AOA",
    "ARS",
    "AUD",
    "AWG",
    "AZN",
    "BAM",
    "BBD",
    "BDT",
    "BGN",
    "BHD",
    "BIF",
    "BMD",
    "BND",
    "BOB",
    "BRL",
    "BSD",
    "BTN",
    "BWP",
    "BYN",
    "BZD",
    "CAD",
    "CDF",
    "CHF",
    "CLP",
    "CNY",
    "COP",
    "CRC",
    "CUP",
    "CVE",
    "CZK",
    "DJF",
    "DKK",
    "DOP",
    "DZD",
    "EGP",
    "ERN",
    "ETB",
    "EUR",
    "FJD",
    "FKP",
    "GBP",
    "GEL",
    "GHS",
    "GIP",
    "GMD",
    "GNF",
    "GTQ",
    "GYD",
    "HKD",
    "HNL",
    "HTG",
    "HUF",
    "IDR",
    "ILS",
    "INR",
    "IQD",
    "IRR",
    "ISK",
    "JMD",
    "JOD",
    "JPY",
    "KES",
    "KGS",
    "KHR",
    "KMF",
    "KPW",
    "KRW",
    "KWD",
    "KYD",
    "KZT",
    "LAK",
    "LBP",
    "LKR",
    "LRD",
    "LSL",
    "LYD",
    "MAD",
    "MDL",
    "MGA",
    "MKD",
    "MMK",
    "MNT",
    "MOP",
    "MRU",
    "MUR",
    "MVR",
    "MWK",
    "MXN",
    "MYR",
    "MZN",
    "NAD",
    "NGN",
    "NIO",
    "NOK",
    "NPR",
    "NZD",
    "OMR",
    "PAB",
    "PEN",
    "PGK",
    "PHP",
    "PKR",
    "PLN",
    "PYG",
    "QAR",
    "RON",
    "RSD",
    "RUB",
    "RWF",
    "SAR",
    "SBD",
    "SCR",
    "SDG",
    "SEK",
    "SGD",
    "SHP",
    "SLE",
    "SOS",
    "SRD",
    "SSP",
    "STN",
    "SVC",
    "SYP",
    "SZL",
    "THB",
    "TJS",
    "TMT",
    "TND",
    "TOP",
    "TRY",
    "TTD",
    "TWD",
    "TZS",
    "UAH",
    "UGX",
    "USD",
    "UYU",
    "UZS",
    "VED",
    "VES",
    "VND",
    "VUV",
    "WST",
    "XAF",
    "XCD",
    "XOF",
    "XPF",
    "YER",
    "ZAR",
    "ZMW",
    "ZWG",
)

_EXPONENTS: dict[str, int] = {
    **dict.fromkeys(
        [
            "BIF",
            "CLP",
            "DJF",
            "GNF",
            "ISK",
            "JPY",
            "KMF",
            "KRW",
            "PYG",
            "RWF",
            "UGX",
            "VND",
            "VUV",
            "XAF",
            "XOF",
            "XPF",
        ],
        0,
    ),
    **dict.fromkeys(["BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"], 3),
}

#: The largest amount that a bigint column holds.
MAX_MINOR = 2**63 - 1

_SIGNS = re.compile(r"^\((?P<in>.*)\)$")
_BEFORE = re.compile(r"^[^\W\d_]*[^\w\s.,+\-−(]?(?=[\s\d.,+\-−])")
_BEHIND = re.compile(r"(?<=[\s\d.,])[^\s\d.,+\-−)]{1,4}$")
#: How a few currencies are written without their code or an own sign.
_WRITTEN = frozenset({"kr", "zł", "fr", "kč", "ft", "лв", "грн", "руб"})
_SPACES = str.maketrans("", "", " \u00a0\u202f\u2009'’_")


class AmountError(ValueError):
    """The text is no amount. `reason` is one of empty, not_a_number, too_precise, too_large, grouping."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True, order=False)
class Money:
    """An amount in minor units (cents) of one currency; adding two currencies raises ValueError."""

    minor: int
    currency: str

    def __add__(self, other: "Money") -> "Money":
        self._same(other)
        return Money(self.minor + other.minor, self.currency)

    def __sub__(self, other: "Money") -> "Money":
        self._same(other)
        return Money(self.minor - other.minor, self.currency)

    def __neg__(self) -> "Money":
        return Money(-self.minor, self.currency)

    def __bool__(self) -> bool:
        return self.minor != 0

    def _same(self, other: "Money") -> None:
        if self.currency != other.currency:
            raise ValueError(f"{self.currency} and {other.currency} cannot be added.")


def exponent(currency: str) -> int:
    """How many decimal places a currency has: 2, except 0 (JPY and others) and 3 (KWD and others)."""
    return _EXPONENTS.get(currency, 2)


def is_currency(code: str) -> bool:
    """Whether the code is a currency of ISO 4217 in use."""
    return code in CURRENCIES


def parse_amount(text: str, decimal: str = ".", exponent: int = 2) -> int:
    """An amount as people write it, in minor units: "1,234.50" is 123450 at two decimal places.

    `decimal` is the decimal mark, "." or ","; the other one, spaces and apostrophes may group thousands.
    A leading or trailing currency sign is ignored; "(12)", "-12" and "−12" are negative. Nothing is rounded:
    more decimals than the currency has raise AmountError("too_precise"), unless they are zeros.
    """
    body, negative = _unsigned(text.strip())
    if not body:
        raise AmountError("empty")
    whole, fraction = _split(body.translate(_SPACES), decimal)
    if len(fraction.rstrip("0")) > exponent:
        raise AmountError("too_precise")
    minor = int(whole or "0") * 10**exponent + int(fraction[:exponent].ljust(exponent, "0") or "0")
    if minor > MAX_MINOR:
        raise AmountError("too_large")
    return -minor if negative else minor


def _unsigned(text: str) -> tuple[str, bool]:
    """The digits and marks of an amount without brackets, sign and currency, and whether it is negative."""
    bracketed = _SIGNS.match(text)
    body = _without_currency((bracketed["in"] if bracketed else text).strip())
    negative = bool(bracketed)
    if body[:1] in ("-", "−", "+"):
        negative = negative != (body[0] != "+")
        body = _without_currency(body[1:].strip())
    return body, negative


def _without_currency(body: str) -> str:
    """Cut one currency sign or code before or behind the number; other words stay and are refused later."""
    before = _BEFORE.match(body)
    if before and _names_currency(before[0]):
        body = body[before.end() :].strip()
    behind = _BEHIND.search(body)
    if behind and _names_currency(behind[0]):
        body = body[: behind.start()].strip()
    return body


def _names_currency(word: str) -> bool:
    return (
        word.upper() in CURRENCIES
        or word.casefold() in _WRITTEN
        or any(unicodedata.category(c) == "Sc" for c in word)
    )


def _split(body: str, decimal: str) -> tuple[str, str]:
    if not re.fullmatch(r"[0-9]*(?:[.,][0-9]*)*", body, re.ASCII) or not re.search(r"[0-9]", body):
        raise AmountError("not_a_number")
    group = "," if decimal == "." else "."
    whole, mark, fraction = body.partition(decimal)
    if group in fraction or decimal in fraction:
        raise AmountError("not_a_number")
    if group in whole:
        parts = whole.split(group)
        grouped = (
            len(parts[0]) in (1, 2, 3) and len(parts[-1]) == 3 and all(len(p) in (2, 3) for p in parts[1:])
        )
        if not grouped:
            raise AmountError("grouping")
        whole = "".join(parts)
    return whole, fraction if mark else ""
