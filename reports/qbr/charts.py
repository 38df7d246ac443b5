"""The charts of a review: score by week, use by week, features beside peers, tickets by week, the way to the renewal."""

from collections.abc import Sequence
from datetime import date

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.text import format_date, format_number, format_percent, format_score
from reports.facts import CountWeek, FeatureFact, HealthFacts, RenewalFact, UsageFacts
from reports.qbr import drawing as d
from reports.qbr.words import band_word, quarter_alone, tick_number, usage_figure
from reports.rules import Quarter

LEFT, RIGHT = 26.0, 372.0
ROOM = 110.0  # points that the words of a flag take
_BAND_COLOURS = {"healthy": "#2A7D57", "monitor": "#B37B0C", "at_risk": "#B5382A", "unknown": d.SECOND}


def score_chart(health: HealthFacts, quarter: Quarter, title: str) -> SafeString:
    """18 weeks as steps on the whole scale, limits dashed, the last score named at its end; where the quarter begins."""
    top, bottom = 14.0, 122.0
    weeks = health.weeks
    at = _places(len(weeks))

    def y(thousandths: int) -> float:
        return bottom - (bottom - top) * thousandths / 100_000

    body = "".join(
        d.line(LEFT, y(mark), RIGHT, y(mark))
        + d.text(LEFT - 6, y(mark) + 2.6, format_number(mark // 1000), anchor="end")
        for mark in (0, 25_000, 50_000, 75_000, 100_000)
    )
    for limit, words in (
        (health.healthy_from, _("Healthy from %(score)s")),
        (health.monitor_from, _("At risk below %(score)s")),
    ):
        body += d.line(LEFT, y(limit), RIGHT, y(limit), d.INK, 0.7, "2.5 2")
        body += d.text(RIGHT + 8, d.apart(y(limit), y(health.score) if health.score is not None else None) + 2.6,
                       words % {"score": format_score(limit)})  # fmt: skip
    body += _no_data([week.score is not None for week in weeks], at, top, bottom)
    points = [None if week.score is None else (x, y(week.score)) for week, x in zip(weeks, at, strict=True)]
    body += d.path(d.step_path(points), d.DARK, 1.8)
    if weeks and health.score is not None:
        words = f"{format_score(health.score)} {band_word(health.band)}"
        body += d.dot(RIGHT, y(health.score), 3, d.DARK)
        body += d.text(
            RIGHT + 8, y(health.score) + 3, words, colour=_BAND_COLOURS[health.band], size=9.5, bold=True
        )
    body += _turn([week.on for week in weeks], at, quarter, top)
    body += _ticks([week.on for week in weeks], at, bottom)
    return d.svg(title, body, 142)


def usage_chart(usage: UsageFacts, quarter: Quarter, title: str) -> SafeString:
    """The account in brand, the peers' median in grey, from zero."""
    top, bottom = 14.0, 78.0
    known = [value for week in usage.weeks for value in (week.value, week.median) if value is not None]
    most = d.scale_top(max(known, default=1) or 1)
    at = _places(len(usage.weeks))

    def y(value: float) -> float:
        return bottom - (bottom - top) * value / most

    body = ""
    for part in (0, 0.5, 1):
        label = (
            format_percent(most * part)
            if usage.unit == "share"
            else format_number(most * part, 0 if most >= 2 else 1)
        )
        body += d.line(LEFT, y(most * part), RIGHT, y(most * part)) + d.text(
            LEFT - 5, y(most * part) + 2.6, label, anchor="end"
        )
    body += _no_data([week.value is not None for week in usage.weeks], at, top, bottom)
    medians = [None if w.median is None else (x, y(w.median)) for w, x in zip(usage.weeks, at, strict=True)]
    mine = [None if w.value is None else (x, y(w.value)) for w, x in zip(usage.weeks, at, strict=True)]
    best = [
        None if w.best is None or w.best > most else (x, y(w.best))
        for w, x in zip(usage.weeks, at, strict=True)
    ]
    body += d.path(d.line_path(best), "#93A1AA", 0.7, "1.6 1.6")
    body += d.path(d.line_path(medians), "#93A1AA", 1.1) + d.path(d.line_path(mine), d.DARK, 1.9)
    last = usage.weeks[-1]
    own = None if last.value is None else y(last.value)
    if own is not None:
        body += d.text(RIGHT + 8, own + 3, usage_figure(usage, last.value), colour=d.DARK, size=9, bold=True)
    if last.median is not None:
        words = _("median %(value)s") % {"value": usage_figure(usage, last.median)}
        body += d.text(RIGHT + 8, d.apart(y(last.median), own) + 2.6, words)
    body += _turn([week.on for week in usage.weeks], at, quarter, top)
    body += _ticks([week.on for week in usage.weeks], at, bottom)
    return d.svg(title, body, 96)


def feature_chart(features: Sequence[FeatureFact], *, named: bool, account: str, title: str) -> SafeString:
    """One row per feature: ours as a dot, the median as a bar, the best tenth as a diamond; basic ones before advanced
    ones where the product's list tells them apart."""
    first, last, step, head = 150.0, 380.0, 14.5, 22.0
    values = [v for f in features for v in (f.value, f.median, f.best) if v is not None]
    most = 100.0 if named else d.scale_top(max(values, default=1) or 1)
    rows = _grouped(features)
    bottom = head + step * len(rows)

    def x(value: float) -> float:
        return first + (last - first) * value / most

    body = "".join(
        d.line(x(most * part), head - 4, x(most * part), bottom)
        + d.text(x(most * part), bottom + 10, tick_number(most * part, named), anchor="middle")
        for part in (0, 0.25, 0.5, 0.75, 1)
    )
    body += _feature_key(account, first)
    for place, row in enumerate(rows):
        y = head + step * place + 7
        if isinstance(row, str):
            body += d.text(0, y + 2.6, row, size=8, bold=True)
        else:
            body += _feature_row(row, y, x, named)
    return d.svg(title, body, bottom + 14)


def _grouped(features: Sequence[FeatureFact]) -> list[FeatureFact | str]:
    basic = [feature for feature in features if not feature.is_advanced]
    advanced = [feature for feature in features if feature.is_advanced]
    if not basic or not advanced:
        return list(features)
    return [_("Basic"), *basic, _("Advanced"), *advanced]


def _feature_key(account: str, first: float) -> str:
    """What the marks are, on the line above them: the account left, ending where the scale begins."""
    body = d.dot(3, 7, 3, d.DARK) + d.text(10, 9.6, d.cut(account, first - 20, 7.5), colour=d.DARK, bold=True)
    body += d.line(first, 3, first, 11, d.INK, 1.2) + d.text(first + 5, 9.6, _("median"))
    body += _diamond(first + 84, 7) + d.text(first + 91, 9.6, _("best tenth starts here"))
    return body + d.text(d.WIDTH, 9.6, _("to the median"), anchor="end")


def _feature_row(feature: FeatureFact, y: float, x: d.Scale, named: bool) -> str:
    body = d.text(0, y + 2.6, d.cut(feature.label, 142, 8), colour=d.INK, size=8)
    ends = [v for v in (feature.value, feature.median, feature.best) if v is not None]
    body += d.line(x(min(ends)), y, x(max(ends)), y, d.RULE, 0.8)
    behind = feature.median is not None and feature.value < feature.median
    if feature.median is not None:
        body += d.line(x(feature.median), y - 4, x(feature.median), y + 4, d.INK, 1.2)
    if feature.best is not None:
        body += _diamond(x(feature.best), y)
    colour = d.RED if behind else d.DARK
    body += d.dot(x(feature.value), y, 3, colour)
    words = tick_number(feature.value, named)
    body += d.text(430, y + 2.6, words, anchor="end", colour=colour, size=8, bold=True)
    if feature.median is not None:
        away = feature.value - feature.median
        words = format_number(away, 0 if away == round(away) else 1, signed=True)
        body += d.text(d.WIDTH, y + 2.6, words, anchor="end", size=8, colour=d.INK)
    return body


def ticket_chart(weeks: Sequence[CountWeek], first: date, title: str) -> SafeString:
    """Bars from zero: history pale, the quarter full."""
    top, bottom = 10.0, 84.0
    counts = [week.count for week in weeks]
    most = d.scale_top(max([*counts, 4]))
    step = (RIGHT - LEFT) / len(weeks)
    body = "".join(
        d.line(LEFT, bottom - (bottom - top) * part, RIGHT, bottom - (bottom - top) * part)
        + d.text(LEFT - 6, bottom - (bottom - top) * part + 2.6, format_number(most * part), anchor="end")
        for part in (0, 0.5, 1)
    )
    for place, week in enumerate(weeks):
        tall = (bottom - top) * week.count / most
        colour = d.DARK if week.on >= first else d.LIGHT
        body += d.rect(LEFT + place * step + 2, bottom - tall, step - 4, tall, colour)
    mean = sum(counts) / len(counts)
    y = bottom - (bottom - top) * mean / most
    body += d.line(LEFT, y, RIGHT, y, d.INK, 0.9, "2.5 2")
    body += d.text(RIGHT + 8, y + 2.6, _("mean %(n)s a week") % {"n": format_number(mean, 1)})
    at = [LEFT + step * (place + 0.5) for place in range(len(weeks))]
    return d.svg(title, body + _ticks([week.on for week in weeks], at, bottom, marks=False), 104)


def renewal_chart(renewal: RenewalFact, as_of: date, title: str) -> SafeString:
    """From 150 days before the end to the end: milestones with what they are for, notice, and the day of this review
    where it lies there."""
    first, last, y = 22.0, 440.0, 46.0
    agenda = {
        120: _("List and usage"), 90: _("Value, items"), 60: _("Objections, price"), 30: _("Scope and price"),
    }  # fmt: skip

    def x(days: int) -> float:
        return first + (last - first) * (150 - max(0, min(150, days))) / 150

    body = d.line(first, y, last, y, d.INK, 1.4)
    for mark in renewal.milestones:
        at = x(mark.days)
        ahead = ngettext("%(n)s day", "%(n)s days", mark.days) % {"n": format_number(mark.days)}
        body += d.dot(at, y, 4, "#FFFFFF", d.DARK)
        body += d.text(at, y + 16, format_date(mark.on, "tight"), anchor="middle", colour=d.INK, bold=True)
        body += d.text(at, y + 26, ahead, anchor="middle")
        body += d.text(at, y + 36, agenda.get(mark.days, ""), anchor="middle")
    body += d.rect(last - 4, y - 4, 8, 8, d.INK)
    end = format_date(renewal.ends_on, "tight")
    body += d.text(last, y + 16, end, anchor="middle", colour=d.INK, bold=True)
    body += d.text(last, y + 26, _("term ends"), anchor="middle")
    days = (renewal.ends_on - as_of).days
    if 0 <= days <= 150:
        words = _("This review, %(day)s") % {"day": format_date(as_of, "tight")}
        stands_before = renewal.notice_on is not None and renewal.notice_on >= as_of
        body += _flag(x(days), y, 14, words, d.INK, left=stands_before and x(days) > ROOM)
    if renewal.notice_on:
        words = _("Notice by %(day)s") % {"day": format_date(renewal.notice_on, "tight")}
        at = x((renewal.ends_on - renewal.notice_on).days)
        body += _flag(at, y, 32, words, d.RED, left=at > d.WIDTH / 2)
    return d.svg(title, body, 86)


def _flag(x: float, y: float, tall: float, words: str, colour: str, *, left: bool) -> str:
    """A day above the line, its words to one side of it."""
    anchor, side = ("end", -4) if left else ("start", 4)
    body = d.line(x, y - tall, x, y - 5, colour, 0.9)
    return body + d.text(x + side, y - tall + 6, words, anchor=anchor, colour=colour, bold=True)


def points_bar(points: int, weight: int) -> SafeString:
    """A metric's points of what its weight could give, beside their number; in words too, since a tagged PDF has no
    picture without them. Points in thousandths, weight in basis points."""
    wide = 34.0
    share = points / (weight * 10) if weight else 0
    body = d.rect(0, 1, wide, 5, d.PALE, d.RULE) + d.rect(0, 1, wide * min(1.0, share), 5, d.DARK)
    words = {"points": format_number(points / 1000, 1), "whole": format_number(weight / 100, 1)}
    return d.svg(_("%(points)s of %(whole)s points") % words, body, 7, wide)


def cover_chart(values: Sequence[float | None], last: str, title: str) -> SafeString:
    """The picture of the cover: one line of real data in white."""
    wide, top, bottom = 480.0, 14.0, 150.0
    known = [value for value in values if value is not None]
    low, high = 0.0, max(known, default=1) or 1
    at = [6 + (wide - 70) * place / max(1, len(values) - 1) for place in range(len(values))]

    def y(value: float) -> float:
        return bottom - (bottom - top) * (value - low) / (high - low)

    points = [None if v is None else (x, y(v)) for v, x in zip(values, at, strict=True)]
    body = d.line(6, bottom, wide - 64, bottom, d.MIDDLE, 0.7) + d.path(d.line_path(points), "#FFFFFF", 1.8)
    ends = [point for point in points if point]
    if ends:
        body += d.dot(*ends[-1], 3, "#FFFFFF")
        body += d.text(ends[-1][0] + 9, ends[-1][1] + 3.5, last, colour="#FFFFFF", size=11, bold=True)
    return d.svg(title, body, 160, wide)


def _places(count: int) -> list[float]:
    return [LEFT + (RIGHT - LEFT) * place / max(1, count - 1) for place in range(count)]


def _ticks(days: Sequence[date], at: Sequence[float], bottom: float, *, marks: bool = True) -> str:
    body = d.line(LEFT, bottom, RIGHT, bottom, d.INK, 0.8)
    for place, (day, x) in enumerate(zip(days, at, strict=True)):
        if marks:
            body += d.line(x, bottom, x, bottom + 2.5, d.INK, 0.5)
        if place in (0, 6, 12, len(days) - 1):
            anchor = "end" if place == len(days) - 1 else "start" if place == 0 else "middle"
            body += d.text(x, bottom + 12, format_date(day, "tight"), anchor=anchor)
    return body


def _turn(days: Sequence[date], at: Sequence[float], quarter: Quarter, top: float) -> str:
    """A short stroke above the lines where one quarter ends and the next begins, both named."""
    place = next((n for n, day in enumerate(days) if day >= quarter.first), 0)
    if not place:
        return ""
    x = at[place] - (at[place] - at[place - 1]) * ((days[place] - quarter.first).days + 1) / 7
    body = d.line(x, top - 11, x, top + 3, d.INK, 0.7)
    body += d.text(x - 4, top - 4, quarter_alone(quarter.before), anchor="end")
    return body + d.text(x + 4, top - 4, quarter_alone(quarter))


def _no_data(known: Sequence[bool], at: Sequence[float], top: float, bottom: float) -> str:
    body = ""
    for first, last in d.gaps(known):
        x1, x2 = at[max(0, first - 1)] if first else at[0], at[min(len(at) - 1, last + 1)]
        body += d.rect(x1, top, x2 - x1, bottom - top, d.BAND)
        if x2 - x1 >= 30:
            body += d.text((x1 + x2) / 2, (top + bottom) / 2, _("no data"), anchor="middle")
    return body


def _diamond(x: float, y: float) -> str:
    return (
        f'<path d="M{d.number(x)} {d.number(y - 3.6)}l3.6 3.6l-3.6 3.6l-3.6-3.6Z" fill="#FFFFFF" '
        f'stroke="{d.INK}" stroke-width="0.9"/>'
    )
