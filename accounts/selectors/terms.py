"""The renewal that an account had before it on any day, as part of a query over accounts."""

from datetime import date

from django.db.models import DateField, F, Func, Min, OuterRef, Q, QuerySet, Subquery, Value

from accounts.models import Account, Contract
from accounts.models.contract import RENEWABLE


class TermEnd(Func):
    """The last day of the term that a contract was in: accounts.rules.current_term, in the database."""

    function = "term_end"
    output_field = DateField()


def contracts_open_on(day: date) -> QuerySet[Contract]:
    """The contracts that ran on that day: begun, not ended, not cancelled."""
    lasting = Q(ends_on__isnull=True) | Q(ends_on__gte=day)
    kept = Q(cancelled_on__isnull=True) | Q(cancelled_on__gt=day)
    return Contract.objects.filter(lasting, kept, starts_on__lte=day)


def with_term_end(accounts: QuerySet[Account], day: date, short_months: int) -> QuerySet[Account]:
    """Accounts with `term_then`: the nearest end of a term open on that day, as Account.term_ends_on says it
    of today: terms of up to `short_months` months are left out, and contracts that are known by now not to renew."""
    end = TermEnd("starts_on", "ends_on", "term_months", "billing_frequency", Value(day, DateField()))
    nearest = (
        contracts_open_on(day)
        .filter(RENEWABLE, account=OuterRef("pk"))
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
