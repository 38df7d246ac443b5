"""One line per goal, and the clocks behind it."""

import json
import statistics
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path

RESULTS = Path(__file__).with_name("results.json")


@dataclass(frozen=True)
class Line:
    """A goal as measured. `limit` and `product` are in `unit`; the verdict compares `ratio` with `target`."""

    goal: str
    what: str
    limit: float
    product: float
    unit: str
    target: float
    size: str

    @property
    def ratio(self) -> float:
        return self.product / self.limit if self.limit else float("inf")

    @property
    def verdict(self) -> str:
        return "met" if self.ratio <= self.target else "missed"

    def __str__(self) -> str:
        return (
            f"{self.goal}  {self.what} ({self.size}): limit {self.limit:.4g} {self.unit}, "
            f"product {self.product:.4g} {self.unit}, ratio {self.ratio:.2f}, "
            f"target at most {self.target:g}, {self.verdict}"
        )


def seconds(
    work: Callable[[], object], *, before: Callable[[], object] | None = None, times: int = 3
) -> float:
    """The median of a few runs, in seconds; `before` runs ahead of each and is not counted."""
    taken = []
    for _ in range(times):
        if before:
            before()
        start = time.perf_counter()
        work()
        taken.append(time.perf_counter() - start)
    return statistics.median(taken)


def write_results(lines: list[Line]) -> None:
    """The newest figure of each goal, kept beside those measured before."""
    known = json.loads(RESULTS.read_text()) if RESULTS.exists() else {}
    for line in lines:
        known[f"{line.goal} {line.what}"] = {
            **asdict(line),
            "ratio": round(line.ratio, 3),
            "verdict": line.verdict,
        }
    RESULTS.write_text(json.dumps(known, indent=2, sort_keys=True) + "\n")
