"""The scorecard that is offered from what the data can feed, with what it would score."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.db import connection
from django.db.models import Count, Q, Subquery
from django.db.models.functions import Coalesce

from accounts.choices import AccountStatus
from accounts.models import Account
from accounts.models.bin import outside_bin
from core.tenancy import required_workspace_id
from health.choices import MetricKey, ReadingSource
from health.models import Metric, Reading
from health.rules import DEFAULT_METRICS, Claim, offered_scorecard
from health.selectors.cards import Card, CardMetric, metric_label, published_cards
from health.selectors.facts import newest_fact
from health.selectors.figures import figures_parameters, figures_sql

BY_HAND_FROM = 2
"""A metric that only people record is fed when at least one account in this many has been rated."""


@dataclass(frozen=True)
class OfferedMetric:
    """A default metric in the offer: weights in basis points, 0 where it is left out; accounts with a reading."""

    key: str
    label: str
    weight_now: int
    weight_offered: int
    accounts: int

    @property
    def is_fed(self) -> bool:
        return self.weight_offered > 0

    @property
    def percent_now(self) -> float:
        return self.weight_now / 100

    @property
    def percent_offered(self) -> float:
        return self.weight_offered / 100


@dataclass(frozen=True)
class BandCounts:
    """How many accounts a card scores as of a day, by band."""

    as_of: date
    healthy: int = 0
    monitor: int = 0
    at_risk: int = 0
    unknown: int = 0

    @property
    def scored(self) -> int:
        return self.healthy + self.monitor + self.at_risk

    @property
    def accounts(self) -> int:
        return self.scored + self.unknown


@dataclass(frozen=True)
class Offer:
    """What could be published, and what it would change as of the newest day of the data."""

    metrics: tuple[OfferedMetric, ...]
    published: Card | None
    before: BandCounts
    after: BandCounts
    accounts: int

    @property
    def weights(self) -> dict[str, int]:
        return {metric.key: metric.weight_offered for metric in self.metrics if metric.is_fed}

    @property
    def is_news(self) -> bool:
        """Whether other metrics are offered than are in force. A card that weighs them as people chose, or holds
        metrics of the workspace's own, is theirs and is not offered away."""
        if not self.weights or self.published is None:
            return bool(self.weights)
        now = set(self.published.weights)
        return now <= set(MetricKey.values) and now != set(self.weights)


def scorecard_offer(*, today: date, cards: Sequence[Card] | None = None) -> Offer:
    """The default metrics that this workspace's data feeds, weights scaled to 100 % (health.rules)."""
    fed = _fed()
    counted = Account.objects.exclude(status=AccountStatus.CHURNED).order_by().values("workspace")
    customers_now = Coalesce(Subquery(counted.annotate(n=Count("pk")).values("n")), 0)
    asked = Metric.objects.annotate(newest_fact=newest_fact(today), customers=customers_now)
    kept = {metric.key: metric for metric in asked}
    customers = next((metric.customers for metric in kept.values()), 0)
    weights = offered_scorecard(
        [
            key
            for key, (by_source, people) in fed.items()
            if by_source or people * BY_HAND_FROM >= max(customers, 1)
        ]
    )
    cards = published_cards() if cards is None else cards
    published = next((card for card in cards if card.claim.conditions == 0), None)
    now = published.weights if published else {}
    labels = {key: metric_label(metric) for key, metric in kept.items()}
    metrics = tuple(
        OfferedMetric(
            key := metric.key.value,
            labels.get(key, str(metric.key.label)),
            now.get(key, 0),
            weights.get(key, 0),
            sum(fed.get(key, (0, 0))),
        )
        for metric in DEFAULT_METRICS
    )
    day = next((metric.newest_fact for metric in kept.values() if metric.newest_fact), today)
    if published is None:
        unscored = BandCounts(day, unknown=customers)
        return Offer(metrics, None, unscored, unscored, customers)
    offered = _card_of(weights, published, kept) or published
    before, after = count_bands([published, offered], day, [card.claim for card in cards])
    return Offer(metrics, published, before, after, customers)


def count_bands(cards: Sequence[Card], day: date, among: Sequence[Claim] = ()) -> list[BandCounts]:
    """How many accounts stand in which band under each card, published or not, as of a day; nothing is written.

    `among`: the claims of all cards in force, to count only the accounts that the card scores. One query, however
    many cards.
    """
    given = {"workspace": required_workspace_id(), "day": day, "only": None}
    counts: list[Counter[str]] = [Counter() for _card in cards]
    with connection.cursor() as cursor:
        # Each card's parameters have the same names, so they are written in card by card.
        written = [
            cursor.mogrify(
                f"(WITH {figures_sql(card, among)} SELECT {place}, band, count(*) FROM figures GROUP BY band)",  # noqa: S608
                figures_parameters(card, among) | given,
            ).decode()
            for place, card in enumerate(cards)
        ]
        cursor.execute(" UNION ALL ".join(written))
        for place, band, accounts in cursor.fetchall():
            counts[place][band] = accounts
    return [BandCounts(day, c["healthy"], c["monitor"], c["at_risk"], c["unknown"]) for c in counts]


def _fed() -> dict[str, tuple[int, int]]:
    """Per metric key: accounts read by a source or an import, and accounts rated by people alone."""
    people = Q(source=ReadingSource.MANUAL)
    rows = (
        outside_bin(Reading.objects.all())
        .values("metric__key")
        .annotate(
            of_source=Count("account", filter=~people, distinct=True),
            of_people=Count("account", filter=people, distinct=True),
        )
    )
    return {
        row["metric__key"]: (row["of_source"], row["of_people"])
        for row in rows
        if row["metric__key"] in MetricKey.values
    }


def _card_of(weights: dict[str, int], like: Card | None, kept: dict[str, Metric]) -> Card | None:
    if not weights or like is None:
        return None
    return replace(
        like,
        version_id=0,
        metrics=tuple(
            CardMetric(kept[key].pk, key, metric_label(kept[key]), weight, kept[key].shelf_life_days)
            for key, weight in weights.items()
            if key in kept
        ),
    )
