"""Thresholds of a metric in both directions: from a figure to a rating, by the rule a reading was measured by.

A figure is compared without division: `of * factor >= (basis or 1) * cutoff`, all whole numbers, and SQL does the
same (health.selectors.figures). Cutoffs are thousandths of the figure's unit, one for each rating above the lowest:
the least figure for it, or, where lower is better, the greatest.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from health.choices import Measure, MetricKey
from health.rules.ratings import (
    CSAT_MEAN,
    FEATURES_OF_LIST,
    FEATURES_OF_MEDIAN,
    GROWTH,
    LICENCES,
    PAID_ON_TIME,
)
from health.rules.scoring import DEFAULT_SCALE, Scale


@dataclass(frozen=True)
class Figure:
    """How a measure's stored numbers are one figure: `of` is the column, `per_basis` divides by the basis, `factor`
    brings it to thousandths of the unit ("percent", "times", "number")."""

    of: str
    unit: str
    per_basis: bool = False
    factor: int = 1


PERCENT, TIMES, NUMBER = "percent", "times", "number"
SHARE = Figure("value", PERCENT, per_basis=True, factor=100_000)

FIGURES: dict[str, Figure] = {
    Measure.FEATURES_OF_LIST: SHARE,
    Measure.FEATURES_OF_MEDIAN: Figure("value", TIMES, per_basis=True, factor=1_000),
    Measure.LICENCES: SHARE,
    Measure.TICKETS_ESCALATED: Figure("basis", NUMBER),
    Measure.TICKETS_URGENT: Figure("basis", NUMBER),
    Measure.TICKETS_OPEN: Figure("basis", NUMBER),
    Measure.TICKETS_SWIFT: Figure("basis", NUMBER),
    Measure.TICKETS_SLOW: Figure("basis", NUMBER),
    Measure.TICKETS_NONE: Figure("basis", NUMBER),
    Measure.CSAT: Figure("value", NUMBER),
    Measure.PAID_ON_TIME: SHARE,
    Measure.GROWTH: Figure("value", PERCENT),
    Measure.USAGE: Figure("value", NUMBER),
    Measure.USAGE_PER_SEAT: Figure("value", NUMBER, per_basis=True, factor=1_000),
}
"""The figure behind each measure; one that is not here, as a rating by hand, has no thresholds."""

TICKETS = "tickets"
"""All measures of tickets have one set of thresholds, on the number of open ones."""


@dataclass(frozen=True)
class Threshold:
    """What a person may set for a metric: `key` names it in the version's cutoffs, `measures` are those it rates,
    `standard` the default cutoffs in thousandths, from rating 2 up; `lower` the default direction. Empty standards
    rate by a rule of their own until somebody sets figures."""

    key: str
    measures: tuple[str, ...]
    unit: str
    standard: tuple[int, ...] = ()
    lower: bool = False


OF_TICKETS = tuple(measure.value for measure in Measure if measure.value.startswith("tickets_"))

THRESHOLDS: dict[str, tuple[Threshold, ...]] = {
    MetricKey.UTILISATION_FEATURES: (
        Threshold("features_list", ("features_list",), PERCENT,
                  (FEATURES_OF_LIST.middling * 10, FEATURES_OF_LIST.good * 10)),
        Threshold("features_median", ("features_median",), TIMES,
                  (FEATURES_OF_MEDIAN.middling // 10, FEATURES_OF_MEDIAN.good // 10)),
    ),
    MetricKey.UTILISATION_LICENCES: (
        Threshold("licences", ("licences",), PERCENT, (LICENCES.middling * 10, LICENCES.good * 10)),
    ),
    MetricKey.SUPPORT_TICKETS: (Threshold(TICKETS, OF_TICKETS, NUMBER, (), lower=True),),
    MetricKey.SENTIMENT: (Threshold("csat", ("csat",), NUMBER, (CSAT_MEAN.middling // 10, CSAT_MEAN.good // 10)),),
    MetricKey.FINANCIAL_HEALTH: (
        Threshold("paid_on_time", ("paid_on_time",), PERCENT, (PAID_ON_TIME.middling * 10, PAID_ON_TIME.good * 10)),
    ),
    MetricKey.GROWTH: (Threshold("growth", ("growth",), PERCENT, (GROWTH.middling * 10, GROWTH.good * 10)),),
}  # fmt: skip
"""Of the default metrics that sources rate; the workspace's own usage metrics have theirs in the metric."""


def rating_by(
    cutoffs: Sequence[int],
    measure: str,
    value: int | None,
    basis: int | None,
    *,
    lower: bool = False,
    scale: Scale = DEFAULT_SCALE,
) -> int | None:
    """The rating of a figure under cutoffs; None where there is no figure, so that the rating read stands.

    `value` and `basis` in thousandths, as a reading has them; cutoffs from the second lowest rating up. A figure on
    a cutoff has the better rating, in both directions.
    """
    figure = FIGURES.get(measure)
    number = None if figure is None else value if figure.of == "value" else basis
    if figure is None or number is None or (figure.per_basis and (basis is None or basis <= 0)):
        return None
    whole = basis if figure.per_basis and basis is not None else 1
    steps = sum(
        number * figure.factor <= whole * cutoff if lower else number * figure.factor >= whole * cutoff
        for cutoff in cutoffs
    )
    return min(scale.low + steps, scale.high)


def in_order(cutoffs: Sequence[int], *, lower: bool = False) -> bool:
    """Whether cutoffs rise with the rating, strictly, or fall where lower is better."""
    pairs = pairwise(cutoffs)
    return all(later < earlier if lower else later > earlier for earlier, later in pairs)
