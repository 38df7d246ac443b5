"""Words and small finished things for lists and pages of this app."""

import re

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.text import NNBSP, format_number, format_percent
from surveys.choices import Group, Kind
from surveys.rules import ONCE, Tally

TONES = {Group.PROMOTER: "good", Group.PASSIVE: "", Group.DETRACTOR: "bad"}


QUARTER = re.compile(r"(\d{4})Q([1-4])")


def wave_words(key: str) -> str:
    """ "Q4 2026" of 2026Q4; of a survey that asks once, "Once"."""
    quarter = QUARTER.fullmatch(key)
    if quarter:
        return _("Q%(quarter)s %(year)s") % {"quarter": quarter[2], "year": quarter[1]}
    return _("Once") if key == ONCE else key


def points_words(value: float | None) -> str:
    """An NPS: a whole number with its sign."""
    return "" if value is None else format_number(round(value), signed=True)


def value_words(tally: Tally) -> str:
    """NPS +33, or CSAT 80 %; empty without an answer."""
    if tally.value is None:
        return ""
    if tally.kind == Kind.NPS:
        return _("NPS %(points)s") % {"points": points_words(tally.value)}
    return _("CSAT %(share)s") % {"share": format_percent(tally.value)}


def interval_words(tally: Tally) -> str:
    """ "12 answers, 95 % between +5 and +61"."""
    interval, n = tally.interval, tally.answers
    answers = ngettext("%(n)s answer", "%(n)s answers", n) % {"n": format_number(n)}
    if interval is None:
        return answers
    low, high = (
        (points_words(interval.low), points_words(interval.high))
        if tally.kind == Kind.NPS
        else (format_percent(interval.low), format_percent(interval.high))
    )
    words = _("%(answers)s, with 95%(space)s%% confidence between %(low)s and %(high)s")
    return words % {"answers": answers, "low": low, "high": high, "space": NNBSP}


def group_words(kind: str, group: str) -> str:
    """Promoter, passive, detractor; of CSAT positive, in between, negative."""
    if kind == Kind.NPS:
        return str(Group(group).label)
    words = {
        Group.PROMOTER: _("Positive"),
        Group.PASSIVE: _("In between"),
        Group.DETRACTOR: _("Negative"),
    }
    return words[Group(group)]
