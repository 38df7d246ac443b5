"""Numbers, money, dates and names as people read them, by the reader's locale.

Rules of the design: true minus, narrow no-break space before units, one decimal for scores, "–" for what is
missing (never 0), "31 Dec 2026", 24 hours. Number marks come from Django's locale formats; patterns are
translatable. Everything per language is looked up once and kept, since a page formats hundreds of values.
"""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

from django.utils.formats import get_format
from django.utils.translation import get_language, ngettext, override, pgettext
from django.utils.translation import gettext as _

from core.money import exponent

NONE = "–"
MINUS = "−"
NNBSP = "\u202f"
NBSP = "\u00a0"

Number = int | float | Decimal

_SYMBOLS = {
    "EUR": "€", "USD": "$", "GBP": "£", "JPY": "¥", "UAH": "₴", "INR": "₹", "KRW": "₩", "ILS": "₪", "TRY": "₺",
    "CAD": "CA$", "AUD": "A$", "NZD": "NZ$", "HKD": "HK$", "SGD": "S$", "MXN": "MX$", "BRL": "R$", "CNY": "CN¥",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Style:
    """What one language needs for numbers and dates."""

    decimal: str
    group: str
    money: str
    percent: str
    long: str
    title: str
    tight: str
    months: tuple[str, ...]
    months_in_date: tuple[str, ...]
    months_short: tuple[str, ...]


@lru_cache(maxsize=64)
def _style_of(language: str) -> _Style:
    with override(language):
        return _Style(
            decimal=str(get_format("DECIMAL_SEPARATOR")),
            group=str(get_format("THOUSAND_SEPARATOR")).replace(" ", NNBSP).replace(NBSP, NNBSP),
            money=pgettext("money: sign before or after the number", "%(sign)s%(number)s"),
            percent=pgettext("percent, with a narrow no-break space", "%(number)s\u202f%%"),
            long=pgettext("date in text", "%(day)s %(short)s %(year)s"),
            title=pgettext("date in a title", "%(day)s %(month)s"),
            tight=pgettext("date in a narrow cell", "%(day)s %(short)s ’%(yy)s"),
            months=(
                _("January"), _("February"), _("March"), _("April"), _("May"), _("June"), _("July"),
                _("August"), _("September"), _("October"), _("November"), _("December"),
            ),
            months_in_date=(  # as after a day's number, where a language declines them; Django's own words
                pgettext("alt. month", "January"), pgettext("alt. month", "February"), pgettext("alt. month", "March"),
                pgettext("alt. month", "April"), pgettext("alt. month", "May"), pgettext("alt. month", "June"),
                pgettext("alt. month", "July"), pgettext("alt. month", "August"), pgettext("alt. month", "September"),
                pgettext("alt. month", "October"), pgettext("alt. month", "November"), pgettext("alt. month", "December"),
            ),
            months_short=(
                pgettext("month", "Jan"), pgettext("month", "Feb"), pgettext("month", "Mar"),
                pgettext("month", "Apr"), pgettext("month", "May"), pgettext("month", "Jun"),
                pgettext("month", "Jul"), pgettext("month", "Aug"), pgettext("month", "Sep"),
                pgettext("month", "Oct"), pgettext("month", "Nov"), pgettext("month", "Dec"),
            ),
        )  # fmt: skip


def _style() -> _Style:
    return _style_of(get_language() or "en")


def format_number(value: Number | None, digits: int = 0, signed: bool = False) -> str:
    """ "1,284"; halves round away from zero; `signed` puts + before what is positive."""
    if value is None:
        return NONE
    number = value if isinstance(value, Decimal) else Decimal(str(value))
    rounded = number.quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP)
    style = _style()
    text = f"{abs(rounded):,.{digits}f}"
    if style.group != "," or style.decimal != ".":
        text = text.replace(",", "\0").replace(".", style.decimal).replace("\0", style.group)
    if rounded < 0:
        return MINUS + text
    return f"+{text}" if signed and rounded > 0 else text


def format_money(minor: int | None, currency: str, style: str = "full") -> str:
    """An amount in minor units: full "€186,400", compact "€3.12 M" or "€243 k".

    Full shows cents only where there are some. Compact leaves amounts below 10,000 whole. The styles
    "million" and "thousand" keep one unit through a column: "€0.74 M", "€1,016 k".
    """
    if minor is None:
        return NONE
    places = exponent(currency)
    amount = Decimal(minor).scaleb(-places)
    body, unit = _scaled(abs(amount), style, places)
    sign = _SYMBOLS.get(currency, currency + NNBSP)
    text = _style().money % {"sign": sign, "number": body + (NNBSP + unit if unit else "")}
    return MINUS + text if minor < 0 else text


def _scaled(amount: Decimal, style: str, places: int) -> tuple[str, str]:
    if style == "compact":
        if amount >= 999_500_000:
            return format_number(amount / 10**9, 2), pgettext("billion, short", "bn")
        style = "million" if amount >= 999_500 else "thousand" if amount >= 10_000 else "full"
    if style == "million":
        return format_number(amount / 10**6, 2), pgettext("million, short", "M")
    if style == "thousand":
        return format_number(amount / 1000), pgettext("thousand, short", "k")
    whole = amount == amount.to_integral_value()
    return format_number(amount, 0 if whole else places), ""


def format_percent(percent: Number | None, digits: int = 0, signed: bool = False) -> str:
    """A percentage (79, not 0.79): "79 %" with a narrow no-break space."""
    if percent is None:
        return NONE
    return _style().percent % {"number": format_number(percent, digits, signed)}


def format_score(value: Number | str | None) -> str:
    """A score of 100 with one decimal; an int is thousandths of a point (49500 is "49.5"), a str is kept."""
    if value is None:
        return NONE
    if isinstance(value, str):
        return value
    return format_number(_points(value), 1)


def format_change(value: Number | None) -> str:
    """A change of score with its arrow: "↑ 2.5", "↓ 15.0", "– 0.0"; ints are thousandths of a point."""
    if value is None:
        return NONE
    points = _points(value).quantize(Decimal("0.1"), ROUND_HALF_UP)
    arrow = "↑" if points > 0 else "↓" if points < 0 else NONE
    return f"{arrow}{NBSP}{format_number(abs(points), 1)}"


def _points(value: Number) -> Decimal:
    if isinstance(value, int):
        return Decimal(value).scaleb(-3)
    return value if isinstance(value, Decimal) else Decimal(str(value))


def format_date(day: date | None, style: str = "long") -> str:
    """Long "31 Dec 2026", title "17 September", full "17 September 2026", tight "31 Dec ’26"."""
    if day is None:
        return NONE
    names = _style()
    pattern = {"title": names.title, "tight": names.tight, "full": names.title + " %(year)s"}.get(
        style, names.long
    )
    return pattern % {
        "day": day.day,
        "dd": f"{day.day:02d}",
        "number": day.month,
        "mm": f"{day.month:02d}",
        "month": names.months_in_date[day.month - 1],
        "short": names.months_short[day.month - 1],
        "year": day.year,
        "yy": f"{day.year % 100:02d}",
    }


def format_month(day: date, short: bool = False) -> str:
    """ "September 2026", or "Sep ’26" for charts."""
    names = _style()
    if short:
        return f"{names.months_short[day.month - 1]} ’{day.year % 100:02d}"
    return f"{names.months[day.month - 1]} {day.year}"


def format_time(moment: datetime) -> str:
    """24 hours, in the zone the moment carries."""
    return f"{moment.hour:02d}:{moment.minute:02d}"


def format_countdown(days: int | None) -> str:
    """Days left: "105 d", "today", "2 d late"."""
    if days is None:
        return NONE
    if days == 0:
        return _("today")
    if days < 0:
        return _("%(days)s d late") % {"days": format_number(-days)}
    return _("%(days)s d") % {"days": format_number(days)}


def relative_time(moment: datetime, now: datetime) -> str:
    """ "2 minutes ago", "yesterday", up to seven days; then the date. Both moments aware."""
    seconds = int((now - moment).total_seconds())
    if seconds < 60:
        return _("just now")
    if seconds < 3600:
        count = seconds // 60
        return ngettext("%(n)s minute ago", "%(n)s minutes ago", count) % {"n": count}
    days = (now.date() - moment.astimezone(now.tzinfo).date()).days
    if days == 0 or seconds < 6 * 3600:
        count = seconds // 3600
        return ngettext("%(n)s hour ago", "%(n)s hours ago", count) % {"n": count}
    if days == 1:
        return _("yesterday")
    if days <= 7:
        return ngettext("%(n)s day ago", "%(n)s days ago", days) % {"n": days}
    return format_date(moment.astimezone(now.tzinfo).date())


def format_bytes(size: int) -> str:
    """ "34 KB", "2.1 MB" in steps of 1024."""
    if size < 1024:
        return f"{size}{NNBSP}B"
    value = Decimal(size)
    for unit in ("KB", "MB", "GB", "TB"):
        value /= 1024
        if value < 1000 or unit == "TB":
            break
    return f"{format_number(value, 0 if unit == 'KB' or value >= 10 else 1)}{NNBSP}{unit}"


_LEGAL = frozenset(
    ["oy", "oyj", "ab", "ag", "gmbh", "inc", "ltd", "llc", "plc", "sa", "se", "nv", "bv", "corp", "co", "the"]
)


def initials(name: str) -> str:
    """Two letters for an avatar: the first of the first two words, legal forms left out; "?" for no name."""
    words = [w for w in name.replace("-", " ").split() if w[0].isalnum()]
    words = [w for w in words if w.strip(".,").casefold() not in _LEGAL] or words
    if not words:
        return "?"
    if len(words) == 1:
        return words[0][:2].upper()
    return (words[0][0] + words[1][0]).upper()


def first_name(name: str) -> str:
    """The first word of a person's name, as one speaks to them in a chat."""
    return name.partition(" ")[0]


def name_key(name: str) -> str:
    """The name by which two spellings meet: NFKC, casefolded, spaces collapsed and trimmed."""
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", name).casefold())
    return " ".join(folded.split())


def join_words(words: Iterable[str]) -> str:
    """ "A", "A and B", "A, B and C"."""
    parts = [str(word) for word in words]
    if len(parts) < 2:
        return "".join(parts)
    return _("%(first)s and %(last)s") % {"first": ", ".join(parts[:-1]), "last": parts[-1]}
