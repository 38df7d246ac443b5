"""How many pages a second, and how long they take at a given rate."""

import multiprocessing
import random
import statistics
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from django.db import connection, connections

from benchmarks.measure import percentile
from benchmarks.walls import ask
from benchmarks.web import Visitor


def pages_per_second(port: int, cookies: str, address: str, *, visitors: int, seconds: float) -> float:
    """What so many visitors get who each ask for the next page as soon as they have one."""
    began = time.perf_counter()

    def keep_asking(_visitor: int) -> int:
        count = 0
        with Visitor(port, cookies) as visitor:
            while time.perf_counter() - began < seconds:
                visitor.visit(address)
                count += 1
        return count

    with ThreadPoolExecutor(visitors) as people:
        pages = sum(people.map(keep_asking, range(visitors)))
    return pages / (time.perf_counter() - began)


def seconds_at(rate: float, port: int, cookies: str, address: str, *, visits: int, seed: int) -> list[float]:
    """How long each visit takes when people come at this rate a second whatever the platform does.

    They come at random moments (exponential gaps), each on a line of their own, and the time counts from the moment
    at which they come: who has to wait for a thread or a process waits on the clock.
    """
    chance, due = random.Random(seed), 0.0
    began = time.perf_counter()

    def visit(at: float) -> float:
        with Visitor(port, cookies) as visitor:
            visitor.visit(address)
        return time.perf_counter() - began - at

    with ThreadPoolExecutor(visits) as people:
        coming = []
        for _person in range(visits):
            due += chance.expovariate(rate)
            time.sleep(max(began + due - time.perf_counter(), 0))
            coming.append(people.submit(visit, due))
        return [one.result() for one in coming]


def idle_seconds(port: int, cookies: str, address: str, *, visits: int) -> float:
    """The median of one visitor alone, after a few that warm it up."""
    with Visitor(port, cookies) as visitor:
        for _warm in range(4):
            visitor.visit(address)
        return statistics.median(visitor.seconds_of(address) for _visit in range(visits))


def bare_pages_per_second(queries: list[tuple[str, Any]], *, processes: int, seconds: float) -> float:
    """How often so many processes can ask these statements of a page, with a connection each and nothing else."""
    connections.close_all()  # a forked process must not share one
    context = multiprocessing.get_context("fork")
    told: Any = context.Queue()
    asking = [
        context.Process(target=_keep_asking, args=(queries, seconds, told)) for _one in range(processes)
    ]
    for one in asking:
        one.start()
    rates = [told.get(timeout=seconds + 60) for _one in asking]
    for one in asking:
        one.join()
    return float(sum(rates))


def _keep_asking(queries: list[tuple[str, Any]], seconds: float, told: Any) -> None:
    raw = connection.get_new_connection(connection.get_connection_params())
    ask(raw, queries)
    count, began = 0, time.perf_counter()
    while time.perf_counter() - began < seconds:
        ask(raw, queries)
        count += 1
    told.put(count / (time.perf_counter() - began))
    raw.close()


def p95_of(visitors: Sequence[tuple[Visitor, str]], *, visits: int, pause: float = 0.0) -> float:
    """The p95 of so many visits, one after the other, in rotation over these visitors and their pages."""
    taken = []
    for number in range(visits):
        visitor, address = visitors[number % len(visitors)]
        taken.append(visitor.seconds_of(address))
        time.sleep(pause)
    return percentile(taken, 0.95)
