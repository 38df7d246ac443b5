"""G11 and G13: how many pages two web workers give, and how long a page takes at half of that."""

import statistics
from collections.abc import Iterator
from typing import Any

from benchmarks.measure import Line, percentile
from benchmarks.pages import browser, cookies_of, make_book, portfolio_of, recorded
from benchmarks.rates import bare_pages_per_second, idle_seconds, pages_per_second, seconds_at
from benchmarks.web import WORKERS, Visitor, two_workers

ACCOUNTS = 10_000
VISITORS = 8
TURNS, SECONDS = 3, 10.0
IDLE_VISITS, VISITS = 40, 400
SEED = 13


def pages_of_two_workers(*, small: bool) -> Iterator[Line]:
    """G11: the portfolio page by two workers, against two processes that only ask its statements; by turns."""
    count, seconds, turns = (ACCOUNTS // 100, 0.7, 1) if small else (ACCOUNTS, SECONDS, TURNS)
    cookies, address, queries = _page_of(count)
    limits, products = [], []
    with two_workers() as port:
        _warm(port, cookies, address)
        for _turn in range(turns):
            products.append(pages_per_second(port, cookies, address, visitors=VISITORS, seconds=seconds))
            limits.append(bare_pages_per_second(queries, processes=WORKERS, seconds=seconds))
    size = f"portfolio, 50 of {count:,} accounts, {VISITORS} visitors, {WORKERS} workers"
    limit, product = statistics.median(limits), statistics.median(products)
    yield Line("G11", "pages a second", limit, product, "pages/s", 0.15, size, stretch=0.3, at_least=True)


def at_half_the_rate(*, small: bool) -> Iterator[Line]:
    """G13: people come at half the rate that was just seen to be possible, whether they are served or not."""
    count, seconds = (ACCOUNTS // 100, 0.7) if small else (ACCOUNTS, SECONDS)
    cookies, address, _queries = _page_of(count)
    with two_workers() as port:
        _warm(port, cookies, address)
        idle = idle_seconds(port, cookies, address, visits=8 if small else IDLE_VISITS)
        most = pages_per_second(port, cookies, address, visitors=VISITORS, seconds=seconds)
        taken = seconds_at(most / 2, port, cookies, address, visits=20 if small else VISITS, seed=SEED)
    size = f"portfolio, 50 of {count:,} accounts, {most / 2:.1f} pages a second of {most:.1f}"
    p95 = percentile(taken, 0.95)
    yield Line("G13", "p95 at half the maximum", idle * 1000, p95 * 1000, "ms", 3.0, size, stretch=2.0)


def _page_of(count: int) -> tuple[str, str, list[tuple[str, Any]]]:
    """A book's portfolio: cookies, address, and the statements of a visit."""
    made = make_book("bench", count)
    client, address = browser(made.owner), portfolio_of(made)
    client.get(address)
    with recorded() as queries:
        client.get(address)
    return cookies_of(client), address, queries.together


def _warm(port: int, cookies: str, address: str) -> None:
    """Every worker has served a few pages: which one serves a connection is theirs to choose."""
    for _connection in range(4 * WORKERS):
        with Visitor(port, cookies) as visitor:
            visitor.visit(address)
