"""NPS and CSAT of a number of answers, each with the interval in which the true value lies [000 §2.2]."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import sqrt

from surveys.choices import Group, Kind

Z95 = 1.959963984540054
"""Standard normal quantile of a two-sided interval of 95 %."""

_FROM: dict[str, tuple[int, int]] = {Kind.NPS: (9, 7), Kind.CSAT: (4, 3)}


@dataclass(frozen=True, slots=True)
class Interval:
    """Lower and upper end, in the unit of what they belong to."""

    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Tally:
    """Answers by group, of one kind; `total` is the sum of their scores."""

    kind: str
    promoters: int = 0
    passives: int = 0
    detractors: int = 0
    total: int = 0

    @property
    def answers(self) -> int:
        return self.promoters + self.passives + self.detractors

    @property
    def value(self) -> float | None:
        """NPS in points, −100 to 100; CSAT in percent, 0 to 100. None without an answer."""
        if not self.answers:
            return None
        above = self.promoters - (self.detractors if self.kind == Kind.NPS else 0)
        return 100 * above / self.answers

    @property
    def mean(self) -> float | None:
        """The mean score on its own scale."""
        return self.total / self.answers if self.answers else None

    @property
    def interval(self) -> Interval | None:
        """Where the value lies with 95 % confidence; None without an answer."""
        if self.kind == Kind.NPS:
            return nps_interval(self.promoters, self.passives, self.detractors)
        return csat_interval(self.promoters, self.answers)

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(
            self.kind,
            self.promoters + other.promoters,
            self.passives + other.passives,
            self.detractors + other.detractors,
            self.total + other.total,
        )


def group_of(kind: str, score: int) -> Group:
    """NPS: detractor to 6, passive 7 and 8, promoter 9 and 10. CSAT: 4 and 5 are positive, 1 and 2 negative."""
    promoter, passive = _FROM[kind]
    if score >= promoter:
        return Group.PROMOTER
    return Group.PASSIVE if score >= passive else Group.DETRACTOR


def tally_of(kind: str, counts: Mapping[int, int] | Iterable[tuple[int, int]]) -> Tally:
    """The tally of how often each score was given."""
    pairs = list(counts.items() if isinstance(counts, Mapping) else counts)
    by_group = dict.fromkeys(Group, 0)
    for score, count in pairs:
        by_group[group_of(kind, score)] += count
    return Tally(
        kind,
        by_group[Group.PROMOTER],
        by_group[Group.PASSIVE],
        by_group[Group.DETRACTOR],
        sum(score * count for score, count in pairs),
    )


def nps_interval(promoters: int, passives: int, detractors: int) -> Interval | None:
    """The 95 % interval of an NPS in points, by the adjusted Wald method: ¾ of an answer is added to promoters and to
    detractors each and 1½ to passives; then variance = p + d − (p − d)².

    Source: B. Rocks, "Interval Estimation for the 'Net Promoter Score'", The American Statistician 70 (2016),
    pages 365 to 372; the method that is close to its 95 % with few answers too, and never of zero width.
    """
    answers = promoters + passives + detractors
    if answers == 0:
        return None
    adjusted = answers + 3
    p, d = (promoters + 0.75) / adjusted, (detractors + 0.75) / adjusted
    half = Z95 * sqrt((p + d - (p - d) ** 2) / adjusted)
    return Interval(max(-100.0, 100 * (p - d - half)), min(100.0, 100 * (p - d + half)))


def csat_interval(positive: int, answers: int) -> Interval | None:
    """The 95 % interval of a share of answers in percent: the score interval of E. B. Wilson, "Probable Inference, the
    Law of Succession, and Statistical Inference", Journal of the American Statistical Association 22 (1927)."""
    if answers == 0:
        return None
    share, square = positive / answers, Z95**2 / answers
    middle = (share + square / 2) / (1 + square)
    half = Z95 * sqrt(share * (1 - share) / answers + square / (4 * answers)) / (1 + square)
    return Interval(max(0.0, 100 * (middle - half)), min(100.0, 100 * (middle + half)))
