"""Over which days the workspace has facts that health reads."""

from datetime import date

from django.db.models import Max, Min
from django.db.models.functions import TruncDate

from accounts.models import Contract, Ticket
from health.choices import ReadingSource
from health.models import Reading, UsageSpan


def first_fact_on(today: date) -> date | None:
    """The first day with usage, a ticket, a contract or a reading, none later than today; None without any."""
    days = [
        UsageSpan.objects.aggregate(day=Min("first_on"))["day"],
        Ticket.objects.aggregate(day=Min(TruncDate("opened_at")))["day"],
        Contract.objects.aggregate(day=Min("starts_on"))["day"],
        Reading.objects.aggregate(day=Min("measured_on"))["day"],
    ]
    known = [day for day in days if day is not None and day <= today]
    return min(known, default=None)


def data_until(today: date) -> date:
    """The newest day on which usage, tickets or answers were read, today at the latest; today without any.

    As of later days their readings only grow old.
    """
    sources = [ReadingSource.USAGE, ReadingSource.TICKETS, ReadingSource.SATISFACTION]
    newest = Reading.objects.filter(source__in=sources, confirmed_on__lte=today).aggregate(
        day=Max("confirmed_on")
    )["day"]
    return newest or today
