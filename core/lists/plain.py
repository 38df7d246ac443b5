"""A list as plain values, all pages of it: the columns, filters and order that its state shows, for files.

Money becomes a number of whole units with the decimals of its currency, which stands in the column's name, or
in a column of its own where rows differ.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from html import unescape
from itertools import islice
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.html import strip_tags
from django.utils.translation import gettext as _

from core.lists.columns import Column
from core.lists.context import ListContext
from core.lists.spec import ListSpec
from core.lists.state import ListState
from core.money import exponent
from core.text import NONE

CHUNK = 5_000


@dataclass(frozen=True, slots=True)
class PlainTable:
    """`rows` is read as it is walked: cells are words, numbers, days, moments of the reader's zone, or None."""

    heads: tuple[str, ...]
    rows: Iterator[list[Any]]


def plain_table(
    spec: ListSpec, queryset: QuerySet, state: ListState, context: ListContext, *, chunk: int = CHUNK
) -> PlainTable:
    """The list of `queryset`, which holds what the reader may see, through a cursor of the database.

    One query, and one per loader for each `chunk` of rows. Walk it inside the transaction in force.
    """
    shown, rows = spec.whole(queryset, state, context)
    columns = [column for column in shown if column.in_files]
    heads = tuple(head for column in columns for head in _heads(column, context))
    return PlainTable(heads, _rows(columns, rows, context, chunk))


def _heads(column: Column, context: ListContext) -> list[str]:
    label = str(column.file_label or column.label)
    if column.money == "home":
        return [f"{label}, {context.currency}"]
    return [label, _("%(amount)s, currency") % {"amount": label}] if column.money else [label]


def _rows(
    columns: Sequence[Column], queryset: QuerySet, context: ListContext, chunk: int
) -> Iterator[list[Any]]:
    readers = [(column.load, _reader(column)) for column in columns]
    loads = dict.fromkeys(column.load for column in columns if column.load is not None)
    found = queryset.iterator(chunk_size=chunk)
    while page := list(islice(found, chunk)):
        loaded = {load: load(page, context) for load in loads}
        for row in page:
            yield [cell for load, read in readers for cell in read(row, load and loaded[load], context)]


def _reader(column: Column) -> Callable[[Any, Any, ListContext], list[Any]]:
    """What a column writes into a row: one cell, or an amount with its currency."""
    value = _value(column)
    if column.money == "home":
        return lambda row, loaded, context: [_amount(value(row, loaded, context), context.currency)]
    if column.money == "row":
        return lambda row, loaded, context: [
            _amount(value(row, loaded, context), row.currency),
            row.currency,
        ]
    return lambda row, loaded, context: [_plain(value(row, loaded, context))]


def _value(column: Column) -> Callable[[Any, Any, ListContext], Any]:
    if callable(column.value):
        return column.value
    if not column.value:
        return lambda row, loaded, context: _words(column.cell(row, loaded, context))
    path = column.value.split(".")
    return lambda row, loaded, context: _walk(row, path)


def _walk(row: Any, path: Sequence[str]) -> Any:
    for name in path:
        row = getattr(row, name)
    return row() if callable(row) else row


def _words(cell: str) -> str:
    """The words of a finished cell, which is safe HTML or already words."""
    words = unescape(strip_tags(cell)) if hasattr(cell, "__html__") else str(cell)
    return "" if words == NONE else words


def _amount(minor: int | None, currency: str) -> Decimal | None:
    return None if minor is None else Decimal(minor).scaleb(-exponent(currency))


def _plain(value: Any) -> Any:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, datetime):
        return timezone.localtime(value).replace(tzinfo=None, microsecond=0)
    return None if value == "" else value
