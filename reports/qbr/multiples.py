"""Many small drawings on one scale: features by week, the cover's lines, weeks with a contact, a share as a bar."""

from collections.abc import Sequence

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.text import format_date, format_number, format_percent
from reports.facts import SeriesFact, UsageFacts, UsageWeek
from reports.qbr import drawing as d
from reports.qbr.words import tick_number

ACROSS, GAP, PLOT, TALL = 3, 21.95, 106.0, 40.0
WIDE = (d.WIDTH - (ACROSS - 1) * GAP) / ACROSS
HEAD, FOOT = 16.0, 15.0
GREY = "#93A1AA"


def series_chart(usage: UsageFacts, title: str) -> SafeString:
    """Up to six features in three columns, all from zero to the same top; the one furthest behind the median in red."""
    top = series_top(usage)
    named = usage.unit != "uses"
    behind = _furthest_behind(usage.series)
    body = ""
    for place, one in enumerate(usage.series):
        x = (place % ACROSS) * (WIDE + GAP)
        y = (place // ACROSS) * (HEAD + TALL + FOOT)
        body += _panel(one, x, y, top, named, colour=d.RED if one is behind else d.DARK)
    rows = -(-len(usage.series) // ACROSS)
    return d.svg(title, body, rows * (HEAD + TALL + FOOT))


def series_top(usage: UsageFacts) -> float:
    """The one scale of all, from zero: a round number over what the account and the median reach; 100 % at most."""
    known = [
        v for one in usage.series for week in one.weeks for v in (week.value, week.median) if v is not None
    ]
    top = d.scale_top(max(known, default=1) or 1)
    return top if usage.unit == "uses" else min(100.0, top)


def _panel(one: SeriesFact, x: float, y: float, top: float, named: bool, *, colour: str) -> str:
    high, low = y + HEAD, y + HEAD + TALL
    at = [x + PLOT * place / max(1, len(one.weeks) - 1) for place in range(len(one.weeks))]

    def up(value: float) -> float:
        return low - TALL * min(value, top) / top

    def drawn(values: Sequence[float | None]) -> str:
        return d.line_path([None if v is None else (p, up(v)) for v, p in zip(values, at, strict=True)])

    body = d.text(x, y + 8, d.cut(one.label, WIDE, 8), colour=d.INK, size=8, bold=True)
    body += d.line(x, high, x + PLOT, high) + d.line(x, (high + low) / 2, x + PLOT, (high + low) / 2)
    body += _gaps([week.value is not None for week in one.weeks], at, high, low)
    within = [None if week.best is None or week.best > top else week.best for week in one.weeks]
    body += d.path(drawn(within), GREY, 0.7, "1.6 1.6")
    body += d.path(drawn([week.median for week in one.weeks]), GREY, 1.1)
    body += d.path(drawn([week.value for week in one.weeks]), colour, 1.8)
    body += d.line(x, low, x + PLOT, low, d.INK, 0.8)
    body += _ends(one.weeks, x + PLOT + 5, up, named, colour, (high, low))
    first, last = one.weeks[0].on, one.weeks[-1].on
    body += d.text(x, low + 10, format_date(first, "tight"))
    return body + d.text(x + PLOT, low + 10, format_date(last, "tight"), anchor="end")


def _ends(
    weeks: Sequence[UsageWeek], x: float, up: d.Scale, named: bool, colour: str, span: tuple[float, float]
) -> str:
    """The last figures beside the lines, moved apart where they would touch."""
    last = weeks[-1]
    body, own = "", None
    if last.value is not None:
        own = up(last.value)
        body += d.text(x, own + 3, tick_number(last.value, named), colour=colour, size=8.5, bold=True)
    if last.median is not None:
        y = d.apart(up(last.median), own, 9.5)
        if y > span[1] + 3 and own is not None:
            y = own - 9.5
        body += d.text(x, y + 2.6, tick_number(last.median, named))
    return body


def _gaps(known: Sequence[bool], at: Sequence[float], top: float, bottom: float) -> str:
    body = ""
    for first, last in d.gaps(known):
        x1, x2 = at[max(0, first - 1)] if first else at[0], at[min(len(at) - 1, last + 1)]
        body += d.rect(x1, top, x2 - x1, bottom - top, d.BAND)
        if x2 - x1 >= 34:
            body += d.text((x1 + x2) / 2, (top + bottom) / 2 + 2.6, _("no data"), anchor="middle")
    return body


def _furthest_behind(series: Sequence[SeriesFact]) -> SeriesFact | None:
    found = [
        (last.median - last.value, place)
        for place, one in enumerate(series)
        if (last := one.weeks[-1]).value is not None and last.median is not None and last.value < last.median
    ]
    return series[max(found)[1]] if found else None


def cover_lines(usage: UsageFacts, title: str) -> SafeString:
    """The cover's picture: one white line per feature, each in its own lane of the same scale."""
    top, lane, first, last = series_top(usage), 30.0, 152.0, 424.0
    named = usage.unit != "uses"
    body = ""
    for place, one in enumerate(usage.series):
        low = 26 + lane * place
        at = [first + (last - first) * n / max(1, len(one.weeks) - 1) for n in range(len(one.weeks))]
        points = [
            None if week.value is None else (x, low - (lane - 6) * min(week.value, top) / top)
            for week, x in zip(one.weeks, at, strict=True)
        ]
        body += d.line(first, low, last, low, d.MIDDLE, 0.5)
        body += d.text(0, low - 3, d.cut(one.label, first - 10, 8.5), colour="#FFFFFF", size=8.5, bold=True)
        body += d.path(d.line_path(points), "#FFFFFF", 1.6)
        now = one.weeks[-1].value
        words = tick_number(now, named) if now is not None else _("no data")
        body += d.text(last + 10, low - 3, words, colour="#FFFFFF", size=8.5, bold=True)
    return d.svg(title, body, 32 + lane * (len(usage.series) - 1), d.WIDTH)


def contact_strip(weeks: Sequence[int]) -> SafeString:
    """A dot per week with a contact, a speck per week without."""
    step, y = 8.4, 5.0
    body = d.line(4, y, 4 + step * (len(weeks) - 1), y, d.RULE, 0.5)
    for place, count in enumerate(weeks):
        body += d.dot(4 + step * place, y, 3.1 if count else 0.9, d.DARK if count else GREY)
    met = sum(1 for count in weeks if count)
    spoken = ngettext("Contact in %(n)s of %(all)s weeks", "Contact in %(n)s of %(all)s weeks", met)
    words = spoken % {"n": format_number(met), "all": format_number(len(weeks))}
    return d.svg(words, body, 10, 8 + step * (len(weeks) - 1))


def share_bar(share: float) -> SafeString:
    """A percentage as a bar, beside its number; in words too, as every picture of a tagged PDF."""
    wide = 44.0
    body = d.rect(0, 1, wide, 5, d.PALE, d.RULE) + d.rect(0, 1, wide * min(1.0, share / 100), 5, d.DARK)
    return d.svg(format_percent(share), body, 7, wide)
