"""The renewal that an account had before it on any day, as part of a query over accounts."""

from datetime import date
from typing import Any

from django.db.models import Case, DateField, F, Func, Min, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Cast

from accounts.models import Account, Contract
from accounts.models.contract import RENEWABLE


class TermEnd(Func):
    """The last day of the term that a contract was in: accounts.rules.current_term, in the database."""

    function = "term_end"
    output_field = DateField()


class _DayAfter(Func):
    template = "(%(expressions)s + 1)"
    output_field = DateField()


def unsettled(day: date) -> Q:
    """The contracts whose end still wants a decision on that day; of an open-ended one another term follows."""
    undecided = Q(settled_on__isnull=True) | Q(settled_on__gt=day)
    return undecided | Q(ends_on__isnull=True) | ~Q(ends_on=F("settled_ends_on"))


def begun_or_carrying_on(day: date) -> Q:
    """The contracts whose term counts on that day: begun, or of a later day and carrying on another contract."""
    return Q(starts_on__lte=day) | Q(renews__isnull=False)


def term_day(day: date) -> Case:
    """The day whose term of a contract has to be renewed next: that day, or the first of the following term where
    the renewal of this one is closed. For `term_start` and `term_end`."""
    settled = When(settled_on__lte=day, settled_ends_on__gte=day, then=_DayAfter(F("settled_ends_on")))
    return Case(settled, default=Cast(Value(day), DateField()), output_field=DateField())


def contracts_open_on(day: date) -> QuerySet[Contract]:
    """The contracts that ran on that day: begun, not ended, not cancelled."""
    lasting = Q(ends_on__isnull=True) | Q(ends_on__gte=day)
    kept = Q(cancelled_on__isnull=True) | Q(cancelled_on__gt=day)
    return Contract.objects.filter(lasting, kept, starts_on__lte=day)


def with_term_end(accounts: QuerySet[Account], day: date, short_months: int) -> QuerySet[Account]:
    """Accounts with `term_then`: the nearest end of a term open on that day, as Account.term_ends_on says it
    of today: terms of up to `short_months` months are left out, ends whose renewal was closed by that day, and contracts
    that are known by now not to renew."""
    end: Any = TermEnd("starts_on", "ends_on", "term_months", "billing_frequency", term_day(day))
    lasting = Q(ends_on__isnull=True) | Q(ends_on__gte=day)
    nearest = (
        Contract.objects.filter(lasting, RENEWABLE, begun_or_carrying_on(day), unsettled(day))
        .filter(account=OuterRef("pk"))
        .annotate(short_until=_months_later("starts_on", short_months))
        .filter(
            Q(ends_on__isnull=True, length_months__gt=short_months) | Q(ends_on__gte=F("short_until")),
        )
        .order_by()
        .values("account")
        .annotate(nearest=Min(end))
        .values("nearest")
    )
    return accounts.annotate(term_then=Subquery(nearest))


def _months_later(field: str, months: int) -> Func:
    return Func(
        F(field),
        Value(months),
        template="(%(expressions)s))::date",
        arg_joiner=" + make_interval(months => ",
        output_field=DateField(),
    )
