"""G8: what the walls between tenants cost where it is felt, on the queries of the portfolio page."""

from collections.abc import Iterator
from typing import Any

from django.db import connection

from benchmarks.measure import Line, compared
from benchmarks.pages import browser, make_book, portfolio_of, recorded
from core.tenancy.roles import as_owner

ACCOUNTS = 10_000
TURNS = 15


def walls_on_portfolio(*, small: bool) -> Iterator[Line]:
    """G8: the page's own statements, which name the workspace, by the app's role and by one above the policies."""
    count = ACCOUNTS // 100 if small else ACCOUNTS
    made = make_book("bench", count)
    client, address = browser(made.owner), portfolio_of(made)
    client.get(address)
    with recorded() as queries:
        page = client.get(address)
    assert page.status_code == 200
    with_walls, without = _connections()
    try:
        for _warm in range(2):
            ask(with_walls, queries.together)
            ask(without, queries.asked)
        limit, product = compared(
            lambda: ask(without, queries.asked),
            lambda: ask(with_walls, queries.together),
            times=TURNS,
        )
    finally:
        with_walls.close()
        without.close()
    size = f"{len(queries.asked)} queries over {count:,} accounts"
    yield Line(
        "G8", "walls on the portfolio page", limit * 1000, product * 1000, "ms", 1.25, size, stretch=1.1
    )


def ask(raw: Any, queries: list[tuple[str, Any]]) -> None:
    """These statements and all of their rows, in one transaction that leaves nothing."""
    with raw.cursor() as cursor:
        for sql, params in queries:
            cursor.execute(sql, params)
            if cursor.description:
                cursor.fetchall()
    raw.rollback()


def _connections() -> tuple[Any, Any]:
    """Two bare ones: the app's role, held by row-level security, and the owner, who is not."""
    app = connection.get_new_connection(connection.get_connection_params())
    with as_owner() as above:
        owner = above.get_new_connection(above.get_connection_params())
    with owner.cursor() as cursor:
        cursor.execute("SET max_parallel_workers_per_gather = 0")  # as the app's role has it
    owner.commit()
    return app, owner
