"""G10: the portfolio page through the whole stack of one web process, against the bare SQL of its queries."""

import http.client
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

from benchmarks.measure import Line, compared
from benchmarks.pages import browser, make_book, portfolio_of, recorded
from benchmarks.walls import ask

ACCOUNTS = 10_000
TURNS = 15
START_SECONDS = 60


def portfolio_page(*, small: bool) -> Iterator[Line]:
    """G10: 50 accounts of the book by HTTP, as a browser that has signed in asks for them."""
    count = ACCOUNTS // 100 if small else ACCOUNTS
    made = make_book("bench", count)
    client, address = browser(made.owner), portfolio_of(made)
    client.get(address)
    with recorded() as queries:
        client.get(address)
    cookies = "; ".join(f"{name}={morsel.value}" for name, morsel in client.cookies.items())
    raw = connection.get_new_connection(connection.get_connection_params())
    with _web_process() as port:
        line = http.client.HTTPConnection("localhost", port)

        def page() -> None:
            line.request("GET", address, headers={"Cookie": cookies})
            answer = line.getresponse()
            body = answer.read()
            assert answer.status == 200, f"The page answered {answer.status}"
            assert b"Account " in body

        for _warm in range(3):
            page()
            ask(raw, queries.together)
        limit, product = compared(lambda: ask(raw, queries.together), page, times=TURNS)
        line.close()
    raw.close()
    size = f"50 of {count:,} accounts, {len(queries.asked)} queries"
    yield Line("G10", "portfolio page", limit * 1000, product * 1000, "ms", 5.0, size, stretch=2.5)


@contextmanager
def _web_process() -> Iterator[int]:
    """The web process that bin/run starts, on a free port, until it answers and as long as it is needed."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    web = subprocess.Popen([sys.executable, "-P", "-m", "csplatform.embedded.web", str(port)])
    try:
        deadline = time.monotonic() + START_SECONDS
        while not _answers(port):
            if web.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError("The web process does not come up")
            time.sleep(0.1)
        yield port
    finally:
        web.terminate()
        web.wait(10)


def _answers(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0
