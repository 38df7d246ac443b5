"""The portfolio: a book of accounts as of today or any day before."""

from datetime import date, timedelta
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.access import ALL, visible_accounts
from core import clock
from core.days import day_asked
from core.htmx import wants_fragment
from core.links import href
from core.lists import ListContext, answer_list
from health.choices import Band
from health.selectors.facts import data_until
from reports.ports import STEP_LINKS
from reports.selectors.book import book_weeks, renewing_then, renewing_within
from reports.selectors.movers import movers
from reports.selectors.steps import first_steps
from reports.shown import distribution, metric_strip
from reports.sources import PASSED, open_portfolio
from workspaces.access import allowed_somewhere
from workspaces.choices import Right
from workspaces.http import StaffRequest

RENEWAL_DAYS = 90
OLD_DAYS = 30
"""Where most of the book is unknown and the data ended longer ago than this, the page leads back to their end."""


@require_safe
def portfolio(request: StaffRequest) -> HttpResponse:
    now = clock.now()
    opened = open_portfolio(request.workspace, request.member, request.GET, now)
    context, rows = opened.context, opened.rows
    today = clock.today_in(request.workspace.time_zone, now)
    _day, refused = day_asked(request.GET.get("asof", ""), today)
    extra: dict[str, Any] = {}
    if not wants_fragment(request):
        extra = _round_the_list(request, context, rows, today)
        extra["refused"] = refused
        if not extra["weeks"][-1].count and not visible_accounts(request.member).exists():
            return _fresh(request)
    return answer_list(
        request,
        opened.spec,
        rows,
        context,
        "reports/portfolio.html",
        extra,
        PASSED,
    )


def _round_the_list(request: StaffRequest, context: ListContext, book: Any, today: date) -> dict[str, Any]:
    day, currency, sees_money = context.today, context.currency, context.sees_money
    weeks = book_weeks(book, day, currency)
    until = day + timedelta(days=RENEWAL_DAYS)
    by_arr = sees_money and request.GET.get("by", "arr") == "arr" and weeks[-1].total > 0
    mostly_unknown = weeks[-1].accounts[Band.UNKNOWN] * 2 > weeks[-1].count
    renewing = None
    newest = data_until(day) if mostly_unknown and not sees_money else None
    if sees_money:
        due = renewing_within if day == today else renewing_then
        renewing = due(book, day, until, newest=mostly_unknown)
        newest = renewing.newest
    return {
        "day": day,
        "today": today,
        "is_today": day == today,
        "weeks": weeks,
        "metrics": metric_strip(
            weeks, renewing, currency=currency, sees_money=sees_money, day=day, is_today=day == today
        ),
        "distribution": distribution(
            weeks, by_arr=by_arr, currency=currency, sees_money=sees_money, day=day, is_today=day == today
        ),
        "movers": movers(book, day),
        "newest": newest if newest and (day - newest).days > OLD_DAYS else None,
        "empty": _empty(request),
    }


def _empty(request: StaffRequest) -> dict[str, str]:
    if request.member.book != ALL:
        return {
            "title": _("Your book is empty"),
            "text": _("Accounts that you own or share stand here. Look at all accounts to find yours."),
            "button": _("Show all accounts"),
            "url": "?book=all",
        }
    return {
        "title": _("No customers on this day"),
        "text": _("Choose a later day, or today."),
        "button": _("Look at today"),
        "url": href("reports:portfolio"),
    }


def _fresh(request: StaffRequest) -> HttpResponse:
    """A workspace without accounts: what will stand here, and the steps that lead there."""
    link = STEP_LINKS.get("import")
    context = {
        "import_url": href(link.url_name) if link else "",
        "steps": first_steps(request.workspace),
        "may_import": allowed_somewhere(request.member, Right.IMPORT_DATA),
        "may_score": allowed_somewhere(request.member, Right.USE_SCORECARDS),
        "may_invite": allowed_somewhere(request.member, Right.MANAGE_MEMBERS),
    }
    return render(request, "reports/first_steps.html", context)
