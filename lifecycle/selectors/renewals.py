"""What comes up for renewal, summed: by month and band, and the figures above the list. Amounts are minor units of
one currency; contracts in others are counted and told."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.db.models import BigIntegerField, Case, Count, F, IntegerField, Q, QuerySet, Sum, Value, When
from django.db.models.functions import Coalesce

from accounts.rules import months_added
from core.lists import ListContext
from health.choices import Band
from health.lists.accounts import BAND, SCORE
from lifecycle.rules import MILESTONES

MONTHS = 12
WEEK = 7

_MILESTONES_OF_TERM = Case(
    *(
        When(term_ends_on__gte=F("term_starts_on") + Value(timedelta(days=milestone)), then=Value(place))
        for place, milestone in zip(range(len(MILESTONES), 0, -1), MILESTONES, strict=True)
    ),
    default=Value(0),
    output_field=IntegerField(),
)


@dataclass
class Month:
    """The terms that end in one calendar month; `foreign` of the `contracts` are in another currency."""

    first: date
    contracts: int = 0
    amount: int = 0
    foreign: int = 0
    contracts_by_band: dict[str, int] = field(default_factory=lambda: dict.fromkeys(Band.values, 0))
    amount_by_band: dict[str, int] = field(default_factory=lambda: dict.fromkeys(Band.values, 0))

    def add(self, band: str, contracts: int, amount: int, foreign: int) -> None:
        self.contracts += contracts
        self.amount += amount
        self.foreign += foreign
        self.contracts_by_band[band] += contracts
        self.amount_by_band[band] += amount


@dataclass(frozen=True, slots=True)
class EndDay:
    """The terms that end on one day, of one band, alike in whether they renew themselves and in how many of the
    milestones, from the nearest to the end, fall into them."""

    on: date
    band: str
    renews: bool
    milestones: int
    contracts: int
    amount: int
    foreign: int


@dataclass(frozen=True)
class Figures:
    """What waits: contracts and amounts within 30 and 90 days, those of the latter that do not renew
    themselves, and the milestones that fall into the next seven days."""

    within_30: int
    amount_30: int
    within_90: int
    amount_90: int
    undecided: int
    undecided_amount: int
    milestones: int


def with_health(contracts: QuerySet, context: ListContext) -> QuerySet:
    """Contracts with the present score and band of their account, named as health names them."""
    return contracts.annotate(
        **{
            SCORE: F("account__current_scores__score_100"),
            BAND: Coalesce(F("account__current_scores__band"), Value(Band.UNKNOWN.value)),
        }
    )


def with_amount(contracts: QuerySet, currency: str) -> QuerySet[Any]:
    """Contracts with `home_amount`: the ARR where it is in this currency, else nothing."""
    home = When(currency=currency, then=F("arr_amount"))
    return contracts.annotate(home_amount=Case(home, default=Value(0), output_field=BigIntegerField()))


def ends_by_day(found: QuerySet[Any], context: ListContext) -> list[EndDay]:
    """The ends of these terms day by day, in order. One query.

    `found`: of lifecycle.selectors.terms.renewals, with_amount.
    """
    grouped = (
        with_health(found, context)
        .order_by()
        .annotate(milestones=_MILESTONES_OF_TERM)
        .values_list("term_ends_on", BAND, "auto_renew", "milestones")
        .annotate(
            n=Count("pk"),
            amount=Coalesce(Sum("home_amount"), 0, output_field=BigIntegerField()),
            foreign=Count("pk", filter=~Q(currency=context.currency)),
        )
        .order_by("term_ends_on")
    )
    return [EndDay(*row) for row in grouped]


def renewal_months(days: Iterable[EndDay]) -> Mapping[date, Month]:
    """The months in which terms end, by their first day, in order."""
    months: dict[date, Month] = {}
    for day in days:
        first = day.on.replace(day=1)
        months.setdefault(first, Month(first)).add(day.band, day.contracts, day.amount, day.foreign)
    return months


def twelve_months(months: Mapping[date, Month], today: date) -> list[Month]:
    """This month and the eleven after it, empty ones too."""
    start = today.replace(day=1)
    firsts = [months_added(start, number) for number in range(MONTHS)]
    return [months.get(first) or Month(first) for first in firsts]


def renewal_figures(days: Sequence[EndDay], today: date) -> Figures:
    """The figures above the list."""
    near = [day for day in days if (day.on - today).days <= 30]
    far = [day for day in days if (day.on - today).days <= 90]
    undecided = [day for day in far if not day.renews]
    return Figures(
        within_30=sum(day.contracts for day in near),
        amount_30=sum(day.amount for day in near),
        within_90=sum(day.contracts for day in far),
        amount_90=sum(day.amount for day in far),
        undecided=sum(day.contracts for day in undecided),
        undecided_amount=sum(day.amount for day in undecided),
        milestones=sum(day.contracts * _milestones_within_week(day, today) for day in days),
    )


def _milestones_within_week(day: EndDay, today: date) -> int:
    left = (day.on - today).days
    return sum(0 <= left - milestone < WEEK for milestone in sorted(MILESTONES)[: day.milestones])


def milestone_within_week(today: date) -> Q:
    """Terms of which a milestone falls into the seven days from this one on."""
    found = Q(pk__in=())
    for milestone in MILESTONES:
        found |= _falls_into(milestone, today)
    return found


def _falls_into(milestone: int, today: date) -> Q:
    """Terms whose milestone falls into that week and does not stand before their start."""
    ahead = timedelta(days=milestone)
    inside = Q(term_ends_on__range=(today + ahead, today + ahead + timedelta(days=WEEK - 1)))
    return inside & Q(term_ends_on__gte=F("term_starts_on") + Value(ahead))
