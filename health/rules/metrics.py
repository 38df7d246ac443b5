"""The default scorecard: seven metrics, their weights, owners and shelf lives [002 table 3.2.2 and worksheet].

Weights are basis points (10,000 = 100 %), so that they sum exactly and SQL needs no fractions.
"""

from collections.abc import Collection
from dataclasses import dataclass

from health.choices import MetricGroup, MetricKey
from health.rules.apportion import largest_remainder
from workspaces.choices import Role

WHOLE = 10_000
"""100 % in basis points."""


@dataclass(frozen=True)
class DefaultMetric:
    """One default metric.

    `weight`: basis points of the default scorecard. `owner_roles`: who answers for it and may record it by
    hand. `shelf_life_days`: a reading older than that counts as missing. `window_days`: the span of facts a
    reading sums up, None where it is assessed by hand or compares two dates. `measured`: whether the
    platform can rate it from data; the others are recorded by hand only.
    """

    key: MetricKey
    weight: int
    owner_roles: tuple[Role, ...]
    shelf_life_days: int
    window_days: int | None
    measured: bool
    group: MetricGroup


DEFAULT_METRICS: tuple[DefaultMetric, ...] = (
    DefaultMetric(MetricKey.UTILISATION_FEATURES, 1_500, (Role.CSM,), 30, 30, True, MetricGroup.ADOPTION),
    DefaultMetric(MetricKey.UTILISATION_LICENCES, 1_500, (Role.CSM,), 30, 30, True, MetricGroup.ADOPTION),
    DefaultMetric(MetricKey.SUPPORT_TICKETS, 1_400, (Role.SUPPORT,), 90, 90, True, MetricGroup.HEALTH_CHECK),
    DefaultMetric(MetricKey.SENTIMENT, 1_400, (Role.CSM, Role.MARKETING), 180, 180, True, MetricGroup.VOICE),
    DefaultMetric(
        MetricKey.SPONSOR_COVERAGE,
        1_400,
        (Role.CSM, Role.AM, Role.EXECUTIVE),
        90,
        None,
        False,
        MetricGroup.VOICE,
    ),
    DefaultMetric(MetricKey.FINANCIAL_HEALTH, 1_400, (Role.FINANCE,), 365, 365, True, MetricGroup.MONEY),
    DefaultMetric(MetricKey.GROWTH, 1_400, (Role.CSM,), 365, None, True, MetricGroup.MONEY),
)

DEFAULT_WEIGHTS: dict[str, int] = {metric.key.value: metric.weight for metric in DEFAULT_METRICS}


def offered_scorecard(fed_by_data: Collection[str]) -> dict[str, int]:
    """Weights in basis points of the scorecard offered to a new workspace, in the default order.

    `fed_by_data`: keys of the default metrics that the workspace's data can feed. Their default weights are
    scaled up and sum to exactly 10,000 (largest remainder; ties go to the earlier metric). Empty when nothing
    feeds any metric. Raises ValueError for a key that is no default metric.
    """
    strangers = sorted(set(fed_by_data) - set(DEFAULT_WEIGHTS))
    if strangers:
        raise ValueError(f"Not a default metric: {', '.join(strangers)}")
    fed = {key: weight for key, weight in DEFAULT_WEIGHTS.items() if key in fed_by_data}
    if not fed:
        return {}
    shares = largest_remainder([weight * WHOLE for weight in fed.values()], sum(fed.values()), WHOLE)
    return dict(zip(fed, shares, strict=True))


def is_stale(age_days: int, shelf_life_days: int | None) -> bool:
    """Whether a reading of that age counts as missing: older than its shelf life, not on its last day.

    Both in days; the age is the score's date minus the reading's. None as shelf life never runs out.
    Raises ValueError for a negative age: a score as of a date must not see later readings.
    """
    if age_days < 0:
        raise ValueError("A reading cannot be younger than the date of the score")
    return shelf_life_days is not None and age_days > shelf_life_days


def rating_in_force(rating: int | None, age_days: int, shelf_life_days: int | None) -> int | None:
    """The rating while its reading is fresh, else None. Units as in `is_stale`."""
    return None if is_stale(age_days, shelf_life_days) else rating
