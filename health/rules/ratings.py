"""From figures to a rating of 1 to 3: the default ratings of domain.md, Health score.

Every function takes whole counts (money in minor units, fractions where a median or mean may be one) and
gives 3 good, 2 middling, 1 poor, or None where the figures say nothing, which is missing and never 1.
"""

from dataclasses import dataclass
from fractions import Fraction

from health.rules.apportion import half_up
from health.rules.metrics import WHOLE


@dataclass(frozen=True)
class Cutoffs:
    """From where a share rates 3 and from where 2, in basis points (12,500 = 1.25 times), both included."""

    good: int
    middling: int

    def __post_init__(self) -> None:
        if not 0 <= self.middling <= self.good:
            raise ValueError("The cut-off of rating 2 must not stand above that of rating 3")


FEATURES_OF_LIST = Cutoffs(6_000, 3_000)
FEATURES_OF_MEDIAN = Cutoffs(12_500, 7_500)
LICENCES = Cutoffs(8_000, 5_000)
CSAT_MEAN = Cutoffs(40_000, 30_000)
"""Of one point on the scale of 5: 4.0 and 3.0."""
PAID_ON_TIME = Cutoffs(9_500, 8_000)
GROWTH = Cutoffs(11_000, 9_500)
GROWTH_FROM_MONTHS = 12


def rate_share(part: int | Fraction, whole: int | Fraction, cutoffs: Cutoffs) -> int | None:
    """Rating of `part / whole` by exact comparison, without division; None when the whole is 0 or less.

    In SQL, with whole > 0: `part * 10000 >= whole * cutoff`.
    """
    if whole <= 0:
        return None
    share = part * WHOLE
    if share >= whole * cutoffs.good:
        return 3
    return 2 if share >= whole * cutoffs.middling else 1


def rate_features_of_list(used: int, listed: int, cutoffs: Cutoffs = FEATURES_OF_LIST) -> int | None:
    """Utilisation of features where the product has a list: `used` of the `listed` features in 30 days.

    3 from 60 %, 2 from 30 %. None without a list.
    """
    return rate_share(used, listed, cutoffs)


def rate_features_of_median(
    used: int, median: int | Fraction, cutoffs: Cutoffs = FEATURES_OF_MEDIAN
) -> int | None:
    """Utilisation of features without a list: features used in 30 days against the workspace's median.

    3 from 1.25 times, 2 from 0.75 times the median of the accounts that have usage. None when that is 0.
    """
    return rate_share(used, median, cutoffs)


def rate_licences(active: int, bought: int, cutoffs: Cutoffs = LICENCES) -> int | None:
    """Licences active of those bought, 30 days: 3 from 80 %, 2 from 50 %. None when none were bought."""
    return rate_share(active, bought, cutoffs)


@dataclass(frozen=True)
class TicketFigures:
    """An account's support tickets as of a day.

    `submitted`, `urgent`, `escalated`: tickets of the last 90 days; `escalated_lately`: those of the last 30
    days; `open`: tickets open on the day, whenever they came; `median_resolution_seconds`: of the tickets
    resolved in the 90 days, None when none was.
    """

    submitted: int
    urgent: int
    escalated: int
    escalated_lately: int
    open: int
    median_resolution_seconds: int | Fraction | None


@dataclass(frozen=True)
class TicketLimits:
    """Where ticket figures turn bad (rating 1) or stay good (rating 3)."""

    urgent_bad_from: int = 3
    open_bad_above: int = 5
    open_good_to: int = 2
    resolution_good_to_seconds: int = 24 * 3_600


DEFAULT_TICKET_LIMITS = TicketLimits()


def rate_tickets(
    figures: TicketFigures, *, has_source: bool, limits: TicketLimits = DEFAULT_TICKET_LIMITS
) -> int | None:
    """Support tickets over 90 days.

    1 with an escalation in 30 days, three urgent ones, or more than five open. 3 with no escalation in the 90
    days, at most two open and a median resolution within 24 h, or with no ticket at all where the workspace has a
    source of tickets (`has_source`); without a source no ticket is None. Else 2, so too where tickets came and
    none is resolved yet: speed is not shown.
    """
    if figures.submitted == 0 and figures.open == 0 and figures.median_resolution_seconds is None:
        return 3 if has_source else None
    if (
        figures.escalated_lately > 0
        or figures.urgent >= limits.urgent_bad_from
        or figures.open > limits.open_bad_above
    ):
        return 1
    resolution = figures.median_resolution_seconds
    swift = resolution is not None and resolution <= limits.resolution_good_to_seconds
    if swift and figures.escalated == 0 and figures.open <= limits.open_good_to:
        return 3
    return 2


def rate_nps(promoters: int, passives: int, detractors: int) -> int | None:
    """NPS answers of 180 days: promoter 3, passive 2, detractor 1, averaged and rounded half up."""
    answers = promoters + passives + detractors
    if answers == 0:
        return None
    return half_up(3 * promoters + 2 * passives + detractors, answers)


def rate_csat(total: int | Fraction, answers: int, cutoffs: Cutoffs = CSAT_MEAN) -> int | None:
    """Satisfaction scores of 180 days on a scale of 5: 3 from a mean of 4.0, 2 from 3.0.

    `total` is the sum of the `answers`; None when there is none.
    """
    return rate_share(total, answers, cutoffs)


def rate_sentiment(
    *, promoters: int, passives: int, detractors: int, csat_total: int | Fraction, csat_answers: int
) -> int | None:
    """Customer sentiment: by NPS where there is any answer, else by CSAT, else None."""
    by_nps = rate_nps(promoters, passives, detractors)
    return by_nps if by_nps is not None else rate_csat(csat_total, csat_answers)


def rate_payments(paid_on_time: int, due: int, cutoffs: Cutoffs = PAID_ON_TIME) -> int | None:
    """Financial health: invoices paid on time of those due in 12 months; 3 from 95 %, 2 from 80 %.

    None without invoices due: then it is recorded by hand.
    """
    return rate_share(paid_on_time, due, cutoffs)


def rate_growth(
    arr_now: int, arr_first_year: int, months_since_start: int, cutoffs: Cutoffs = GROWTH
) -> int | None:
    """Growth: ARR now against that of the first contract year that was not zero, both in minor units.

    `months_since_start`: whole months since that year began; None before 12, and when the first year's ARR
    is not above 0. 3 from 110 %, 2 from 95 %; an account without ARR now rates 1.
    """
    if months_since_start < GROWTH_FROM_MONTHS:
        return None
    return rate_share(arr_now, arr_first_year, cutoffs)
