"""Today: what a member has to do, and what waits for the member elsewhere."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from core.htmx import wants_fragment
from core.links import href
from core.text import format_countdown, format_date, relative_time
from playbooks.ports import TODAY, TodayItem, TodaySource
from playbooks.selectors.work import todo_of
from playbooks.shown import by_choices, groups_of, rules_at_rest, snoozes, summary_of
from playbooks.views.answering import moments
from workspaces.access import sees_money
from workspaces.context import book_of
from workspaces.http import StaffRequest

SHOWN = 5


@dataclass(frozen=True, slots=True)
class WaitingRow:
    """An item of another app, finished."""

    item: TodayItem
    when: str
    late: bool


@dataclass(frozen=True, slots=True)
class WaitingPart:
    """What one source hands in; whether there is more than is shown, at `url`."""

    source: TodaySource
    rows: tuple[WaitingRow, ...]
    more: bool
    url: str


@require_safe
def today(request: StaffRequest) -> HttpResponse:
    _now, day = moments(request)
    money = sees_money(request.member)
    by = request.GET.get("by", "")
    todo = todo_of(request.member, book=book_of(request), today=day)
    context: dict[str, Any] = {
        "groups": groups_of(
            todo,
            by=by,
            today=day,
            me=request.member.pk,
            currency=request.workspace.currency,
            with_money=money,
        ),
        "todo": todo,
        "summary": summary_of(todo, currency=request.workspace.currency, with_money=money),
        "sorts": by_choices(by, with_money=money),
        "by": by,
        "days": snoozes(day),
        "today": day,
    }
    if not todo.rows:
        context["resting"] = rules_at_rest(request.member)
    if wants_fragment(request):
        return render(request, "playbooks/_today.html", context)
    return render(request, "playbooks/today.html", context)


@require_safe
def waiting(request: StaffRequest) -> HttpResponse:
    """What other apps hand in; by itself, so that the work is there before they have all answered."""
    _now, day = moments(request)
    context = {"waiting": _waiting(request, day)}
    template = "playbooks/_waiting.html" if wants_fragment(request) else "playbooks/waiting.html"
    return render(request, template, context)


def _waiting(request: StaffRequest, day: date) -> list[WaitingPart]:
    """What other apps hand in, without the sources that have nothing."""
    parts = []
    for source in TODAY:
        items = source.items(request.member, today=day, limit=SHOWN + 1)
        if items:
            url = href(source.url_name) if source.url_name else ""
            rows = tuple(_row(request, item, day) for item in items[:SHOWN])
            parts.append(WaitingPart(source, rows, len(items) > SHOWN, url))
    return parts


def _row(request: StaffRequest, item: TodayItem, day: date) -> WaitingRow:
    now, _day = moments(request)
    days = (item.due_on - day).days if item.due_on else None
    if days is not None and item.due_on is not None:
        when = format_countdown(days) if days <= 30 else format_date(item.due_on, "tight")
    else:
        when = relative_time(item.waits_since, now) if item.waits_since else ""
    return WaitingRow(item, when, days is not None and days < 0)
