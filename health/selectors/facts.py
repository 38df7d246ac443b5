"""Over which days the workspace has facts that health reads."""

from datetime import date

from django.db.models import DateField, Max, Min, QuerySet, Subquery
from django.db.models.functions import TruncDate

from accounts.models import Contract, Invoice, Ticket
from accounts.models.bin import outside_bin
from health.choices import ReadingSource
from health.models import Reading, UsageSpan


def first_fact_on(today: date) -> date | None:
    """The first day with usage, a ticket, a contract, an invoice or a reading, none later than today; None without any."""
    days = [
        outside_bin(UsageSpan.objects.all()).aggregate(day=Min("first_on"))["day"],
        Ticket.objects.aggregate(day=Min(TruncDate("opened_at")))["day"],
        Contract.objects.aggregate(day=Min("starts_on"))["day"],
        Invoice.objects.aggregate(day=Min("issued_on"))["day"],
        outside_bin(Reading.objects.all()).aggregate(day=Min("measured_on"))["day"],
    ]
    known = [day for day in days if day is not None and day <= today]
    return min(known, default=None)


def data_until(today: date) -> date:
    """The newest day on which usage, tickets or answers were read, today at the latest; today without any.

    As of later days their readings only grow old.
    """
    return _from_sources(today).aggregate(day=Max("confirmed_on"))["day"] or today


def newest_fact(today: date) -> Subquery:
    """The same as part of another query; None without any."""
    newest = _from_sources(today).order_by("-confirmed_on").values("confirmed_on")[:1]
    return Subquery(newest, output_field=DateField())


def _from_sources(today: date) -> QuerySet[Reading]:
    sources = [ReadingSource.USAGE, ReadingSource.TICKETS, ReadingSource.SATISFACTION]
    return outside_bin(Reading.objects.filter(source__in=sources, confirmed_on__lte=today))
