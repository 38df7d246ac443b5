"""The contracts that come up for renewal, with the term that holds on a day [domain.md, Renewals: Terms]."""

from datetime import date
from typing import Any

from django.db.models import DateField, F, Func, Q, QuerySet, Value

from accounts.choices import AccountStatus
from accounts.models import Contract
from accounts.models.contract import RENEWABLE
from accounts.selectors.terms import begun_or_carrying_on, term_day, unsettled

ARGUMENTS = ("starts_on", "ends_on", "term_months", "billing_frequency")


class TermStart(Func):
    """accounts.rules.current_term's first day, as the database counts it."""

    function = "term_start"
    output_field = DateField()


class TermEnd(Func):
    """Its last day."""

    function = "term_end"
    output_field = DateField()


class MonthsLater(Func):
    """A date some months later, cut to the end of a shorter month."""

    template = "(%(expressions)s)::date"
    arg_joiner = " + interval '1 month' * "
    output_field = DateField()


def renewals(contracts: QuerySet[Contract], *, today: date) -> QuerySet[Any]:
    """Of these contracts, those that run on that day and whose current term will end and wants a decision; of a term
    whose renewal is closed the one after it, be it the same contract's or that of the contract that carries it on.

    Annotated with `term_starts_on` and `term_ends_on`, both days included. Cancelled contracts, those that
    their source calls churned, and those of churned accounts do not renew and are left out, as
    lifecycle.selectors.due leaves them out of the reminders.
    """
    given = [*map(F, ARGUMENTS), term_day(today)]
    return (
        contracts.filter(
            RENEWABLE,
            Q(ends_on=None, length_months__isnull=False) | Q(ends_on__gte=today),
            begun_or_carrying_on(today),
            unsettled(today),
        )
        .exclude(account__status=AccountStatus.CHURNED)
        .annotate(term_starts_on=TermStart(*given), term_ends_on=TermEnd(*given))
    )


def of_long_terms(contracts: QuerySet[Any], short_months: int) -> QuerySet[Any]:
    """Those whose terms have milestones: accounts.rules.is_short_term turned round."""
    return contracts.filter(_is_long(short_months))


def of_short_terms(contracts: QuerySet[Any], short_months: int) -> QuerySet[Any]:
    """Those whose terms are too short for milestones."""
    return contracts.filter(~_is_long(short_months))


def _is_long(short_months: int) -> Q:
    first_end: Any = MonthsLater(F("starts_on"), Value(short_months))
    fixed = Q(ends_on__isnull=False, ends_on__gte=first_end)
    return fixed | Q(ends_on__isnull=True, length_months__gt=short_months)
