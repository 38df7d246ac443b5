"""Keyset paging: a page begins after a row, not at a number, so that rows which come or go in between move
nobody else. Sorted by one column and the id; what is empty stands last, both ways."""

import base64
import binascii
import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from django.db.models import F, Q, QuerySet
from django.db.models.expressions import OrderBy

from core.lists.columns import Column

MAX_ID = 2**63 - 1
ALIAS = "list_sort"


@dataclass(frozen=True, slots=True)
class Cursor:
    """Where a page begins or ends: the sorted value of a row, and its id."""

    value: Any
    id: int


@dataclass(frozen=True, slots=True)
class Slice:
    """The rows of one page; `fresh` when the cursor led nowhere and the first page was taken instead."""

    rows: list[Any]
    has_more: bool
    fresh: bool = False


@dataclass(frozen=True, slots=True)
class Order:
    """The order of a list: one column's path (empty: by id alone), and its direction."""

    path: str
    kind: str
    nullable: bool
    down: bool

    @classmethod
    def of(cls, column: Column | None, down: bool) -> "Order":
        if column is None:
            return cls("", "number", False, down)
        return cls(column.sort, column.sort_kind, column.nullable, down)

    def by(self, *, reverse: bool = False) -> list[OrderBy]:
        """ORDER BY; reversed, what is empty comes first."""
        down = self.down != reverse
        terms = [self._term(down, reverse)] if self.path else []
        return [*terms, F("pk").desc() if down else F("pk").asc()]

    def _term(self, down: bool, reverse: bool) -> OrderBy:
        # Said only where it matters: NULLS LAST on a column without NULLs would keep the index from serving.
        place: dict[str, bool] = {}
        if self.nullable:
            place = {"nulls_first": True} if reverse else {"nulls_last": True}
        return F(self.path).desc(**place) if down else F(self.path).asc(**place)

    def beyond(self, cursor: Cursor, *, reverse: bool = False) -> Q:
        """The rows that come after the cursor, or reversed, before it."""
        down = self.down != reverse
        further = Q(pk__lt=cursor.id) if down else Q(pk__gt=cursor.id)
        if not self.path:
            return further
        empty = Q(**{f"{self.path}__isnull": True})
        if cursor.value is None:
            return (empty & further) | ~empty if reverse else empty & further
        side, edge = ("lt", "lte") if down else ("gt", "gte")
        # The first term alone is what an index can start from; the second settles rows of the same value.
        found = Q(**{f"{self.path}__{edge}": cursor.value}) & (
            Q(**{f"{self.path}__{side}": cursor.value}) | further
        )
        return found | empty if self.nullable and not reverse else found

    def cursor_of(self, row: Any) -> Cursor:
        value = getattr(row, ALIAS if self.far else self.path) if self.path else None
        return Cursor(value, row.pk)

    @property
    def far(self) -> bool:
        """Whether the sorted value stands in another table."""
        return "__" in self.path


def encode(cursor: Cursor) -> str:
    """The cursor as it stands in an address."""
    value = cursor.value.isoformat() if isinstance(cursor.value, date) else cursor.value
    packed = json.dumps([value, cursor.id], ensure_ascii=False, separators=(",", ":")).encode()
    return base64.urlsafe_b64encode(packed).rstrip(b"=").decode()


def decode(token: str, order: Order) -> Cursor | None:
    """The cursor of a token that fits this order; None for anything else."""
    try:
        value, row_id = json.loads(base64.b64decode(token + "=" * (-len(token) % 4), b"-_", validate=True))
    except (ValueError, TypeError, RecursionError, binascii.Error):
        return None
    if type(row_id) is not int or not 0 <= row_id <= MAX_ID:
        return None
    if value is None:
        return Cursor(None, row_id) if order.nullable or not order.path else None
    read = _READ[order.kind](value)
    return None if read is None else Cursor(read, row_id)


def _text(value: Any) -> str | None:
    return value if isinstance(value, str) and "\0" not in value and value.isprintable() else None


def _number(value: Any) -> int | None:
    return value if type(value) is int and abs(value) <= MAX_ID else None


def _flag(value: Any) -> bool | None:
    return value if isinstance(value, bool) else None


def _date(value: Any) -> date | None:
    try:
        return date.fromisoformat(value) if isinstance(value, str) and len(value) == 10 else None
    except ValueError:
        return None


def _moment(value: Any) -> datetime | None:
    try:
        found = datetime.fromisoformat(value) if isinstance(value, str) else None
        return found.astimezone(UTC) if found is not None and found.tzinfo else None
    except (ValueError, OverflowError):
        return None


_READ: dict[str, Callable[[Any], Any]] = {
    "text": _text, "number": _number, "flag": _flag, "date": _date, "moment": _moment,
}  # fmt: skip


def take(queryset: QuerySet, order: Order, size: int, *, after: str = "", before: str = "") -> Slice:
    """One page. A cursor that does not fit, or that nothing follows, gives the first page."""
    if order.far:
        queryset = queryset.annotate(**{ALIAS: F(order.path)})
    cursor = decode(after or before, order) if after or before else None
    if cursor is None:
        return _first(queryset, order, size, fresh=bool(after or before))
    if after:
        rows = list(queryset.filter(order.beyond(cursor)).order_by(*order.by())[: size + 1])
        return Slice(rows[:size], len(rows) > size) if rows else _first(queryset, order, size, fresh=True)
    found = queryset.filter(order.beyond(cursor, reverse=True)).order_by(*order.by(reverse=True))
    rows = list(found[:size])
    if len(rows) < size:  # the start was reached: show a whole first page
        return _first(queryset, order, size)
    return Slice(rows[::-1], True)


def _first(queryset: QuerySet, order: Order, size: int, *, fresh: bool = False) -> Slice:
    rows = list(queryset.order_by(*order.by())[: size + 1])
    return Slice(rows[:size], len(rows) > size, fresh)
