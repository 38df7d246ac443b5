"""Small charts as SVG text: plain functions from numbers to marks, the same on pages and in print.

No Django and no request. Colours are classes of static/css/charts.css, never attributes, so that both
themes hold; text is escaped; every mark that says something carries a title for those who do not see it.
"""

from collections.abc import Callable, Sequence
from decimal import Decimal
from html import escape
from itertools import groupby

Number = int | float | Decimal
Week = tuple[Number | None, str]

WEEKS = 18
#: Class endings of the bands; an unknown word counts as unknown.
BANDS = {"healthy": "healthy", "monitor": "monitor", "at_risk": "risk"}
#: Days before the end at which a renewal is talked about.
MILESTONES = (120, 90, 60, 30, 0)
_TRACK_START = 150


def band_class(band: str | None) -> str:
    """healthy, monitor, risk or unknown, as the stylesheets name them."""
    return BANDS.get(band or "", "unknown")


def points(value: Number) -> float:
    """A score in points of 100: an int is thousandths of a point, as scores are stored."""
    return value / 1000 if isinstance(value, int) else float(value)


def _f(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".")


def strip(weeks: Sequence[Week], title: str = "", *, bar: int = 3, gap: int = 2, height: int = 18) -> str:
    """The 18-week strip. `weeks` are (score or None, band), oldest first; fewer are filled up on the left.

    A score is in points of 100; an int is thousandths of a point.
    Past healthy weeks are grey, past monitor and at-risk weeks muted, the last week solid; a week without a
    score is a stub of 2 px.
    """
    shown = [(None, "unknown")] * max(0, WEEKS - len(weeks)) + list(weeks)[-WEEKS:]
    step, width = bar + gap, WEEKS * bar + (WEEKS - 1) * gap
    marks = [
        (_week_class(week, i == WEEKS - 1), _week_path(week, i * step + bar / 2, bar, height))
        for i, week in enumerate(shown)
    ]
    if bar > 3:
        return _svg("cs-strip", width, height, _rects(shown, bar, step, height), title)
    paths = "".join(
        f'<path class="{cls}" stroke-width="{bar}" d="{"".join(d for _, d in run)}"/>'
        for cls, run in groupby(marks, key=lambda mark: mark[0])
    )
    return _svg("cs-strip", width, height, paths, title)


def _rects(shown: Sequence[Week], bar: int, step: int, height: int) -> str:
    """Large strips: bars with a small radius; the short way of drawing rounds them too much."""
    body = ""
    for index, week in enumerate(shown):
        cls = _week_class(week, index == WEEKS - 1)
        score = week[0]
        tall = (
            2.0 if cls == "cs-w-none" or score is None else max(2.0, min(100.0, points(score)) / 100 * height)
        )
        body += f'<rect class="{cls}" x="{index * step}" y="{_f(height - tall)}" width="{bar}" height="{_f(tall)}" rx="1.5"/>'
    return body


def _week_class(week: Week, last: bool) -> str:
    score, band = week
    name = band_class(band)
    if score is None or name == "unknown":
        return "cs-w-none"
    if last:
        return f"cs-w-last-{name}"
    return "cs-w" if name == "healthy" else f"cs-w-{name}"


def _week_path(week: Week, x: float, bar: int, height: int) -> str:
    score, band = week
    if score is None or band_class(band) == "unknown":
        return f"M{_f(x)} {height}v-2"
    tall = max(2.0, min(100.0, points(score)) / 100 * height)
    cap = min(bar / 2, tall / 2)
    return f"M{_f(x)} {_f(height - cap)}V{_f(height - tall + cap)}"


def renewal_tone(days: int) -> str:
    """ "soon" from 90 days, "now" from 30, else ""."""
    return "now" if days <= 30 else "soon" if days <= 90 else ""


def renewal_track(days: int, title: str = "", *, width: int = 100, labels: bool = False) -> str:
    """The way to a contract's end: from 150 days on the left to 0 on the right, ticks at the milestones."""
    left, right, y = 3.0, width - 3.0, 5

    def at(day: float) -> float:
        return left + (right - left) * (_TRACK_START - max(0.0, min(float(_TRACK_START), day))) / _TRACK_START

    ticks = "".join(f"M{_f(at(day))} {y - 3}v6" for day in MILESTONES)
    body = f'<path d="M{_f(left)} {y}H{_f(right)}{ticks}"/>'
    if days <= _TRACK_START:
        passed = "".join(f"M{_f(at(day))} {y - 3}v6" for day in MILESTONES if day >= days)
        body += f'<path class="cs-track-run" d="M{_f(left)} {y}H{_f(at(days))}{passed}"/>'
        body += f'<circle cx="{_f(at(days))}" cy="{y}" r="3.75"/>'
    if labels:
        body += "".join(f'<text x="{_f(at(day))}" y="23">{day}</text>' for day in MILESTONES)
    tone = renewal_tone(days)
    return _svg(f"cs-track cs-track-{tone}" if tone else "cs-track", width, 26 if labels else 10, body, title)


def stage_pips(position: int, title: str = "", count: int = 4) -> str:
    """Pips of a path: those before `position` (0-based) are done, the one at it is long."""
    x, body = 0, ""
    for index in range(count):
        wide = 12 if index == position else 4
        cls = "cs-pip-at" if index == position else "cs-pip-done" if index < position else "cs-pip"
        body += f'<rect class="{cls}" x="{x}" width="{wide}" height="4" rx="2"/>'
        x += wide + 4
    return _svg("cs-pips", x - 4, 4, body, title)


def part_bar(
    points: Number, weight: Number, lost: Number = 0, title: str = "", *, width: int = 150, ident: str = "x"
) -> str:
    """A metric's points of its weight, with what was lost since then hatched behind them.

    `ident` must be unique on the page: the hatch is clipped by it.
    """
    height, whole = 7, float(weight) or 1.0
    won = max(0.0, min(1.0, float(points) / whole)) * width
    gone = max(0.0, min(1.0 - won / width, float(lost) / whole)) * width
    body = f'<rect class="cs-bar-bed" x=".5" y=".5" width="{width - 1}" height="{height - 1}" rx="3"/>'
    if gone:
        body += _hatch(won, gone, width, height, escape(ident, quote=True))
    if won:
        body += f'<rect class="cs-bar-won" width="{_f(won)}" height="{height}" rx="3"/>'
    return _svg("cs-bar", width, height, body, title)


def _hatch(x: float, wide: float, width: int, height: int, ident: str) -> str:
    lines = "".join(
        f"M{_f(x - height + i)} {height + 1}l{height + 2} -{height + 2}"
        for i in range(0, int(wide) + height + 2, 5)
    )
    return (
        f'<clipPath id="h-{ident}"><rect x="{_f(x)}" width="{_f(wide)}" height="{height}" rx="3"/></clipPath>'
        f'<g clip-path="url(#h-{ident})"><path class="cs-hatch" d="{lines}"/></g>'
    )


def share_bar(
    shares: Sequence[tuple[str, Number]], title: str = "", *, width: int = 180, height: int = 9
) -> str:
    """Bands side by side by their share; nothing is drawn for a share of zero."""
    total = sum(float(share) for _, share in shares) or 1.0
    drawn = [(band_class(band), float(share) / total) for band, share in shares if share]
    room = width - 2 * max(0, len(drawn) - 1)
    x, body = 0.0, ""
    for name, share in drawn:
        wide = max(2.0, share * room)
        inset = 0.5 if name == "unknown" else 0
        body += f'<rect class="cs-b-last-{name}" x="{_f(x + inset)}" y="{inset}" width="{_f(wide - 2 * inset)}" height="{height - 2 * inset}" rx="2"/>'
        x += wide + 2
    return _svg("cs-share", width, height, body, title)


def bar(
    value: Number, most: Number, title: str = "", *, width: int = 160, height: int = 6, tone: str = "accent"
) -> str:
    """One bar from zero on its bed; tone is accent, rest or won."""
    share = max(0.0, min(1.0, float(value) / (float(most) or 1.0)))
    body = f'<rect class="cs-bar-bed" x=".5" y=".5" width="{width - 1}" height="{height - 1}" rx="2.5"/>'
    if share:
        body += (
            f'<rect class="cs-bar-{tone}" width="{_f(max(2.0, share * width))}" height="{height}" rx="3"/>'
        )
    return _svg("cs-bar", width, height, body, title)


def sparkline(values: Sequence[Number | None], title: str = "", *, width: int = 78, height: int = 24) -> str:
    """A line without axes; gaps stay gaps, the last value carries a dot."""
    known = [float(v) for v in values if v is not None]
    if not known:
        return _svg("cs-spark", width, height, "", title)
    low, high = min(known), max(known)
    step = (width - 6) / max(1, len(values) - 1)

    def y(value: float) -> float:
        return height - 4 - (value - low) / ((high - low) or 1.0) * (height - 8)

    path, pen = "", "M"
    for index, value in enumerate(values):
        if value is None:
            pen = "M"
            continue
        path += f"{pen}{_f(2 + index * step)} {_f(y(float(value)))}"
        pen = "L"
    last = values[-1]
    dot = (
        ""
        if last is None
        else f'<circle cx="{_f(2 + (len(values) - 1) * step)}" cy="{_f(y(float(last)))}" r="2.75"/>'
    )
    return _svg("cs-spark", width, height, f'<path d="{path}"/>{dot}', title)


def book_of_weeks(
    weeks: Sequence[dict[str, Number]],
    title: str = "",
    describe: Callable[[int], str] | None = None,
    *,
    width: int = 214,
    height: int = 120,
) -> str:
    """Health of the book: one column per week, stacked healthy, monitor, at_risk, unknown from below, each to 100 %.

    A week without any amount stays empty. `describe` gives the words of the column with that index.
    """
    count = max(1, len(weeks))
    step = width / count
    wide = step - 2.5
    body = "".join(
        f"<g>{_title(describe(i)) if describe else ''}{_column(week, i * step, wide, height, i == count - 1)}</g>"
        for i, week in enumerate(weeks)
    )
    return _svg("cs-bookchart", width, height, body, title)


def _column(week: dict[str, Number], x: float, wide: float, height: int, last: bool) -> str:
    order = ("healthy", "monitor", "at_risk", "unknown")
    total = sum(float(week.get(band, 0)) for band in order)
    y, body = float(height), ""
    for band in order if total else ():
        tall = float(week.get(band, 0)) / total * height
        if tall <= 0:
            continue
        name, inset = band_class(band), 0.5 if band == "unknown" else 0
        cls = f"cs-b-last-{name}" if last else f"cs-b-{name}"
        drawn = max(1.0, tall - 2 - 2 * inset)
        body += f'<rect class="{cls}" x="{_f(x + inset)}" y="{_f(y - tall + 1 + inset)}" width="{_f(wide - 2 * inset)}" height="{_f(drawn)}" rx="1.5"/>'
        y -= tall
    return body


def text_of(weeks: Sequence[Week], words: dict[str, str], number: Callable[[Number], str]) -> str:
    """The strip in words: runs of bands, oldest first, with the last score: "12 Healthy, 6 Monitor, now 49.5"."""
    runs = [(words.get(band, band), len(list(run))) for band, run in groupby(band for _, band in weeks)]
    parts = [f"{length} {word}" for word, length in runs]
    if weeks and weeks[-1][0] is not None:
        parts.append(number(weeks[-1][0]))
    return ", ".join(parts)


def _title(text: str) -> str:
    return f"<title>{escape(text)}</title>" if text else ""


def _svg(cls: str, width: int, height: int, body: str, title: str) -> str:
    spoken = f' role="img" aria-label="{escape(title, quote=True)}"' if title else ' aria-hidden="true"'
    return f'<svg class="{cls}" width="{width}" height="{height}" viewBox="0 0 {width} {height}"{spoken}>{_title(title)}{body}</svg>'
