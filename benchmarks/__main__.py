"""bin/bench [GOAL …] [--small]: measure the speed goals, all or the named ones."""

import argparse
import importlib
import logging
import os
import signal
import sys
import warnings
from collections.abc import Callable, Iterator
from dataclasses import replace

import django

# Each is a function `(*, small: bool) -> Iterator[Line]`, which finds the tables empty.
GOALS = {
    "G1": "benchmarks.scores:all_changed",
    "G2": "benchmarks.scores:nothing_changed",
    "G3": "benchmarks.memory:peak_memory",
    "G6": "benchmarks.imports:usage_import",
    "G8": "benchmarks.walls:walls_on_portfolio",
    "G9": "benchmarks.tenants:portfolio_among_others",
    "G10": "benchmarks.portfolio:portfolio_page",
    "G11": "benchmarks.throughput:pages_of_two_workers",
    "G12": "benchmarks.queries:queries_per_page",
    "G13": "benchmarks.throughput:at_half_the_rate",
    "G14": "benchmarks.chat:soon_there",
    "G15": "benchmarks.chat:all_there",
    "G16": "benchmarks.renewals:sweep",
    "G17": "benchmarks.reviews:printed_review",
    "G18": "benchmarks.neighbours:pages_beside_an_import",
    "G20": "benchmarks.browsing:in_a_browser",
}


def main() -> int:
    parser = argparse.ArgumentParser(prog="bin/bench", description=__doc__)
    parser.add_argument("goals", nargs="*", metavar="GOAL", help=f"of {', '.join(GOALS)}; none means all")
    parser.add_argument(
        "--small", action="store_true", help="a hundredth of the stated size: shows that they run"
    )
    options = parser.parse_args()
    unknown = [goal for goal in options.goals if goal.upper() not in GOALS]
    if unknown:
        parser.error(f"{', '.join(unknown)} is no goal; there are {', '.join(GOALS)}")
    # As an exception, so that the web and worker processes of a goal end with it.
    signal.signal(signal.SIGTERM, _end)
    django.setup()
    # Only the lines of the goals: what the pages' own log says of visits is not what is looked for here.
    logging.disable(logging.ERROR)
    warnings.filterwarnings("ignore", "No directory at", UserWarning)
    from benchmarks.database import empty
    from benchmarks.measure import Line, write_results

    lines: list[Line] = []
    for goal in [goal.upper() for goal in options.goals] or list(GOALS):
        empty()
        load = os.getloadavg()[0]
        for measured in _measured_by(GOALS[goal])(small=options.small):
            lines.append(replace(measured, load=round(load, 2)))
            print(lines[-1], flush=True)
    if not options.small:
        write_results(lines)
    return 0


def _end(number: int, _frame: object) -> None:
    raise SystemExit(128 + number)


def _measured_by(place: str) -> Callable[..., Iterator]:
    module, _colon, name = place.partition(":")
    return getattr(importlib.import_module(module), name)


if __name__ == "__main__":
    sys.exit(main())
