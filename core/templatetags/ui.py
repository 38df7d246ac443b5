"""Template tags of the components: what a page repeats per row is plain string work, the rest is an include.

Load with {% load ui %}. Everything here answers safe HTML; values are escaped on the way in.
"""

import json
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from django import template
from django.forms import BoundField
from django.http import QueryDict
from django.templatetags.static import static
from django.utils import timezone
from django.utils.html import conditional_escape, escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from core import charts, text

register = template.Library()

Number = charts.Number
_SHAPES = {
    "healthy": '<circle class="cs-fill-healthy" cx="5" cy="5" r="4.25"/>',
    "monitor": '<path class="cs-fill-monitor" d="M5 0l5 5-5 5-5-5z"/>',
    "risk": '<path class="cs-fill-risk" d="M5 .5l5 9H0z"/>',
    "unknown": '<circle class="cs-fill-unknown" cx="5" cy="5" r="4"/>',
}


def band_word(band: str | None) -> str:
    """The band in words: Healthy, Monitor, At risk, Unknown."""
    words = {"healthy": _("Healthy"), "monitor": _("Monitor"), "risk": _("At risk")}
    return words.get(charts.band_class(band), _("Unknown"))


@lru_cache(maxsize=1)
def _sprite() -> str:
    return static("icons.svg")


@register.simple_tag
def icon(name: str, size: int = 18, label: str = "") -> SafeString:
    """An icon of static/icons.json: 24, 18, 16 in dense rows, 14 in chips. Without a label it is decoration."""
    return _icon(name, int(size), str(label))


@lru_cache(maxsize=1024)
def _icon(name: str, size: int, label: str) -> SafeString:
    cls = "cs-icon" if size == 18 else f"cs-icon cs-icon-{size}"
    spoken = format_html('role="img" aria-label="{}"', label) if label else mark_safe('aria-hidden="true"')
    return format_html('<svg class="{}" {}><use href="{}#{}"/></svg>', cls, spoken, _sprite(), name)


@register.simple_tag
def band_shape(band: str | None) -> SafeString:
    """The band's shape alone; put its word beside it, or use band_dot."""
    return mark_safe(
        f'<svg class="cs-shape" viewBox="0 0 10 10" aria-hidden="true">{_SHAPES[charts.band_class(band)]}</svg>'
    )


@register.simple_tag
def band_pill(band: str | None, size: str = "", stale_days: int | None = None) -> SafeString:
    """The health pill: word, shape and colour; size "lg" in headers; `stale_days` adds a clock and the age."""
    pill = _pill(charts.band_class(band), size, get_language() or "")
    if stale_days is None:
        return pill
    return mark_safe(pill + stale(stale_days))


@lru_cache(maxsize=64)
def _pill(name: str, size: str, language: str) -> SafeString:
    shape = f'<svg class="cs-shape" viewBox="0 0 10 10" aria-hidden="true">{_SHAPES[name]}</svg>'
    large = " cs-pill-lg" if size == "lg" else ""
    word = escape(band_word("at_risk" if name == "risk" else name))
    return mark_safe(f'<span class="cs-pill cs-pill-{name}{large}">{shape}{word}</span>')


@register.simple_tag
def band_dot(band: str | None, words: str = "") -> SafeString:
    """Shape and a word (the band's own, if none is given), without a frame."""
    return format_html('<span class="cs-shaped">{}{}</span>', band_shape(band), words or band_word(band))


@register.simple_tag
def stale(days: int) -> SafeString:
    """How old a reading is that has outlived its shelf life."""
    return format_html(
        '<span class="cs-stale">{}{}</span>', _icon("clock", 14, ""), _("Stale, %(n)s d") % {"n": days}
    )


@register.simple_tag
def score(
    value: Number | str | None, change: Number | None = None, size: str = "", show_change: bool = True
) -> SafeString:
    """A score with its change. Ints are thousandths of a point, Decimals and floats points, strings are kept."""
    cls = "cs-score cs-score-lg" if size == "lg" else "cs-score"
    after = change_mark(change) if show_change and change is not None else ""
    if value is None:
        return mark_safe(f'<span class="{cls}"><span class="cs-none">{text.NONE}</span></span>')
    return mark_safe(f'<span class="{cls}"><b>{escape(text.format_score(value))}</b>{after}</span>')


@register.simple_tag
def change_mark(value: Number | None, words: str = "") -> SafeString:
    """↑ ↓ – with the change; `words` replaces the number ("1.6 pts")."""
    if value is None:
        return mark_safe(f'<span class="cs-change cs-none">{text.NONE}</span>')
    way, spoken = (
        ("up", _("up")) if value > 0 else ("down", _("down")) if value < 0 else ("same", _("unchanged"))
    )
    shown = f"{text.format_change(value)[0]}\u00a0{words}" if words else text.format_change(value)
    arrow, number = shown[0], shown[1:]
    return format_html(
        '<span class="cs-change cs-change-{}"><span aria-hidden="true">{}</span><span class="cs-sr">{}</span>{}</span>',
        way, arrow, spoken, number,
    )  # fmt: skip


@register.simple_tag
def strip(weeks: Sequence[charts.Week], size: str = "", label: bool = True) -> SafeString:
    """The 18-week strip; weeks are (score of 100 or None, band), oldest first; size "lg" in headers, "show" large."""
    words = {
        "healthy": band_word("healthy"),
        "monitor": band_word("monitor"),
        "at_risk": band_word("at_risk"),
    }
    title = ""
    if label:
        said = charts.text_of(weeks, {**words, "unknown": band_word(None)}, text.format_score)
        title = _("18 weeks: %(runs)s") % {"runs": said or band_word(None)}
    bar, gap, height = {"lg": (4, 2, 22), "show": (9, 5, 52)}.get(size, (3, 2, 20))
    return mark_safe(charts.strip(weeks, title, bar=bar, gap=gap, height=height))


@register.simple_tag
def renewal_track(days: int | None, width: int = 100, labels: bool = False) -> SafeString:
    """The track 120 · 90 · 60 · 30 · 0 for the days left; nothing without days."""
    if days is None:
        return mark_safe("")
    title = _("%(days)s days to renewal") % {"days": days}
    return mark_safe(charts.renewal_track(int(days), title, width=int(width), labels=bool(labels)))


@register.simple_tag
def countdown(days: int | None, day: date | None = None) -> SafeString:
    """Days left, amber from 90 and red from 30, with the date in the tight style behind it."""
    if days is None:
        return mark_safe(f'<span class="cs-none">{text.NONE}</span>')
    tone = charts.renewal_tone(days)
    cls = f"cs-days cs-days-{tone}" if tone else "cs-days"
    after = format_html(' <span class="cs-text-3">· {}</span>', text.format_date(day, "tight")) if day else ""
    return format_html(
        '<span class="cs-nowrap"><span class="{}">{}</span>{}</span>', cls, text.format_countdown(days), after
    )


STAGES = ("land", "adopt", "expand", "renew")


@register.simple_tag
def stage_pips(stage: str | int | None, label: str = "") -> SafeString:
    """The four pips of Land, Adopt, Expand, Renew; the stage by key or by position from 0."""
    if stage is None or stage == "":
        return mark_safe("")
    position = STAGES.index(stage) if stage in STAGES else int(stage)
    return mark_safe(charts.stage_pips(position, label))


@register.simple_tag
def avatar(name: str, kind: str = "", size: str = "") -> SafeString:
    """Initials on a tile: square for accounts, kind "person" round, "me" in accent; size "lg" in headers."""
    cls = "cs-avatar"
    if kind in ("person", "me"):
        cls += " cs-avatar-round"
    if kind == "me":
        cls += " cs-avatar-me"
    if size == "lg":
        cls += " cs-avatar-lg"
    return format_html('<span class="{}" aria-hidden="true">{}</span>', cls, text.initials(str(name)))


@register.simple_tag
def tag(words: object, tone: str = "", icon_name: str = "") -> SafeString:
    """A small filled word: tone "", accent, good, warn or bad."""
    mark = _icon(icon_name, 14, "") if icon_name else ""
    return format_html('<span class="cs-tag{}">{}{}</span>', f" cs-tag-{tone}" if tone else "", mark, words)


@register.simple_tag
def part_bar(
    points: Number, weight: Number, lost: Number = 0, ident: str = "x", width: int = 150
) -> SafeString:
    """A metric's bar in the why panel; `ident` unique on the page. Numbers in the same unit."""
    title = _("%(points)s of %(weight)s") % {
        "points": text.format_number(_num(points), 1),
        "weight": text.format_number(_num(weight)),
    }
    return mark_safe(charts.part_bar(points, weight, lost, title, ident=ident, width=int(width)))


def _num(value: Number) -> Number:
    return value


@register.simple_tag
def bar(
    value: Number, most: Number = 100, label: str = "", tone: str = "accent", width: int = 160
) -> SafeString:
    """A bar from zero."""
    return mark_safe(charts.bar(value, most, label, tone=tone, width=int(width)))


@register.simple_tag
def share_bar(shares: Sequence[tuple[str, Number]], width: int = 180, height: int = 9) -> SafeString:
    """Bands side by side; shares are (band, amount)."""
    total = sum(float(s) for _b, s in shares) or 1.0
    title = ", ".join(
        f"{band_word(band)} {text.format_percent(float(share) / total * 100)}"
        for band, share in shares
        if share
    )
    return mark_safe(charts.share_bar(shares, title, width=int(width), height=int(height)))


@register.simple_tag
def sparkline(values: Sequence[Number | None], label: str = "") -> SafeString:
    """A line of values without axes."""
    return mark_safe(charts.sparkline(values, label))


@register.simple_tag
def book_chart(
    weeks: Sequence[Mapping[str, Any]], label: str = "", width: int = 214, height: int = 120
) -> SafeString:
    """Health of the book: per week a mapping of healthy, monitor, at_risk, unknown and, for words, `label`."""

    def describe(index: int) -> str:
        week = weeks[index]
        parts = [
            f"{band_word(band)} {text.format_number(week[band])}"
            for band in ("healthy", "monitor", "at_risk", "unknown")
            if week.get(band)
        ]
        return f"{week.get('label', '')}: {', '.join(parts)}".lstrip(": ")

    return mark_safe(
        charts.book_of_weeks(
            [dict(week) for week in weeks], label, describe, width=int(width), height=int(height)
        )
    )


@register.simple_tag
def crumbs(*parts: str) -> SafeString:
    """The way to this page: label, URL, label, URL, …, label. The last is the page itself."""
    pairs = list(zip(parts[:-1:2], parts[1:-1:2], strict=False))
    arrow = _icon("chevron-right", 16, "")
    links = format_html_join("", '<a href="{}">{}</a>{}', ((url, label, arrow) for label, url in pairs))
    back = ""
    if pairs:
        label, url = pairs[-1]
        back = format_html(
            '<a class="cs-crumb-back" href="{}">{}</a>',
            url,
            _icon("chevron-left", 18, _("Back to %(page)s") % {"page": label}),
        )
    return format_html(
        '<nav class="cs-crumbs" aria-label="{}">{}{}<span aria-current="page">{}</span></nav>',
        _("You are here"),
        back,
        links,
        parts[-1],
    )


@register.simple_tag(takes_context=True)
def query(context: Any, **changes: Any) -> str:
    """The present URL's query with changes: {% query page=None sort="-arr" %}; None or "" removes a key."""
    request = context.get("request")
    params = request.GET.copy() if request else QueryDict(mutable=True)
    for key, value in changes.items():
        params.pop(key, None)
        if value is None or value == "":
            continue
        params.setlist(key, list(value) if isinstance(value, list | tuple) else [str(value)])
    coded = params.urlencode(safe=",:")
    return f"?{coded}" if coded else "?"


@register.simple_tag(takes_context=True)
def sort_header(
    context: Any, label: str, key: str, current: str = "", param: str = "sort", first: str = ""
) -> SafeString:
    """A header's link that sorts by `key`; `current` is the sort in force ("arr", "-arr"); first "-" starts high."""
    up, down = current == key, current == f"-{key}"
    target = f"-{key}" if up or (first == "-" and not down) else key
    arrow = (
        _icon("arrow-up" if up else "arrow-down", 14, _("low first") if up else _("high first"))
        if up or down
        else ""
    )
    return format_html(
        '<a href="{}" rel="nofollow">{}{}</a>',
        query(context, **{param: target, "after": None, "before": None}),
        label,
        arrow,
    )


@register.inclusion_tag("components/field.html")
def field(bound: BoundField, hint: str = "", optional: bool = True, full: bool = False) -> dict[str, Any]:
    """A form field in the design's markup: label above, hint or error below."""
    return {"field": bound, "hint": hint, "optional": optional, "full": full}


@register.filter
def widget_kind(bound: BoundField) -> str:
    """The kind of control a field draws: checkbox, choices, file or input."""
    widget = bound.field.widget
    kind = getattr(widget, "input_type", "")
    if kind == "checkbox" and not bound.use_fieldset:
        return "checkbox"
    if bound.use_fieldset:
        return "choices"
    return "file" if kind == "file" else "input"


@register.filter
def undo_url(tags: str) -> str:
    """The URL of "undo:/…" among a message's tags, or nothing."""
    return next(
        (
            part[5:]
            for part in (tags or "").split()
            if part.startswith("undo:/") and not part.startswith("undo://")
        ),
        "",
    )


@register.filter
def money(value: Any, style: str = "full") -> str:
    """A Money, or (minor, currency), by the reader's locale."""
    if value is None:
        return text.NONE
    minor, currency = value if isinstance(value, tuple) else (value.minor, value.currency)
    return text.format_money(minor, currency, style)


register.filter("initials", text.initials)
register.filter("first_name", text.first_name)
register.filter("percent", text.format_percent)
register.filter("points", text.format_score)
register.filter("change", text.format_change)
register.filter("countdown_text", text.format_countdown)
register.filter("band_word", band_word)
register.filter("join_words", text.join_words)
register.filter("filesize", text.format_bytes)
register.filter("clock", text.format_time)


@register.filter
def number(value: Number | None, digits: int = 0) -> str:
    """A number with thousands marks."""
    return text.format_number(value, int(digits))


@register.filter
def day(value: date | datetime | None, style: str = "long") -> str:
    """A date: long, title, full, tight. Aware moments are read in the reader's zone."""
    if isinstance(value, datetime):
        value = timezone.localtime(value).date() if timezone.is_aware(value) else value.date()
    return text.format_date(value, style)


@register.filter
def ago(value: datetime | None) -> str:
    """How long ago, up to seven days, then the date."""
    if value is None:
        return text.NONE
    return text.relative_time(value, timezone.localtime())


@register.filter
def or_none(value: Any) -> str:
    """The value, or – where there is none."""
    return text.NONE if value is None or value == "" else str(conditional_escape(value))


@register.filter
def as_json(value: Any) -> str:
    """For an attribute that a script reads: fragments are taken in without any script element."""
    return json.dumps(value)
