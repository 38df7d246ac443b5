"""What closed renewals come to: renewed of due by count and by amount, in time, lost. Summed by the database."""

from dataclasses import dataclass
from typing import Any

from django.db.models import BigIntegerField, Case, Count, F, Q, QuerySet, Sum, Value, When
from django.db.models.functions import Coalesce, Greatest, Least

from lifecycle.choices import RENEWED, RenewalOutcome
from lifecycle.rules import RenewalRate, rate_of
from lifecycle.selectors.closings import with_postponements

IN_TIME = Q(closed_on__lt=F("term_ends_on"))
"""lifecycle.rules.renewed_on_time, as the database asks it."""
IS_RENEWED = Q(outcome__in=RENEWED)


@dataclass(frozen=True)
class ClosedFigures:
    """`rate` is renewed of due: its amounts are those in one currency, at most what was due; the closings in others,
    `foreign`, count by number alone. `renewed_amount` is the whole of what was renewed, `lost_amount` what was due and
    was not, of those that left (`churned`) or renewed for less (`lower`). `in_time` of those renewed; postponed ones
    that nobody decided since are due and not renewed."""

    rate: RenewalRate
    in_time: int
    churned: int
    lower: int
    postponed: int
    foreign: int
    renewed_amount: int
    lost_amount: int


def with_amounts(rows: QuerySet[Any], currency: str) -> QuerySet[Any]:
    """Closings with `home_due` and `home_renewed`: the amounts where they are in this currency, else nothing."""

    def home(field: str) -> Case:
        return Case(When(currency=currency, then=F(field)), default=Value(0), output_field=BigIntegerField())

    return rows.annotate(home_due=home("due_amount"), home_renewed=Coalesce(home("renewed_amount"), Value(0)))


def closed_figures(rows: QuerySet[Any], currency: str) -> ClosedFigures:
    """The figures of these closings, each renewal counted once. `rows`: with_amounts. One query."""
    decided = ~Q(outcome=RenewalOutcome.POSTPONED)

    def amount(of: Any, where: Q | None = None) -> Coalesce:
        return Coalesce(Sum(of, filter=where), 0, output_field=BigIntegerField())

    found = with_postponements(rows).order_by().aggregate(
        due=Count("pk"),
        renewed=Count("pk", filter=IS_RENEWED),
        in_time=Count("pk", filter=IS_RENEWED & IN_TIME),
        churned=Count("pk", filter=Q(outcome=RenewalOutcome.CHURNED)),
        lower=Count("pk", filter=Q(outcome=RenewalOutcome.RENEWED_DOWN)),
        postponed=Count("pk", filter=Q(outcome=RenewalOutcome.POSTPONED)),
        foreign=Count("pk", filter=~Q(currency=currency)),
        due_amount=amount("home_due"),
        kept=amount(Least("home_renewed", "home_due"), IS_RENEWED),
        renewed_amount=amount("home_renewed"),
        lost=amount(Greatest(F("home_due") - F("home_renewed"), Value(0)), decided),
    )  # fmt: skip
    return ClosedFigures(
        rate_of(found["due"], found["renewed"], found["due_amount"], found["kept"]),
        found["in_time"],
        found["churned"],
        found["lower"],
        found["postponed"],
        found["foreign"],
        found["renewed_amount"],
        found["lost"],
    )
