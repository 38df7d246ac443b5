"""G9: one workspace's page beside ninety-nine others."""

import statistics
from collections.abc import Iterator
from contextlib import ExitStack

from benchmarks.database import analyze, empty
from benchmarks.measure import Line
from benchmarks.pages import add_book, browser, cookies_of, portfolio_of
from benchmarks.rates import p95_of
from benchmarks.web import Visitor, one_process

ACCOUNTS = 500
WORKSPACES = 100
VISITS = 300


def portfolio_among_others(*, small: bool) -> Iterator[Line]:
    """G9: the portfolio by HTTP, visited in rotation over all workspaces that there are; each has the same book.

    One workspace alone is measured before and after; the mean of both is the limit.
    """
    accounts, workspaces, visits = (20, 4, 12) if small else (ACCOUNTS, WORKSPACES, VISITS)
    alone = [_p95(1, accounts, visits)]
    empty()
    among = _p95(workspaces, accounts, visits)
    if not small:
        empty()
        alone.append(_p95(1, accounts, visits))
    size = f"{workspaces} workspaces of {accounts:,} accounts against 1"
    limit = statistics.fmean(alone)
    yield Line("G9", "p95 of the portfolio", limit * 1000, among * 1000, "ms", 1.2, size, stretch=1.05)


def _p95(workspaces: int, accounts: int, visits: int) -> float:
    books = [add_book(f"bench-{number}", accounts) for number in range(workspaces)]
    analyze()
    with one_process() as port, ExitStack() as lines:
        visitors = [
            (lines.enter_context(Visitor(port, cookies_of(browser(book.owner)))), portfolio_of(book))
            for book in books
        ]
        p95_of(visitors, visits=max(len(visitors), 8))  # each book once: the web process knows them all
        return p95_of(visitors, visits=visits)
