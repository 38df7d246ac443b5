"""The board of inquiries: a column for each status, the pressing ones first."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, QuerySet

from portal.choices.inquiries import InquiryStatus
from portal.models import Inquiry

CARDS, SOLVED = 30, 10


@dataclass(frozen=True, slots=True)
class Lane:
    """One column: its first cards, and how many there are in all."""

    status: str
    total: int
    cards: tuple[Inquiry, ...]


def lanes(rows: QuerySet[Inquiry]) -> Sequence[Lane]:
    """The columns of these inquiries; a query for the counts and one for each column that holds any."""
    totals = dict(rows.order_by().values_list("status").annotate(n=Count("pk")))
    found = rows.select_related("account", "assignee__user", "team")
    orders = {
        InquiryStatus.NEW: ("response_due_at", "pk"),
        InquiryStatus.OPEN: ("response_due_at", "pk"),
        InquiryStatus.WAITING: ("moved_at", "pk"),
        InquiryStatus.CLOSED: ("-moved_at", "-pk"),
    }
    return [
        Lane(
            status.value,
            totals.get(status, 0),
            tuple(
                found.filter(status=status).order_by(*order)[
                    : SOLVED if status == InquiryStatus.CLOSED else CARDS
                ]
            )
            if totals.get(status)
            else (),
        )
        for status, order in orders.items()
    ]
