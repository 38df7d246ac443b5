"""What comes up for renewal, summed: by month and band, and the figures above the list. Amounts are minor units of
one currency; contracts in others are counted and told."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.db.models import BigIntegerField, Case, Count, F, Q, QuerySet, Sum, Value, When
from django.db.models.functions import Coalesce, TruncMonth

from accounts.rules import months_added
from core.lists import ListContext
from health.choices import Band
from health.lists.accounts import BAND, SCORE
from lifecycle.rules import MILESTONES

MONTHS = 12
WEEK = 7


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


def renewal_months(found: QuerySet[Any], context: ListContext) -> Mapping[date, Month]:
    """The months in which terms end, by their first day, in order. One query.

    `found`: of lifecycle.selectors.terms.renewals, with_amount."""
    grouped = (
        with_health(found, context)
        .order_by()
        .annotate(month=TruncMonth("term_ends_on"))
        .values_list("month", BAND)
        .annotate(
            n=Count("pk"),
            amount=Coalesce(Sum("home_amount"), 0, output_field=BigIntegerField()),
            foreign=Count("pk", filter=~Q(currency=context.currency)),
        )
        .order_by("month")
    )
    months: dict[date, Month] = {}
    for first, band, contracts, amount, foreign in grouped:
        months.setdefault(first, Month(first)).add(band, contracts, amount, foreign)
    return months


def twelve_months(months: Mapping[date, Month], today: date) -> list[Month]:
    """This month and the eleven after it, empty ones too."""
    start = today.replace(day=1)
    firsts = [months_added(start, number) for number in range(MONTHS)]
    return [months.get(first) or Month(first) for first in firsts]


def renewal_figures(found: QuerySet[Any], context: ListContext) -> Figures:
    """The figures above the list, of renewals with_amount, in one query."""
    today = context.today
    near = Q(term_ends_on__lte=today + timedelta(days=30))
    far = Q(term_ends_on__lte=today + timedelta(days=90))
    undecided = far & Q(auto_renew=False)
    week = [_falls_into(milestone, today, today + timedelta(days=WEEK - 1)) for milestone in MILESTONES]
    sums = found.order_by().aggregate(
        within_30=Count("pk", filter=near),
        amount_30=Sum("home_amount", filter=near),
        within_90=Count("pk", filter=far),
        amount_90=Sum("home_amount", filter=far),
        undecided=Count("pk", filter=undecided),
        undecided_amount=Sum("home_amount", filter=undecided),
        **{f"week_{place}": Count("pk", filter=falls) for place, falls in enumerate(week)},
    )
    milestones = sum(sums.pop(f"week_{place}") for place in range(len(week)))
    return Figures(**{key: int(value or 0) for key, value in sums.items()}, milestones=milestones)


def _falls_into(milestone: int, first: date, last: date) -> Q:
    """Terms whose milestone falls between two days and does not stand before their start."""
    ahead = timedelta(days=milestone)
    inside = Q(term_ends_on__range=(first + ahead, last + ahead))
    return inside & Q(term_ends_on__gte=F("term_starts_on") + Value(ahead))
