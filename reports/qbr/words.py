"""Words that several pages of a review share."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.text import NNBSP, format_date, format_number, format_percent
from health.choices import Band
from lifecycle.choices import RenewalOutcome
from reports.facts import Facts, UsageFacts, UsageWeek
from reports.rules import Quarter, quarter_named

ROMAN = ("I", "II", "III", "IV")


def band_word(band: str) -> str:
    """Healthy, Monitor, At risk, Unknown."""
    return str(Band(band).label)


def quarter(facts: Facts) -> Quarter:
    """The quarter of the review."""
    found = quarter_named(facts.period)
    assert found is not None
    return found


def quarter_short(facts: Facts, *, before: bool = False) -> str:
    """ "Q4 2024", or the one before it."""
    return quarter_words(quarter(facts).before if before else quarter(facts))


def quarter_words(one: Quarter) -> str:
    """ "Q4 2024"; a language may take the Roman number instead, %(roman)s."""
    named = {"number": one.number, "roman": ROMAN[one.number - 1], "year": one.year}
    return _("Q%(number)s %(year)s") % named


def quarter_alone(one: Quarter) -> str:
    """ "Q4", where the year is clear."""
    return _("Q%(number)s") % {"number": one.number, "roman": ROMAN[one.number - 1]}


def period_words(period: str) -> str:
    """ "Q4 2024" of 2024Q4; what is no quarter stands as it is."""
    one = quarter_named(period)
    return quarter_words(one) if one else period


def quarter_long(facts: Facts) -> str:
    """ "Fourth quarter 2024, 1 October to 31 December"."""
    one = quarter(facts)
    names = (_("First quarter"), _("Second quarter"), _("Third quarter"), _("Fourth quarter"))
    return _("%(name)s %(year)s, %(first)s to %(last)s") % {
        "name": names[one.number - 1],
        "year": one.year,
        "first": format_date(facts.first, "title"),
        "last": format_date(facts.as_of, "title"),
    }


def renewal_outcome(outcome: str) -> str:
    """How a renewal came out, as it is said to the customer; a word that is not known stands as it is."""
    words = {
        RenewalOutcome.RENEWED_SAME: _("Renewed, same amount"),
        RenewalOutcome.RENEWED_UP: _("Renewed, higher amount"),
        RenewalOutcome.RENEWED_DOWN: _("Renewed, lower amount"),
        RenewalOutcome.CHURNED: _("Not renewed"),
        RenewalOutcome.POSTPONED: _("Put off"),
    }
    return next((said for one, said in words.items() if one == outcome), outcome)


def known_weeks(usage: UsageFacts) -> list[UsageWeek]:
    """The weeks in which the account was measured."""
    return [week for week in usage.weeks if week.value is not None]


def usage_figure(usage: UsageFacts, value: float | None) -> str:
    """ "74 %", "32 users", "410 uses"; a dash for what is not known."""
    if value is None or usage.unit == "share":
        return format_percent(value)
    n = round(value)
    words = (
        ngettext("%(n)s user", "%(n)s users", n)
        if usage.unit == "users"
        else ngettext("%(n)s use", "%(n)s uses", n)
    )
    return words % {"n": format_number(value, 0 if value == n else 1)}


def usage_unit(usage: UsageFacts) -> str:
    """What the weekly figure is."""
    return {
        "share": _("Weekly active users, % of seats"),
        "users": _("Weekly active users"),
        "uses": _("Uses of the product by week"),
    }[usage.unit]


def duration(minutes: int | None) -> str:
    """ "45 min", "18 h", "3.2 days"."""
    if minutes is None:
        return format_number(None)
    if minutes < 60:
        return f"{format_number(minutes)}{NNBSP}{_('min')}"
    if minutes < 48 * 60:
        return f"{format_number(minutes / 60, 1)}{NNBSP}{_('h')}"
    return f"{format_number(minutes / 1440, 1)}{NNBSP}{_('days')}"


def short_name(name: str, most: int = 46) -> str:
    """For the running head, which does not wrap; the cover has the whole name."""
    return name if len(name) <= most else name[: most - 1].rstrip() + "…"


def tick_number(value: float, named: bool) -> str:
    """A share of named users, else a number of uses, as it stands beside a line."""
    return format_percent(value) if named else format_number(value, 0 if value == round(value) else 1)
