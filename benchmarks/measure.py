"""One line per goal, and the clocks behind it."""

import json
import math
import statistics
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path

RESULTS = Path(__file__).with_name("results.json")
Work = Callable[[], object]


@dataclass(frozen=True)
class Line:
    """A goal as measured. `limit` and `product` are in `unit`; the verdict compares `ratio` with `target`, and
    also wants `holds`, for goals that promise more than a ratio. `at_least`: more is better. `load` is the machine's
    load average when the goal began, so that a reader knows what else ran."""

    goal: str
    what: str
    limit: float
    product: float
    unit: str
    target: float
    size: str
    stretch: float = 0.0
    holds: bool = True
    at_least: bool = False
    load: float = 0.0

    @property
    def ratio(self) -> float:
        return self.product / self.limit if self.limit else float("inf")

    @property
    def compared(self) -> float:
        """What the target is for."""
        return self.ratio

    @property
    def verdict(self) -> str:
        if not self.holds or not self._reaches(self.target):
            return "missed"
        return "met, stretch too" if self._reaches(self.stretch) else "met"

    def _reaches(self, bound: float) -> bool:
        return self.compared >= bound if self.at_least else self.compared <= bound

    def __str__(self) -> str:
        return (
            f"{self.goal}  {self.what} ({self.size}): limit {self.limit:.4g} {self.unit}, "
            f"product {self.product:.4g} {self.unit}, ratio {self.ratio:.2f}, "
            f"target at {'least' if self.at_least else 'most'} {self.target:g}, {self.verdict} (load {self.load:.1f})"
        )


def compared(
    limit: Work,
    product: Work,
    *,
    before_limit: Work = lambda: None,
    before_product: Work = lambda: None,
    times: int = 5,
) -> tuple[float, float]:
    """Medians of both, in seconds, measured by turns, so that a busy moment of the machine meets both.

    What stands ahead of each is not counted. Who comes first changes from turn to turn.
    """
    taken: dict[Work, list[float]] = {limit: [], product: []}
    for turn in range(times):
        both = ((limit, before_limit), (product, before_product))
        for work, before in both if turn % 2 == 0 else both[::-1]:
            before()
            taken[work].append(seconds(work))
    return statistics.median(taken[limit]), statistics.median(taken[product])


def seconds(work: Work, *, times: int = 1) -> float:
    """The median of a few runs, in seconds."""
    taken = []
    for _turn in range(times):
        start = time.perf_counter()
        work()
        taken.append(time.perf_counter() - start)
    return statistics.median(taken)


def percentile(values: list[float], share: float) -> float:
    """The smallest of the values that at least `share` of them do not exceed: 0.95 is the p95."""
    return sorted(values)[max(math.ceil(share * len(values)) - 1, 0)]


def peak_mib() -> float:
    """What this process needed at most so far. Not ru_maxrss: that passes from a parent to the program it starts."""
    status = Path("/proc/self/status").read_text()
    return int(status.partition("VmHWM:")[2].split()[0]) / 1024


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
