"""A book rated in one grid: accounts down, metrics across, one save for all cells that changed."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from accounts.models import Account
from core import clock
from core.htmx import redirect
from core.links import href
from core.text import format_number, name_key
from health.access import grid_of
from health.models import Metric
from health.rules import DEFAULT_SCALE
from health.selectors.cards import metric_label, published_card
from health.selectors.grid import GridCell, grid_cells
from health.services.grid import CellChange, GridSaved, record_grid
from workspaces.http import StaffRequest

PAGE = 25


@dataclass(frozen=True)
class Asked:
    """Which part of the grid: a page, names that begin so, and metrics that sources rate too."""

    page: int
    start: str
    every: bool

    def url(self, page: int) -> str:
        asked = {"q": self.start, "all": "1" if self.every else "", "page": str(page) if page > 1 else ""}
        query = urlencode({key: value for key, value in asked.items() if value})
        return f"{href('health:grid')}?{query}" if query else href("health:grid")


@require_http_methods(["GET", "HEAD", "POST"])
def grid(request: StaffRequest) -> HttpResponse:
    """The grid; a POST records the cells that differ from what was seen, and says which were not taken."""
    asked = _asked(request.GET)
    accounts, metrics = grid_of(request.member, every=asked.every)
    if asked.start:
        accounts = accounts.filter(name_key__startswith=name_key(asked.start))
    total = accounts.count()
    rows = list(accounts.order_by("name_key", "pk")[PAGE * (asked.page - 1) : PAGE * asked.page])
    now = clock.now()
    today = clock.today_in(request.workspace.time_zone, now)
    done = None
    if request.method == "POST":
        changes = _changes(request.POST)
        sent = {change.account_id for change in changes}
        done = record_grid(
            changes,
            accounts=set(
                grid_of(request.member, every=True)[0].filter(pk__in=sent).values_list("pk", flat=True)
            ),
            metrics=metrics,
            note=request.POST.get("note", "").strip(),
            by=request.member,
            today=today,
            now=now,
        )
        if not done.problems:
            messages.success(request, _recorded(done.recorded))
            return redirect(request, asked.url(asked.page))
    cells = grid_cells([account.pk for account in rows], metrics, today)
    context = (
        _context(request, rows, metrics, cells, done) | _pager(asked, total, len(rows)) | {"asked": asked}
    )
    return render(request, "health/grid.html", context, status=422 if done else 200)


def _asked(sent: QueryDict) -> Asked:
    page = sent.get("page", "")
    number = int(page) if page.isascii() and page.isdigit() and len(page) < 6 else 1
    return Asked(max(number, 1), sent.get("q", "").strip()[:100], sent.get("all") == "1")


def _changes(sent: QueryDict) -> list[CellChange]:
    """The cells whose rating is not the one that was shown; fields of another shape are passed over."""
    changes = []
    for name, rating in sent.items():
        parts = name.split("_")
        if len(parts) != 3 or parts[0] != "r" or not all(p.isascii() and p.isdigit() for p in parts[1:]):
            continue
        place = f"{parts[1]}_{parts[2]}"
        if max(len(parts[1]), len(parts[2])) < 19 and rating and rating != sent.get(f"was_{place}", ""):
            seen = sent.get(f"seen_{place}", "")
            changes.append(CellChange(int(parts[1]), int(parts[2]), str(rating), str(seen)))
    return changes


def _context(
    request: StaffRequest,
    rows: list[Account],
    metrics: list[Metric],
    cells: dict[tuple[int, int], GridCell],
    done: GridSaved | None,
) -> dict[str, Any]:
    card = published_card()
    scale = card.scale if card else DEFAULT_SCALE
    problems = done.problems if done else {}
    labels = {metric.pk: metric_label(metric) for metric in metrics}
    shown = [
        {
            "account": account,
            "cells": [
                {
                    "cell": cells[account.pk, metric.pk],
                    "label": labels[metric.pk],
                    "problem": problems.get((account.pk, metric.pk), ""),
                    "sent": request.POST.get(cells[account.pk, metric.pk].name, ""),
                }
                for metric in metrics
            ],
        }
        for account in rows
    ]
    return {
        "rows": shown,
        "labels": list(labels.values()),
        "ratings": list(range(scale.high, scale.low - 1, -1)),
        "recorded": _recorded(done.recorded) if done and done.recorded else "",
        "refused": len(problems),
        "note": request.POST.get("note", ""),
    }


def _pager(asked: Asked, total: int, shown: int) -> dict[str, Any]:
    first = PAGE * (asked.page - 1) + 1
    words = ngettext("%(range)s of %(n)s account", "%(range)s of %(n)s accounts", total)
    span = f"{format_number(first)}–{format_number(first + max(shown, 1) - 1)}"
    return {
        "range": words % {"range": span, "n": format_number(total)},
        "previous_url": asked.url(asked.page - 1) if asked.page > 1 else "",
        "next_url": asked.url(asked.page + 1) if PAGE * asked.page < total else "",
    }


def _recorded(count: int) -> str:
    if not count:
        return _("Nothing changed")
    words = ngettext("%(n)s reading recorded", "%(n)s readings recorded", count) % {"n": format_number(count)}
    return _("%(words)s. The scores follow within seconds.") % {"words": words}
