"""G10: the portfolio page through the whole stack of one web process, against the bare SQL of its queries."""

from collections.abc import Iterator

from django.db import connection

from benchmarks.measure import Line, compared
from benchmarks.pages import browser, cookies_of, make_book, portfolio_of, recorded
from benchmarks.walls import ask
from benchmarks.web import Visitor, one_process

ACCOUNTS = 10_000
TURNS = 15


def portfolio_page(*, small: bool) -> Iterator[Line]:
    """G10: 50 accounts of the book by HTTP, as a browser that has signed in asks for them."""
    count = ACCOUNTS // 100 if small else ACCOUNTS
    made = make_book("bench", count)
    client, address = browser(made.owner), portfolio_of(made)
    client.get(address)
    with recorded() as queries:
        client.get(address)
    raw = connection.get_new_connection(connection.get_connection_params())
    with one_process() as port, Visitor(port, cookies_of(client)) as visitor:
        for _warm in range(3):
            assert b"Account " in visitor.visit(address)
            ask(raw, queries.together)
        limit, product = compared(
            lambda: ask(raw, queries.together), lambda: visitor.visit(address), times=TURNS
        )
    raw.close()
    size = f"50 of {count:,} accounts, {len(queries.asked)} queries"
    yield Line("G10", "portfolio page", limit * 1000, product * 1000, "ms", 5.0, size, stretch=2.5)
