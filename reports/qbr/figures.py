"""The five key figures of the summary."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from core.text import format_number, format_percent, format_score
from reports.facts import Facts
from reports.qbr.words import band_word, known_weeks, quarter_short, usage_figure


@dataclass(frozen=True)
class Figure:
    """A key figure: now, its change in words, and the last quarter's."""

    label: str
    value: str
    change: str
    before: str


def figures_of(facts: Facts) -> tuple[Figure, ...]:
    """Five: health, use, licences or people, tickets, satisfaction."""
    quarter, now, before = quarter_short(facts, before=True), facts.support.now, facts.support.before
    figures = [_health_figure(facts, quarter), *_usage_figures(facts, quarter)]
    has = facts.support.has_source
    figures.append(
        Figure(
            _("Tickets opened"),
            format_number(now.opened if has else None),
            _apart(now.opened - before.opened) if has else _("not measured"),
            f"{quarter}: {format_number(before.opened if has else None)}",
        )
    )
    csat = 100 * now.positive / now.answers if now.answers else None
    csat_before = 100 * before.positive / before.answers if before.answers else None
    figures.append(
        Figure(
            _("CSAT, %(n)s answers") % {"n": format_number(now.answers)},
            format_percent(csat),
            _points(csat, csat_before),
            f"{quarter}: {format_percent(csat_before)}",
        )
    )
    return tuple(figures[:5])


def _health_figure(facts: Facts, quarter: str) -> Figure:
    health = facts.health
    if health is None:
        return Figure(_("Health score of 100"), format_score(None), _("not measured"), "")
    label = _("Health score of 100, coverage %(share)s") % {"share": format_percent(health.coverage / 100)}
    known = health.score is not None and health.score_before is not None
    change = band_word(health.band)
    if known:
        apart = (health.score or 0) - (health.score_before or 0)
        words = _("%(n)s higher") if apart > 0 else _("%(n)s lower") if apart < 0 else _("unchanged")
        change = words % {"n": format_number(abs(apart) / 1000, 1)} if apart else words
    before = f"{quarter}: {format_score(health.score_before)}"
    if health.score_before is not None:
        before += f" · {band_word(health.band_before)}"
    return Figure(label, format_score(health.score), change, before)


def _usage_figures(facts: Facts, quarter: str) -> list[Figure]:
    usage = facts.usage
    if usage is None:
        gap = Figure(_("Use of the product"), format_number(None), _("not measured"), "")
        return [gap, Figure(_("People on the list"), format_number(len(facts.people)), "", "")]
    label = _("Uses in the quarter") if usage.unit == "uses" else _("Active users in the quarter")
    whole = Figure(
        label,
        format_number(usage.total),
        _apart(usage.total - usage.total_before),
        f"{quarter}: {format_number(usage.total_before)}",
    )
    weeks = known_weeks(usage)
    last = weeks[-1] if weeks else None
    median = usage_figure(usage, last.median if last else None)
    value = usage_figure(usage, last.value if last else None)
    labels = {
        "share": _("Seats in use, last week"),
        "users": _("Active users, last week"),
        "uses": _("Uses in the last week"),
    }
    bare = format_number(last.value if last else None)
    week = Figure(
        labels[usage.unit],
        value if usage.unit == "share" else bare,
        _("median %(value)s") % {"value": median},
        _("seats: %(n)s") % {"n": format_number(usage.seats)} if usage.seats else "",
    )
    return [whole, week]


def _apart(apart: int) -> str:
    if not apart:
        return _("unchanged")
    return (_("%(n)s more") if apart > 0 else _("%(n)s fewer")) % {"n": format_number(abs(apart))}


def _points(now: float | None, before: float | None) -> str:
    if now is None:
        return _("not measured")
    if before is None:
        return _("no figure before")
    apart = round(now) - round(before)
    if not apart:
        return _("unchanged")
    return (_("%(n)s points higher") if apart > 0 else _("%(n)s points lower")) % {"n": abs(apart)}
