"""Readings in words: "3 of 9 features in 30 days"."""

from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.text import format_number, format_percent
from health.choices import Measure, ReadingSource, UsageFigure
from health.models import Reading

THOUSAND = 1000


def value_in_words(reading: Reading) -> str:
    """What was read, with its second number; of a reading by hand its note, else that it was assessed."""
    if reading.measure == Measure.HAND or reading.value is None:
        return _by_hand(reading)
    value, basis = reading.value, reading.basis or 0
    number, second = format_number(value // THOUSAND), format_number(basis // THOUSAND)
    match reading.measure:
        case Measure.FEATURES_OF_LIST:
            return _("%(used)s of %(listed)s features in 30 days") % {"used": number, "listed": second}
        case Measure.FEATURES_OF_MEDIAN:
            median = format_number(basis / THOUSAND, 1 if basis % THOUSAND else 0)
            used = ngettext("%(n)s feature in 30 days", "%(n)s features in 30 days", value // THOUSAND)
            return _("%(used)s, median of the book %(median)s") % {
                "used": used % {"n": number},
                "median": median,
            }
        case Measure.LICENCES:
            share = format_percent(value * 100 / basis) if basis else ""
            return _("%(active)s of %(bought)s licences active · %(share)s") % {
                "active": number,
                "bought": second,
                "share": share,
            }
        case Measure.CSAT:
            answers = ngettext("%(n)s answer", "%(n)s answers", basis // THOUSAND) % {"n": second}
            return _("Satisfaction %(mean)s of 5 · %(answers)s") % {
                "mean": format_number(value / THOUSAND, 1),
                "answers": answers,
            }
        case Measure.NPS:
            answers = ngettext("%(n)s answer", "%(n)s answers", basis // THOUSAND) % {"n": second}
            points = format_number(round(value / THOUSAND), signed=True)
            return _("NPS %(points)s · %(answers)s") % {"points": points, "answers": answers}
        case Measure.PAID_ON_TIME:
            due = ngettext("%(n)s invoice due", "%(n)s invoices due", basis // THOUSAND) % {"n": second}
            return _("%(paid)s of %(due)s in 12 months paid on time") % {"paid": number, "due": due}
        case Measure.GROWTH:
            return _("ARR at %(share)s of the first contract year") % {
                "share": format_percent(value / THOUSAND, 0 if value % THOUSAND == 0 else 1)
            }
        case Measure.USAGE | Measure.USAGE_PER_SEAT:
            return _usage(reading, value, basis)
    return _tickets(reading, value // THOUSAND, basis // THOUSAND)


def _usage(reading: Reading, value: int, basis: int) -> str:
    """The figure of a usage metric; asks for the reading's metric."""
    metric = reading.metric
    said = _("%(number)s %(counted)s") % {
        "number": format_number(value / THOUSAND, 1 if value % THOUSAND else 0),
        "counted": str(UsageFigure(metric.figure).label).lower(),
    }
    if metric.feature:
        said = _("%(said)s of %(feature)s") % {"said": said, "feature": metric.feature}
    said = ngettext("%(said)s in %(days)s day", "%(said)s in %(days)s days", metric.window_days) % {
        "said": said,
        "days": metric.window_days,
    }
    if reading.measure == Measure.USAGE_PER_SEAT and basis:
        share = format_number(value / basis, 2)
        return _("%(said)s · %(share)s per licence") % {"said": said, "share": share}
    return said


def _tickets(reading: Reading, tickets: int, open_tickets: int) -> str:
    if reading.measure == Measure.TICKETS_NONE:
        return _("No ticket in 90 days, none open")
    came = ngettext("%(n)s ticket in 90 days", "%(n)s tickets in 90 days", tickets) % {"n": tickets}
    why = {
        Measure.TICKETS_ESCALATED: _("one escalated in 30 days"),
        Measure.TICKETS_URGENT: _("three or more urgent"),
        Measure.TICKETS_SWIFT: _("solved within a day"),
        Measure.TICKETS_SLOW: _("not all solved swiftly"),
    }.get(Measure(reading.measure), "")
    still_open = _("%(n)s open") % {"n": open_tickets}
    return ", ".join(filter(None, [came, still_open, why]))


def _by_hand(reading: Reading) -> str:
    source = _("Imported") if reading.source == ReadingSource.IMPORT else _("Assessed")
    if reading.value is not None:
        source = f"{source}: {format_number(reading.value / THOUSAND, 1 if reading.value % THOUSAND else 0)}"
    return f"{source}: {reading.note}" if reading.note else source


def age_in_words(age_days: int, measured_on: date, as_of: date) -> str:
    """How old a reading is: "today", "12 days old"."""
    if age_days == 0 and measured_on <= as_of:
        return _("read on the day")
    return ngettext("%(n)s day old", "%(n)s days old", age_days) % {"n": age_days}
