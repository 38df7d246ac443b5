"""What the columns of a table hold, told from all of their values: type, date order, decimal mark.

A day above 12 proves a date order. Where every date could be read both ways the column says so, and takes
the order of the file's proven columns as its default: it is asked of the person, not guessed in silence.
"""

from collections import Counter
from dataclasses import dataclass, field, replace
from enum import StrEnum

from django.utils.translation import gettext as _

from integrations.errors import Message
from integrations.reading.dates import ORDER_LABELS, DateOrder
from integrations.reading.numbers import told_currency
from integrations.reading.shapes import Shape, shape_of
from integrations.reading.tables import Table
from integrations.reading.texts import is_absent, shown

KEPT_DISTINCT = 5_000
FEW_WORDS, SHORT_WORD = 40, 120
_EXAMPLES = 3
_SHARE_NEEDED = 0.9
_NUMBERS_ALIKE = 0.95


class ColumnType(StrEnum):
    EMPTY = "empty"
    TEXT = "text"
    INTEGER = "integer"
    DECIMAL = "decimal"
    BOOLEAN = "boolean"
    DATE = "date"
    DATETIME = "datetime"
    EMAIL = "email"


@dataclass(frozen=True, slots=True)
class ColumnProfile:
    """One column. `filled` counts rows with a value, `distinct` their different values up to a bound.

    `date_order` is None for what is no date; `ambiguous` means that nothing in the column proves it.
    `decimal` is "." or ","; `decimal_ambiguous` that values like 1,234 could be thousands or decimals. `words` are all
    the values of a text column that has few and short ones, in their order.
    """

    name: str
    position: int
    type: ColumnType
    filled: int
    distinct: int
    examples: tuple[str, ...]
    date_order: DateOrder | None = None
    ambiguous: bool = False
    decimal: str = "."
    decimal_proven: bool = False
    decimal_ambiguous: bool = False
    percent: bool = False
    currency: str = ""
    message: Message = ""
    words: tuple[str, ...] = ()


def profile(table: Table) -> tuple[ColumnProfile, ...]:
    """Profiles of all columns, in their order, from every sound row of the table."""
    gatherers = [_Gatherer() for _header in table.headers]
    for batch in table.batches():
        columns = zip(*(row.cells for row in batch if row.problem != "bad_quote"), strict=True)
        for gatherer, values in zip(gatherers, columns, strict=False):
            gatherer.add(values)
    found = [
        gatherer.result(name, position)
        for position, (name, gatherer) in enumerate(zip(table.headers, gatherers, strict=True))
    ]
    return tuple(_agreed(found))


def file_date_order(profiles: tuple[ColumnProfile, ...]) -> DateOrder | None:
    """The order that proven columns of the file share; None when none is proven or they differ."""
    proven = {one.date_order for one in profiles if one.date_order and not one.ambiguous}
    proven.discard(DateOrder.ISO)
    if len(proven) == 1:
        return proven.pop()
    return None


def file_decimal(profiles: tuple[ColumnProfile, ...]) -> str | None:
    """The decimal mark that proven columns share, else None."""
    proven = {one.decimal for one in profiles if one.decimal_proven}
    return proven.pop() if len(proven) == 1 else None


@dataclass(slots=True)
class _Gatherer:
    """Counts the shapes of one column. Distinct values are kept up to a bound, then only dates and numbers
    are still looked at, as only their reading can change."""

    shapes: Counter[Shape] = field(default_factory=Counter)
    seen: set[str] = field(default_factory=set)
    examples: list[str] = field(default_factory=list)
    currencies: set[str] = field(default_factory=set)
    filled: int = 0

    def add(self, values: tuple[str, ...]) -> None:
        self.filled += len(values) - values.count("")
        full = len(self.seen) >= KEPT_DISTINCT
        if full and self._is_plain_text():
            return
        new = [value for value in dict.fromkeys(values) if value not in self.seen]
        for value in new:
            if value and not is_absent(value):
                self._look_at(value)
        if not full:
            self.seen.update(new)

    def _look_at(self, value: str) -> None:
        self.shapes[shape_of(value)] += 1
        if len(self.examples) < _EXAMPLES:
            self.examples.append(shown(value))
        if not value.isascii() or value[0] > "9" or value[-1] > "9" or "$" in value:
            self.currencies.add(told_currency(value))
        else:
            self.currencies.add("")

    def _is_plain_text(self) -> bool:
        return self.shapes[Shape.TEXT] + self.shapes[Shape.EMAIL] > (1 - _SHARE_NEEDED) * self.shapes.total()

    def result(self, name: str, position: int) -> ColumnProfile:
        base = ColumnProfile(
            name=name,
            position=position,
            type=_type(self.shapes),
            filled=self.filled,
            distinct=len(self.seen - {""}),
            examples=tuple(self.examples),
        )
        if base.type in (ColumnType.DATE, ColumnType.DATETIME):
            return _with_order(base, self.shapes)
        if base.type in (ColumnType.INTEGER, ColumnType.DECIMAL):
            return _with_decimal(base, self.shapes, self.currencies)
        return replace(base, words=self._words()) if base.type == ColumnType.TEXT else base

    def _words(self) -> tuple[str, ...]:
        found = sorted({value.strip() for value in self.seen} - {""})
        short = len(found) <= FEW_WORDS and all(len(word) <= SHORT_WORD for word in found)
        return tuple(found) if short else ()


_TYPE_SHAPES: tuple[tuple[ColumnType, frozenset[Shape]], ...] = (
    (ColumnType.BOOLEAN, frozenset({Shape.BOOLEAN, Shape.BIT})),
    (ColumnType.EMAIL, frozenset({Shape.EMAIL})),
    (ColumnType.DATE, frozenset({Shape.DATE_ISO, Shape.DATE_DMY, Shape.DATE_MDY, Shape.DATE_EITHER})),
    (
        ColumnType.DATETIME,
        frozenset(
            {
                Shape.DATE_ISO,
                Shape.DATE_DMY,
                Shape.DATE_MDY,
                Shape.DATE_EITHER,
                Shape.TIME_ISO,
                Shape.TIME_DMY,
                Shape.TIME_MDY,
                Shape.TIME_EITHER,
            }
        ),
    ),
    (ColumnType.INTEGER, frozenset({Shape.INTEGER, Shape.BIT})),
    (
        ColumnType.DECIMAL,
        frozenset(
            {
                Shape.INTEGER,
                Shape.BIT,
                Shape.DECIMAL_POINT,
                Shape.DECIMAL_COMMA,
                Shape.THOUSAND_POINT,
                Shape.THOUSAND_COMMA,
                Shape.PERCENT,
            }
        ),
    ),
)


def _type(shapes: Counter[Shape]) -> ColumnType:
    """The narrowest type that nine in ten of the different values have."""
    total = shapes.total()
    if not total:
        return ColumnType.EMPTY
    for type_, of_type in _TYPE_SHAPES:
        fitting = sum(shapes[shape] for shape in of_type)
        if fitting >= _SHARE_NEEDED * total and not (type_ is ColumnType.INTEGER and fitting < total):
            if type_ is ColumnType.BOOLEAN and not shapes[Shape.BOOLEAN] and total < 2:
                continue
            if type_ is ColumnType.DATE and fitting < total and _times(shapes):
                continue
            return type_
    return ColumnType.TEXT


def _times(shapes: Counter[Shape]) -> int:
    return sum(shapes[shape] for shape in (Shape.TIME_ISO, Shape.TIME_DMY, Shape.TIME_MDY, Shape.TIME_EITHER))


def _with_order(base: ColumnProfile, shapes: Counter[Shape]) -> ColumnProfile:
    day_first = shapes[Shape.DATE_DMY] + shapes[Shape.TIME_DMY]
    month_first = shapes[Shape.DATE_MDY] + shapes[Shape.TIME_MDY]
    either = shapes[Shape.DATE_EITHER] + shapes[Shape.TIME_EITHER]
    if not day_first and not month_first and not either:
        return replace(base, date_order=DateOrder.ISO)
    if day_first and month_first:
        order = DateOrder.DAY_FIRST if day_first >= month_first else DateOrder.MONTH_FIRST
        return replace(base, date_order=order, ambiguous=True, message=_mixed_orders(day_first, month_first))
    if day_first or month_first:
        return replace(base, date_order=DateOrder.DAY_FIRST if day_first else DateOrder.MONTH_FIRST)
    return replace(base, date_order=DateOrder.DAY_FIRST, ambiguous=True, message=_either_order(base))


def _mixed_orders(day_first: int, month_first: int) -> Message:
    return _(
        "%(day_first)s dates can only be day-month and %(month_first)s only month-day. Choose one; the "
        "others will be rejected."
    ) % {"day_first": day_first, "month_first": month_first}


def _either_order(base: ColumnProfile) -> Message:
    return _("Every date reads both ways: is “%(example)s” day-month or month-day? Choose.") % {
        "example": base.examples[0]
    }


def _with_decimal(base: ColumnProfile, shapes: Counter[Shape], currencies: set[str]) -> ColumnProfile:
    """A mark followed by other than three digits is decimal; by three, alone, it may be thousands."""
    point, comma = shapes[Shape.DECIMAL_POINT], shapes[Shape.DECIMAL_COMMA]
    loose_point, loose_comma = shapes[Shape.THOUSAND_POINT], shapes[Shape.THOUSAND_COMMA]
    currency = next(iter(currencies)) if len(currencies) == 1 else ""
    base = replace(base, percent=bool(shapes[Shape.PERCENT]), currency=currency)
    if point and not comma:
        return replace(base, decimal=".", decimal_proven=True)
    if comma and not point:
        return replace(base, decimal=",", decimal_proven=True)
    if point and comma:
        message = _(
            "Some numbers have a decimal comma and some a decimal point. Choose; the others are rejected."
        )
        return replace(base, decimal="." if point >= comma else ",", decimal_ambiguous=True, message=message)
    if loose_point or loose_comma:
        return replace(base, decimal=".", decimal_ambiguous=True, message=_either_mark(base))
    return base


def _either_mark(base: ColumnProfile) -> Message:
    return _("The mark in “%(example)s” may part thousands or decimals. Choose the decimal mark.") % {
        "example": next((one for one in base.examples if "," in one or "." in one), base.examples[0])
    }


def _agreed(found: list[ColumnProfile]) -> list[ColumnProfile]:
    """Ambiguous columns take the order and mark that other columns of the same file prove."""
    order = file_date_order(tuple(found))
    decimal = file_decimal(tuple(found))
    return [_settled(one, order, decimal) for one in found]


def _settled(one: ColumnProfile, order: DateOrder | None, decimal: str | None) -> ColumnProfile:
    if one.ambiguous and order and one.message == _either_order(one):
        told = _("Every date reads both ways; other columns of this file are %(order)s, so this one is too.")
        return replace(one, date_order=order, message=told % {"order": ORDER_LABELS[order]})
    if one.decimal_ambiguous and decimal and one.message == _either_mark(one):
        told = _("Read with the decimal mark “%(mark)s” that other columns of this file prove.")
        return replace(one, decimal=decimal, message=told % {"mark": decimal})
    if one.type in (ColumnType.INTEGER, ColumnType.DECIMAL) and not one.decimal_proven and decimal:
        return replace(one, decimal=decimal)
    return one
