"""The portfolio as its template draws it: finished words and addresses."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.shell import Choice
from core.text import format_change, format_date, format_money, format_number, format_percent
from health.choices import Band
from reports.selectors.book import Renewing, Week

WEEKS_OF_CHANGE = 4


@dataclass(frozen=True)
class Metric:
    """A cell of the metric strip, as templates/components/metrics.html wants it."""

    label: str
    value: str
    note: str | SafeString = ""
    url: str = ""


@dataclass(frozen=True)
class BandRow:
    """One band of the distribution; `url` leads to its rows."""

    band: str
    share: str
    arr: str
    accounts: str
    url: str


@dataclass(frozen=True)
class Distribution:
    """The book by band: rows, the chart's weeks (by accounts or by ARR) and its words."""

    rows: tuple[BandRow, ...]
    weeks: Sequence[Mapping[str, Any]]
    shares: Sequence[tuple[str, int]]
    title: str
    first: str
    choices: tuple[Choice, ...]


def metric_strip(
    weeks: Sequence[Week],
    renewing: Renewing | None,
    *,
    currency: str,
    sees_money: bool,
    day: date,
    is_today: bool,
) -> list[Metric]:
    """The figures that are real on that day; amounts only for those who may see money."""
    now, before = weeks[-1], weeks[-1 - WEEKS_OF_CHANGE]
    cells = []
    accounts = ngettext("%(n)s account", "%(n)s accounts", now.count) % {"n": format_number(now.count)}
    if sees_money:
        cells.append(Metric(_("ARR in book"), format_money(now.total, currency, "compact"), accounts))
        if renewing is not None:
            words = ngettext("%(n)s account", "%(n)s accounts", renewing.accounts) % {
                "n": format_number(renewing.accounts)
            }
            url = "?f.term_end=within:90&sort=renewal" if is_today else f"?sort=renewal{_as_of(day)}"
            cells.append(
                Metric(_("Renewing within 90 days"), format_money(renewing.arr, currency), words, url)
            )
        at_risk = now.arr[Band.AT_RISK] - before.arr[Band.AT_RISK]
        note = _("%(change)s in 4 weeks") % {
            "change": f"{'↑' if at_risk > 0 else '↓'} {format_money(abs(at_risk), currency)}"
        }
        cells.append(
            Metric(
                _("ARR at risk"),
                format_money(now.arr[Band.AT_RISK], currency),
                note if at_risk else _("unchanged in 4 weeks"),
                f"?f.band=is:{Band.AT_RISK}{_as_of(day)}",
            )
        )
    else:
        cells.append(Metric(_("Accounts in book"), format_number(now.count)))
    cells.append(_count(_("Healthy"), Band.HEALTHY, now, before, day))
    cells.append(_count(_("Unknown"), Band.UNKNOWN, now, before, day))
    return cells


def _count(label: str, band: Band, now: Week, before: Week, day: date) -> Metric:
    share = format_percent(100 * now.accounts[band] / now.count) if now.count else ""
    change = now.accounts[band] - before.accounts[band]
    moved = f" · {format_change(float(change)).replace('.0', '')}" if change else ""
    words = f"{share}{moved} {_('in 4 weeks') if change else _('of the book')}"
    return Metric(label, format_number(now.accounts[band]), words, f"?f.band=is:{band}{_as_of(day)}")


def distribution(
    weeks: Sequence[Week], *, by_arr: bool, currency: str, sees_money: bool, day: date, is_today: bool
) -> Distribution:
    """The book by band now, and over 18 weeks."""
    now = weeks[-1]
    measured = now.arr if by_arr else now.accounts
    whole = sum(measured.values())
    as_of = "" if is_today else _as_of(day)
    rows = tuple(
        BandRow(
            band,
            format_percent(100 * measured[band] / whole) if whole else format_percent(0),
            format_money(now.arr[band], currency, "compact") if sees_money else "",
            format_number(now.accounts[band]),
            f"?f.band=is:{band}{as_of}",
        )
        for band in Band.values
    )
    drawn = [
        {**(_scaled(week.arr) if by_arr else week.accounts), "label": format_date(week.day)} for week in weeks
    ]
    choices = (
        Choice(_("ARR"), f"?by=arr{as_of}", by_arr, "arr"),
        Choice(_("Accounts"), f"?by=accounts{as_of}", not by_arr, "accounts"),
    )
    return Distribution(
        rows,
        drawn,
        [(band, measured[band]) for band in Band.values],
        _("Share of ARR by band, 18 weeks") if by_arr else _("Accounts by band, 18 weeks"),
        format_date(weeks[0].day, "title"),
        choices if sees_money else (),
    )


def _scaled(amounts: Mapping[str, int]) -> dict[str, int]:
    """Whole units for the chart's words."""
    return {band: amount // 100 for band, amount in amounts.items()}


def _as_of(day: date) -> str:
    return f"&asof={day.isoformat()}"
