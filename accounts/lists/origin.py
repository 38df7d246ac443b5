"""Which import a row came from, as a filter."""

from collections.abc import Sequence

from core.lists import ListContext
from core.lists.filters import Option
from core.text import format_date
from workspaces.models import Batch

MAX_BATCHES = 50


def batches(context: ListContext) -> Sequence[Option]:
    """The latest imports."""
    return [Option(str(batch.pk), _named(batch)) for batch in Batch.objects.order_by("-pk")[:MAX_BATCHES]]


def batch_names(ids: Sequence[int], context: ListContext) -> dict[int, str]:
    """File names of imports by id."""
    return {batch.pk: _named(batch) for batch in Batch.objects.filter(pk__in=ids)}


def _named(batch: Batch) -> str:
    return f"{batch.source}, {format_date(batch.created_at.date())}"
