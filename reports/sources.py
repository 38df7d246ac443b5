"""The portfolio's accounts as they are or stood on a day, for the page and for files."""

from dataclasses import replace
from datetime import datetime

from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from accounts.access import book_of
from accounts.lists import list_context
from core.days import day_asked
from core.lists import ListSource, OpenList
from reports.lists import portfolio_list
from reports.selectors.book import as_they_stood, customers_as_of
from workspaces.models import Member, Workspace

PASSED = frozenset({"asof", "by"})


def open_portfolio(workspace: Workspace, member: Member, query: QueryDict, now: datetime | None) -> OpenList:
    """The book as of the day that the page's query asks for, which its context holds."""
    context = list_context(workspace, member, now)
    day, _refused = day_asked(query.get("asof", ""), context.today)
    is_today = day == context.today
    book = customers_as_of(book_of(member), day)
    if not is_today:
        book = as_they_stood(book, day, context.currency, workspace.short_term_months)
    return OpenList(portfolio_list(is_today=is_today), book, replace(context, today=day), PASSED)


SOURCE = ListSource(key="portfolio", label=_("Portfolio"), open=open_portfolio)
