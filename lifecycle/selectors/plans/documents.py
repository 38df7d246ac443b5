"""The PDFs of a plan that were made."""

from django.db.models import QuerySet

from lifecycle.models import PlanDocument, SuccessPlan

SHOWN = 20


def documents_of(plan: SuccessPlan, *, with_money: bool) -> QuerySet[PlanDocument]:
    """The newest; those with words about money only `with_money`. One query."""
    rows = PlanDocument.objects.filter(plan=plan).select_related("created_by__user", "plan").defer("data")
    if not with_money:
        rows = rows.filter(has_money=False)
    return rows.order_by("-taken_at", "-pk")[:SHOWN]
