"""The renewals of twelve months by band, as templates/components/chart.html draws them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from core.links import href
from core.lists import ListContext
from core.money import exponent
from core.templatetags.ui import band_word
from core.text import format_money, format_month, format_number
from health.choices import Band
from lifecycle.selectors.renewals import Month, twelve_months

#: Healthy is quiet, what is unknown is an outline, what is at risk is hatched.
TONES = {Band.HEALTHY: "rest", Band.MONITOR: "monitor", Band.AT_RISK: "risk", Band.UNKNOWN: "lost"}
#: From which amount in whole units the chart counts in these, and with how many decimals.
SCALES = ((1_000_000, "million", 10**6, 1), (10_000, "thousand", 10**3, 0))


@dataclass(frozen=True)
class Bar:
    """A month for phones: a link with its count."""

    label: str
    url: str
    count: int
    current: bool


@dataclass(frozen=True)
class Legend:
    band: str
    tone: str
    label: str
    total: str
    url: str


@dataclass(frozen=True)
class Chart:
    """The renewals of twelve months by band: the chart, its table, and the words above it."""

    data: Mapping[str, Any]
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    legend: tuple[Legend, ...]
    months: tuple[Bar, ...]


def month_chart(months: Mapping[date, Month], context: ListContext, *, chosen: Sequence[str] = ()) -> Chart:
    """Twelve months by band: amounts, or contracts for those who may not see money."""
    year = twelve_months(months, context.today)
    path = f"{href('lifecycle:renewals')}?"
    keys = [month.first.isoformat()[:7] for month in year]
    series: list[dict[str, Any]] = [
        {
            "name": band_word(band),
            "tone": tone,
            "data": [_plain(month, band, context) for month in year],
            "urls": [f"{path}f.month=is:{key}&f.band=is:{band.value}" for key in keys],
        }
        for band, tone in TONES.items()
    ]
    unit = _unit(year, series, context) if context.sees_money else {}
    data: dict[str, Any] = {
        "kind": "stacked",
        "x": [_tick(month.first, place) for place, month in enumerate(year)],
        "series": series,
        "unit": unit,
        "totals": [_total(month, context, short=True) if month.contracts else "" for month in year],
    }
    if len(chosen) == 1 and chosen[0] in keys:
        data["mark"] = keys.index(chosen[0])
    return Chart(
        data,
        (_("Month"), *(band_word(band) for band in TONES), _("All")),
        tuple(_table_row(month, context) for month in year),
        tuple(_legend(year, band, tone, path, context) for band, tone in TONES.items()),
        tuple(
            Bar(
                format_month(month.first, short=True),
                f"{path}f.month=is:{key}",
                month.contracts,
                key in chosen,
            )
            for month, key in zip(year, keys, strict=True)
            if month.contracts
        ),
    )


def _plain(month: Month, band: str, context: ListContext) -> float:
    if not context.sees_money:
        return month.contracts_by_band[band]
    return month.amount_by_band[band] / 10 ** exponent(context.currency)


def _unit(year: Sequence[Month], series: list[dict[str, Any]], context: ListContext) -> dict[str, Any]:
    """How the chart spells amounts, with the marks of the currency; scales the series."""
    places = exponent(context.currency)
    most = max(month.amount for month in year) // 10**places
    before, _zero, after = format_money(0, context.currency).partition("0")
    for start, style, size, digits in SCALES:
        if most >= start:
            for one in series:
                one["data"] = [value / size for value in one["data"]]
            unit = format_money(size * 10**places, context.currency, style)
            return {"prefix": before, "suffix": unit.removeprefix(before).lstrip("01.,"), "digits": digits}
    return {"prefix": before, "suffix": after}


def _tick(first: date, place: int) -> str:
    """The year where the axis begins and where it changes."""
    whole = format_month(first, short=True)
    return whole if place == 0 or first.month == 1 else whole.partition(" ")[0]


def _total(month: Month, context: ListContext, *, short: bool = False, band: str = "") -> str:
    if not context.sees_money:
        return format_number(month.contracts_by_band[band] if band else month.contracts)
    amount = month.amount_by_band[band] if band else month.amount
    return format_money(amount, context.currency, "compact" if short else "full")


def _table_row(month: Month, context: ListContext) -> tuple[str, ...]:
    parts = (_total(month, context, band=band) for band in TONES)
    return (format_month(month.first), *parts, _total(month, context))


def _legend(year: Sequence[Month], band: str, tone: str, path: str, context: ListContext) -> Legend:
    whole = Month(year[0].first)
    for month in year:
        whole.add(band, month.contracts_by_band[band], month.amount_by_band[band], 0)
    words = band_word(band)
    return Legend(band, tone, words, _total(whole, context, short=True, band=band), f"{path}f.band=is:{band}")
