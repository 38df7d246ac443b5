"""Guesses which column feeds which field, and which kind of import a file is, from names and contents."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from django.utils.translation import gettext as _

from integrations.fields import KINDS, kind_spec
from integrations.reading.dates import DateOrder
from integrations.reading.fieldspecs import FieldSpec, FieldType, KindSpec
from integrations.reading.mappings import Mapping, missing_fields
from integrations.reading.profiles import ColumnProfile, ColumnType, file_date_order, file_decimal
from integrations.reading.tables import Notice, Table

_EXACT, _NAMED, _TRIMMED, _ALIKE = 100.0, 95.0, 80.0, 55.0
_ENOUGH = 50.0
_MISFIT = 40.0
_ALIKE_RATIO = 0.88
_ALIKE_CHARS = 6
_CLEARLY_BETTER = 0.2
_CURRENCY_SUFFIX = re.compile(r"_(usd|eur|gbp|uah|sek|nok|dkk|chf|pln|czk|cad|aud|jpy|inr|rub)$")
_SUFFIXES = ("_flag", "_date", "_on", "_at", "_value", "_field")
_PREFIXES = ("is_", "has_")
_NUMBERS = frozenset({ColumnType.INTEGER, ColumnType.DECIMAL, ColumnType.EMPTY})
_DATES = frozenset({ColumnType.DATE, ColumnType.DATETIME, ColumnType.EMPTY})
_FITTING = {
    FieldType.DATE: _DATES,
    FieldType.DATETIME: _DATES,
    FieldType.INTEGER: _NUMBERS | {ColumnType.BOOLEAN},
    FieldType.DECIMAL: _NUMBERS | {ColumnType.BOOLEAN},
    FieldType.MONEY: _NUMBERS | {ColumnType.BOOLEAN},
    FieldType.BOOLEAN: frozenset({ColumnType.BOOLEAN, ColumnType.EMPTY}),
    FieldType.EMAIL: frozenset({ColumnType.EMAIL, ColumnType.EMPTY}),
    FieldType.CHOICE: frozenset({ColumnType.TEXT, ColumnType.INTEGER, ColumnType.BOOLEAN, ColumnType.EMPTY}),
}


@dataclass(frozen=True, slots=True)
class KindGuess:
    """`scores` gives each kind 0 to 1: the share of headers it knows, less for required ones it misses."""

    kind: str
    scores: dict[str, float]


def header_key(header: str) -> str:
    """A header in the form of the synonyms: "Account ID", "accountId" and "account-id" are account_id."""
    text = unicodedata.normalize("NFKC", header)
    text = re.sub(r"(?<=[a-zа-яіїєґ0-9])(?=[A-ZА-ЯІЇЄҐ])", "_", text)
    return re.sub(r"[\W_]+", "_", text.casefold()).strip("_")


def guess_mapping(kind: str, table: Table, profiles: Sequence[ColumnProfile]) -> Mapping:
    """The likeliest mapping of the table; what could not be told stands in `missing` and `ambiguous`."""
    spec = kind_spec(kind)
    found, doubts = _assign(spec, table.headers, profiles)
    by_name = {one.name: one for one in profiles}
    used = {key: by_name[column] for key, column in found.items()}
    order = _file_order(spec, used, profiles)
    decimal = file_decimal(tuple(used.values())) or file_decimal(tuple(profiles)) or "."
    constants = _constants(spec, found, used)
    return Mapping(
        kind=kind,
        columns=found,
        date_order=order,
        date_orders=_other_orders(spec, used, order),
        decimal=decimal,
        decimals=_other_decimals(spec, used, decimal),
        encoding=table.encoding,
        delimiter=table.delimiter,
        sheet=table.sheet,
        constants=constants,
        unmapped=tuple(name for name in table.headers if name not in found.values()),
        missing=missing_fields(spec, {*found, *constants}),
        ambiguous=doubts | _format_doubts(spec, used),
    )


def guess_kind(headers: Sequence[str]) -> KindGuess:
    """The kind whose fields the headers name best."""
    scores = {key: round(_kind_score(spec, headers), 3) for key, spec in KINDS.items()}
    return KindGuess(max(scores, key=lambda key: scores[key]), scores)


def kind_notice(kind: str, headers: Sequence[str]) -> Notice | None:
    """A warning when the headers speak clearly for another kind than the one chosen."""
    guess = guess_kind(headers)
    if guess.kind == kind or guess.scores[guess.kind] < guess.scores[kind] + _CLEARLY_BETTER:
        return None
    text = _("The columns look like %(guess)s, not %(kind)s. Check that this is the right file.")
    values = {"guess": KINDS[guess.kind].label, "kind": kind_spec(kind).label}
    return Notice("other_kind", text % values)


def _kind_score(spec: KindSpec, headers: Sequence[str]) -> float:
    found, _doubts = _assign(spec, headers, ())
    groups = {one.one_of or one.key for one in spec.fields if one.required}
    share = 1 - len(missing_fields(spec, set(found))) / len(groups)
    return len(found) / max(len(headers), 1) * share


def _assign(
    spec: KindSpec, headers: Sequence[str], profiles: Sequence[ColumnProfile]
) -> tuple[dict[str, str], dict[str, str]]:
    """Best pairs first; each column and each field once. Columns that lost a tie are told as doubts."""
    types = {one.name: one.type for one in profiles}
    pairs = sorted(
        (
            (-score, position, place, one.key, header)
            for position, one in enumerate(spec.fields)
            for place, header in enumerate(headers)
            if (score := _score(spec, one, header, types.get(header))) >= _ENOUGH
        ),
    )
    found: dict[str, str] = {}
    won: dict[str, float] = {}
    doubts: dict[str, str] = {}
    for score, _position, _place, key, header in pairs:
        if header in found.values():
            continue
        if key not in found:
            found[key], won[key] = header, score
        elif score == won[key]:
            text = _("“%(other)s” fits the same field as well. Choose one.") % {"other": found[key]}
            doubts.setdefault(header, text)
    ordered = {one.key: found[one.key] for one in spec.fields if one.key in found}
    return ordered, {name: text for name, text in doubts.items() if name not in found.values()}


def _score(spec: KindSpec, one: FieldSpec, header: str, type_: ColumnType | None) -> float:
    key = header_key(header)
    score = _name_score(spec, one, key)
    fitting = _FITTING.get(one.type)
    if type_ is None or fitting is None or type_ in fitting:
        return score
    return score - _MISFIT


def _name_score(spec: KindSpec, one: FieldSpec, key: str) -> float:
    if key == one.key:
        return _EXACT
    if key in one.synonyms:
        return _NAMED - one.synonyms.index(key) / 10
    names = {one.key, *one.synonyms}
    if _trimmed(key, spec.subject) & names:
        return _TRIMMED
    if len(key) >= _ALIKE_CHARS and any(_alike(key, name) for name in names if len(name) >= _ALIKE_CHARS):
        return _ALIKE
    return 0.0


def _alike(one: str, other: str) -> bool:
    matcher = SequenceMatcher(None, one, other)
    return matcher.real_quick_ratio() >= _ALIKE_RATIO and matcher.ratio() >= _ALIKE_RATIO


def _trimmed(key: str, subject: Sequence[str]) -> set[str]:
    """The header without its kind's word, its currency, or a word that only says the type."""
    forms = {key, _CURRENCY_SUFFIX.sub("", key)}
    for form in list(forms):
        forms |= {form.removeprefix(f"{word}_") for word in subject}
    for form in list(forms):
        forms |= {form.removesuffix(end) for end in _SUFFIXES} | {form.removeprefix(at) for at in _PREFIXES}
    return forms - {key, *subject}


def _file_order(
    spec: KindSpec, used: dict[str, ColumnProfile], profiles: Sequence[ColumnProfile]
) -> DateOrder:
    dated = [used[one.key] for one in _of_types(spec, used, FieldType.DATE, FieldType.DATETIME)]
    proven = file_date_order(tuple(dated)) or file_date_order(tuple(profiles))
    if proven:
        return proven
    orders = [one.date_order for one in dated if one.date_order]
    return next((order for order in orders if order is not DateOrder.ISO), DateOrder.ISO)


def _other_orders(spec: KindSpec, used: dict[str, ColumnProfile], order: DateOrder) -> dict[str, str]:
    """Fields read otherwise than the file. ISO dates are understood under every order."""
    found = {}
    for one in _of_types(spec, used, FieldType.DATE, FieldType.DATETIME):
        own = used[one.key].date_order
        if own not in (None, order, DateOrder.ISO):
            found[one.key] = str(own)
    return found


def _other_decimals(spec: KindSpec, used: dict[str, ColumnProfile], decimal: str) -> dict[str, str]:
    numbers = _of_types(spec, used, FieldType.INTEGER, FieldType.DECIMAL, FieldType.MONEY)
    return {
        one.key: used[one.key].decimal
        for one in numbers
        if used[one.key].decimal != decimal and used[one.key].decimal_proven
    }


def _format_doubts(spec: KindSpec, used: dict[str, ColumnProfile]) -> dict[str, str]:
    """Messages of columns whose reading is not proven, where the field's type makes it matter."""
    doubts = {}
    for one in _of_types(spec, used, FieldType.DATE, FieldType.DATETIME):
        if used[one.key].ambiguous:
            doubts[used[one.key].name] = str(used[one.key].message)
    for one in _of_types(spec, used, FieldType.INTEGER, FieldType.DECIMAL, FieldType.MONEY):
        if used[one.key].decimal_ambiguous:
            doubts[used[one.key].name] = str(used[one.key].message)
    return doubts


def _of_types(spec: KindSpec, used: dict[str, ColumnProfile], *types: FieldType) -> list[FieldSpec]:
    return [one for one in spec.fields if one.type in types and one.key in used]


def _constants(spec: KindSpec, found: dict[str, str], used: dict[str, ColumnProfile]) -> dict[str, str]:
    """The currency, where no column gives it and all amounts name one and the same."""
    if spec.field("currency") is None or "currency" in found:
        return {}
    told = set()
    for one in _of_types(spec, used, FieldType.MONEY):
        suffix = _CURRENCY_SUFFIX.search(header_key(found[one.key]))
        told.add(suffix[1].upper() if suffix else used[one.key].currency)
    told.discard("")
    return {"currency": told.pop()} if len(told) == 1 else {}
