"""The words of a plan: values with their units, days, how an activity went."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from core.text import NNBSP, NONE, format_date, format_number, format_percent

THOUSAND = 1000
PERCENT = "%"


def value_words(value: int | None, unit: str) -> str:
    """A value in thousandths with its unit: "31 h", "58 %", "4.5". Missing is a dash."""
    if value is None:
        return NONE
    number = Decimal(value) / THOUSAND
    digits = 0 if value % THOUSAND == 0 else 1 if value % 100 == 0 else 2 if value % 10 == 0 else 3
    if unit == PERCENT:
        return format_percent(number, digits)
    text = format_number(number, digits)
    return f"{text}{NNBSP}{unit}" if unit else text


def day_words(day: date, today: date) -> str:
    """A day, without the year where it is this one."""
    return format_date(day, "title" if day.year == today.year else "long")


def due_words(due_on: date | None, reached_on: date | None, today: date) -> str:
    """ "Reached on 4 June", "Due 31 December", "Was due 31 August", or nothing."""
    if reached_on is not None:
        return _("Reached on %(day)s") % {"day": day_words(reached_on, today)}
    if due_on is None:
        return ""
    words = _("Was due %(day)s") if due_on < today else _("Due %(day)s")
    return words % {"day": day_words(due_on, today)}


def frame_words(first: date | None, last: date | None, today: date) -> str:
    """ "1 September – 31 December", "2 Jun 2026 – 1 Jun 2027", "from 1 September", "by 31 December", or nothing. Both
    ends are written the same way.
    """
    if first and last:
        if first == last:
            return day_words(first, today)
        style = "title" if first.year == last.year == today.year else "long"
        return f"{format_date(first, style)} – {format_date(last, style)}"
    if first:
        return _("from %(day)s") % {"day": day_words(first, today)}
    return _("by %(day)s") % {"day": day_words(last, today)} if last else ""


def attended_words(attended: int | None, invited: int | None, rating: int | None) -> str:
    """ "62 of 100 attended · 4.5 of 5"; what is not known is left out."""
    parts = []
    if attended is not None and invited is not None:
        named = {"attended": format_number(attended), "invited": format_number(invited)}
        parts.append(_("%(attended)s of %(invited)s attended") % named)
    elif attended is not None:
        parts.append(_("%(attended)s attended") % {"attended": format_number(attended)})
    elif invited is not None:
        parts.append(_("%(invited)s invited") % {"invited": format_number(invited)})
    if rating is not None:
        parts.append(_("rated %(rating)s of 5") % {"rating": format_number(Decimal(rating) / 10, 1)})
    return " · ".join(parts)


def facts(*pairs: tuple[object, str]) -> tuple[tuple[str, str], ...]:
    """Labels with their words, without those that have none."""
    return tuple((str(label), words) for label, words in pairs if words)


def joined(words: Iterable[str]) -> str:
    """What there is, with a middle dot between."""
    return " · ".join(word for word in words if word)
