"""Rows of a table as typed values, by the mapping that a person confirmed.

Values repeat a lot in real files, so each column remembers what its texts came to.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from core.money import is_currency
from integrations.errors import CellError, MappingError
from integrations.fields import kind_spec
from integrations.reading.countries import parse_country
from integrations.reading.dates import parse_date, parse_datetime
from integrations.reading.fieldspecs import FieldSpec, FieldType
from integrations.reading.mappings import Mapping, check_mapping
from integrations.reading.numbers import parse_decimal, parse_integer, parse_money
from integrations.reading.tables import Row, problem_message
from integrations.reading.texts import (
    choice_key,
    is_absent,
    parse_boolean,
    parse_choice,
    parse_email,
    parse_text,
    shown,
)

Parser = Callable[[str], Any]
_REMEMBERED = 20_000
_FREE_TEXT = frozenset({FieldType.TEXT, FieldType.LONG_TEXT, FieldType.REFERENCE})
_NUMBER_TYPES = frozenset({FieldType.INTEGER, FieldType.DECIMAL, FieldType.MONEY})
_COLUMN_TYPES = {
    FieldType.DATE: "date",
    FieldType.DATETIME: "timestamptz",
    FieldType.INTEGER: "bigint",
    FieldType.MONEY: "bigint",
    FieldType.DECIMAL: "numeric",
    FieldType.BOOLEAN: "boolean",
}
_DASHES = frozenset({"", "-", "–", "—"})


@dataclass(frozen=True, slots=True)
class CellProblem:
    """Why a row is rejected: `field` and `column` are "" when it is the row as a whole."""

    field: str
    column: str
    value: str
    code: str
    message: str


class ParsedRow(NamedTuple):
    """`values` has each mapped field: date, aware UTC datetime, int, Decimal, bool, str, or None for empty.

    Money is an int in minor units of the row's currency. A row with `problems` is not to be written; its
    values are those that could be read. `cells` are the row's texts as they stand in the file.
    """

    number: int
    line: int
    values: dict[str, Any]
    problems: tuple[CellProblem, ...]
    cells: list[str]


class RowParser:
    """Reads rows by one mapping. Naive times are of `zone`; `currency` is that of rows which name none.

    Raises MappingError at once where the mapping does not fit the headers.
    """

    def __init__(self, mapping: Mapping, headers: Sequence[str], *, zone: ZoneInfo, currency: str) -> None:
        check_mapping(mapping, headers)
        self._mapping, self._zone, self._currency = mapping, zone, currency
        spec = kind_spec(mapping.kind)
        self._headers = tuple(headers)
        self._columns: list[tuple[str, int, _Remembered]] = []
        self._money: list[tuple[FieldSpec, int, dict[str, _Remembered]]] = []
        self._constants: dict[str, Any] = {}
        for one in spec.fields:
            self._place(one)
        self._groups = _groups(spec.fields, {*mapping.columns, *mapping.constants})

    def parse(self, rows: Iterable[Row]) -> Iterator[ParsedRow]:
        """Each row with its values and what is wrong with it. Never raises for what a cell holds."""
        columns, constants = self._columns, self._constants
        for number, line, cells, problem in rows:
            if problem:
                told = CellProblem("", "", "", problem, problem_message(problem))
                yield ParsedRow(number, line, {}, (told,), cells)
                continue
            values = constants.copy()
            bad: list[tuple[str, int, CellError]] | None = None
            for key, place, read in columns:
                value = read[cells[place]]
                if value.__class__ is CellError:
                    bad = [*(bad or ()), (key, place, value)]
                else:
                    values[key] = value
            if self._money:
                bad = self._read_money(cells, values, bad)
            if self._groups:
                bad = self._look_for_groups(values, bad)
            yield ParsedRow(number, line, values, self._problems(bad, cells) if bad else (), cells)

    def column_types(self) -> dict[str, str]:
        """The fields that parsed rows have, with the PostgreSQL type of each, in the order of the kind."""
        fed = {*self._mapping.columns, *self._mapping.constants}
        return {
            one.key: _COLUMN_TYPES.get(one.type, "text")
            for one in kind_spec(self._mapping.kind).fields
            if one.key in fed
        }

    def text_of(self, row: Row | ParsedRow, key: str) -> str:
        """The file's own text for a field, "" when it has no column."""
        column = self._mapping.columns.get(key)
        return row.cells[self._headers.index(column)].strip() if column is not None else ""

    def _place(self, one: FieldSpec) -> None:
        column = self._mapping.columns.get(one.key)
        constant = self._mapping.constants.get(one.key)
        if column is None and constant is None:
            return
        if column is None:
            parser = (
                _money_parser(one, self._mapping, self._currency) if one.type is FieldType.MONEY else None
            )
            read = _Remembered(one, parser or _parser(one, self._mapping, self._zone))[constant or ""]
            if isinstance(read, CellError):
                raise MappingError("unusable_constant", str(read.message), field=one.key)
            self._constants[one.key] = read
        elif one.type is FieldType.MONEY:
            self._money.append((one, self._headers.index(column), {}))
        else:
            remembered = _Remembered(one, _parser(one, self._mapping, self._zone))
            self._columns.append((one.key, self._headers.index(column), remembered))

    def _read_money(
        self, cells: list[str], values: dict[str, Any], bad: list[tuple[str, int, CellError]] | None
    ) -> list[tuple[str, int, CellError]] | None:
        currency = values.get("currency") or self._currency
        for one, place, by_currency in self._money:
            read = by_currency.get(currency)
            if read is None:
                read = by_currency[currency] = _Remembered(one, _money_parser(one, self._mapping, currency))
            value = read[cells[place]]
            if value.__class__ is CellError:
                bad = [*(bad or ()), (one.key, place, value)]
            else:
                values[one.key] = value
        return bad

    def _look_for_groups(
        self, values: dict[str, Any], bad: list[tuple[str, int, CellError]] | None
    ) -> list[tuple[str, int, CellError]] | None:
        refused = {key for key, _place, _error in bad or ()}
        for group in self._groups:
            if all(values.get(one.key) is None and one.key not in refused for one in group):
                labels = ", ".join(str(one.label) for one in group)
                error = CellError("required", _("One of these is needed: %(labels)s.") % {"labels": labels})
                bad = [*(bad or ()), (group[0].key, -1, error)]
        return bad

    def _problems(self, bad: list[tuple[str, int, CellError]], cells: list[str]) -> tuple[CellProblem, ...]:
        return tuple(
            CellProblem(
                field=key,
                column=self._headers[place] if place >= 0 else "",
                value=shown(cells[place]) if place >= 0 else "",
                code=error.code,
                message=str(error.message),
            )
            for key, place, error in bad
        )


class _Remembered(dict[str, Any]):
    """Text to value, or to the CellError that it gives; forgets nothing and stops learning when full."""

    def __init__(self, one: FieldSpec, parser: Parser) -> None:
        super().__init__()
        self._one, self._parser = one, parser

    def __missing__(self, text: str) -> Any:
        try:
            value = self._read(text)
        except CellError as error:
            value = error
        if len(self) < _REMEMBERED:
            self[text] = value
        return value

    def _read(self, text: str) -> Any:
        if _says_nothing(text, self._one.type):
            if self._one.required and not self._one.one_of:
                raise CellError("required", _("%(field)s is empty. Fill it in.") % {"field": self._one.label})
            return None
        value = self._parser(text)
        if self._one.type in _NUMBER_TYPES:
            _check_bounds(value, self._one, text)
        return value


def _says_nothing(text: str, type_: FieldType) -> bool:
    if type_ in _FREE_TEXT:
        return not text or text.isspace()
    if type_ is FieldType.COUNTRY:
        return text.strip() in _DASHES  # NA is Namibia
    return is_absent(text)


def _parser(one: FieldSpec, mapping: Mapping, zone: ZoneInfo) -> Parser:
    """The parser of a field under the mapping's formats, as a function of the text alone."""
    order, decimal = mapping.order_of(one.key), mapping.decimal_of(one.key)
    if one.type is FieldType.CHOICE:
        return _choice_parser(one, mapping.choices.get(one.key, {}))
    parsers: dict[FieldType, Parser] = {
        FieldType.TEXT: lambda text: parse_text(text, max_length=one.max_length),
        FieldType.REFERENCE: lambda text: parse_text(text, max_length=one.max_length),
        FieldType.LONG_TEXT: lambda text: parse_text(text, max_length=one.max_length, lines=True),
        FieldType.EMAIL: parse_email,
        FieldType.DATE: lambda text: parse_date(text, order),
        FieldType.DATETIME: lambda text: parse_datetime(text, order, zone),
        FieldType.INTEGER: lambda text: parse_integer(text, decimal=decimal),
        FieldType.DECIMAL: lambda text: parse_decimal(text, decimal=decimal),
        FieldType.BOOLEAN: parse_boolean,
        FieldType.COUNTRY: parse_country,
        FieldType.CURRENCY: parse_currency,
    }
    return parsers[one.type]


def _money_parser(one: FieldSpec, mapping: Mapping, currency: str) -> Parser:
    decimal = mapping.decimal_of(one.key)
    return lambda text: parse_money(text, currency=currency, decimal=decimal)


def parse_currency(text: str) -> str:
    """A three-letter code (ISO 4217) in capitals."""
    code = text.strip().upper()
    if is_currency(code):
        return code
    raise CellError(
        "not_a_currency",
        _("“%(text)s” is no currency code. Write three letters, such as EUR.") % {"text": shown(text)},
    )


def _choice_parser(one: FieldSpec, chosen: dict[str, str]) -> Parser:
    words = {choice_key(str(choice.label)): choice.key for choice in one.choices} | dict(one.words) | chosen
    if one.open_choices:
        return lambda text: words.get(choice_key(text)) or parse_text(text, max_length=one.max_length)
    labels = ", ".join(str(choice.label) for choice in one.choices)
    return lambda text: parse_choice(text, words, labels=labels)


def _check_bounds(value: Any, one: FieldSpec, text: str) -> None:
    low, high = one.minimum, one.maximum
    if low is not None and value < low:
        message = _("“%(text)s” is too low; %(field)s is at least %(bound)s.")
        raise CellError("too_low", message % {"text": shown(text), "field": one.label, "bound": low})
    if high is not None and value > high:
        message = _("“%(text)s” is too high; %(field)s is at most %(bound)s.")
        raise CellError("too_high", message % {"text": shown(text), "field": one.label, "bound": high})


def _groups(specs: Sequence[FieldSpec], fed: set[str]) -> list[list[FieldSpec]]:
    groups: dict[str, list[FieldSpec]] = {}
    for one in specs:
        if one.required and one.one_of and one.key in fed:
            groups.setdefault(one.one_of, []).append(one)
    return list(groups.values())
